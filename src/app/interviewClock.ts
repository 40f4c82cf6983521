import type { Clock, Disposable } from './ports.ts';

/** A gap between two ticks that is longer than this was sleep (or a stopped host), not interview time. ms. */
const longestGap = 15_000;
const tick = 5_000;

/**
 * Counts interview time: it stands still while paused, while no window has the session open, and while the machine
 * sleeps, whether or not the system's monotonic clock goes on during sleep.
 */
export class InterviewClock {
  readonly #clock: Clock;
  readonly #timer: Disposable;
  #counted: number;
  #last: number;
  #running = false;

  /** @param counted ms already used, from the journal. */
  constructor(clock: Clock, counted: number) {
    this.#clock = clock;
    this.#counted = counted;
    this.#last = clock.monotonic();
    this.#timer = clock.every(tick, () => this.elapsed());
  }

  get running(): boolean {
    return this.#running;
  }

  run(running: boolean): void {
    this.elapsed();
    this.#running = running;
  }

  /** Interview time used, ms. */
  elapsed(): number {
    const now = this.#clock.monotonic();
    const gap = now - this.#last;
    this.#last = now;
    if (this.#running && gap > 0 && gap <= longestGap) this.#counted += gap;
    return Math.round(this.#counted);
  }

  dispose(): void {
    this.#timer.dispose();
  }
}
