import { fold } from './fold.ts';
import { lexeme } from './stem.ts';

/** A word, a number or a mark; `start` and `end` are offsets in the original text. */
export interface Token {
  readonly text: string;
  readonly stem: string;
  readonly start: number;
  readonly end: number;
  readonly mark: boolean;
}

const pattern = new RegExp(
  [
    String.raw`o\}? ?\( ?[^()\n]{1,24} ?\)`, // O(n^2) is one word
    String.raw`\d+(?:,\d{3})+(?:\.\d+)?[a-z]*`,
    String.raw`\d+\.\d+[a-z]*`,
    String.raw`[\p{L}\p{N}]+(?:\^\{?-?[\p{L}\p{N}]+\}?)+`, // n^2
    String.raw`[\p{L}\p{N}]+(?:'[a-z]+)?`,
    String.raw`\n\s*\n|\n\s*(?:[-*#>]|\d+[.)])\s`, // a paragraph or a list item
    String.raw`[.?!](?=[\s"')\]*_]|$)`,
    ' -{1,3} |[,;:()"—=→↑↓<>%]',
  ].join('|'),
  'uy',
);

const fillers = new Set(['uh', 'um', 'erm', 'er', 'uhm', 'hmm']);
const single = /^[a-z]$/;

/** Words and marks of a text in order. Fillers are dropped; Markdown emphasis, backticks and hyphens only separate. */
export function tokensOf(original: string): Token[] {
  const { text, at } = fold(original);
  const tokens: Token[] = [];
  const calls: boolean[] = [];
  for (let i = 0; i < text.length; ) {
    const wordEnd = plainWordEnd(text, i);
    if (wordEnd > i) {
      const word = spoken(text.slice(i, wordEnd), text[i - 1]);
      if (!fillers.has(word)) tokens.push(wordToken(word, at[i] ?? 0, endOffset(at, wordEnd)));
      i = wordEnd;
      continue;
    }
    const raw = isBlank(text, i) ? undefined : matchAt(text, i);
    if (raw === undefined) {
      i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
      continue;
    }
    const end = i + raw.length;
    if (!fillers.has(raw) && !isCall(raw, text, i, calls)) tokens.push(tokenOf(raw, at[i] ?? 0, endOffset(at, end)));
    i = end;
  }
  return powers(withoutAsides(tokens));
}

/** LaTeX commands as one would read them out. */
const commands: Readonly<Record<string, string>> = {
  leftarrow: 'becomes',
  gets: 'becomes',
  prod: 'product',
  partial: 'gradient',
  nabla: 'gradient',
  propto: 'proportional',
  approx: 'about',
  odot: 'times',
  infty: 'infinity',
  implies: 'so',
  leadsto: 'so',
};

function spoken(word: string, before: string | undefined): string {
  return before === '\\' ? (commands[word] ?? word) : word;
}

function matchAt(text: string, i: number): string | undefined {
  pattern.lastIndex = i;
  return pattern.exec(text)?.[0];
}

const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/**
 * End of a word of plain letters, or `i`. Nearly all tokens are such; whatever may go on as something else (a digit first,
 * an apostrophe, a power, a letter beyond ASCII, "o(") is left to the pattern.
 */
function plainWordEnd(text: string, i: number): number {
  if (!isLetter(text.charCodeAt(i))) return i;
  let end = i + 1;
  while (isLetter(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end += 1;
  const next = text.charCodeAt(end);
  const open = next === 39 || next === 94 || next > 127 || (end === i + 1 && text[i] === 'o');
  return open ? i : end;
}

/** A space that opens no dash. */
function isBlank(text: string, i: number): boolean {
  return text.charCodeAt(i) === 32 && text.charCodeAt(i + 1) !== 45;
}

const inFormula =
  /^\((?=[^()]{0,60}(?:[+*/=^]|[a-z]_?\d))(?:[\s+*/=^_,.-]|\d+(?:\.\d+)?|(?:sqrt|softmax|relu|log|exp|max|min|ln)\b|[a-z]{1,2}_?\d*(?![a-z]))*\)/;

/** Brackets that hang on a word, as in `eval()` and `softmax(x)`, or stand in a formula, do not open an aside. */
function isCall(mark: string, text: string, i: number, calls: boolean[]): boolean {
  if (mark === '(') calls.push(/[\p{L}\p{N}_]/u.test(text[i - 1] ?? ' ') || inFormula.test(text.slice(i, i + 80)));
  return mark === '(' ? calls.at(-1) === true : mark === ')' && calls.pop() === true;
}

// The end of a token is where its last character ends in the original, even when invisible characters follow it.
function endOffset(at: Int32Array, end: number): number {
  const last = at[end - 1] ?? 0;
  let next = end;
  while (next < at.length - 1 && at[next] === last) next += 1;
  return at[next] ?? last;
}

function wordToken(word: string, start: number, end: number): Token {
  const { text, stem } = lexeme(word);
  return { text, stem, start, end, mark: false };
}

function tokenOf(raw: string, start: number, end: number): Token {
  if (/^\s*\n/.test(raw)) return { text: '\n', stem: '\n', start, end, mark: true };
  const trimmed = raw.trim();
  if (/^-+$/.test(trimmed)) return { text: '—', stem: '—', start, end, mark: true };
  if (/^[^\p{L}\p{N}]+$/u.test(trimmed)) return { text: trimmed, stem: trimmed, start, end, mark: true };
  return wordToken(trimmed.replace(/'s$/, '').replace(/[\s{}\\*]/g, ''), start, end);
}

const asides = new Set(['you', 'kind', 'sort']);

/** "you know", "kind of", "sort of" say nothing. */
function withoutAsides(tokens: readonly Token[]): Token[] {
  const empty = (i: number): boolean => {
    if (!asides.has(tokens[i]?.text ?? '')) return false;
    const pair = `${tokens[i]?.text} ${tokens[i + 1]?.text}`;
    if (pair === 'you know')
      return !/^(?:that|how|what|why|when|whether|if|where|which)$/.test(tokens[i + 2]?.text ?? '');
    return (
      (pair === 'kind of' || pair === 'sort of') &&
      !/^(?:a|the|this|that|what|which|some|any|another|one|same)$/.test(tokens[i - 1]?.text ?? '')
    );
  };
  return tokens.filter((_, i) => !empty(i) && !empty(i - 1));
}

/** "n squared" and "O of n squared" are said forms of n^2 and O(n^2). */
function powers(tokens: Token[]): Token[] {
  const out: Token[] = [];
  for (const token of tokens) {
    const before = out.at(-1);
    const power = token.text === 'squared' ? '^2' : token.text === 'cubed' ? '^3' : '';
    if (power && before && single.test(before.text)) {
      out.pop();
      out.push(join(before, token, before.text + power));
      if (/^o$/.test(out.at(-3)?.text ?? '') && out.at(-2)?.text === 'of') complexity(out);
    } else out.push(token);
  }
  return out;
}

function complexity(out: Token[]): void {
  const inner = out.pop();
  out.pop();
  const head = out.pop();
  if (inner && head) out.push(join(head, inner, `o(${inner.text})`));
}

function join(first: Token, last: Token, text: string): Token {
  return { text, stem: text, start: first.start, end: last.end, mark: false };
}
