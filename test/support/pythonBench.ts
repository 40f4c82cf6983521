import { readFileSync } from 'node:fs';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Interpreters } from '../../src/adapters/node/python/interpreter.ts';
import { PythonProcess, type PythonSurroundings } from '../../src/adapters/node/python/pythonProcess.ts';
import type { Point, RunOutcome } from '../../src/app/ports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const venv = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';

export const problemsFolder = join(root, 'problems');
export const testPython = process.env.ML_INTERVIEWER_TEST_PYTHON ?? join(root, '.vscode-test', 'python', venv);

/** @throws when there is no Python to test with: such a test must fail and not be left out. */
export async function mustHavePython(): Promise<void> {
  await access(testPython).catch(() => {
    throw new Error(`There is no Python at ${testPython}. Run "npm test" once, or set ML_INTERVIEWER_TEST_PYTHON.`);
  });
}

export function realPython(given: Partial<PythonSurroundings> = {}): PythonProcess {
  return new PythonProcess({
    interpreters: new Interpreters({ choices: async () => [{ path: testPython, from: 'setting' }] }),
    library: join(problemsFolder, '_lib'),
    problemFolder: () => undefined,
    ...given,
  });
}

/** A folder with blanks and letters beyond ASCII in its name that holds `files`. */
export async function layFolder(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'übung mit Leerzeichen 試 '));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

export interface WatchedScript {
  readonly outcome: RunOutcome;
  readonly output: string;
  readonly points: Record<string, Point[]>;
  /** Calls of `output` and `points`. */
  readonly calls: number;
}

export interface ScriptOptions extends Partial<PythonSurroundings> {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly signal?: AbortSignal;
  /** Called with all that was printed so far. */
  readonly onOutput?: (output: string) => void;
}

/** Runs `train.py` with this text by the real runner. */
export async function runScript(
  script: string | Uint8Array,
  { files, signal, onOutput, ...given }: ScriptOptions = {},
): Promise<WatchedScript> {
  const folder = await layFolder({ 'train.py': script, ...files });
  let [output, calls] = ['', 0];
  const points: Record<string, Point[]> = {};
  const progress = {
    output: (text: string) => {
      calls++;
      output += text;
      onOutput?.(output);
    },
    points: (series: Readonly<Record<string, readonly Point[]>>) => {
      calls++;
      for (const [name, more] of Object.entries(series)) points[name] = [...(points[name] ?? []), ...more];
    },
  };
  try {
    const outcome = await realPython(given).run(
      folder,
      'train.py',
      [],
      progress,
      signal ?? new AbortController().signal,
    );
    return { outcome, output, points, calls };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Whether a process is there and not merely dead and waiting to be collected by its parent. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(procStat(pid));
  } catch {
    return false;
  }
}

function procStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

/** Resolves when none of these processes runs any more. @throws after `ms`. */
export async function gone(pids: readonly number[], ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (pids.some(isRunning)) {
    if (performance.now() > end) throw new Error(`still running: ${pids.filter(isRunning).join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
