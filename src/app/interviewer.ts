import type { Bank } from '../core/bank.ts';
import type { Entry, EventOf, InterviewEvent, Request } from '../core/event.ts';
import type { Dispute, Disputed } from '../core/grading/dispute.ts';
import { nextMoves } from '../core/interview/director.ts';
import { judgeInput } from '../core/interview/judgeInput.ts';
import { type Command, decide, evolve, fold, hasClosed } from '../core/interview.ts';
import { nextTurn, type State } from '../core/state.ts';
import { InterviewClock } from './interviewClock.ts';
import type { Judge } from './judge.ts';
import { type Clock, type Disposable, type Journal, JournalError, type Log, type OpenedJournal } from './ports.ts';
import type { Speech, Voice } from './voice.ts';

export interface InterviewerDeps {
  readonly opened: OpenedJournal;
  readonly bank: Bank;
  readonly clock: Clock;
  readonly judge: Judge;
  readonly voice: Voice;
  readonly log: Log;
}

/** What an open session tells its surfaces. */
export interface InterviewListener {
  changed?(): void;
  /** Words of a turn as they arrive; `offset` is the length of what came before. */
  delta?(turn: number, offset: number, text: string): void;
}

/** A command that had no effect, in the candidate's words. */
export class RefusedError extends Error {}

/**
 * One open session: commands come in, facts are appended to the journal, and only what is on disk becomes state.
 * All work of a session goes through one queue.
 */
export class Interviewer {
  readonly bank: Bank;
  readonly #journal: Journal;
  readonly #deps: InterviewerDeps;
  readonly #clock: InterviewClock;
  readonly #lease: Disposable;
  readonly #listeners = new Set<InterviewListener>();
  #state: State;
  #queue: Promise<unknown> = Promise.resolve();
  #speech: Speech | undefined;
  #judging: AbortController | undefined;
  #trouble: string | undefined;
  #closed = false;

