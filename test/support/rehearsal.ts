import { ProblemFolder } from '../../src/adapters/node/problemFolder.ts';
import { Library } from '../../src/app/library.ts';
import {
  type ChatModels,
  type Clock,
  type Consent,
  type Exercises,
  type Ids,
  JournalError,
  type JudgeChoice,
  type OpenedJournal,
  type PythonRunner,
  type Sessions,
  type Workspace,
} from '../../src/app/ports.ts';
import type { Session } from '../../src/app/session.ts';
import type { Bank } from '../../src/core/bank.ts';
import type { Entry } from '../../src/core/event.ts';
import { FixedClock, MemorySessions } from './fakes.ts';
import { rootPath } from './paths.ts';

/** Everything an interview needs beside the real bank, the real judge and the real rules, in memory. */
export interface Stage {
  readonly library: Library;
  readonly sessions: Sessions;
  readonly clock: FixedClock;
}

export interface StageParts {
  readonly bank: Bank;
  readonly clock?: FixedClock;
  readonly ids?: Ids;
  readonly sessions?: Sessions;
  readonly exercises?: Exercises;
  readonly python?: PythonRunner;
  readonly workspace?: Workspace;
  readonly consent?: Consent;
  readonly models?: ChatModels;
  readonly judging?: JudgeChoice;
  readonly onError?: (message: string) => void;
}

/** Always the same session id and the first of every choice, so that a rehearsal is repeatable. */
export const rehearsalId = '20261122-090000-00000000';
const fixedIds: Ids = { session: () => rehearsalId, mark: () => 'mark', pick: () => 0 };

export function stage(parts: StageParts): Stage {
  const clock = parts.clock ?? new FixedClock();
  const sessions = parts.sessions ?? new MemorySessions();
  const library = new Library({
    bank: async () => parts.bank,
    sessions,
    clock: clock as Clock,
    ids: parts.ids ?? fixedIds,
    models: parts.models ?? { current: async () => undefined },
    judging: () => parts.judging ?? 'offline',
    log: {
      info: () => {},
      warn: () => {},
      error: (message, cause) => (parts.onError ? parts.onError(message) : console.error(message, cause)),
    },
    exercises: parts.exercises ?? refusing<Exercises>('exercise files'),
    python: parts.python ?? refusing<PythonRunner>('Python'),
    workspace: parts.workspace ?? refusing<Workspace>('a workspace'),
    consent: parts.consent ?? { given: async () => true },
  });
  return { library, sessions, clock };
}

let loaded: Promise<Bank> | undefined;

/** The bank in `problems/`, read once for all tests of a process. */
export function realBank(): Promise<Bank> {
  loaded ??= new ProblemFolder(rootPath('problems')).load();
  return loaded;
}

/** Answers as a person would: thinks for a while, sends, and lets everything settle. */
export async function say(session: Session, clock: FixedClock, text: string, seconds = 40): Promise<void> {
  clock.advance(seconds * 1000);
  await session.interviewer.answer(text);
  await session.interviewer.catchUp();
}

/** What lies in the journal of a session. */
export async function entriesOf(sessions: Sessions, session = rehearsalId): Promise<readonly Entry[]> {
  return (await sessions.list()).find((item) => item.session === session)?.entries ?? [];
}

/** Sessions whose appends fail, as on a full disk, whenever `fails` says so. */
export function failingSessions(sessions: Sessions, fails: () => boolean): Sessions {
  const wrap = (opened: OpenedJournal): OpenedJournal => {
    const journal = new Proxy(opened.journal, {
      get: (target, name) => {
        if (name === 'append') return (entries: readonly Entry[]) => append(target, entries);
        const value = Reflect.get(target, name, target) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return { ...opened, journal };
  };
  const append = async (journal: OpenedJournal['journal'], entries: readonly Entry[]) => {
    if (fails()) throw new JournalError('full', 'The disk is full.');
    await journal.append(entries);
  };
  return {
    location: sessions.location,
    create: async (header) => wrap(await sessions.create(header)),
    open: async (session, takeOver) => wrap(await sessions.open(session, takeOver)),
    list: () => sessions.list(),
    remove: (session) => sessions.remove(session),
  };
}

/** A journal as it lies on disk after a crash: the first `entries` and nothing more. */
export async function sessionsWith(entries: readonly Entry[]): Promise<MemorySessions> {
  const sessions = new MemorySessions();
  const opened = await sessions.create({ journal: 1, session: rehearsalId, started: entries[0]?.at ?? 0 });
  await opened.journal.append(entries);
  await opened.journal.close();
  return sessions;
}

function refusing<T extends object>(what: string): T {
  return new Proxy({} as T, {
    get: (_, name) => {
      if (name === 'blocked') return () => undefined;
      throw new Error(`This rehearsal has no ${what} (${String(name)}).`);
    },
  });
}
