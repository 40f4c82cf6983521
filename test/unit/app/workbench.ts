import {
  type Consent,
  ExerciseError,
  type Exercises,
  type PythonRunner,
  type Workspace,
} from '../../../src/app/ports.ts';
import type { Session } from '../../../src/app/session.ts';
import type { Hunk } from '../../../src/core/event.ts';
import { type PythonScript, ScriptedPython } from '../../support/fakes.ts';
import { type Stage, stage } from '../../support/rehearsal.ts';
import { smallBank } from '../core/smallBank.ts';

/** Exercise folders as a set of names, with one difference for all of them. */
export class MemoryExercises implements Exercises {
  readonly folders = new Set<string>();
  diffs: Hunk[] = [{ file: 'data.py', line: 7, removed: ['old()'], added: ['new()'] }];
  fault: ExerciseError | undefined;
  #copies = 0;

  async copyStarter(_problem: string, into: string, name: string): Promise<string> {
    await Promise.resolve();
    if (this.fault) throw this.fault;
    const folder = `${into}/${name}-${++this.#copies}`;
    this.folders.add(folder);
    return folder;
  }

  async reset(_problem: string, folder: string): Promise<string> {
    const kept = `${folder} (attempt ${++this.#copies})`;
    this.folders.add(kept);
    return kept;
  }

  async diff(_problem: string, folder: string): Promise<Hunk[]> {
    if (!this.folders.has(folder)) throw new ExerciseError('folder-missing', `The folder ${folder} is gone.`);
    return this.diffs;
  }

  async starterFile(): Promise<string> {
    return 'old()\n';
  }

  async reference(): Promise<{ file: string; text: string }[]> {
    return [{ file: 'data.py', text: 'reference()\n' }];
  }
}

export class MemoryWorkspace implements Workspace {
  readonly opened: string[] = [];
  readonly compared: string[] = [];
  readonly saved: string[] = [];
  readonly questions: string[] = [];
  readonly debugged: string[] = [];
  readonly #exercises: MemoryExercises;
  parent: string | undefined = '/work';
  why: string | undefined;
  yes = true;

  constructor(exercises: MemoryExercises) {
    this.#exercises = exercises;
  }

  async exerciseParent(): Promise<string | undefined> {
    return this.parent;
  }
  blocked(): string | undefined {
    return this.why;
  }
  async exists(path: string): Promise<boolean> {
    return this.#exercises.folders.has(path);
  }
  label(folder: string): string {
    return folder.replace('/work/', '');
  }
  async openFiles(folder: string, files: readonly string[]): Promise<void> {
    this.opened.push(...files.map((file) => `${folder}/${file}`));
  }
  async save(folder: string): Promise<void> {
    this.saved.push(folder);
  }
  async compare(_problem: string, folder: string, files: readonly string[], against: string): Promise<void> {
    this.compared.push(`${against} ${folder}/${files.join(',')}`);
  }
  async debug(folder: string, entry: string, python: string): Promise<void> {
    this.debugged.push(`${python} ${folder}/${entry}`);
  }
  async confirm(question: string): Promise<boolean> {
    this.questions.push(question);
    return this.yes;
  }
}

export interface Workbench extends Stage {
  readonly session: Session;
  readonly exercises: MemoryExercises;
  readonly workspace: MemoryWorkspace;
}

/** Practice of the small bank's exercise, with Python that plays `script`. */
export async function workbench(
  script: PythonScript | PythonRunner = {},
  consent?: Consent,
): Promise<Workbench & { python: PythonRunner }> {
  const exercises = new MemoryExercises();
  const workspace = new MemoryWorkspace(exercises);
  const python = 'run' in script ? script : new ScriptedPython(script);
  const on = stage({ bank: smallBank(), exercises, workspace, python, ...(consent ? { consent } : {}) });
  const session = await on.library.practise('files');
  return { ...on, session, exercises, workspace, python };
}
