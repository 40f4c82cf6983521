import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProblemSource } from '../../app/ports.ts';
import type { Bank } from '../../core/bank.ts';
import type { ProblemFolder } from './problemFolder.ts';

/** What the build writes: the decoded bank, and the size of every file it came from. */
interface Compiled {
  readonly format: 1;
  readonly sizes: Record<string, number>;
  readonly bank: Omit<Bank, 'problems' | 'tracks'> & { readonly problems: unknown[]; readonly tracks: unknown[] };
}

/** Installing takes a while, so files of one installation may be this much younger than one another. ms */
const installation = 60_000;

/** The bank as JSON, for reading it within a millisecond or two instead of parsing and checking its YAML. */
export async function compileBank(folder: ProblemFolder): Promise<string> {
  const { problems, tracks, ...rest } = await folder.load();
  const bank = { ...rest, problems: [...problems], tracks: [...tracks] };
  const sizes = Object.fromEntries((await sources(folder.root)).map(({ name, size }) => [name, size]));
  return JSON.stringify({ format: 1, sizes, bank } satisfies Compiled);
}

/** Reads the compiled bank while it matches the folder; what was edited since is read, and checked, from the folder. */
export class CompiledBank implements ProblemSource {
  readonly #folder: ProblemFolder;
  readonly #file: string;

  /** @param file written by `compileBank`, decoded there. */
  constructor(folder: ProblemFolder, file: string) {
    this.#folder = folder;
    this.#file = file;
  }

  async load(): Promise<Bank> {
    const [compiled, files, made] = await Promise.all([
      readFile(this.#file, 'utf8').then(parsed, () => undefined),
      sources(this.#folder.root),
      stat(this.#file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ]);
    const fresh = compiled && files.length === Object.keys(compiled.sizes).length && files.every(isAsCompiled);
    if (!fresh) return this.#folder.load();
    const { problems, tracks, ...rest } = compiled.bank;
    return { ...rest, problems: new Map(problems as never), tracks: new Map(tracks as never) };

    function isAsCompiled({ name, size, mtime }: Source): boolean {
      return compiled?.sizes[name] === size && mtime <= made + installation;
    }
  }
}

interface Source {
  readonly name: string;
  readonly size: number;
  readonly mtime: number;
}

/** The files that the bank is made of, without what belongs to the exercises' code. */
async function sources(root: string): Promise<Source[]> {
  const names = await namesBelow(root);
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(root, name));
      return { name, size, mtime: mtimeMs };
    }),
  );
}

async function namesBelow(root: string): Promise<string[]> {
  const top = await readdir(root, { withFileTypes: true });
  const shared = top.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const nested = await Promise.all(
    top
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
      .map((entry) => namesOfArea(root, entry.name)),
  );
  return [...shared, ...nested.flat()].filter((name) => /\.(?:yaml|md)$/.test(name)).sort();
}

async function namesOfArea(root: string, area: string): Promise<string[]> {
  const entries = await readdir(join(root, area), { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => `${area}/${entry.name}`);
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => `${area}/${entry.name}`);
  const inside = await Promise.all(folders.map((folder) => readdir(join(root, folder))));
  return [...files, ...inside.flatMap((names, i) => names.map((name) => `${folders[i]}/${name}`))];
}

/** Undefined for anything but a bank of this build's format. */
function parsed(text: string): Compiled | undefined {
  try {
    const compiled = JSON.parse(text) as Compiled;
    return compiled.format === 1 ? compiled : undefined;
  } catch {
    return undefined;
  }
}
