import { availableParallelism } from 'node:os';
import type { CheckOutcome } from '../../../app/ports.ts';
import { type Bench, type ExerciseFolder, statesOf, withState } from './bench.ts';

interface Job {
  readonly exercise: ExerciseFolder;
  readonly state: string;
}

/** Judges the start state and every variant, as many at a time as there are processors. @returns 1 on a surprise, else 0 */
export async function verify(bench: Bench, ids: readonly string[], repeat: number): Promise<number> {
  const jobs: Job[] = [];
  for (const exercise of await bench.exercises(ids))
    for (const state of await statesOf(exercise))
      for (let time = 0; time < repeat; time++) jobs.push({ exercise, state });
  const total = jobs.length;
  let surprises = 0;
  const work = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const outcome = await withState(job.exercise, job.state, (copy) => bench.check(job.exercise, copy));
      const right = outcome.verdict === expected(job.state);
      if (!right) surprises += 1;
      console.log(line(job, outcome, right));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  console.log(`\n${total} judged, ${surprises} ${surprises === 1 ? 'surprise' : 'surprises'}`);
  return surprises > 0 ? 1 : 0;
}

/** The verdict that a state is there to get: the first word of its name. */
export function expected(state: string): string {
  return state === 'start' ? 'unfixed' : (state.split('-')[0] ?? '');
}

function line({ exercise, state }: Job, { verdict, symptom, cause, error, seconds }: CheckOutcome, right: boolean) {
  const head = `${right ? 'ok      ' : 'SURPRISE'}  ${exercise.id}  ${state}  ${verdict}  ${seconds.toFixed(1)} s`;
  if (right) return head;
  const failed = [...symptom, ...cause].filter(({ passed }) => !passed);
  const why = failed.map(({ check, message }) => `          ${check}: ${message}`);
  return [head, ...why, ...(error ? [`          ${error.kind}: ${error.message}`] : [])].join('\n');
}
