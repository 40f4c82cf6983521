const batchEvery = 1200;
const kept = 6;

/**
 * A polite live region that is spoken in batches: whatever is said within a second or so arrives as one paragraph,
 * so that a screen reader is not interrupted by each sentence.
 */
export class Announcer {
  readonly #region: HTMLElement;
  #pending: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(region: HTMLElement) {
    this.#region = region;
  }

  say(text: string): void {
    const words = text.trim();
    if (!words) return;
    this.#pending.push(words);
    this.#timer ??= setTimeout(() => this.#flush(), batchEvery);
  }

  #flush(): void {
    this.#timer = undefined;
    const paragraph = document.createElement('p');
    paragraph.textContent = this.#pending.join(' ');
    this.#pending = [];
    this.#region.append(paragraph);
    while (this.#region.childElementCount > kept) this.#region.firstElementChild?.remove();
  }
}
