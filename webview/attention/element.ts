import { render } from 'lit/html.js';
import { type AttentionSettings, attend, tokensOf } from './maths.ts';
import { type ExplorerActions, explorerTemplate } from './view.ts';
import { type Cell, viewAsText } from './words.ts';

export function defineAttention(): void {
  if (!customElements.get('mli-attention')) customElements.define('mli-attention', AttentionElement);
}

/** `<mli-attention>`: self-attention that a candidate can change and read cell by cell. Fires `mli-insert` with a text for the answer. */
class AttentionElement extends HTMLElement {
  #settings: AttentionSettings = {
    tokens: ['The', 'cat', 'sat', 'on', 'the', 'mat'],
    head: 0,
    scaled: true,
    causal: false,
    positions: true,
    temperature: 1,
  };
  #cell: Cell = { row: 2, column: 1 };

  connectedCallback(): void {
    this.#draw();
  }

  #draw(): void {
    const attention = attend(this.#settings);
    render(explorerTemplate(this.#settings, attention, this.#cell, this.#actions()), this);
  }

  #actions(): ExplorerActions {
    return {
      change: (change) => {
        this.#settings = { ...this.#settings, ...change };
        this.#draw();
      },
      retype: (text) => this.#retype(text),
      choose: (cell) => this.#choose(cell),
      insert: () => this.#insert(),
    };
  }

  #retype(text: string): void {
    const tokens = tokensOf(text);
    if (tokens.length === 0) return;
    this.#settings = { ...this.#settings, tokens };
    const last = tokens.length - 1;
    this.#cell = { row: Math.min(this.#cell.row, last), column: Math.min(this.#cell.column, last) };
    this.#draw();
  }

  #choose(cell: Cell): void {
    const last = this.#settings.tokens.length - 1;
    this.#cell = { row: clamp(cell.row, last), column: clamp(cell.column, last) };
    this.#draw();
    this.querySelector<HTMLElement>('td[tabindex="0"]')?.focus();
  }

  #insert(): void {
    const text = viewAsText(this.#settings, attend(this.#settings), this.#cell);
    this.dispatchEvent(new CustomEvent('mli-insert', { bubbles: true, detail: text }));
  }
}

function clamp(value: number, last: number): number {
  return Math.max(0, Math.min(last, value));
}
