import { clockText, clockWords } from './time.ts';

/** A tick this late means that the machine or the page slept: the host, which knows better, is asked again. */
const sleptAfter = 20_000;

export interface ClockReading {
  /** Interview time used when the reading was taken, ms. */
  readonly elapsed: number;
  readonly total: number;
  readonly running: boolean;
}

/** `<mli-clock>`: shows the interview's time and counts on by itself. Fires `mli-slept` after a gap. */
export class ClockElement extends HTMLElement {
  #reading: ClockReading | undefined;
  #takenAt = 0;
  #lastTick = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  set reading(reading: ClockReading) {
    if (reading === this.#reading) return;
    this.#reading = reading;
    this.#takenAt = performance.now();
    this.#lastTick = this.#takenAt;
    this.#restart();
  }

  connectedCallback(): void {
    this.setAttribute('role', 'timer');
    this.#restart();
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }

  #restart(): void {
    clearInterval(this.#timer);
    this.#show();
    if (this.isConnected && this.#reading?.running) this.#timer = setInterval(() => this.#tick(), 1000);
  }

  #tick(): void {
    const now = performance.now();
    const slept = now - this.#lastTick > sleptAfter;
    this.#lastTick = now;
    if (slept) this.dispatchEvent(new CustomEvent('mli-slept', { bubbles: true }));
    else this.#show();
  }

  #show(): void {
    const reading = this.#reading;
    if (!reading) return;
    const elapsed = reading.elapsed + (reading.running ? performance.now() - this.#takenAt : 0);
    this.textContent = clockText(elapsed);
    this.title = `${clockWords(elapsed, reading.total)} used`;
    this.setAttribute('aria-label', `Interview time: ${this.title}${reading.running ? '' : ', paused'}`);
    this.toggleAttribute('over', reading.total > 0 && elapsed > reading.total);
  }
}
