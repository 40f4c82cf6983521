import type { Problem } from './problem.ts';

export const exerciseVerdicts = ['fixed', 'masked', 'unfixed', 'tampered', 'crashed', 'timed_out'] as const;
export type ExerciseVerdict = (typeof exerciseVerdicts)[number];

/** A verdict as a person reads it. Where there was nothing to repair, nothing was fixed or masked. */
export function verdictWord(verdict: ExerciseVerdict, kind: Problem['kind']): string {
  return (kind === 'coding' ? coding[verdict] : undefined) ?? verdict.replace('_', ' ');
}

const coding: Partial<Record<ExerciseVerdict, string>> = {
  fixed: 'complete',
  masked: 'incomplete',
  unfixed: 'not working',
};
