import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type Interpreter, PythonError } from '../../../app/ports.ts';
import type { Environment } from './environment.ts';
import { type Command, probe } from './probe.ts';
import { type ProcessTools, systemTools } from './processTree.ts';

/** A Python that somebody chose: `setting` is binding; the Python extension's choice and a private one are offers. */
export interface Choice {
  readonly path: string;
  readonly from: 'setting' | 'extension' | 'private';
}

export interface InterpreterSurroundings {
  /** Choices in the order in which they count. Those `private` are tried after the PATH. */
  choices(): Promise<readonly Choice[]>;
  readonly env: Environment;
  readonly tools: ProcessTools;
  readonly probe: typeof probe;
}

const oldest = [3, 11] as const;

/** Finds the Python to run with: the setting, else the first of the others that is new enough and has what is needed. */
export class Interpreters {
  readonly #around: InterpreterSurroundings;
  readonly #cache = new Map<string, { mtime: number; found: Interpreter }>();

  constructor(around: Partial<InterpreterSurroundings> & Pick<InterpreterSurroundings, 'choices'>) {
    this.#around = { env: process.env, tools: systemTools, probe, ...around };
  }

  /** @throws {PythonError} that says what is wrong and what to do next. */
  async find(needs: readonly string[]): Promise<Interpreter> {
    const choices = await this.#around.choices();
    const setting = choices.find((choice) => choice.from === 'setting');
    if (setting) return this.#ofSetting(setting.path, needs);
    const problems: PythonError[] = [];
    for (const command of await this.#commands(choices)) {
      const found = await this.#probed(command, needs);
      if (!found) problems.push(broken(command.path));
      else if (complaint(found, needs)) problems.push(complaint(found, needs) as PythonError);
      else return found;
    }
    throw mostUseful(problems);
  }

  async #ofSetting(path: string, needs: readonly string[]): Promise<Interpreter> {
    const named = /[\\/]/.test(path) ? undefined : (await filesOnPath(path, this.#around))[0];
    const found = await this.#probed({ path: named ?? path, args: [] }, needs);
    if (!found) {
      throw new PythonError(
        'broken',
        `The Python of the setting, ${path}, cannot be started. Correct the path, or clear the setting to have one found.`,
      );
    }
    const wrong = complaint(found, needs);
    if (wrong) throw wrong;
    return found;
  }

  async #commands(choices: readonly Choice[]): Promise<Command[]> {
    const chosen = (from: Choice['from']) =>
      choices.filter((choice) => choice.from === from).map(({ path }) => ({ path, args: [] }));
    return [...chosen('extension'), ...(await onPath(this.#around)), ...chosen('private')];
  }

  /** An answer is kept until the file changes, or until a package that it lacked is asked for again: it may be there by now. */
  async #probed(command: Command, needs: readonly string[]): Promise<Interpreter | undefined> {
    const key = [command.path, ...command.args].join('\0');
    const mtime = await stat(command.path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    if (mtime === undefined) return undefined;
    const known = this.#cache.get(key);
    if (known?.mtime === mtime && missing(known.found, needs).length === 0) return known.found;
    const found = await this.#around.probe(command, this.#around.env, this.#around.tools);
    if (found) this.#cache.set(key, { mtime, found });
    else this.#cache.delete(key);
    return found;
  }
}

/** The Python commands of the PATH as files, the usual name of the system first. */
export async function onPath(around: Pick<InterpreterSurroundings, 'env' | 'tools'>): Promise<Command[]> {
  const usual: [string, string[]][] =
    around.tools.platform === 'win32'
      ? [
          ['py', ['-3']],
          ['python3', []],
          ['python', []],
        ]
      : [
          ['python3', []],
          ['python', []],
        ];
  const found = usual.map(async ([name, args]) => (await filesOnPath(name, around)).map((path) => ({ path, args })));
  return (await Promise.all(found)).flat();
}

async function filesOnPath(
  name: string,
  { env, tools }: Pick<InterpreterSurroundings, 'env' | 'tools'>,
): Promise<string[]> {
  const isWindows = tools.platform === 'win32';
  const path = Object.entries(env).find(([key]) => key.toUpperCase() === 'PATH')?.[1] ?? '';
  const folders = [...new Set(path.split(isWindows ? ';' : ':'))].filter((folder) => isAbsolute(folder));
  const files = folders.map((folder) => join(folder, isWindows && !name.endsWith('.exe') ? `${name}.exe` : name));
  const there = await Promise.all(files.map(isFile));
  return files.filter((_, i) => there[i]);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function complaint(found: Interpreter, needs: readonly string[]): PythonError | undefined {
  const [major = 0, minor = 0] = found.version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    return new PythonError(
      'too-old',
      `${found.path} is Python ${found.version}; ${oldest.join('.')} or newer is needed. Install one, or choose another in the settings.`,
    );
  }
  const lacks = missing(found, needs);
  if (lacks.length === 0) return undefined;
  const what = lacks.map((name) => titles[name] ?? name).join(' and ');
  return new PythonError(
    'package-missing',
    `${found.path} (Python ${found.version}) lacks ${what}. Let a private environment be made, or run: "${found.path}" -m pip install ${lacks.join(' ')}`,
    lacks,
  );
}

const titles: Record<string, string> = { numpy: 'NumPy', torch: 'PyTorch' };

function missing(found: Interpreter, needs: readonly string[]): string[] {
  return needs.filter((name) => !found.packages[name]);
}

function broken(path: string): PythonError {
  return new PythonError('broken', `${path} cannot be started. Repair it, or choose another Python in the settings.`);
}

/** A Python that only lacks a package is one step away; one that is too old, two; a broken one is worth a word. */
function mostUseful(problems: readonly PythonError[]): PythonError {
  for (const reason of ['package-missing', 'too-old', 'broken'] as const) {
    const problem = problems.find((candidate) => candidate.reason === reason);
    if (problem) return problem;
  }
  return new PythonError(
    'missing',
    `No Python was found. Install Python ${oldest.join('.')} or newer, or name one in the settings.`,
  );
}
