import type { Bank } from '../bank.ts';
import { problemOf } from '../bank.ts';
import type { Move } from '../move.ts';
import type { State } from '../state.ts';
import { advance, askFirst, phaseAt } from './advance.ts';
import { onBackground } from './background.ts';
import { onCheck, onGiveUp, onRun } from './handsOn.ts';
import { onCandidateQuestion } from './questions.ts';
import { onJudgement } from './reaction.ts';
import { onRequest } from './requests.ts';

/**
 * The interviewer's next turn: a pure policy over the state. Called when the state owes moves; an empty list lets the
 * candidate go on. A move names what is asked, never how it is phrased.
 */
export function nextMoves(state: State, bank: Bank): Move[] {
  const cause = state.cause;
  switch (cause?.type) {
    case 'started':
      return cause.practice ? askFirst(state, bank) : [{ kind: 'greet' }];
    case 'answered':
      return onFreeAnswer(state, bank, cause.text);
    case 'judged':
      return onJudgement(state, bank, problemOf(bank, cause.judgement.problem));
    case 'requested':
      return onRequest(state, bank, cause.what);
    case 'ran':
      return onRun(state, cause);
    case 'checked':
      return onCheck(state, cause);
    case 'gave-up':
      return onGiveUp(state, bank, cause.problem);
    default:
      return [];
  }
}

/** An answer outside any problem: the background, or the candidate's own questions at the end. */
function onFreeAnswer(state: State, bank: Bank, text: string): Move[] {
  const phase = phaseAt(state, bank, state.phase);
  if (phase?.kind === 'questions') return onCandidateQuestion(state, bank, text);
  if (phase?.kind === 'background') return onBackground(state, bank);
  return advance(state, bank);
}
