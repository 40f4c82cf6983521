import MarkdownIt, { type MarkdownIt as Parser } from 'markdown-it';
import { isAllowedLink } from './links.ts';
import { mathPlugin } from './math.ts';

/** One top-level block: its source, by which it is recognised on the next parse, and how to turn it into HTML. */
export interface MarkdownBlock {
  readonly source: string;
  html(): string;
}

const parsers = { flowing: createParser(false), typed: createParser(true) };

/**
 * Cuts Markdown at its top-level blocks. A text that grows at its end keeps all blocks but the last ones, so only those
 * have to be rendered again. `typed` keeps single line ends, as a person who typed them expects.
 */
export function markdownBlocks(text: string, typed = false): MarkdownBlock[] {
  const md = typed ? parsers.typed : parsers.flowing;
  const env = {};
  const tokens = md.parse(text, env);
  const lines = text.split('\n');
  const blocks: MarkdownBlock[] = [];
  for (let start = 0; start < tokens.length; ) {
    const end = blockEnd(tokens, start);
    const slice = tokens.slice(start, end);
    const [from, to] = slice[0]?.map ?? [0, lines.length];
    blocks.push({ source: lines.slice(from, to).join('\n'), html: () => md.renderer.render(slice, md.options, env) });
    start = end;
  }
  return blocks;
}

function blockEnd(tokens: readonly { nesting: number }[], start: number): number {
  let depth = 0;
  for (let index = start; index < tokens.length; index += 1) {
    depth += tokens[index]?.nesting ?? 0;
    if (depth === 0) return index + 1;
  }
  return tokens.length;
}

function createParser(breaks: boolean): Parser {
  const md = new MarkdownIt({ html: false, linkify: true, breaks });
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  md.validateLink = isAllowedLink;
  // An image would be fetched: a channel out of the page. Its alternative text stays, as a link.
  md.disable('image');
  md.use(mathPlugin);
  // The page has its own h1 and h2; a heading in a turn must not outrank them.
  md.core.ruler.push('demote_headings', (state) => {
    for (const token of state.tokens) if (token.type.startsWith('heading_')) token.tag = demoted(token.tag);
  });
  return md;
}

function demoted(tag: string): string {
  return `h${Math.min(6, Number(tag.slice(1)) + 2)}`;
}
