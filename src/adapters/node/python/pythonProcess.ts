import { rmSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CheckOutcome,
  ExerciseError,
  type Interpreter,
  type ProbeOutcome,
  PythonError,
  type PythonRunner,
  type RunOutcome,
  type RunProgress,
} from '../../../app/ports.ts';
import type { CodeChange } from '../../../core/event.ts';
import type { ProbeId } from '../../../core/probes.ts';
import { below } from '../paths.ts';
import { changesReply } from './changesReply.ts';
import { type Environment, pythonEnvironment } from './environment.ts';
import type { Interpreters } from './interpreter.ts';
import { judgement } from './judgement.ts';
import { type ProcessTools, ProcessTree, systemTools } from './processTree.ts';
import { watchedProbe } from './watchedProbe.ts';
import { type RunSettings, watchedRun } from './watchedRun.ts';

export interface PythonSurroundings {
  readonly interpreters: Pick<Interpreters, 'find'>;
  /** Folder of `watch.py`, `probe.py` and `judge.py`. */
  readonly library: string;
  /** Absolute folder of a problem, undefined when there is none. */
  problemFolder(problem: string): string | undefined | Promise<string | undefined>;
  readonly env: Environment;
  readonly tools: ProcessTools;
  /** Asked anew for every run when it is a function: the setting may have changed. */
  readonly runLimitSeconds: number | (() => number);
  readonly checkLimitSeconds: number;
  /** A probe is meant to take a second or two. */
  readonly probeLimitSeconds: number;
}

const defaultLimits = { runLimitSeconds: 120, checkLimitSeconds: 60, probeLimitSeconds: 30 };
const metricsName = 'metrics.jsonl';

type Given = Partial<PythonSurroundings> & Pick<PythonSurroundings, 'interpreters' | 'library' | 'problemFolder'>;

/** Runs and judges the candidate's code in processes that end with this object, and with the host however that ends. */
export class PythonProcess implements PythonRunner {
  readonly #around: PythonSurroundings;
  /** The temporary folder of a run or a probe, undefined for a check. */
  readonly #running = new Map<ProcessTree, string | undefined>();

  constructor(given: Given) {
    this.#around = { env: process.env, tools: systemTools, ...defaultLimits, ...given };
  }

  interpreter(needs: readonly string[]): Promise<Interpreter> {
    return this.#around.interpreters.find(needs);
  }

  /** @throws {PythonError | ExerciseError} when the run could not be started; whatever happens then is its outcome. */
  async run(
    folder: string,
    entry: string,
    needs: readonly string[],
    progress: RunProgress,
    signal: AbortSignal,
  ): Promise<RunOutcome> {
    const { path } = await this.interpreter(needs);
    await mustBeThere(folder, entry);
    const { runLimitSeconds } = this.#around;
    const limit = typeof runLimitSeconds === 'number' ? runLimitSeconds : runLimitSeconds();
    return this.#watched(path, [below(folder, entry)], folder, limit, (tree, settings) =>
      watchedRun(tree, settings, progress, signal),
    );
  }

  /** @throws {PythonError | ExerciseError} when it could not be started; whatever happens then is its outcome. */
  async probe(
    problem: string,
    folder: string,
    probe: ProbeId,
    needs: readonly string[],
    signal: AbortSignal,
  ): Promise<ProbeOutcome> {
    const { path } = await this.interpreter(needs);
    await mustBeThere(folder);
    const { library, problemFolder, probeLimitSeconds } = this.#around;
    const source = await problemFolder(problem);
    if (!source) throw new PythonError('judge-failed', `The problem "${problem}" has no probes in this version.`);
    const script = [join(library, 'probe.py'), '--problem', source, '--work', folder, '--probe', probe];
    return this.#watched(path, script, folder, probeLimitSeconds, (tree, settings) =>
      watchedProbe(tree, settings, signal),
    );
  }

  async changes(problem: string, folder: string, needs: readonly string[]): Promise<CodeChange[] | undefined> {
    const { library, problemFolder } = this.#around;
    try {
      const { path } = await this.interpreter(needs);
      const source = await problemFolder(problem);
      if (!source) return undefined;
      const tree = this.#start(path, ['-B', join(library, 'changes.py'), join(source, 'starter'), folder], library);
      return await changesReply(tree).finally(() => this.#running.delete(tree));
    } catch {
      return undefined;
    }
  }

  /** @throws {PythonError | ExerciseError} when it could not be judged; the signal's reason when it was aborted. */
  async check(problem: string, folder: string, needs: readonly string[], signal: AbortSignal): Promise<CheckOutcome> {
    const { path } = await this.interpreter(needs);
    await mustBeThere(folder);
    const { library, problemFolder, checkLimitSeconds } = this.#around;
    const source = await problemFolder(problem);
    if (!source) throw new PythonError('judge-failed', `The problem "${problem}" has no checks in this version.`);
    const args = ['-u', join(library, 'judge.py'), '--problem', source, '--work', folder];
    const tree = this.#start(path, args, library);
    const outcome = await judgement(tree, checkLimitSeconds * 1000, signal).finally(() => this.#running.delete(tree));
    return outcome;
  }

  /** Ends everything at once, without waiting: a host that shuts down has no time. */
  dispose(): void {
    for (const [tree, scratch] of this.#running) {
      // The judge ends the candidate's own process group first when its standard input ends; killed, it could not.
      if (scratch === undefined) tree.child.stdin?.destroy();
      else tree.kill();
      if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
    }
    this.#running.clear();
  }

  /** Starts a script below `watch.py`, with a temporary folder for its metrics, and leaves nothing of either behind. */
  async #watched<T>(
    python: string,
    script: readonly string[],
    folder: string,
    limitSeconds: number,
    follow: (tree: ProcessTree, settings: RunSettings) => Promise<T>,
  ): Promise<T> {
    const scratch = await mkdtemp(join(tmpdir(), 'ml-interviewer-run-'));
    try {
      const tree = this.#start(python, ['-u', join(this.#around.library, 'watch.py'), ...script], folder, scratch);
      const settings = { folder, metrics: join(scratch, metricsName), limitMs: limitSeconds * 1000 };
      const outcome = await follow(tree, settings);
      await this.#finish(tree, python);
      return outcome;
    } finally {
      await rm(scratch, { recursive: true, force: true }).catch(() => {});
    }
  }

  #start(python: string, args: readonly string[], cwd: string, scratch?: string): ProcessTree {
    const extra = scratch === undefined ? {} : { ML_INTERVIEW_METRICS: join(scratch, metricsName) };
    const env = pythonEnvironment(this.#around.env, extra);
    const tree = new ProcessTree(python, args, { cwd, env, stdin: 'pipe' }, this.#around.tools);
    this.#running.set(tree, scratch);
    return tree;
  }

  async #finish(tree: ProcessTree, python: string): Promise<void> {
    this.#running.delete(tree);
    const { error } = await tree.ended;
    if (error)
      throw new PythonError(
        'broken',
        `${python} cannot be started (${error.message}). Choose another Python in the settings.`,
      );
  }
}

async function mustBeThere(folder: string, entry?: string): Promise<void> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new ExerciseError(
      'folder-missing',
      `The exercise folder ${folder} is gone. Put it back, or open the exercise anew.`,
    );
  if (entry === undefined) return;
  const isFile = await stat(below(folder, entry)).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile)
    throw new ExerciseError('entry-missing', `${entry} is missing in ${folder}. Put it back, or reset the exercise.`);
}
