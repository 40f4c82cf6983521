/** How far from the end still counts as being there, in pixels. */
const nearEnd = 32;

/**
 * Keeps the transcript at its end while the reader is there, and leaves it alone otherwise. `onReadBack` is told when
 * the reader leaves the end or comes back to it.
 */
export class FollowEnd {
  readonly #log: HTMLElement;
  readonly #observer: ResizeObserver;
  atEnd = true;

  constructor(log: HTMLElement, content: HTMLElement, onMoved: () => void) {
    this.#log = log;
    this.#observer = new ResizeObserver(() => this.#keepUp());
    this.#observer.observe(content);
    this.#observer.observe(log);
    log.addEventListener('scroll', () => {
      const atEnd = this.#distance() <= nearEnd;
      if (atEnd === this.atEnd) return;
      this.atEnd = atEnd;
      onMoved();
    });
  }

  toEnd(): void {
    this.atEnd = true;
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  /** After the position was changed from outside: a reader who was sent to a turn stays there. */
  measure(): void {
    this.atEnd = this.#distance() <= nearEnd;
  }

  #keepUp(): void {
    if (this.atEnd && this.#distance() > 0) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #distance(): number {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight;
  }
}
