import { type Bank, problemOf } from '../core/bank.ts';
import type { Entry, Started } from '../core/event.ts';
import { type StartOptions, startInterview, startPractice } from '../core/interview/plan.ts';
import { fold } from '../core/interview.ts';
import { emptyState, type State, wasFixed } from '../core/state.ts';
import type { Track } from '../core/track.ts';
import type { HandsOnDeps } from './handsOn.ts';
import { Interviewer } from './interviewer.ts';
import { offlineJudge } from './judge.ts';
import { chosenJudge } from './modelJudge.ts';
import type { ChatModels, Clock, Ids, JudgeChoice, Log, OpenedJournal, Sessions } from './ports.ts';
import { Session } from './session.ts';
import { titleOf } from './title.ts';
import { modelVoice } from './voice.ts';

export interface LibraryDeps extends HandsOnDeps {
  readonly bank: () => Promise<Bank>;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly models: ChatModels;
  readonly judging: () => JudgeChoice;
  readonly log: Log;
}

export interface SessionRow {
  readonly session: string;
  readonly title: string;
  readonly started: number;
  readonly state: 'running' | 'ended' | 'unreadable';
  readonly turns: number;
  readonly fault?: string;
}

/** How far a problem was taken in any session: talked about, files worked on, or repaired. */
export type Practised = 'answered' | 'tried' | 'fixed';

/** All sessions on this machine: start, practise, open again, rename, remove. */
export class Library {
  readonly #deps: LibraryDeps;
  readonly #open = new Map<string, Session>();
  readonly #opening = new Map<string, Promise<Session>>();

  constructor(deps: LibraryDeps) {
    this.#deps = deps;
  }

  get location(): string {
    return this.#deps.sessions.location;
  }

  /** @param trackId falls back to the first track of the bank. */
  async start(trackId: string, options: StartOptions = {}): Promise<Session> {
    const bank = await this.#deps.bank();
    const pick = (below: number) => this.#deps.ids.pick(below);
    return this.#begin(bank, startInterview(trackOf(bank, trackId), bank, options, pick));
  }

  async practise(problem: string): Promise<Session> {
    const bank = await this.#deps.bank();
    return this.#begin(bank, startPractice(problemOf(bank, problem), trackOf(bank)));
  }

  /** The session, opened at most once in this window; what it owed when it was last closed is done at once. */
  async open(session: string, takeOver = false): Promise<Session> {
    const present = this.#open.get(session);
    if (present && !takeOver) return present;
    if (takeOver) await this.#opening.get(session)?.catch(() => undefined);
    return this.#once(session, () => this.#reopen(session, takeOver));
  }

  /** The session read anew from disk: what another window has written since, and the right to write if that is free. */
  reopen(session: string): Promise<Session> {
    return this.#once(session, () => this.#reopen(session, false));
  }

  #once(session: string, work: () => Promise<Session>): Promise<Session> {
    const underWay = this.#opening.get(session);
    if (underWay) return underWay;
    const begun = work().finally(() => this.#opening.delete(session));
    this.#opening.set(session, begun);
    return begun;
  }

  async #reopen(session: string, takeOver: boolean): Promise<Session> {
    await this.close(session);
    const bank = await this.#deps.bank();
    const opened = this.#session(bank, await this.#deps.sessions.open(session, takeOver));
    if (opened.interviewer.writable) void opened.interviewer.catchUp().catch(() => undefined);
    void opened.handsOn.look();
    return opened;
  }

  async close(session: string): Promise<void> {
    const present = this.#open.get(session);
    this.#open.delete(session);
    await present?.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((session) => this.close(session)));
  }

  async list(): Promise<SessionRow[]> {
    const bank = await this.#deps.bank();
    const found = await this.#deps.sessions.list();
    const rows = found.map((item): SessionRow => {
      const state = foldIfPossible(item.entries);
      const readable = state.started !== undefined;
      const why = item.fault ?? (readable ? undefined : 'Its journal tells of no interview.');
      const fault = why ? { fault: why } : {};
      return {
        session: item.session,
        title: readable ? titleOf(state, bank) : 'Unreadable session',
        started: item.started,
        state: !readable ? 'unreadable' : state.ended ? 'ended' : 'running',
        turns: state.turns.length,
        ...fault,
      };
    });
    return rows.sort((a, b) => b.started - a.started);
  }

  async practised(): Promise<Map<string, Practised>> {
    const found = new Map<string, Practised>();
    for (const { entries } of await this.#deps.sessions.list()) {
      const state = foldIfPossible(entries);
      for (const progress of Object.values(state.progress)) {
        if (progress.answers.length > 0 && !found.has(progress.problem)) found.set(progress.problem, 'answered');
      }
      for (const exercise of Object.values(state.exercises)) {
        if (wasFixed(exercise)) found.set(exercise.problem, 'fixed');
        else if (exercise.runs.length > 0 && found.get(exercise.problem) !== 'fixed')
          found.set(exercise.problem, 'tried');
      }
    }
    return found;
  }

  async rename(session: string, title: string): Promise<void> {
    const event = { type: 'renamed', title: title.trim().slice(0, 120) } as const;
    const present = this.#open.get(session);
    if (present) return present.interviewer.record(event);
    const opened = await this.#deps.sessions.open(session);
    try {
      const { clock, seq } = fold(opened.entries);
      await opened.journal.append([{ seq: seq + 1, at: this.#deps.clock.now(), clock, event }]);
    } finally {
      await opened.journal.close();
    }
  }

  async remove(session: string): Promise<void> {
    await this.close(session);
    return this.#deps.sessions.remove(session);
  }

  async #begin(bank: Bank, started: Started): Promise<Session> {
    const now = this.#deps.clock.now();
    const header = { journal: 1, session: this.#deps.ids.session(now), started: now } as const;
    const session = this.#session(bank, await this.#deps.sessions.create(header));
    try {
      await session.interviewer.record(started);
      return session;
    } catch (error) {
      await this.remove(header.session).catch(() => undefined);
      throw error;
    }
  }

  #session(bank: Bank, opened: OpenedJournal): Session {
    const { clock, models, judging, ids, log } = this.#deps;
    const voice = modelVoice(models, bank, log);
    const judge = chosenJudge({ models, bank, offline: offlineJudge(bank), ids, choice: judging, log });
    const interviewer = new Interviewer({ opened, bank, clock, judge, voice, log });
    const session = new Session(interviewer, this.#deps);
    this.#open.set(interviewer.session, session);
    if (opened.notices.length > 0) {
      session.change({ notice: { tone: 'warning', text: opened.notices.join(' '), actions: [] } });
    }
    return session;
  }
}

/** The named track of the bank, else its first. */
function trackOf(bank: Bank, id = ''): Track {
  const track = bank.tracks.get(id) ?? [...bank.tracks.values()][0];
  if (!track) throw new Error('The problem bank has no interview track. Reinstall the extension.');
  return track;
}

/** A journal that contradicts itself counts as empty in a list: it must hide no other. */
function foldIfPossible(entries: readonly Entry[]): State {
  try {
    return fold(entries);
  } catch {
    return emptyState;
  }
}
