import { HandsOn, type HandsOnDeps, type LiveStore } from './handsOn.ts';
import type { Interviewer, InterviewListener } from './interviewer.ts';
import { type Live, quiet } from './live.ts';
import type { Disposable, Point } from './ports.ts';
import { presentScorecard } from './present/scorecard.ts';
import { presentChat } from './present.ts';
import { titleOf } from './title.ts';

export interface SessionListener extends InterviewListener {
  progress?(problem: string, run: number, series: Record<string, Point[]>, output: string): void;
}

/** An open session as the surfaces see it: the interview, its exercises, and what is live in this window. */
export class Session implements LiveStore {
  readonly interviewer: Interviewer;
  readonly handsOn: HandsOn;
  readonly #listeners = new Set<SessionListener>();
  readonly #subscription: Disposable;
  #live: Live = quiet;

  constructor(interviewer: Interviewer, deps: HandsOnDeps) {
    this.interviewer = interviewer;
    this.handsOn = new HandsOn(interviewer, this, deps);
    this.#subscription = interviewer.listen({
      changed: () => this.#changed(),
      delta: (turn, offset, text) => this.#each((listener) => listener.delta?.(turn, offset, text)),
    });
  }

  get live(): Live {
    return this.#live;
  }

  get title(): string {
    return titleOf(this.interviewer.state, this.interviewer.bank);
  }

  listen(listener: SessionListener): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  change(part: Partial<Live>): void {
    this.#live = { ...this.#live, ...part };
    this.#each((listener) => listener.changed?.());
  }

  progress(problem: string, run: number, series: Record<string, Point[]>, output: string): void {
    this.#each((listener) => listener.progress?.(problem, run, series, output));
  }

  chat(): ReturnType<typeof presentChat> {
    const { interviewer } = this;
    return presentChat(interviewer.state, interviewer.bank, {
      live: this.#live,
      session: interviewer.session,
      title: this.title,
      writable: interviewer.writable,
      trouble: interviewer.trouble,
      clock: interviewer.clock,
      speaking: interviewer.speaking,
      reading: interviewer.reading,
    });
  }

  /** The scorecard; undefined until the interview has ended. */
  scorecard(): ReturnType<typeof presentScorecard> | undefined {
    const { state, bank, session } = this.interviewer;
    return state.ended ? presentScorecard(state, bank, session, this.title) : undefined;
  }

  async close(): Promise<void> {
    this.handsOn.stop();
    this.#subscription.dispose();
    this.#listeners.clear();
    await this.interviewer.close();
  }

  #changed(): void {
    if (this.interviewer.state.ended) this.handsOn.stop();
    this.#each((listener) => listener.changed?.());
  }

  #each(tell: (listener: SessionListener) => void): void {
    for (const listener of [...this.#listeners]) tell(listener);
  }
}
