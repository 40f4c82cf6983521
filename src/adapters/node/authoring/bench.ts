import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckOutcome } from '../../../app/ports.ts';
import type { Bank } from '../../../core/bank.ts';
import type { Exercise } from '../../../core/problem.ts';
import { ProblemFolder } from '../problemFolder.ts';
import { Interpreters } from '../python/interpreter.ts';
import { PythonProcess } from '../python/pythonProcess.ts';

/** Longer than any exercise allows itself: a busy machine must not turn into a verdict. s */
const limitSeconds = 300;

export interface ExerciseFolder {
  readonly id: string;
  readonly folder: string;
  readonly exercise: Exercise;
}

/** The exercises of a checkout and the Python that judges them, exactly as the extension does. */
export class Bench {
  readonly problems: string;
  readonly #source: ProblemFolder;
  readonly #interpreters: Interpreters;
  readonly #python: PythonProcess;
  #bank: Promise<Bank> | undefined;

  /** @param python binding when given; else the PATH's, else one of the environments that the tests have made */
  constructor(checkout: string, python: string | undefined) {
    this.problems = join(checkout, 'problems');
    this.#source = new ProblemFolder(this.problems);
    const choices = python
      ? [{ path: python, from: 'setting' as const }]
      : ['python', 'torch'].map((name) => ({ path: venvPython(checkout, name), from: 'private' as const }));
    this.#interpreters = new Interpreters({ choices: async () => choices });
    this.#python = new PythonProcess({
      interpreters: this.#interpreters,
      library: join(this.problems, '_lib'),
      problemFolder: (id) => this.#source.folderOf(id),
      checkLimitSeconds: limitSeconds,
    });
  }

  /** Every exercise when no id is named. @throws {Error} with what is wrong in a folder, or the ids that exist. */
  async exercises(ids: readonly string[] = []): Promise<ExerciseFolder[]> {
    this.#bank ??= this.#source.load();
    const bank = await this.#bank;
    const all = [...bank.problems.values()].filter(({ exercise }) => exercise !== undefined);
    const found = ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
    const lost = ids.find((id) => !found.some((problem) => problem.id === id));
    if (lost !== undefined) throw new Error(unknown(lost, bank, all));
    return Promise.all(
      found.map(async ({ id, exercise }) => ({
        id,
        folder: (await this.#source.folderOf(id)) as string,
        exercise: exercise as Exercise,
      })),
    );
  }

  check({ id, exercise }: ExerciseFolder, work: string): Promise<CheckOutcome> {
    return this.#python.check(id, work, exercise.needs, new AbortController().signal);
  }

  async interpreter({ exercise }: ExerciseFolder): Promise<string> {
    return (await this.#interpreters.find(exercise.needs)).path;
  }

  close(): void {
    this.#python.dispose();
  }
}

/** Names of the variants, the start state first as `start`. */
export async function statesOf({ folder }: ExerciseFolder): Promise<string[]> {
  const entries = await readdir(join(folder, 'variants'), { withFileTypes: true });
  const variants = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return ['start', ...variants.sort()];
}

/** What `work` returns, given a temporary copy of the start state with a variant laid over it. */
export async function withState<T>(
  { folder }: ExerciseFolder,
  state: string,
  work: (copy: string) => Promise<T>,
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'ml-interviewer-state-'));
  try {
    const copy = join(home, 'attempt');
    await cp(join(folder, 'starter'), copy, { recursive: true });
    if (state !== 'start') await cp(join(folder, 'variants', state), copy, { recursive: true });
    return await work(copy);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function unknown(id: string, bank: Bank, exercises: readonly { id: string }[]): string {
  const faults = bank.faults.filter(({ file }) => file.includes(`/${id}/`)).map(({ message }) => message);
  if (faults.length > 0) return `The exercise "${id}" cannot be used. ${faults.join(' ')}`;
  return `There is no exercise "${id}". There are: ${exercises.map((problem) => problem.id).join(', ')}.`;
}

function venvPython(checkout: string, name: string): string {
  const place = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  return join(checkout, '.vscode-test', name, ...place);
}
