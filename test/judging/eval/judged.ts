import { isDeepStrictEqual } from 'node:util';
import type { Bank } from '../../../src/core/bank.ts';
import { problemOf } from '../../../src/core/bank.ts';
import { verified } from '../../../src/core/grading/evidence.ts';
import { gradeLone, loneInput } from '../../../src/core/grading/loneAnswer.ts';
import { judgeOffline } from '../../../src/core/grading/offline.ts';
import type { Judgement, Verdict } from '../../../src/core/grading/verdict.ts';
import type { Problem } from '../../../src/core/problem.ts';
import type { Answer, Label } from './answers.ts';

/** An answer and what the offline judge made of it; score 0–1. */
export interface Judged {
  readonly answer: Answer;
  readonly problem: Problem;
  readonly judgement: Judgement;
  readonly score: number;
}

export function judged(bank: Bank, answer: Answer): Judged {
  const problem = problemOf(bank, answer.problem);
  const { judgement, score } = judgedText(bank, problem, answer.answer);
  return { answer, problem, judgement, score };
}

export function judgedText(
  bank: Bank,
  problem: Problem,
  text: string,
  hints = 0,
): { judgement: Judgement; score: number } {
  const given = { answer: text, hints };
  const input = loneInput(problem, given);
  const judgement = verified(judgeOffline(problem, bank.lexicon, input), input, problem, bank.lexicon);
  return { judgement, score: gradeLone(problem, given, judgement, bank.rubric).score ?? 0 };
}

export function isRepeatable(bank: Bank, one: Judged): boolean {
  return isDeepStrictEqual(judgedText(bank, one.problem, one.answer.answer).judgement, one.judgement);
}

export const labelOf: Record<Verdict, Label> = {
  met: 'met',
  partial: 'partial',
  missed: 'none',
  not_enough: 'none',
  contradicted: 'contradicted',
};

/** Whether a wrong claim that an author foresaw is flagged: itself, or the key point that it contradicts. */
export function flags({ judgement, problem }: Judged, misconception: string): boolean {
  const against = problem.misconceptions.find(({ id }) => id === misconception)?.contradicts;
  return (
    judgement.held.some(({ id }) => id === misconception) ||
    judgement.verdicts.some(({ keyPoint, verdict }) => keyPoint === against && verdict === 'contradicted')
  );
}

/** Whether some contradiction or wrong claim is shown with words of the false sentence. */
export function flagsFalsehood({ answer, judgement }: Judged): boolean {
  const falsehood = spaced(answer.falsehood ?? '');
  return wrongQuotes(judgement).some((quote) => overlaps(spaced(answer.answer), spaced(quote), falsehood));
}

export function wrongQuotes(judgement: Judgement): string[] {
  const contradicted = judgement.verdicts.filter(({ verdict }) => verdict === 'contradicted');
  return [...contradicted, ...judgement.held].map(({ quote }) => quote?.text ?? '');
}

export function quotesOf(judgement: Judgement): string[] {
  return [...judgement.verdicts, ...judgement.held].flatMap(({ quote }) => (quote ? [quote.text] : []));
}

function overlaps(text: string, quote: string, sentence: string): boolean {
  const [a, b] = [text.indexOf(quote), text.indexOf(sentence)];
  return quote !== '' && a >= 0 && b >= 0 && a < b + sentence.length && b < a + quote.length;
}

export function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
