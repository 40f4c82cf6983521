import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod/mini';

export const root = join(import.meta.dirname, '../..');
export const judgeScript = join(root, 'problems/_lib/judge.py');

const Checks = z.array(
  z.strictObject({ check: z.string(), passed: z.boolean(), message: z.string().check(z.minLength(10)) }),
);
export const Report = z.strictObject({
  nonce: z.string(),
  id: z.string(),
  verdict: z.enum(['fixed', 'masked', 'unfixed', 'tampered', 'crashed', 'timed_out']),
  symptom: Checks,
  cause: Checks,
  notes: z.array(z.string()),
  seconds: z.number(),
  error: z.optional(
    z.strictObject({
      kind: z.string(),
      message: z.string(),
      file: z.nullable(z.string()),
      line: z.nullable(z.number()),
    }),
  ),
});
export type Report = z.infer<typeof Report>;

const ProblemYaml = z.object({
  id: z.string(),
  kind: z.enum(['debugging', 'coding']),
  exercise: z.object({
    folder: z.string(),
    needs: z.array(z.enum(['numpy', 'torch'])),
    reference: z.string(),
    probes: z._default(z.array(z.string()), []),
  }),
});

export interface Exercise {
  readonly folder: string;
  readonly id: string;
  /** What the candidate's copy is called. */
  readonly project: string;
  readonly kind: 'debugging' | 'coding';
  readonly needs: readonly string[];
  readonly reference: string;
  readonly probes: readonly string[];
  /** Names of the variants: the expected verdict, a hyphen, and what was done. */
  readonly variants: readonly string[];
}

export const judgedFolders: readonly string[] = globSync('problems/*/*/checks', { cwd: root })
  .map((checks) => join(root, dirname(checks)))
  .toSorted();

export const exercises: readonly Exercise[] = judgedFolders
  .filter((folder) => existsSync(join(folder, 'problem.yaml')))
  .map(exerciseIn);

export function exerciseNamed(id: string): Exercise {
  const found = exercises.find((exercise) => exercise.id === id);
  assert.ok(found, `there is no exercise ${id}`);
  return found;
}

function exerciseIn(folder: string): Exercise {
  const { id, kind, exercise } = ProblemYaml.parse(parse(readFileSync(join(folder, 'problem.yaml'), 'utf8')));
  assert.equal(id, basename(folder));
  const { folder: project, ...rest } = exercise;
  return { folder, id, project, kind, ...rest, variants: readdirSync(join(folder, 'variants')).toSorted() };
}

/** The environment that has what the exercise says it needs, and nothing more. */
export function pythonFor({ needs }: Pick<Exercise, 'needs'>): string {
  const venv = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
  return needs.includes('torch')
    ? (process.env.ML_INTERVIEWER_TEST_TORCH ?? join(root, '.vscode-test/torch', venv))
    : (process.env.ML_INTERVIEWER_TEST_PYTHON ?? join(root, '.vscode-test/python', venv));
}

let scratch: string | undefined;
/** A new folder that is removed with all others when the tests are over. */
export function newFolder(): string {
  if (scratch === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'exercises-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    scratch = made;
  }
  return mkdtempSync(join(scratch, 'w-'));
}

/** The candidate's folder: the starter with the files of a variant laid over it. */
export function workFolder({ folder }: Exercise, variant?: string, name = 'work'): string {
  const work = join(newFolder(), name);
  cpSync(join(folder, 'starter'), work, { recursive: true });
  if (variant) cpSync(join(folder, 'variants', variant), work, { recursive: true });
  return work;
}

/** A folder with some Python before the rest of train.py. */
export function workWith(exercise: Exercise, variant: string | undefined, code: string): string {
  const work = workFolder(exercise, variant);
  const train = join(work, 'train.py');
  writeFileSync(train, `${code}\n${readFileSync(train, 'utf8')}`);
  return work;
}

export function judgeCommand(exercise: Exercise, work: string): { command: string; args: string[] } {
  return { command: pythonFor(exercise), args: [judgeScript, '--problem', exercise.folder, '--work', work] };
}

export function startJudge(exercise: Exercise, work: string, ...more: string[]): ChildProcessWithoutNullStreams {
  const { command, args } = judgeCommand(exercise, work);
  const child = spawn(command, [...args, ...more]);
  child.stdin.on('error', () => undefined);
  child.stdin.write('a nonce\n');
  return child;
}

export async function output(child: ChildProcessWithoutNullStreams) {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const [code] = await once(child, 'close');
  return { code: code as number | null, stdout, stderr };
}

export async function judge(exercise: Exercise, work: string, ...args: string[]): Promise<Report> {
  const { code, stdout, stderr } = await output(startJudge(exercise, work, ...args));
  assert.equal(code, 0, stderr);
  assert.equal(stderr, '');
  assert.equal(stdout.indexOf('\n'), stdout.length - 1, 'one line');
  const report = Report.parse(JSON.parse(stdout));
  assert.equal(report.nonce, 'a nonce');
  return report;
}

/** Runs a Python program in a folder as a watched run does, with metrics to a file. */
export async function runIn(exercise: Exercise, cwd: string, args: string[], metrics?: string) {
  const { ML_INTERVIEW_METRICS: _, ...rest } = process.env;
  const single = {
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    MKL_NUM_THREADS: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const env = { ...rest, ...single, ...(metrics ? { ML_INTERVIEW_METRICS: metrics } : {}) };
  return output(spawn(pythonFor(exercise), ['-u', ...args], { cwd, env }));
}

export function parseRecord(line: string): Record<string, unknown> {
  return z.record(z.string(), z.union([z.number(), z.string()])).parse(JSON.parse(line));
}

/** Runs what it is given in the order in which it was given, `width` at a time. */
export function inTurns(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
