import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ProblemSource } from '../../app/ports.ts';
import type { Bank, BankFault } from '../../core/bank.ts';
import { ProblemFolder } from './problemFolder.ts';

/** The bank that ships, and beside it the problems of a folder that the person named in the settings. */
export class OwnExercises implements ProblemSource {
  readonly #shipped: ProblemSource;
  readonly #shippedFolder: ProblemFolder;
  readonly #own: () => ProblemFolder | undefined;

  /** @param folder asked anew each time; empty when there are none */
  constructor(shipped: ProblemSource, shippedFolder: ProblemFolder, folder: () => string) {
    this.#shipped = shipped;
    this.#shippedFolder = shippedFolder;
    this.#own = () => (folder() ? new ProblemFolder(folder()) : undefined);
  }

  /** A problem of the folder that cannot be used, or that has a name of the shipped ones, is a fault and left out. */
  async load(): Promise<Bank> {
    const bank = await this.#shipped.load();
    const own = this.#own();
    if (!own) return bank;
    const { problems, faults } = await own.loadBeside(bank);
    const taken = [...problems.keys()].filter((id) => bank.problems.has(id)).map(takenName);
    const named = [...faults, ...taken].map((fault) => ({ ...fault, file: `${own.root}/${fault.file}` }));
    return {
      ...bank,
      problems: new Map([...problems, ...bank.problems]),
      faults: [...bank.faults, ...named],
    };
  }

  async folderOf(problem: string): Promise<string | undefined> {
    return (await this.#shippedFolder.folderOf(problem)) ?? (await this.#own()?.folderOf(problem));
  }

  /**
   * SHA-256 over the names and contents of the code that an own exercise brings along; undefined for a shipped one.
   * Another byte is another content.
   */
  async fingerprint(problem: string): Promise<string | undefined> {
    if (await this.#shippedFolder.folderOf(problem)) return undefined;
    const folder = await this.#own()?.folderOf(problem);
    if (folder === undefined) return undefined;
    const hash = createHash('sha256');
    for (const name of await codeBelow(folder)) {
      const content = await contentOf(join(folder, name));
      hash.update(`${Buffer.byteLength(name)}:${name}${content.length}:`).update(content);
    }
    return hash.digest('hex');
  }
}

/** Every entry but folders, hidden ones and what tools leave included: Python would read those, too. */
async function codeBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  return names.filter((name) => name === 'probes.py' || name.startsWith('checks/')).sort();
}

async function contentOf(file: string): Promise<Buffer> {
  return (await lstat(file)).isSymbolicLink() ? Buffer.from(`link to ${await readlink(file)}`) : readFile(file);
}

function takenName(id: string): BankFault {
  const message = `the name "${id}" is that of an exercise which comes with the extension; choose another`;
  return { file: id, line: 1, field: 'id', message };
}
