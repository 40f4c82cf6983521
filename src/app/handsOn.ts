import { problemOf } from '../core/bank.ts';
import type { CodeChange, InterviewEvent } from '../core/event.ts';
import type { ProbeId } from '../core/probes.ts';
import type { Exercise } from '../core/problem.ts';
import { exerciseOf, isOver } from '../core/state.ts';
import type { Interviewer } from './interviewer.ts';
import type { Activity, Live, Notice } from './live.ts';
import {
  type Consent,
  ExerciseError,
  type Exercises,
  type Log,
  type Point,
  PythonError,
  type PythonRunner,
  type RunProgress,
  type Workspace,
} from './ports.ts';

export interface HandsOnDeps {
  readonly exercises: Exercises;
  readonly python: PythonRunner;
  readonly workspace: Workspace;
  readonly consent: Consent;
  readonly log: Log;
}

/** Where the hands-on use cases report what is true only now. */
export interface LiveStore {
  readonly live: Live;
  change(part: Partial<Live>): void;
  /** New points and output of the running exercise. */
  progress(problem: string, run: number, series: Record<string, Point[]>, output: string): void;
}

/** Longest output that is kept of a run, in characters. */
const keptOutput = 8_000;

/** Opening, running, probing, checking and resetting an exercise. One run, probe or check at a time. */
export class HandsOn {
  readonly #deps: HandsOnDeps;
  readonly #interviewer: Interviewer;
  readonly #store: LiveStore;
  readonly #doing = new Set<string>();
  #abort: AbortController | undefined;

  constructor(interviewer: Interviewer, store: LiveStore, deps: HandsOnDeps) {
    this.#interviewer = interviewer;
    this.#store = store;
    this.#deps = deps;
  }

  /** Copies the starter and opens its files; opens the present attempt again when it is still there. */
  async open(problem: string): Promise<void> {
    await this.#once(`open ${problem}`, async () => {
      this.#mustGoOn();
      const present = this.#attempt(problem);
      if (present && (await this.#deps.workspace.exists(present.folder))) return this.#show(problem, present.folder);
      const parent = await this.#deps.workspace.exerciseParent();
      if (parent === undefined) return;
      const folder = await this.#deps.exercises.copyStarter(problem, parent, this.#exercise(problem).folder);
      await this.#opened(problem, folder);
    });
  }

