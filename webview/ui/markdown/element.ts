import { markdownBlocks } from './blocks.ts';
import { enhance } from './enhance.ts';
import { safeNodes } from './sanitise.ts';

/** At most twenty updates a second, each in an animation frame: below that a reader sees no difference. */
const shortestInterval = 50;

interface Rendered {
  readonly source: string;
  readonly node: HTMLElement;
}

/**
 * `<mli-markdown .typed .live .text>`: shows Markdown, safely. While `live`, the text grows: blocks that did not change
 * keep their nodes, and updates are paced. Set `text` last.
 */
export class MarkdownElement extends HTMLElement {
  typed = false;
  #live = false;
  #text = '';
  #shown: string | undefined;
  #rendered: Rendered[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastUpdate = 0;

  set live(live: boolean) {
    this.#live = live;
    if (!live && this.#shown !== undefined && this.#shown !== this.#text) this.#update();
  }

  set text(text: string) {
    this.#text = text;
    if (this.#live) this.#updateSoon();
    else this.#update();
  }

  #updateSoon(): void {
    const wait = Math.max(0, shortestInterval - (performance.now() - this.#lastUpdate));
    this.#timer ??= setTimeout(() => requestAnimationFrame(() => this.#update()), wait);
  }

  #update(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#shown === this.#text) return;
    this.#shown = this.#text;
    this.#lastUpdate = performance.now();
    const blocks = markdownBlocks(this.#text, this.typed);
    const kept = this.#unchangedStart(blocks);
    for (const { node } of this.#rendered.splice(kept)) node.remove();
    for (const block of blocks.slice(kept)) this.#append(block.source, block.html());
    this.dispatchEvent(new CustomEvent('mli-grown', { bubbles: true }));
  }

  #unchangedStart(blocks: readonly { source: string }[]): number {
    let index = 0;
    while (index < blocks.length && this.#rendered[index]?.source === blocks[index]?.source) index += 1;
    return index;
  }

  #append(source: string, html: string): void {
    const node = document.createElement('div');
    node.className = 'block';
    const nodes = safeNodes(html);
    enhance(nodes);
    node.append(nodes);
    this.append(node);
    this.#rendered.push({ source, node });
  }
}
