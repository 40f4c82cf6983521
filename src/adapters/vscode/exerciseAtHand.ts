import type { Session } from '../../app/session.ts';
import type { Exercise, Problem } from '../../core/problem.ts';
import { exerciseOf } from '../../core/state.ts';

export interface ExerciseAtHand {
  readonly problem: string;
  readonly title: string;
  readonly kind: Problem['kind'];
  readonly exercise: Exercise;
  /** Absolute folder of the latest attempt; undefined before it was opened. */
  readonly folder: string | undefined;
}

/** The exercise that the interview is at, else the one opened last. */
export function exerciseAtHand(session: Session | undefined): ExerciseAtHand | undefined {
  if (!session) return undefined;
  const { state, bank } = session.interviewer;
  const current = state.current && bank.problems.get(state.current)?.exercise ? state.current : undefined;
  const id = current ?? Object.keys(state.exercises).at(-1);
  const problem = id === undefined ? undefined : bank.problems.get(id);
  if (!problem?.exercise) return undefined;
  const folder = exerciseOf(state, problem.id).attempts.at(-1)?.folder;
  return { problem: problem.id, title: problem.title, kind: problem.kind, exercise: problem.exercise, folder };
}
