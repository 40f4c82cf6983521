import type { Bank } from '../../bank.ts';
import type { KeyPoint, Problem } from '../../problem.ts';
import { judgeOffline } from '../offline.ts';
import type { JudgeInput } from '../verdict.ts';

/** One line of the list that a model is asked about. It is not told which statements are right, nor which are foreign. */
export interface Statement {
  readonly id: string;
  readonly claim: string;
  readonly of: { readonly kind: 'key_point' | 'misconception' | 'decoy'; readonly id: string };
}

const decoyCount = 2;

/**
 * The problem's key points and wrong claims, and claims of other topics that the answer does not touch, in an order that
 * follows from `mark`. Whoever talks a model into crediting everything is credited with the wrong and the foreign claims too.
 */
export function statementsFor(problem: Problem, bank: Bank, input: JudgeInput, mark: string): Statement[] {
  const own = [
    ...problem.key_points.map(({ id, claim }) => ({ claim, of: { kind: 'key_point' as const, id } })),
    ...problem.misconceptions.map(({ id, claim }) => ({ claim, of: { kind: 'misconception' as const, id } })),
  ];
  const foreign = decoys(problem, bank, input, mark).map(({ id, claim }) => ({
    claim,
    of: { kind: 'decoy' as const, id },
  }));
  const all = [...own, ...foreign].sort((a, b) => hash(mark + a.claim) - hash(mark + b.claim));
  return all.map((item, i) => ({ id: `s${i + 1}`, ...item }));
}

function decoys(problem: Problem, bank: Bank, input: JudgeInput, mark: string): KeyPoint[] {
  const others = [...bank.problems.values()].filter((other) => !related(problem, other) && other.key_points.length > 0);
  const order = others.sort((a, b) => hash(mark + a.id) - hash(mark + b.id));
  return order.flatMap((other) => untouched(other, bank, input).slice(0, 1)).slice(0, decoyCount);
}

function related(a: Problem, b: Problem): boolean {
  return a.areas.some((area) => b.areas.includes(area));
}

/** Key points of another problem that the words do not even name. */
function untouched(other: Problem, bank: Bank, input: JudgeInput): KeyPoint[] {
  const { verdicts, relevance } = judgeOffline(other, bank.lexicon, { ...input, problem: other.id });
  if (relevance > 0.2) return [];
  return other.key_points.filter(({ id }) => verdicts.find((item) => item.keyPoint === id)?.quote === undefined);
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
