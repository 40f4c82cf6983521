import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pythonEnvironment } from '../../../src/adapters/node/python/environment.ts';
import { cacheFolder, rootPath } from '../paths.ts';
import { runOrThrow } from '../processes.ts';
import { realPython } from '../pythonBench.ts';

export const exercises = {
  'separate-shuffles': { folder: 'data/separate-shuffles', reference: 'fixed-one-order' },
  'softmax-twice': { folder: 'losses/softmax-twice', reference: 'fixed-logits-to-loss' },
} as const;
export type ExerciseName = keyof typeof exercises;

export interface CheckTime {
  /** The first check of a window: the interpreter is looked for, the reference fix is judged. s */
  readonly verdict: number;
  /** A later check. s */
  readonly check: number;
  /** A process that does the same trainings one after the other and nothing else. s */
  readonly bare: number;
}

const script = rootPath('test/support/bench/bare.py');
// As the judge starts the candidate's process.
const oneThread = Object.fromEntries(
  ['OMP_NUM', 'MKL_NUM', 'OPENBLAS_NUM', 'VECLIB_MAXIMUM'].map((name) => [`${name}_THREADS`, '1']),
);

/** Judges the reference fix of an exercise. @throws when the verdict is not `fixed`. */
export async function measureCheck(name: ExerciseName, python: string): Promise<CheckTime> {
  const problem = rootPath('problems', exercises[name].folder);
  const home = await mkdtemp(join(cacheFolder('tmp'), 'bench-check-'));
  const work = join(home, 'work');
  await cp(join(problem, 'starter'), work, { recursive: true });
  await cp(join(problem, 'variants', exercises[name].reference), work, { recursive: true });
  const env = pythonEnvironment(process.env, oneThread);
  const runner = realPython({ problemFolder: () => problem });
  const check = async (): Promise<number> => {
    const seconds = stopwatch();
    const { verdict } = await runner.check(name, work, ['numpy'], new AbortController().signal);
    if (verdict !== 'fixed') throw new Error(`The reference fix of ${name} got the verdict ${verdict}.`);
    return seconds();
  };
  try {
    await runOrThrow(python, [script, 'draw', problem, home], { env });
    const verdict = await check();
    const again = await check();
    const seconds = stopwatch();
    await runOrThrow(python, [script, 'train', work, home], { env });
    return { verdict, check: again, bare: seconds() };
  } finally {
    runner.dispose();
    await rm(home, { recursive: true, force: true });
  }
}

function stopwatch(): () => number {
  const started = performance.now();
  return () => (performance.now() - started) / 1000;
}
