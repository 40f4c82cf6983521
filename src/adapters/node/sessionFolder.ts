import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { OpenedJournal, SessionSummary, Sessions } from '../../app/ports.ts';
import { JournalError } from '../../app/ports.ts';
import type { Header } from '../../core/event.ts';
import { syncFolder, writeDurably } from './atomicFile.ts';
import { systemClock } from './clock.ts';
import { codeOf, ifThere, nodeFs } from './fs.ts';
import { journalError, lockedError } from './journalFault.ts';
import { JournalFile, journalName } from './journalFile.ts';
import { type JournalText, readJournal } from './journalText.ts';
import { isProcessAlive, Lease, type LeaseSurroundings } from './lease.ts';

const leaseName = 'lease.json';
const sessionName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** One folder per session below `location`: `journal.jsonl`, `draft.txt`, `lease.json`, and what had to be set aside. */
export class SessionFolder implements Sessions {
  readonly location: string;
  readonly #around: LeaseSurroundings;

  /** @param around `window` names this window for whoever finds the session taken; the rest is for tests. */
  constructor(location: string, around: Partial<LeaseSurroundings> & { window: string }) {
    this.location = location;
    const here = { fs: nodeFs, clock: systemClock, pid: process.pid, host: hostname(), isAlive: isProcessAlive };
    this.#around = { ...here, ...around };
  }

  async create(header: Header): Promise<OpenedJournal> {
    const folder = this.#folder(header.session);
    const { fs } = this.#around;
    await fs.mkdir(this.location, { recursive: true }).catch((error) => {
      throw journalError(error, this.location);
    });
    try {
      await fs.mkdir(folder);
      await writeDurably(join(folder, journalName), `${JSON.stringify(header)}\n`, fs);
      await syncFolder(folder, fs);
      await syncFolder(this.location, fs);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw journalError(error, folder);
      throw new JournalError('io', `There is a session "${header.session}" already.`);
    }
    return this.open(header.session);
  }

  async open(session: string, takeOver = false): Promise<OpenedJournal> {
    const folder = this.#folder(session);
    if (!(await this.#isThere(folder)))
      throw new JournalError('unreadable', `There is no session "${session}" (any more).`);
    const lease = new Lease(join(folder, leaseName), this.#around);
    let journal: JournalFile | undefined;
    // The lease comes before reading: what was written before it changed hands is read, what comes later does not count.
    const writable = await this.#mayWrite(lease, takeOver, () => journal?.lose());
    try {
      const { header, text } = await this.#read(session);
      journal = new JournalFile(folder, header, text, writable, lease, this.#around.fs);
      if (writable && isDamaged(text)) await journal.mend().catch(() => {});
      return { header, entries: text.entries, notices: noticesOf(text), journal };
    } catch (error) {
      if (writable) await lease.release().catch(() => {});
      throw error;
    }
  }

  /** Newest first. A session that cannot be read is listed with its fault and hides no other. */
  async list(): Promise<SessionSummary[]> {
    const names = (await ifThere(this.#around.fs.readdir(this.location))) ?? [];
    const sessions = names.filter((name) => sessionName.test(name));
    const summaries = await Promise.all(sessions.map((name) => this.#summary(name)));
    return summaries
      .filter((summary) => summary !== undefined)
      .sort((a, b) => b.started - a.started || b.session.localeCompare(a.session));
  }

  async remove(session: string): Promise<void> {
    const folder = this.#folder(session);
    const { fs } = this.#around;
    if (!(await this.#isThere(folder))) return;
    if (!(await new Lease(join(folder, leaseName), this.#around).isFree())) throw lockedError();
    // Moved away first, so that a deletion that is cut short leaves no half a session in the list.
    const doomed = join(this.location, `.removed-${session}-${randomUUID().slice(0, 8)}`);
    try {
      await fs.rename(folder, doomed);
      await fs.rm(doomed, { recursive: true, force: true });
    } catch (error) {
      throw journalError(error, folder);
    }
  }

  /** @throws when the name could lead out of the folder of sessions. */
  #folder(session: string): string {
    if (sessionName.test(session)) return join(this.location, session);
    throw new JournalError('unreadable', `"${session}" is not the name of a session.`);
  }

  async #isThere(folder: string): Promise<boolean> {
    return (await ifThere(this.#around.fs.stat(folder)))?.isDirectory() ?? false;
  }

  /** A folder that cannot be written is still open to this window: each append then says what is wrong. */
  async #mayWrite(lease: Lease, takeOver: boolean, onLost: () => void): Promise<boolean> {
    return lease.acquire(takeOver, onLost).catch(() => true);
  }

  async #read(session: string): Promise<{ header: Header; text: JournalText }> {
    const folder = this.#folder(session);
    let bytes: Buffer | undefined;
    try {
      bytes = await ifThere(this.#around.fs.readFile(join(folder, journalName)));
    } catch (error) {
      throw new JournalError('unreadable', `The journal in ${folder} cannot be read (${codeOf(error)}).`);
    }
    if (!bytes) throw new JournalError('unreadable', `The folder ${folder} holds no ${journalName}.`);
    const text = readJournal(bytes);
    // A folder that was copied or renamed by hand goes by its present name.
    if (text.newerVersion === undefined)
      return { header: { ...(text.header ?? (await this.#rebuilt(session))), session }, text };
    throw new JournalError(
      'unreadable',
      `This session was written by a newer version of ML Interviewer (journal format ${text.newerVersion}). Update the extension to open it.`,
    );
  }

  /** The header says only what the folder says too: its name, and about when it was made. */
  async #rebuilt(session: string): Promise<Header> {
    const { birthtimeMs, mtimeMs } = await this.#around.fs.stat(this.#folder(session));
    return { journal: 1, session, started: Math.round(birthtimeMs || mtimeMs) };
  }

  async #summary(session: string): Promise<SessionSummary | undefined> {
    if (!(await this.#isThere(this.#folder(session)).catch(() => true))) return undefined;
    try {
      const { header, text } = await this.#read(session);
      const fault = text.ending === 'corrupt' ? { fault: noticesOf(text).join(' ') } : {};
      return { session, started: header.started, entries: text.entries, ...fault };
    } catch (error) {
      const started = await this.#rebuilt(session).then(
        ({ started }) => started,
        () => 0,
      );
      return { session, started, entries: [], fault: error instanceof Error ? error.message : String(error) };
    }
  }
}

function isDamaged(text: JournalText): boolean {
  return text.ending === 'torn' || text.ending === 'corrupt';
}

function noticesOf(text: JournalText): string[] {
  const notices: string[] = [];
  if (text.ending === 'torn') {
    notices.push('The last entry was only half written and is left out. Its bytes are kept in journal.torn.');
  }
  if (text.ending === 'corrupt') {
    notices.push(
      `Line ${text.badLine} of the journal is damaged; the interview goes on from the last good entry before it. The damaged file is kept as journal.corrupt.`,
    );
  }
  if (!text.header)
    notices.push('The beginning of the journal was missing and was made anew from the name of the folder.');
  if (text.skipped > 0) {
    notices.push(
      `${text.skipped} entries come from another version of ML Interviewer and are left out; they stay in the journal.`,
    );
  }
  return notices;
}
