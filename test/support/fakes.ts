import type {
  CheckOutcome,
  Clock,
  Disposable,
  Interpreter,
  Journal,
  OpenedJournal,
  ProbeOutcome,
  PythonRunner,
  RunOutcome,
  RunProgress,
  SessionSummary,
  Sessions,
} from '../../src/app/ports.ts';
import { JournalError, PythonError } from '../../src/app/ports.ts';
import { type CodeChange, type Entry, entrySchema, type Header } from '../../src/core/event.ts';
import type { ProbeId } from '../../src/core/probes.ts';

/** A clock that stands still until `advance`; `every` callbacks run inside it, in order. */
export class FixedClock implements Clock {
  #now: number;
  #monotonic = 0;
  readonly #timers = new Set<{ ms: number; due: number; callback: () => void }>();

  constructor(now = Date.UTC(2026, 10, 22, 9, 0, 0)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  every(ms: number, callback: () => void): Disposable {
    const timer = { ms, due: this.#monotonic + ms, callback };
    this.#timers.add(timer);
    return { dispose: () => this.#timers.delete(timer) };
  }

  advance(ms: number): void {
    const end = this.#monotonic + ms;
    for (let timer = this.#nextBy(end); timer; timer = this.#nextBy(end)) {
      this.#to(timer.due);
      timer.due += timer.ms;
      timer.callback();
    }
    this.#to(end);
  }

  /** The wall clock alone moves, as when the machine slept or its clock was set. */
  jump(ms: number): void {
    this.#now += ms;
  }

  #to(monotonic: number): void {
    this.#now += monotonic - this.#monotonic;
    this.#monotonic = monotonic;
  }

  #nextBy(end: number) {
    const due = [...this.#timers].filter((timer) => timer.due <= end);
    return due.sort((a, b) => a.due - b.due)[0];
  }
}

interface Stored {
  readonly header: Header;
  readonly lines: string[];
  draft: string;
  owner: MemoryJournal | undefined;
}

/** Sessions that live as long as the object. Entries go through JSON, so a test meets what a reopened session would. */
export class MemorySessions implements Sessions {
  readonly location = '/memory';
  readonly #sessions = new Map<string, Stored>();

  async create(header: Header): Promise<OpenedJournal> {
    if (this.#sessions.has(header.session)) throw new JournalError('io', 'exists');
    this.#sessions.set(header.session, { header, lines: [], draft: '', owner: undefined });
    return this.open(header.session);
  }

  async open(session: string, takeOver = false): Promise<OpenedJournal> {
    const stored = this.#sessions.get(session);
    if (!stored) throw new JournalError('unreadable', `There is no session "${session}".`);
    const journal = new MemoryJournal(stored);
    if (takeOver) stored.owner?.lose();
    if (takeOver || !stored.owner) stored.owner = journal;
    return { header: stored.header, entries: entriesOf(stored), notices: [], journal };
  }

  async list(): Promise<SessionSummary[]> {
    const all = [...this.#sessions].map(([session, stored]) => {
      return { session, started: stored.header.started, entries: entriesOf(stored) };
    });
    return all.sort((a, b) => b.started - a.started || b.session.localeCompare(a.session));
  }

  async remove(session: string): Promise<void> {
    if (this.#sessions.get(session)?.owner) throw new JournalError('locked', 'in use');
    this.#sessions.delete(session);
  }
}

export class MemoryJournal implements Journal {
  readonly #stored: Stored;
  readonly #listeners = new Set<() => void>();
  #closed = false;
  /** The next appends fail so, until it is set to undefined again. */
  fault: JournalError | undefined;

  constructor(stored: Stored) {
    this.#stored = stored;
  }

  get session(): string {
    return this.#stored.header.session;
  }

  get writable(): boolean {
    return this.#stored.owner === this;
  }

  async append(entries: readonly Entry[]): Promise<void> {
    this.#mustOwn();
    if (this.fault) throw this.fault;
    const lines = entries.map((entry) => JSON.stringify(entry));
    for (const line of lines) check(line);
    let last = entriesOf(this.#stored).at(-1)?.seq;
    for (const entry of entries) {
      const follows = last === undefined ? entry.seq <= 1 : entry.seq === last + 1;
      if (!follows) throw new JournalError('io', `Entry ${entry.seq} does not follow.`);
      last = entry.seq;
    }
    this.#stored.lines.push(...lines);
  }

  onDidLoseLease(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  lose(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  async readDraft(): Promise<string> {
    return this.#stored.draft;
  }

  async writeDraft(text: string): Promise<void> {
    this.#mustOwn();
    this.#stored.draft = text;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#stored.owner === this) this.#stored.owner = undefined;
  }

  #mustOwn(): void {
    if (this.#closed) throw new JournalError('io', 'closed');
    if (!this.writable) throw new JournalError('locked', 'Another window writes this session.');
  }
}

function check(line: string): void {
  if (!entrySchema.safeParse(JSON.parse(line)).success) throw new JournalError('io', 'cannot be kept');
}

function entriesOf(stored: Stored): Entry[] {
  return stored.lines.map((line) => JSON.parse(line) as Entry);
}

export interface PythonScript {
  readonly interpreter?: Interpreter | PythonError;
  /** Played in order, one for each run; a run beyond the last is an error of the test. */
  readonly runs?: readonly (RunOutcome & { readonly output?: string })[];
  readonly checks?: readonly (CheckOutcome | PythonError)[];
  readonly probes?: readonly ProbeOutcome[];
  /** For the runs, checks and probes together, in order. */
  readonly changes?: readonly CodeChange[][];
}

/** Plays prepared outcomes. A run whose ending is `stopped` waits for the signal, as an endless training would. */
export class ScriptedPython implements PythonRunner {
  readonly calls: string[] = [];
  readonly #script: PythonScript;
  #run = 0;
  #check = 0;
  #probe = 0;

  constructor(script: PythonScript) {
    this.#script = script;
  }

  async interpreter(): Promise<Interpreter> {
    const found = this.#script.interpreter ?? {
      path: '/usr/bin/python3',
      version: '3.11.7',
      packages: { numpy: '2.3.0' },
    };
    if (found instanceof PythonError) throw found;
    return found;
  }

  async run(folder: string, entry: string, _needs: readonly string[], progress: RunProgress, signal: AbortSignal) {
    await this.interpreter();
    this.calls.push(`run ${folder} ${entry}`);
    const outcome = next(this.#script.runs, this.#run++);
    if (outcome.output) progress.output(outcome.output);
    progress.points(outcome.series);
    if (outcome.ending === 'stopped') await aborted(signal);
    return outcome;
  }

  async check(problem: string, folder: string, _needs: readonly string[], signal: AbortSignal): Promise<CheckOutcome> {
    await this.interpreter();
    signal.throwIfAborted();
    this.calls.push(`check ${problem} ${folder}`);
    const outcome = next(this.#script.checks, this.#check++);
    if (outcome instanceof PythonError) throw outcome;
    return outcome;
  }

  async changes(): Promise<CodeChange[] | undefined> {
    return this.#script.changes?.[this.#run + this.#check + this.#probe];
  }

  async probe(
    problem: string,
    folder: string,
    probe: ProbeId,
    _needs: readonly string[],
    signal: AbortSignal,
  ): Promise<ProbeOutcome> {
    await this.interpreter();
    this.calls.push(`probe ${problem} ${folder} ${probe}`);
    const outcome = next(this.#script.probes, this.#probe++);
    if (outcome.ending === 'stopped') await aborted(signal);
    return outcome;
  }
}

function next<T>(list: readonly T[] | undefined, at: number): T {
  const item = list?.[at];
  if (item === undefined) throw new Error(`The script has no outcome number ${at + 1}.`);
  return item;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
