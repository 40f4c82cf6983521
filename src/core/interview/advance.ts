import { type Bank, problemOf } from '../bank.ts';
import type { Entrance, Move } from '../move.ts';
import { openingKeyPoints } from '../problem.ts';
import { progressOf, type State } from '../state.ts';
import type { Phase } from '../track.ts';
import { coverageOf, minutesUsed, standingOn } from './standing.ts';

/** Shares of key-point weight at which a warm-up counts as weak, and an answer as strong. [judgement] */
export const weakCoverage = 0.4;
export const strongCoverage = 0.75;

/** Goes to the next problem of the plan, the next phase, or the close. */
export function advance(state: State, bank: Bank): Move[] {
  return nextInPhase(state, bank) ?? nextPhase(state, bank, state.phase + 1);
}

/** The first question of a plan that has no greeting: practice of one problem. */
export function askFirst(state: State, bank: Bank): Move[] {
  const problem = state.started?.plan[0]?.problems[0];
  return problem ? open(state, bank, problem) : [{ kind: 'close', early: false }];
}

function nextInPhase(state: State, bank: Bank): Move[] | undefined {
  if (isOutOfTime(state) || skipsRest(state, bank)) return undefined;
  const next = state.started?.plan[state.phase]?.problems.find((id) => !isAsked(state, id));
  return next ? open(state, bank, next) : undefined;
}

function nextPhase(state: State, bank: Bank, from: number): Move[] {
  const plan = state.started?.plan ?? [];
  for (let index = from; index < plan.length; index++) {
    const phase = phaseAt(state, bank, index);
    if (!phase) continue;
    const first = plan[index]?.problems[0];
    const signpost: Move = { kind: 'signpost', to: phase.id, last: isLastTechnical(state, bank, index) };
    if (phase.kind === 'questions') return [signpost, { kind: 'invite-questions' }];
    if (first && !isOutOfTime(state)) return [signpost, ...open({ ...state, phase: index }, bank, first)];
  }
  return [{ kind: 'close', early: false }];
}

/** Asks a problem in the form that suits the candidate so far, or hands over its files. */
export function open(state: State, bank: Bank, id: string): Move[] {
  const problem = problemOf(bank, id);
  if (problem.exercise)
    return [
      { kind: 'hand-over', problem: id },
      { kind: 'hypothesis', problem: id },
    ];
  return [{ kind: 'ask', problem: id, entry: firstEntry(state, bank) }];
}

/** A weak warm-up stays at the easiest form; whoever asked for easier questions starts there too. */
function firstEntry(state: State, bank: Bank): Entrance {
  if (state.started?.practice) return 'main';
  if (state.started?.difficulty === 'easier') return 'easier';
  const warmUp = warmUpCoverage(state, bank);
  return warmUp !== undefined && warmUp < weakCoverage ? 'easier' : 'main';
}

/** Mean coverage of the warm-up problems answered so far; undefined before the first. */
export function warmUpCoverage(state: State, bank: Bank): number | undefined {
  const shares = (state.started?.plan ?? []).flatMap((item, index) =>
    phaseAt(state, bank, index)?.warm_up ? item.problems.flatMap((id) => answeredCoverage(state, bank, id)) : [],
  );
  return shares.length === 0 ? undefined : shares.reduce((a, b) => a + b, 0) / shares.length;
}

function answeredCoverage(state: State, bank: Bank, id: string): number[] {
  const progress = state.progress[id];
  if (!progress || progress.answers.length + progress.requests.length === 0) return [];
  return [standingOn(problemOf(bank, id), progress).coverage];
}

/** A strong, unaided answer to a warm-up question skips the rest of the warm-up. */
function skipsRest(state: State, bank: Bank): boolean {
  const phase = phaseAt(state, bank, state.phase);
  if (!phase?.warm_up) return false;
  const asked = state.started?.plan[state.phase]?.problems.filter((id) => isAsked(state, id)) ?? [];
  return asked.some((id) => isQuickAndStrong(state, bank, id)) || minutesUsed(state).phase > phase.minutes;
}

/** The opening question answered strongly within two answers and without a hint. */
export function isQuickAndStrong(state: State, bank: Bank, id: string): boolean {
  const progress = progressOf(state, id);
  const early = progress.judgements.slice(0, 2).map((item) => item.judgement);
  const until = (progress.judgements[1] ?? progress.judgements[0])?.turn ?? 0;
  const hinted = progress.hints.some((hint) => hint.turn < until);
  const points = openingKeyPoints(problemOf(bank, id));
  return !hinted && early.some((judgement) => coverageOf(points, judgement) >= strongCoverage);
}

function isLastTechnical(state: State, bank: Bank, index: number): boolean {
  const plan = state.started?.plan ?? [];
  return plan.slice(index + 1).every((_, i) => phaseAt(state, bank, index + 1 + i)?.kind === 'questions');
}

export function phaseAt(state: State, bank: Bank, index: number): Phase | undefined {
  const id = state.started?.plan[index]?.phase;
  return state.started && bank.tracks.get(state.started.track)?.phases.find((phase) => phase.id === id);
}

function isAsked(state: State, id: string): boolean {
  return (state.progress[id]?.entries.length ?? 0) > 0;
}

function isOutOfTime(state: State): boolean {
  return !state.started?.practice && minutesUsed(state).all >= (state.started?.minutes ?? Number.POSITIVE_INFINITY);
}
