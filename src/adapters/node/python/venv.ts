import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { PythonError } from '../../../app/ports.ts';
import { replaceFile } from '../atomicFile.ts';
import { type Environment, pipEnvironment } from './environment.ts';
import { Interpreters } from './interpreter.ts';
import { type ProcessTools, ProcessTree, systemTools } from './processTree.ts';

const stampSchema = z.object({ packages: z.array(z.string()) });
const keptOutput = 64 * 1024;

export interface PrivatePythonSurroundings {
  /** The Python to make the environment from. @throws {PythonError} */
  base(): Promise<string>;
  readonly tools: ProcessTools;
  readonly env: Environment;
}

/** A virtual environment of our own, for people whose Python lacks a package. The candidate's Python stays as it is. */
export class PrivatePython {
  /** Its interpreter, whether it has been made or not. */
  readonly path: string;
  readonly #folder: string;
  readonly #stamp: string;
  readonly #around: PrivatePythonSurroundings;

  /** @param folder of ours alone, in the extension's storage; made when it is needed. */
  constructor(folder: string, given: Partial<PrivatePythonSurroundings> = {}) {
    this.#around = { base: pythonOnPath, tools: systemTools, env: process.env, ...given };
    this.#folder = folder;
    this.#stamp = join(folder, 'ml-interviewer.json');
    const isWindows = this.#around.tools.platform === 'win32';
    this.path = isWindows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  }

  /** Its interpreter; undefined when it has not been made, or only half. */
  async present(): Promise<string | undefined> {
    return (await this.#installed()).length > 0 ? this.path : undefined;
  }

  /**
   * Makes it, or adds what it lacks. What an earlier failure or cancel left half made is made anew; what pip has
   * downloaded by then it keeps itself.
   * @throws {PythonError} with what to do next, or the signal's reason when it was aborted.
   */
  async make(packages: readonly string[], progress: (line: string) => void, signal: AbortSignal): Promise<void> {
    const installed = await this.#installed();
    const wanted = packages.filter((name) => !installed.includes(name));
    if (wanted.length === 0) return;
    if (installed.length === 0) {
      const base = await this.#around.base();
      await rm(this.#folder, { recursive: true, force: true });
      await this.#lay(base, progress, signal);
    }
    await this.#install(wanted, progress, signal);
    await replaceFile(this.#stamp, `${JSON.stringify({ packages: [...installed, ...wanted] })}\n`);
  }

  /** The packages of a whole environment; none when there is no environment, or only half of one. */
  async #installed(): Promise<readonly string[]> {
    try {
      const { packages } = stampSchema.parse(JSON.parse(await readFile(this.#stamp, 'utf8')));
      await access(this.path);
      return packages;
    } catch {
      return [];
    }
  }

  async #lay(base: string, progress: (line: string) => void, signal: AbortSignal): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    progress('Making a private Python environment');
    const { code, output } = await this.#run(base, ['-m', 'venv', this.#folder], progress, signal);
    if (code !== 0) throw noVenv(base, output);
  }

  async #install(packages: readonly string[], progress: (line: string) => void, signal: AbortSignal): Promise<void> {
    progress(`Installing ${packages.join(', ')}`);
    const options = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];
    const { code, output } = await this.#run(
      this.path,
      ['-m', 'pip', 'install', ...options, ...packages],
      progress,
      signal,
    );
    if (code === 0) return;
    throw new PythonError(
      'broken',
      `${packages.join(', ')} could not be installed: ${lastLine(output)} Check the network connection and try again.`,
    );
  }

  async #run(command: string, args: readonly string[], progress: (line: string) => void, signal: AbortSignal) {
    signal.throwIfAborted();
    const tree = new ProcessTree(
      command,
      args,
      // `-m` looks for its module in the working folder first, which may else be one that nobody trusts.
      { cwd: this.#folder, env: pipEnvironment(this.#around.env), stdin: 'ignore' },
      this.#around.tools,
    );
    let output = '';
    for (const stream of [tree.child.stdout, tree.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-keptOutput);
        const line = lastLine(text);
        if (line) progress(line);
      });
    }
    const closed = new Promise<void>((resolve) => tree.child.once('close', () => resolve()));
    const stop = () => void tree.stop();
    signal.addEventListener('abort', stop, { once: true });
    const { code, error } = await tree.ended;
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
    if (error)
      throw new PythonError(
        'broken',
        `${command} cannot be started (${error.message}). Choose another Python in the settings.`,
      );
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500))]);
    return { code, output };
  }
}

async function pythonOnPath(): Promise<string> {
  return (await new Interpreters({ choices: async () => [] }).find([])).path;
}

/** Debian and Ubuntu ship Python without the part that fills an environment, and say so at length. */
function noVenv(base: string, output: string): PythonError {
  if (/ensurepip|No module named '?venv/.test(output)) {
    const version = /python(3\.\d+)-venv/.exec(output)?.[1];
    const name = version ? `python${version}-venv` : 'python3-venv';
    return new PythonError(
      'broken',
      `${base} cannot make an environment, because the package ${name} is not installed. Run: sudo apt install ${name}`,
    );
  }
  return new PythonError(
    'broken',
    `${base} could not make an environment: ${lastLine(output)} Choose another Python in the settings.`,
  );
}

function lastLine(text: string): string {
  return text.trim().split(/\r?\n/).at(-1)?.trim() ?? '';
}
