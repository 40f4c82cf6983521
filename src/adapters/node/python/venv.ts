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
  readonly packages: readonly string[];
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
    this.#around = { base: pythonOnPath, packages: ['numpy'], tools: systemTools, env: process.env, ...given };
    this.#folder = folder;
    this.#stamp = join(folder, 'ml-interviewer.json');
    const isWindows = this.#around.tools.platform === 'win32';
    this.path = isWindows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  }

  /** Its interpreter; undefined when it has not been made, or only half. */
  async present(): Promise<string | undefined> {
    return (await this.#isComplete()) ? this.path : undefined;
  }

  /**
   * Makes it. What an earlier failure or cancel left half made is made anew.
   * @throws {PythonError} with what to do next, or the signal's reason when it was aborted.
   */
  async make(progress: (line: string) => void, signal: AbortSignal): Promise<void> {
    if (await this.#isComplete()) return;
    const base = await this.#around.base();
    await rm(this.#folder, { recursive: true, force: true });
    await this.#lay(base, progress, signal);
    await this.#install(progress, signal);
    await replaceFile(this.#stamp, `${JSON.stringify({ packages: this.#around.packages })}\n`);
  }

  async #isComplete(): Promise<boolean> {
    try {
      const { packages } = stampSchema.parse(JSON.parse(await readFile(this.#stamp, 'utf8')));
      await access(this.path);
      return this.#around.packages.every((name) => packages.includes(name));
    } catch {
      return false;
    }
  }

  async #lay(base: string, progress: (line: string) => void, signal: AbortSignal): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    progress('Making a private Python environment');
    const { code, output } = await this.#run(base, ['-m', 'venv', this.#folder], progress, signal);
    if (code !== 0) throw noVenv(base, output);
  }

  async #install(progress: (line: string) => void, signal: AbortSignal): Promise<void> {
    const { packages } = this.#around;
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
