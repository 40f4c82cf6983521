import type { Bank } from '../bank.ts';
import { problemOf } from '../bank.ts';
import type { JudgeInput } from '../grading/verdict.ts';
import type { Move } from '../move.ts';
import { progressOf, type State, type Turn } from '../state.ts';
import { withoutWordsOf } from './ownWords.ts';
import { speak } from './wording.ts';

/** What a judge may read about one problem: the candidate's words, and every text shown to them, which must not count. */
export function judgeInput(state: State, bank: Bank, problem: string): JudgeInput {
  const progress = progressOf(state, problem);
  const shown = state.turns
    .filter((turn) => turn.who === 'interviewer' && turn.problem === problem)
    .flatMap((turn) => [...authored(turn, state, bank), ...spoken(turn, state)]);
  const task = problemOf(bank, problem).exercise ? [problemOf(bank, problem).statement] : [];
  return { problem, answers: progress.answers, shown: [...task, ...shown], hints: progress.hints.length };
}

/** The interviewer's own sentences, without the candidate's words that they quote. */
function authored({ turn, moves = [] }: Turn, state: State, bank: Bank): string[] {
  const own = moves.filter((move) => move.kind !== 'acknowledge');
  return own.map((move) => speak([withoutClaim(move)], state, bank, turn));
}

/** A model's sentences; what it repeats of the candidate's words stays the candidate's. */
function spoken({ turn, spoken: words }: Turn, state: State): string[] {
  if (!words) return [];
  const said = state.turns.filter((item) => item.who === 'candidate' && item.turn < turn);
  return [
    withoutWordsOf(
      words.text,
      said.map((item) => item.text ?? ''),
    ),
  ];
}

function withoutClaim(move: Move): Move {
  if (move.kind === 'ask') return { kind: 'ask', problem: move.problem, entry: move.entry };
  return move.kind === 'challenge' ? { ...move, quote: { turn: move.quote.turn, text: '' } } : move;
}
