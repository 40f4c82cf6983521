import { Library } from '../../src/app/library.ts';
import type { ChatModels, Clock, Exercises, Ids, PythonRunner, Workspace } from '../../src/app/ports.ts';
import type { Session } from '../../src/app/session.ts';
import type { Bank } from '../../src/core/bank.ts';
import { FixedClock, MemorySessions } from './fakes.ts';

/** Everything an interview needs beside the real bank, the real judge and the real rules, in memory. */
export interface Stage {
  readonly library: Library;
  readonly sessions: MemorySessions;
  readonly clock: FixedClock;
}

export interface StageParts {
  readonly bank: Bank;
  readonly clock?: FixedClock;
  readonly sessions?: MemorySessions;
  readonly exercises?: Exercises;
  readonly python?: PythonRunner;
  readonly workspace?: Workspace;
  readonly models?: ChatModels;
}

/** Always the same session id and the first of every choice, so that a rehearsal is repeatable. */
const fixedIds: Ids = { session: () => '20261122-090000-00000000', pick: () => 0 };

export function stage(parts: StageParts): Stage {
  const clock = parts.clock ?? new FixedClock();
  const sessions = parts.sessions ?? new MemorySessions();
  const library = new Library({
    bank: async () => parts.bank,
    sessions,
    clock: clock as Clock,
    ids: fixedIds,
    models: parts.models ?? { current: async () => undefined },
    log: { info: () => {}, warn: () => {}, error: (message, cause) => console.error(message, cause) },
    exercises: parts.exercises ?? refusing<Exercises>('exercise files'),
    python: parts.python ?? refusing<PythonRunner>('Python'),
    workspace: parts.workspace ?? refusing<Workspace>('a workspace'),
  });
  return { library, sessions, clock };
}

/** Answers as a person would: thinks for a while, sends, and lets everything settle. */
export async function say(session: Session, clock: FixedClock, text: string, seconds = 40): Promise<void> {
  clock.advance(seconds * 1000);
  await session.interviewer.answer(text);
  await session.interviewer.catchUp();
}

function refusing<T extends object>(what: string): T {
  return new Proxy({} as T, {
    get: (_, name) => {
      if (name === 'blocked') return () => undefined;
      throw new Error(`This rehearsal has no ${what} (${String(name)}).`);
    },
  });
}