  async run(problem: string): Promise<void> {
    await this.#process('run', problem, async (folder, exercise, signal) => {
      const number = exerciseOf(this.#interviewer.state, problem).runs.length + 1;
      const diff = await this.#deps.exercises.diff(problem, folder);
      const changes = this.#changes(problem, folder, exercise);
      const progress = this.#progressOf(problem, number);
      const outcome = await this.#deps.python.run(folder, exercise.entry, exercise.needs, progress, signal);
      const attempt = this.#attempt(problem)?.attempt ?? 1;
      return { type: 'ran', problem, attempt, run: number, ...outcome, diff, ...(await changes) };
    });
  }

  async check(problem: string): Promise<void> {
    await this.#process('check', problem, async (folder, exercise, signal) => {
      if (!(await this.#mayJudge(problem))) return undefined;
      const diff = await this.#deps.exercises.diff(problem, folder);
      const changes = this.#changes(problem, folder, exercise);
      const outcome = await this.#unlessStopped(
        this.#deps.python.check(problem, folder, exercise.needs, signal),
        signal,
      );
      if (!outcome) return undefined;
      const attempt = this.#attempt(problem)?.attempt ?? 1;
      return { type: 'checked', problem, attempt, ...outcome, diff, ...(await changes) };
    });
  }

  /** Puts one of the exercise's questions to the code as it is now. */
  async probe(problem: string, asked: string): Promise<void> {
    const probe = this.#interviewer.bank.problems.get(problem)?.exercise?.probes.find((id) => id === asked);
    if (!probe) return;
    const work = async (folder: string, exercise: Exercise, signal: AbortSignal) => {
      if (!(await this.#mayJudge(problem))) return undefined;
      const changes = this.#changes(problem, folder, exercise);
      const outcome = await this.#deps.python.probe(problem, folder, probe, exercise.needs, signal);
      const attempt = this.#attempt(problem)?.attempt ?? 1;
      return { type: 'probed', problem, attempt, probe, ...outcome, ...(await changes) } as const;
    };
    await this.#process('probe', problem, work, probe);
  }

  /** Starts the entry file under the editor's Python debugger, with the Python that runs take. */
  async debug(problem: string): Promise<void> {
    await this.#guarded(async () => {
      this.#mustGoOn();
      if (this.#isBlocked()) return;
      const [folder, exercise] = [await this.#folder(problem), this.#exercise(problem)];
      await this.#deps.workspace.save(folder);
      const { path } = await this.#deps.python.interpreter(exercise.needs);
      await this.#deps.workspace.debug(folder, exercise.entry, path);
    });
  }

  stop(): void {
    this.#abort?.abort();
  }

  /** Lays the starter anew; the present state is kept beside it. */
  async reset(problem: string): Promise<void> {
    await this.#once(`reset ${problem}`, async () => {
      this.#mustGoOn();
      if (this.#abort) throw new Error('A run, a probe or a check is under way. Stop it, then reset.');
      const folder = await this.#folder(problem);
      const question = 'Reset the exercise to its start? Your present files are kept in a folder beside it.';
      if (!(await this.#deps.workspace.confirm(question, 'Reset'))) return;
      await this.#deps.workspace.save(folder);
      const kept = await this.#deps.exercises.reset(problem, folder);
      const attempt = this.#attempt(problem)?.attempt ?? 1;
      await this.#interviewer.record({ type: 'reset', problem, attempt });
      await this.#opened(problem, folder);
      this.#tell({ tone: 'info', text: `The earlier attempt is kept in ${kept}.`, actions: [] });
    });
  }

  async compare(problem: string, against: 'start' | 'reference'): Promise<void> {
    await this.#guarded(async () => {
      const folder = await this.#folder(problem);
      if (against === 'reference' && !this.#isOver(problem)) return;
      const diff = await this.#deps.exercises.diff(problem, folder);
      const reference = against === 'reference' ? await this.#deps.exercises.reference(problem) : [];
      const files =
        against === 'reference' ? reference.map((item) => item.file) : [...new Set(diff.map((hunk) => hunk.file))];
      if (files.length === 0) return this.#tell({ tone: 'info', text: 'Nothing has been changed yet.', actions: [] });
      await this.#deps.workspace.compare(problem, folder, files, against);
    });
  }

  async giveUp(problem: string): Promise<void> {
    await this.#once(`give up ${problem}`, async () => {
      this.#mustGoOn();
      if (this.#isOver(problem)) return;
      const question = 'Give up this exercise and see the explanation? The verdict you have now will count.';
      if (await this.#deps.workspace.confirm(question, 'Give Up'))
        await this.#interviewer.record({ type: 'gave-up', problem });
    });
  }

  async openFile(problem: string, file: string): Promise<void> {
    await this.#guarded(async () => {
      const allowed = this.#exercise(problem).open.includes(file);
      if (allowed) await this.#deps.workspace.openFiles(await this.#folder(problem), [file]);
    });
  }

  /** Says which exercise folders are still where they were, and how they are named here. */
  async look(): Promise<void> {
    const { workspace } = this.#deps;
    const exercises = Object.values(this.#interviewer.state.exercises);
    const folders = exercises.flatMap((item) => this.#attempt(item.problem)?.folder ?? []);
    const there = await Promise.all(folders.map((folder) => workspace.exists(folder)));
    const folderLabels = Object.fromEntries(folders.map((folder) => [folder, workspace.label(folder)]));
    this.#store.change({ missing: folders.filter((_, i) => !there[i]), folderLabels });
  }

  async #opened(problem: string, folder: string): Promise<void> {
    const attempt = exerciseOf(this.#interviewer.state, problem).attempts.length + 1;
    await this.#interviewer.record({ type: 'opened', problem, attempt, folder });
    await this.#show(problem, folder);
  }

  async #show(problem: string, folder: string): Promise<void> {
    await this.look();
    await this.#deps.workspace.openFiles(folder, this.#exercise(problem).open);
  }

  /** One process at a time: prepares, runs, records what came of it. */
  async #process(
    kind: Activity['kind'],
    problem: string,
    work: (folder: string, exercise: Exercise, signal: AbortSignal) => Promise<InterviewEvent | undefined>,
    probe?: ProbeId,
  ): Promise<void> {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    await this.#guarded(async () => {
      try {
        this.#mustGoOn();
        if (this.#isBlocked()) return;
        const folder = await this.#folder(problem);
        const run = exerciseOf(this.#interviewer.state, problem).runs.length + 1;
        const activity = { kind, problem, run, series: {}, output: '', ...(probe ? { probe } : {}) };
        this.#store.change({ activity });
        await this.#deps.workspace.save(folder);
        const event = await work(folder, this.#exercise(problem), abort.signal);
        this.#finish(abort);
        if (event) await this.#interviewer.record(event);
      } finally {
        this.#finish(abort);
      }
    });
  }

  /** A check that was stopped has no outcome, and that is no failure. */
  async #unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  #finish(abort: AbortController): void {
    if (this.#abort !== abort) return;
    this.#abort = undefined;
    if (this.#store.live.activity) this.#store.change({ activity: undefined });
  }

  #progressOf(problem: string, run: number): RunProgress {
    const grow = (series: Parameters<RunProgress['points']>[0], output: string) => {
      const { activity } = this.#store.live;
      if (!activity) return;
      const merged = { ...activity.series };
      for (const [name, points] of Object.entries(series)) merged[name] = [...(merged[name] ?? []), ...points];
      const copy = Object.fromEntries(Object.entries(series).map(([name, points]) => [name, [...points]]));
      this.#store.progress(problem, run, copy, output);
      this.#store.change({
        activity: { ...activity, series: merged, output: (activity.output + output).slice(-keptOutput) },
      });
    };
    return { points: (series) => grow(series, ''), output: (text) => grow({}, text) };
  }

  async #folder(problem: string): Promise<string> {
    const attempt = this.#attempt(problem);
    if (!attempt)
      throw new ExerciseError('folder-missing', 'The exercise has not been opened yet. Press “Open exercise” first.');
    if (await this.#deps.workspace.exists(attempt.folder)) return attempt.folder;
    this.#store.change({ missing: [...new Set([...this.#store.live.missing, attempt.folder])] });
    throw new ExerciseError(
      'folder-missing',
      `The folder ${attempt.folder} is not there any more. Put it back, or press “Open exercise” for a fresh copy.`,
    );
  }

  #attempt(problem: string): { attempt: number; folder: string } | undefined {
    const name = this.#interviewer.bank.problems.get(problem)?.exercise?.folder ?? problem;
    const { attempts } = exerciseOf(this.#interviewer.state, problem);
    return attempts.findLast(({ folder }) => isFolderOf(name, folder) || isFolderOf(problem, folder));
  }

  #exercise(problem: string): Exercise {
    const { exercise } = problemOf(this.#interviewer.bank, problem);
    if (!exercise) throw new Error(`The problem "${problem}" has no files.`);
    return exercise;
  }

  #isOver(problem: string): boolean {
    return isOver(exerciseOf(this.#interviewer.state, problem));
  }

  /** Read from the files while Python is starting, so that nobody waits for it. */
  async #changes(problem: string, folder: string, { needs }: Exercise): Promise<{ changes?: CodeChange[] }> {
    const changes = await this.#deps.python.changes(problem, folder, needs);
    return changes ? { changes } : {};
  }

  #mayJudge(problem: string): Promise<boolean> {
    return this.#deps.consent.given(problem, problemOf(this.#interviewer.bank, problem).title);
  }

  /** Says why code must not run here, when that is so. */
  #isBlocked(): boolean {
    const blocked = this.#deps.workspace.blocked();
    if (blocked) this.#tell({ tone: 'warning', text: blocked, actions: [{ id: 'trust', label: 'Manage Trust' }] });
    return blocked !== undefined;
  }

  /** @throws when nothing that is done in the files can count any more. */
  #mustGoOn(): void {
    if (this.#interviewer.state.ended)
      throw new Error('This interview has ended. Practise the exercise from the Problems view to go on with it.');
  }

  /** What is under way already is not begun a second time. */
  async #once(name: string, work: () => Promise<void>): Promise<void> {
    if (this.#doing.has(name)) return;
    this.#doing.add(name);
    await this.#guarded(work).finally(() => this.#doing.delete(name));
  }

  #tell(notice: Notice): void {
    this.#store.change({ notice });
  }

  /** What goes wrong becomes a notice with a next step; nothing is thrown at the candidate. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    if (this.#store.live.notice) this.#store.change({ notice: undefined });
    try {
      await work();
    } catch (error) {
      this.#deps.log.warn(`Exercise: ${String(error)}`);
      this.#tell({
        tone: 'error',
        text: error instanceof Error ? error.message : String(error),
        actions: actionsFor(error),
      });
    }
  }
}

/**
 * Whether a folder is named as the copy of an exercise is. A journal is data that may come from elsewhere: what it calls
 * the folder is run, moved away by a reset, and read into reports.
 */
function isFolderOf(problem: string, folder: string): boolean {
  const name = folder.split(/[\\/]/).at(-1) ?? '';
  return name === problem || (name.startsWith(`${problem}-`) && /^\d+$/.test(name.slice(problem.length + 1)));
}

function actionsFor(error: unknown): Notice['actions'] {
  if (error instanceof ExerciseError && error.reason === 'folder-missing')
    return [{ id: 'reopen', label: 'Open Exercise' }];
  if (!(error instanceof PythonError)) return [];
  const choose = { id: 'choose-python', label: 'Choose Python' };
  const make = error.packages.includes('torch') ? 'make-venv-torch' : 'make-venv';
  if (error.reason === 'package-missing') return [{ id: make, label: 'Set Up Private Python' }, choose];
  return error.reason === 'missing' || error.reason === 'too-old' || error.reason === 'broken' ? [choose] : [];
}
