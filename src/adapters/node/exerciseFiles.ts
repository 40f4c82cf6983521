import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ExerciseError, type Exercises } from '../../app/ports.ts';
import type { Hunk } from '../../core/event.ts';
import { hunksBetween } from './fileDiff.ts';
import { copyFiles, filesBelow, textOf } from './fileTree.ts';
import { codeOf } from './fs.ts';
import { below } from './paths.ts';
import { readYaml, valueAt, YamlFile } from './yamlFile.ts';

/** Absolute folder of a problem in the bank; undefined when there is none. */
export type FolderOf = (problem: string) => string | undefined | Promise<string | undefined>;

/** The files of exercises: starters in the bank, the candidate's copies anywhere on this machine. */
export class ExerciseFiles implements Exercises {
  readonly #folderOf: FolderOf;

  constructor(folderOf: FolderOf) {
    this.#folderOf = folderOf;
  }

  async copyStarter(problem: string, into: string, name: string): Promise<string> {
    const starter = await this.#starter(problem);
    return explained(into, async () => {
      await mkdir(into, { recursive: true });
      return whileTaken(async (n) => {
        const folder = join(into, n === 1 ? name : `${name}-${n}`);
        await layAt(starter, folder);
        return folder;
      });
    });
  }

  async reset(problem: string, folder: string): Promise<string> {
    const starter = await this.#starter(problem);
    await mustExist(folder);
    return explained(folder, async () => {
      const kept = await whileTaken(async (n) => {
        const name = `${folder}-attempt-${n}`;
        await moveToNew(folder, name);
        return name;
      });
      try {
        await layAt(starter, folder);
      } catch (error) {
        await rename(kept, folder).catch(() => {});
        throw error;
      }
      return kept;
    });
  }

  async diff(problem: string, folder: string): Promise<Hunk[]> {
    const starter = await this.#starter(problem);
    await mustExist(folder);
    return explained(folder, async () => {
      const names = new Set([...(await filesBelow(starter)), ...(await filesBelow(folder))]);
      const hunks: Hunk[] = [];
      for (const name of [...names].sort()) hunks.push(...(await changesOf(name, starter, folder)));
      return hunks;
    });
  }

  async starterFile(problem: string, file: string): Promise<string> {
    return (await textOf(below(await this.#starter(problem), file))) ?? '';
  }

  /** The files that the fix changes, as they are after it; compare them with the starter's. */
  async reference(problem: string): Promise<{ file: string; text: string }[]> {
    const folder = await this.#folder(problem);
    const variant = below(join(folder, 'variants'), await referenceName(folder));
    const files = await explained(variant, () => filesBelow(variant));
    return Promise.all(files.map(async (file) => ({ file, text: (await textOf(join(variant, file))) ?? '' })));
  }

  async #starter(problem: string): Promise<string> {
    return join(await this.#folder(problem), 'starter');
  }

  async #folder(problem: string): Promise<string> {
    const folder = await this.#folderOf(problem);
    if (folder !== undefined && (await isThere(join(folder, 'starter')))) return folder;
    throw noFiles(problem);
  }
}

async function referenceName(folder: string): Promise<string> {
  const file = await readYaml(join(folder, 'problem.yaml'), 'problem.yaml');
  const name = file instanceof YamlFile ? valueAt(file.value, ['exercise', 'reference']) : undefined;
  if (typeof name === 'string') return name;
  throw noFiles(basename(folder));
}

function noFiles(problem: string): ExerciseError {
  return new ExerciseError('entry-missing', `The problem "${problem}" has no files in this version.`);
}

/** Lays a copy beside the place and moves it there whole, so that no half exercise is ever seen. */
async function layAt(starter: string, folder: string): Promise<void> {
  if (await isThere(folder)) throw taken();
  const temporary = join(dirname(folder), `.${basename(folder)}-${randomUUID().slice(0, 8)}.tmp`);
  try {
    await copyFiles(starter, temporary, await filesBelow(starter));
    await moveToNew(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

/**
 * Renames a folder to a name that is not in use. A rename would replace an empty folder silently, so the name is made
 * first: exactly one of two that want it gets it.
 */
async function moveToNew(from: string, to: string): Promise<void> {
  await mkdir(to);
  try {
    // Windows does not rename onto a folder, not even an empty one.
    if (process.platform === 'win32') await rmdir(to);
    await rename(from, to);
  } catch (error) {
    await rmdir(to).catch(() => {});
    throw error;
  }
}

/** Tries the names number 1, 2, 3 … until one is free. */
async function whileTaken<T>(attempt: (n: number) => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await attempt(n);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || n >= 1_000) throw error;
    }
  }
}

function taken(): Error {
  return Object.assign(new Error('the name is taken'), { code: 'EEXIST' });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );
}

async function mustExist(folder: string): Promise<void> {
  const found = await readdir(folder).catch(() => undefined);
  if (!found)
    throw new ExerciseError(
      'folder-missing',
      `The exercise folder ${folder} is gone. Put it back, or open the exercise anew.`,
    );
}

/** Of a file that is no short text only its coming and going are told. */
async function changesOf(name: string, starter: string, folder: string): Promise<Hunk[]> {
  const [before, after] = await Promise.all([textOf(join(starter, name)), textOf(join(folder, name))]);
  if (before === undefined && after === undefined) return [];
  return hunksBetween(name, before ?? '', after ?? '');
}

async function explained<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ExerciseError) throw error;
    throw exerciseError(error, folder);
  }
}

function exerciseError(error: unknown, folder: string): ExerciseError {
  const code = codeOf(error);
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new ExerciseError(
      'read-only',
      `${folder} may not be written (${code}). Choose another folder, or allow writing there.`,
    );
  }
  if (code === 'EEXIST' || code === 'ENOTDIR')
    return new ExerciseError('exists', `${folder} is in use already. Choose another folder.`);
  if (code === 'ENOENT')
    return new ExerciseError('folder-missing', `${folder} is gone. Put it back, or open the exercise anew.`);
  return new ExerciseError(
    'io',
    `The files in ${folder} could not be read or written (${code || String(error)}). Try again.`,
  );
}
