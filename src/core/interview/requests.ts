import { type Bank, problemOf } from '../bank.ts';
import type { Request } from '../event.ts';
import type { Entrance, Move } from '../move.ts';
import type { Problem } from '../problem.ts';
import { type Progress, progressOf, type State } from '../state.ts';
import { advance, weakCoverage } from './advance.ts';
import { standingOn } from './standing.ts';

/** What the interviewer does when a button is pressed. Every request is answered. */
export function onRequest(state: State, bank: Bank, what: Request): Move[] {
  if (!state.current) return outsideProblem(state, bank, what);
  const problem = problemOf(bank, state.current);
  const progress = progressOf(state, problem.id);
  switch (what) {
    case 'hint':
      return hint(problem, progress);
    case 'easier':
      return easier(problem, progress);
    case 'harder':
      return harder(state, bank, problem, progress);
    case 'skip':
      return advance(state, bank);
    case 'pass':
      return pass(state, bank, problem, progress);
  }
}

function outsideProblem(state: State, bank: Bank, what: Request): Move[] {
  if (what === 'skip' || what === 'pass') return advance(state, bank);
  return [{ kind: 'no-such-step', what: 'hint' }];
}

function hint(problem: Problem, progress: Progress): Move[] {
  const level = progress.hints.length + 1;
  return level <= 4 ? [{ kind: 'hint', problem: problem.id, level }] : [{ kind: 'no-more-hints', problem: problem.id }];
}

/** The easier entry; below it, the next hint makes the question smaller still. */
function easier(problem: Problem, progress: Progress): Move[] {
  if (!problem.exercise && !hasEntry(progress, 'easier'))
    return [{ kind: 'ask', problem: problem.id, entry: 'easier' }];
  if (progress.hints.length >= 4) return hint(problem, progress);
  return [{ kind: 'no-such-step', what: 'easier' }, ...hint(problem, progress)];
}

/** One step up: the question itself when only its easier form was asked, then its constraint, then the next question. */
function harder(state: State, bank: Bank, problem: Problem, progress: Progress): Move[] {
  if (!hasEntry(progress, 'main')) return [{ kind: 'ask', problem: problem.id, entry: 'main' }];
  if (!hasEntry(progress, 'harder')) return [{ kind: 'ask', problem: problem.id, entry: 'harder' }];
  return [{ kind: 'no-such-step', what: 'harder' }, ...(problem.exercise ? [] : advance(state, bank))];
}

/** First "I don't know" to a question that has got nowhere: a smaller form of it. Otherwise: on to the next one. */
function pass(state: State, bank: Bank, problem: Problem, progress: Progress): Move[] {
  const passed: Move = { kind: 'pass', problem: problem.id };
  if (problem.exercise) return [passed, ...hint(problem, progress)];
  const first = progress.requests.filter((item) => item === 'pass').length <= 1;
  const nowhere = standingOn(problem, progress).coverage < weakCoverage;
  if (first && nowhere && !hasEntry(progress, 'easier'))
    return [passed, { kind: 'ask', problem: problem.id, entry: 'easier' }];
  return [passed, ...advance(state, bank)];
}

export function hasEntry(progress: Progress, entry: Entrance): boolean {
  return progress.entries.some((item) => item.entry === entry);
}
