import type { EventOf, Hunk } from '../event.ts';
import type { ExerciseVerdict } from '../exerciseVerdict.ts';
import type { Problem } from '../problem.ts';
import type { Signal } from '../process/signal.ts';
import { processSignals } from '../process/signals.ts';
import type { Rubric } from '../rubric.ts';
import { type ExerciseProgress, type Turn, wasFixed } from '../state.ts';

export interface ExerciseGrade {
  readonly problem: Problem;
  /** 0–1; null when the files were never opened. */
  readonly score: number | null;
  /** The verdict that counts; undefined when nothing was checked. */
  readonly verdict?: ExerciseVerdict;
  readonly how: string;
  readonly attempt: number;
  readonly runs: number;
  readonly checks: readonly EventOf<'checked'>[];
  readonly gaveUp: boolean;
  /** How the candidate went about it; never part of `score`. */
  readonly signals: readonly Signal[];
  /** Where the code itself is the evidence: the changed place behind the counting verdict. */
  readonly change?: Hunk;
}

/**
 * A repair once reached stays reached; otherwise the last check before giving up counts.
 * @param unfit turns whose words are no answer, as the judge found them
 */
export function gradeExercise(
  problem: Problem,
  exercise: ExerciseProgress,
  turns: readonly Turn[],
  rubric: Rubric,
  unfit: ReadonlySet<number> = new Set(),
): ExerciseGrade {
  const check = exercise.checks.find((item) => item.verdict === 'fixed') ?? exercise.checks.at(-1);
  const diff = check?.diff ?? exercise.runs.at(-1)?.diff ?? [];
  const change = diff.find((hunk) => hunk.file.endsWith('.py')) ?? diff[0];
  const changed = [...exercise.checks, ...exercise.runs].some((item) => item.diff.length > 0);
  const { score, how } = scoreOf(exercise, check, changed, rubric);
  return {
    problem,
    score,
    how,
    attempt: check?.attempt ?? exercise.attempts.at(-1)?.attempt ?? 0,
    runs: exercise.runs.length,
    checks: exercise.checks,
    gaveUp: exercise.gaveUp && !wasFixed(exercise),
    signals: problem.kind === 'coding' ? [] : processSignals(exercise, turns, problem.exercise?.probes ?? [], unfit),
    ...(check ? { verdict: check.verdict } : {}),
    ...(change ? { change } : {}),
  };
}

function scoreOf(
  exercise: ExerciseProgress,
  check: EventOf<'checked'> | undefined,
  changed: boolean,
  rubric: Rubric,
): { score: number | null; how: string } {
  if (exercise.attempts.length === 0) return { score: null, how: 'the files were not opened' };
  if (!changed) return { score: 0, how: 'no change was made' };
  if (!check) return { score: rubric.exercise.unfixed, how: 'changed, but never checked' };
  return { score: rubric.exercise[check.verdict], how: check.verdict.replace('_', ' ') };
}
