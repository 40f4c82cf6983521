import type { Block, Item } from './blocks.ts';

/** One page that needs nothing else: no script, no picture, no address. Prints on paper as it reads on screen. */
export function toHtml(blocks: readonly Block[], title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${blocks.map(html).join('\n')}
</main>
</body>
</html>
`;
}

/** Of the style below, so that a browser takes no other; a test compares the two. */
const styleHash = 'cQ63ekXRY++Ojt+2ZYJEDKEubg0/8LA2rcpfOZ4qaRQ=';

const style = `
:root { color-scheme: light dark; --quiet: light-dark(#57606a, #a8b0b8); --rule: light-dark(#d0d7de, #444c56); --page: light-dark(#fff, #1c2128); --ink: light-dark(#1f2328, #e6edf3); }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; } h2 { margin-top: 2.5rem; padding-bottom: .3rem; border-bottom: 1px solid var(--rule); font-size: 1.3rem; }
h3 { margin-top: 1.75rem; font-size: 1.05rem; } li { margin-block: .35rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; } dt { color: var(--quiet); } dd { margin: 0; }
blockquote { margin: .4rem 0 1.2rem; padding-inline-start: .9rem; border-inline-start: 3px solid var(--rule); white-space: pre-wrap; }
.who { margin: 1.2rem 0 0; font-weight: 600; } .turn, q + .turn { color: var(--quiet); font-weight: 400; font-size: .85rem; }
@media print { body { background: none; color: #000; font-size: 11pt; } main { max-width: none; padding: 0; } h2, h3, .who { break-after: avoid; } li { break-inside: avoid; } }
`;

function html(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${block.label ? `<strong>${escaped(block.label)}</strong> ` : ''}${escaped(block.text).replaceAll('\n', '<br>')}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${escaped(item.text)}${quoteOf(item)}</li>`).join('\n')}\n</ul>`;
    case 'speech':
      return `<p class="who">${escaped(block.who)}${turnOf(block.turn)}</p>\n<blockquote>${escaped(block.text)}</blockquote>`;
    case 'facts':
      return `<dl>\n${block.rows.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('\n')}\n</dl>`;
  }
}

function quoteOf({ quote }: Item): string {
  return quote ? ` <q>${escaped(quote.text)}</q>${turnOf(quote.turn)}` : '';
}

function turnOf(turn: number | undefined): string {
  return turn === undefined ? '' : ` <span class="turn">turn ${turn}</span>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters and those that turn the direction of writing are left out, so that text reads as it was written. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, (found) => (found === '\n' ? '\n' : ' '))
    .replace(/[&<>"']/g, (found) => entities[found] ?? found);
}
