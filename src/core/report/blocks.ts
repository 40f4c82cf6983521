import { inert } from '../interview/quote.ts';

/** A document without a format: what Markdown and HTML are made from. Texts are plain; nothing in them is markup. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly label?: string }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'speech'; readonly who: string; readonly text: string; readonly turn?: number }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] };

/** An entry with the words that it rests on. */
export interface Item {
  readonly text: string;
  readonly quote?: { readonly turn: number; readonly text: string };
}

export const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
export const paragraph = (text: string, label?: string): Block => ({
  kind: 'paragraph',
  text,
  ...(label === undefined ? {} : { label }),
});
export const list = (items: readonly Item[]): Block => ({ kind: 'list', items });

/** As Markdown. What a person or a model said is escaped line by line, so that none of it acts. */
export function toMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(markdown).join('\n\n')}\n`;
}

function markdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${inert(block.text)}`;
    case 'paragraph':
      return block.label ? `**${inert(block.label)}** ${lines(block.text)}` : lines(block.text);
    case 'list':
      return block.items.map((item) => `- ${inert(item.text)}${quoteOf(item)}`).join('\n');
    case 'speech':
      return `**${inert(block.who)}**${block.turn === undefined ? '' : ` (turn ${block.turn})`}\n\n${quotation(block.text)}`;
    case 'facts':
      return block.rows.map(([name, value]) => `- ${inert(name)}: ${inert(value)}`).join('\n');
  }
}

function quoteOf({ quote }: Item): string {
  return quote ? ` “${inert(quote.text)}” (turn ${quote.turn})` : '';
}

function lines(text: string): string {
  return text.split('\n').map(inert).join('\n');
}

function quotation(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${inert(line)}`.trimEnd())
    .join('\n');
}