  constructor(deps: InterviewerDeps) {
    this.#deps = deps;
    this.bank = deps.bank;
    this.#journal = deps.opened.journal;
    this.#state = fold(deps.opened.entries);
    this.#clock = new InterviewClock(deps.clock, this.#state.clock);
    this.#clock.run(this.#shouldCount());
    this.#lease = this.#journal.onDidLoseLease(() => {
      this.#clock.run(false);
      this.#publish();
    });
  }

  get session(): string {
    return this.#journal.session;
  }
  get state(): State {
    return this.#state;
  }
  get writable(): boolean {
    return this.#journal.writable;
  }
  /** What stands in the way of keeping this session, in a sentence; undefined when all is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }
  get clock(): { elapsed: number; running: boolean } {
    return { elapsed: this.#clock.elapsed(), running: this.#clock.running };
  }
  /** The turn that a model is speaking now, with the words so far. */
  get speaking(): { turn: number; text: string } | undefined {
    return this.#speech && { turn: this.#speech.turn, text: this.#speech.text };
  }

  /** Whether a model reads the last answer now. */
  get reading(): boolean {
    return this.#judging !== undefined && this.#deps.judge.waits?.() === true;
  }

  listen(listener: InterviewListener): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Does what is still owed since the last time: nothing is lost between an answer and the reaction to it. */
  catchUp(): Promise<void> {
    return this.#enqueue(() => this.#settle());
  }

  /** Resolves with the turn once the words are on disk. @throws {RefusedError} the words were not taken. */
  async answer(text: string): Promise<number> {
    const events = await this.#command({ kind: 'answer', text });
    return events.find((event) => event.type === 'answered')?.turn ?? this.#state.turns.length;
  }

  async request(what: Request): Promise<void> {
    await this.#command({ kind: 'request', what });
  }

  async pause(paused: boolean): Promise<void> {
    await this.#command({ kind: paused ? 'pause' : 'resume' });
  }

  async end(): Promise<void> {
    await this.#command({ kind: 'end' });
  }

  /** @throws {RefusedError} there is no such verdict, or the words are not the candidate's. */
  async dispute(dispute: Dispute): Promise<void> {
    await this.#command({ kind: 'dispute', dispute });
  }

  async withdraw(disputed: Disputed): Promise<void> {
    await this.#command({ kind: 'withdraw', disputed });
  }

  /** Appends a fact that the outside world made true: a run, a check, an opened folder. After the end only a new name counts. */
  record(event: InterviewEvent): Promise<void> {
    return this.#enqueue(async () => {
      await this.#settle();
      if (this.#state.ended && event.type !== 'renamed') return;
      await this.#commit([event]);
      await this.#settle();
    });
  }

  readDraft(): Promise<string> {
    return this.#journal.readDraft();
  }

  async writeDraft(text: string): Promise<void> {
    if (this.writable) await this.#journal.writeDraft(text);
  }

  /** Stops the model's words; what was said stays. Stops a model that reads an answer as well: the offline judge's reading stands. */
  async stop(): Promise<void> {
    this.#judging?.abort();
    await this.#stopSpeaking();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#judging?.abort();
    this.#speech?.abandon();
    this.#clock.dispose();
    this.#lease.dispose();
    this.#listeners.clear();
    await this.#queue.catch(() => undefined);
    await this.#journal.close();
  }

  async #stopSpeaking(): Promise<void> {
    await this.#speech?.stop();
  }

  async #command(command: Command): Promise<InterviewEvent[]> {
    await this.#stopSpeaking();
    return new Promise((resolve, reject) => {
      void this.#enqueue(async () => {
        try {
          resolve(await this.#take(command));
        } catch (error) {
          reject(error);
          return;
        }
        await this.#settle();
      }).catch(() => undefined);
    });
  }

  async #take(command: Command): Promise<InterviewEvent[]> {
    await this.#settle();
    const decided = decide(this.#state, command);
    if (!Array.isArray(decided)) throw new RefusedError(decided.refused);
    await this.#commit(decided);
    return decided;
  }

  /** Judges and moves until nothing is owed. */
  async #settle(): Promise<void> {
    while (!this.#state.ended) {
      const { owed, cause } = this.#state;
      if (owed === 'judgement' && cause?.type === 'answered') {
        if (!(await this.#judge(cause))) return;
      } else if (owed) await this.#move();
      else if (hasClosed(this.#state)) await this.#commit([{ type: 'ended', early: false }]);
      else return;
    }
  }

  /** @returns false when the session was closed while a model read: the answer is judged when it is opened again */
  async #judge(answer: EventOf<'answered'>): Promise<boolean> {
    const problem = this.#state.current;
    if (!problem) throw new Error('A judgement is owed, but no question is open.');
    const judging = new AbortController();
    this.#judging = judging;
    if (this.reading) this.#publish();
    const judgement = await this.#deps.judge.judge(judgeInput(this.#state, this.bank, problem), judging.signal);
    this.#judging = undefined;
    if (this.#closed && judging.signal.aborted) return false;
    await this.#commit([{ type: 'judged', turn: answer.turn, judgement }]);
    return true;
  }

  async #move(): Promise<void> {
    const moves = nextMoves(this.#state, this.bank);
    const turn = nextTurn(this.#state);
    const closes = moves.some((move) => move.kind === 'close');
    await this.#commit([{ type: 'moved', turn, moves }, ...(closes ? [{ type: 'ended', early: false } as const] : [])]);
    if (moves.length > 0) await this.#speak(turn);
  }

  /** Lets a model phrase the turn, if there is one; its words arrive while the candidate can already type. One turn at a time. */
  async #speak(turn: number): Promise<void> {
    await this.#stopSpeaking();
    if (this.#closed) return;
    const speech = await this.#deps.voice.speak(this.#state, turn, (offset, text) => {
      for (const listener of this.#listeners) listener.delta?.(turn, offset, text);
    });
    if (!speech) return;
    this.#speech = speech;
    this.#publish();
    void speech.ended.then((spoke) => {
      if (this.#speech === speech) this.#speech = undefined;
      if (spoke) this.#enqueue(() => this.#commit([spoke])).catch(() => undefined);
    });
  }

  /** @throws {RefusedError} when the journal could not take the events; the state is then unchanged. */
  async #commit(events: readonly InterviewEvent[]): Promise<void> {
    if (events.length === 0) return;
    const at = this.#deps.clock.now();
    const clock = this.#clock.elapsed();
    const entries = events.map((event, i): Entry => ({ seq: this.#state.seq + 1 + i, at, clock, event }));
    try {
      await this.#journal.append(entries);
    } catch (error) {
      this.#trouble =
        error instanceof JournalError ? error.message : `The session could not be saved: ${String(error)}`;
      this.#deps.log.error(this.#trouble, error);
      this.#publish();
      throw new RefusedError(`${this.#trouble} Nothing of what you wrote is lost; try again when this is mended.`);
    }
    this.#trouble = undefined;
    this.#state = entries.reduce(evolve, this.#state);
    this.#clock.run(this.#shouldCount());
    this.#publish();
  }

  #shouldCount(): boolean {
    return this.#state.started !== undefined && !this.#state.paused && !this.#state.ended && this.#journal.writable;
  }

  #publish(): void {
    for (const listener of this.#listeners) listener.changed?.();
  }

  /** One task after another; a task that fails is logged and does not hold up the next. */
  #enqueue(task: () => Promise<void>): Promise<void> {
    const run = this.#queue.then(task);
    this.#queue = run.catch((error) => this.#failed(error));
    return run;
  }

  /** A fault of ours: said in the panel, and tried again with the candidate's next step. */
  #failed(error: unknown): void {
    if (error instanceof RefusedError) return;
    this.#deps.log.error('A step of the interview failed.', error);
    this.#trouble =
      'The interviewer could not go on from here. What you wrote is kept; send or press something to try again, or see “ML Interviewer: Show Log”.';
    this.#publish();
  }
}
