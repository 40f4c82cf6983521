import { constants } from 'node:fs';
import { join } from 'node:path';
import type { Disposable, Journal } from '../../app/ports.ts';
import { JournalError } from '../../app/ports.ts';
import { type Entry, entrySchema, type Header } from '../../core/event.ts';
import { replaceFile, writeDurably, writeWhole } from './atomicFile.ts';
import { type Fs, ifThere } from './fs.ts';
import { journalError, lockedError } from './journalFault.ts';
import type { JournalText } from './journalText.ts';
import type { Lease } from './lease.ts';

export const journalName = 'journal.jsonl';
const draftName = 'draft.txt';

/**
 * One session's `journal.jsonl` for appending. A batch is one write of whole lines at the end of the file, and counts
 * once the disk has it and the lease was still ours afterwards. So whatever another window finds beyond the length it
 * read was never acknowledged to anyone, and may be set aside.
 */
export class JournalFile implements Journal {
  readonly session: string;
  readonly #folder: string;
  readonly #fs: Fs;
  readonly #lease: Lease;
  readonly #listeners = new Set<() => void>();
  #writable: boolean;
  #closed = false;
  #queue: Promise<unknown> = Promise.resolve();
  #drafts: Promise<unknown> = Promise.resolve();
  /** Bytes of the file that are good; what lies behind them is cut before the next write. */
  #length: number;
  #next: number;
  #first: number;
  /** What has to stand before the next line: a header that was lost, or the newline of the last line. */
  #lead: string;
  #keepAs: 'journal.torn' | 'journal.corrupt' | undefined;

  constructor(folder: string, header: Header, text: JournalText, writable: boolean, lease: Lease, fs: Fs) {
    this.session = header.session;
    this.#folder = folder;
    this.#fs = fs;
    this.#lease = lease;
    this.#writable = writable;
    this.#length = text.length;
    this.#next = text.nextSeq;
    this.#first = (text.entries.at(-1)?.seq ?? -1) + 1;
    this.#lead = text.header ? '' : `${JSON.stringify(header)}\n`;
    if (text.ending === 'unsealed') this.#lead = '\n';
    this.#keepAs = text.ending === 'corrupt' ? 'journal.corrupt' : 'journal.torn';
  }

  get writable(): boolean {
    return this.#writable;
  }

  append(entries: readonly Entry[]): Promise<void> {
    const work = this.#queue.then(() => this.#append(entries));
    this.#queue = work.catch(() => {});
    return work.catch((error: unknown) => {
      throw journalError(error, this.#folder);
    });
  }

  /** Sets aside and cuts what cannot be read behind the last good line. Done before the first append in any case. */
  mend(): Promise<void> {
    const work = this.#queue.then(() => this.#mend());
    this.#queue = work.catch(() => {});
    return work;
  }

  onDidLoseLease(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** The lease went to another window. */
  lose(): void {
    if (!this.#writable) return;
    this.#writable = false;
    this.#lease.stop();
    for (const listener of [...this.#listeners]) listener();
  }

  async readDraft(): Promise<string> {
    const bytes = await ifThere(this.#fs.readFile(join(this.#folder, draftName)));
    return bytes?.toString('utf8') ?? '';
  }

  writeDraft(text: string): Promise<void> {
    const work = this.#drafts.then(async () => {
      await this.#mustOwn();
      await replaceFile(join(this.#folder, draftName), text, this.#fs);
    });
    this.#drafts = work.catch(() => {});
    return work.catch((error: unknown) => {
      throw journalError(error, this.#folder);
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([this.#queue, this.#drafts]);
    if (this.#writable) await this.#lease.release().catch(() => {});
    this.#lease.stop();
  }

  async #append(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    const lines = this.#encode(entries);
    await this.#mustOwn();
    await this.#mend();
    const bytes = Buffer.from(this.#lead + lines);
    try {
      await this.#write(bytes);
    } catch (error) {
      await this.#undo().catch(() => {});
      throw error;
    }
    await this.#mustOwn();
    this.#length += bytes.length;
    this.#lead = '';
    this.#first = this.#next = (entries.at(-1)?.seq ?? 0) + 1;
  }

  /** @throws when an entry could not be read back: better refused now than found damaged when the session is opened. */
  #encode(entries: readonly Entry[]): string {
    let [low, high] = [this.#first, this.#next];
    let lines = '';
    for (const entry of entries) {
      const line = JSON.stringify(entry);
      if (entry.seq < low || entry.seq > high) {
        throw new JournalError('io', `Entry ${entry.seq} does not follow: the next one is ${high}.`);
      }
      const read = entrySchema.safeParse(JSON.parse(line));
      if (!read.success)
        throw new JournalError('io', `Entry ${entry.seq} cannot be kept: ${read.error.issues[0]?.message}.`);
      lines += `${line}\n`;
      low = high = entry.seq + 1;
    }
    return lines;
  }

  async #mustOwn(): Promise<void> {
    if (this.#closed) throw new JournalError('io', 'This interview was closed. Open it again to go on.');
    if (this.#writable && !(await this.#lease.confirm())) this.lose();
    if (!this.#writable) throw lockedError();
  }

  async #mend(): Promise<void> {
    const { size } = await this.#fs.stat(this.#path);
    if (size < this.#length) {
      throw new JournalError(
        'io',
        `${this.#path} was shortened by another program. Close the interview and open it again.`,
      );
    }
    if (size > this.#length && this.#keepAs) await this.#keep(this.#keepAs);
    this.#keepAs = undefined;
    if (size > this.#length) await this.#cut();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    // No O_CREAT: a journal that was deleted must not come back without its beginning.
    const handle = await this.#fs.open(this.#path, constants.O_WRONLY | constants.O_APPEND);
    try {
      await writeWhole(handle, bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    // A window that lost its lease between asking and writing may have written just before us.
    const { size } = await this.#fs.stat(this.#path);
    if (size !== this.#length + bytes.length)
      throw new JournalError('io', 'Another window wrote at the same time. Try again.');
  }

  /** Takes back a failed write, unless another window writes by now. If it fails, the next append does it first. */
  async #undo(): Promise<void> {
    if (await this.#lease.confirm()) await this.#cut();
  }

  async #cut(): Promise<void> {
    await this.#fs.truncate(this.#path, this.#length);
  }

  /** Of a torn line its bytes are kept, of a damaged file the whole, so that nothing is ever thrown away. */
  async #keep(name: 'journal.torn' | 'journal.corrupt'): Promise<void> {
    const bytes = await this.#fs.readFile(this.#path);
    const kept = name === 'journal.torn' ? bytes.subarray(this.#length) : bytes;
    await writeDurably(join(this.#folder, await this.#unused(name)), kept, this.#fs);
  }

  async #unused(name: string): Promise<string> {
    const taken = new Set(await this.#fs.readdir(this.#folder));
    let candidate = name;
    for (let n = 2; taken.has(candidate); n++) candidate = `${name}-${n}`;
    return candidate;
  }

  get #path(): string {
    return join(this.#folder, journalName);
  }
}
