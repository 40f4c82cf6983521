import type { Bank } from '../bank.ts';
import { matches } from '../grading/requests.ts';
import type { Move } from '../move.ts';
import type { State } from '../state.ts';

/** Questions of the candidate that are answered before the interviewer closes. */
const maxQuestions = 4;

/** Answers from the track's facts, else says honestly that it does not know; closes when there is nothing to ask. */
export function onCandidateQuestion(state: State, bank: Bank, text: string): Move[] {
  const answered = state.turns.filter((turn) => turn.moves?.some((move) => move.kind === 'answer-question')).length;
  if (isNothing(text)) return [{ kind: 'close', early: false }];
  const fact = bank.tracks
    .get(state.started?.track ?? '')
    ?.facts.find((item) => matches(item.asked, bank.lexicon, text));
  const reply: Move = { kind: 'answer-question', ...(fact ? { fact: fact.id } : {}) };
  return answered + 1 >= maxQuestions ? [reply, { kind: 'close', early: false }] : [reply];
}

function isNothing(text: string): boolean {
  if (text.includes('?')) return false;
  return /^\s*(?:no\b|nope\b|none\b|nothing\b|not really\b|i(?:'|’)?m (?:good|fine|all set)\b|i think (?:that(?:'|’)s|you)|that(?:'|’)s (?:all|it)\b|thank)/i.test(
    text,
  );
}
