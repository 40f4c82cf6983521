import type { Bank } from '../../../src/core/bank.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { keywords } from '../eval/keywords.ts';
import { payloads } from '../payloads.ts';

export interface Situation {
  readonly problem: Problem;
  readonly bank: Bank;
  /** What the interviewer said last. */
  readonly asked: string;
  /** Counts what the person said before. */
  readonly at: number;
}

/** What people say who say nothing of substance, by profile. */
export const empty: Readonly<Record<string, (said: Situation) => string>> = {
  evasive: ({ at }) => pick(evasions, at),
  stuffer: ({ problem, bank }) => `${keywords(problem, bank).join(', ')}.`,
  parrot: ({ asked }) => asked,
  injector: ({ at }) => pick(Object.values(payloads).flat(), at * 7),
};

const evasions = [
  'That depends on many things, and I would have to look at the concrete case before I can say anything about it.',
  'We always had a specialist for that in the team, so I never needed to go into it myself.',
  'I think there are several schools of thought on this, and all of them have their merits.',
  'Could we come back to that later? I would rather talk about the projects that I led.',
  'In general one has to be careful there, and I would follow what is best practice.',
];

export function pick<T>(list: readonly T[], at: number): T {
  return list[Math.abs(at) % list.length] as T;
}
