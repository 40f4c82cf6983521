import type { Judgement, KeyPointVerdict, Verdict } from '../verdict.ts';
import type { ModelReply } from './reply.ts';

const order: readonly Verdict[] = ['contradicted', 'missed', 'not_enough', 'partial', 'met'];

/** Of an odd number of samples the middle verdict of every key point: the majority's where there is one. */
export function majority(samples: readonly ModelReply[]): ModelReply {
  const [first] = samples;
  if (!first) throw new Error('A majority needs at least one sample.');
  const wanted = samples.length / 2;
  const errors = new Map(samples.flatMap(({ held }) => held).map((item) => [item.id, item]));
  return {
    credulous: samples.some(({ credulous }) => credulous),
    verdicts: first.verdicts.map(({ keyPoint }) => middle(samples.map((sample) => verdictOn(sample, keyPoint)))),
    held: [...errors.values()].filter(
      ({ id }) => samples.filter(({ held }) => held.some((item) => item.id === id)).length > wanted,
    ),
  };
}

function verdictOn({ verdicts }: ModelReply, keyPoint: string): KeyPointVerdict {
  return verdicts.find((item) => item.keyPoint === keyPoint) ?? { keyPoint, verdict: 'not_enough' };
}

function middle(found: readonly KeyPointVerdict[]): KeyPointVerdict {
  const sorted = [...found].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return sorted[Math.floor(sorted.length / 2)] as KeyPointVerdict;
}

/** A key point that two judges read so differently that a candidate should see both. */
export interface Disagreement {
  readonly keyPoint: string;
  readonly offline: Verdict;
}

/** Where one judge credits a point in full that the other finds absent or contradicted, or only one finds it contradicted. */
export function disagreements(model: Judgement, offline: Judgement): Disagreement[] {
  return model.verdicts.flatMap(({ keyPoint, verdict }) => {
    const other = offline.verdicts.find((item) => item.keyPoint === keyPoint)?.verdict ?? 'not_enough';
    return apart(verdict, other) ? [{ keyPoint, offline: other }] : [];
  });
}

function apart(a: Verdict, b: Verdict): boolean {
  if ((a === 'contradicted') !== (b === 'contradicted')) return true;
  const nothing = (verdict: Verdict) => verdict === 'missed' || verdict === 'not_enough';
  return (a === 'met' && nothing(b)) || (b === 'met' && nothing(a));
}
