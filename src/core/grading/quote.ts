import type { Hit } from './recognise.ts';
import type { Quote } from './verdict.ts';

export const longestQuote = 240;

/** The clauses that a hit rests on, cut from the text as it was written; at most 240 characters. */
export function quoteOf(hit: Hit): Quote {
  const { reading } = hit;
  const [first, last] = [reading.clauses[hit.first], reading.clauses[hit.last]];
  let start = reading.tokens[first?.first ?? 0]?.start ?? 0;
  let end = reading.tokens[(last?.last ?? 1) - 1]?.end ?? reading.text.length;
  if (hit.range) [start, end] = withFormula(hit.range, start, end);
  if (end - start > longestQuote) [start, end] = around(hit, start, end);
  [start, end] = balanced(reading.text, start, end);
  return { turn: reading.turn, text: reading.text.slice(start, end).trim() };
}

/** A formula with the clause that it stands in; alone where it stands in none (in a code block), or where both are too long. */
function withFormula(range: { start: number; end: number }, start: number, end: number): [number, number] {
  const [from, to] = [Math.min(start, range.start), Math.max(end, range.end)];
  const apart = range.start >= end || start >= range.end;
  return apart || to - from > longestQuote ? [range.start, range.end] : [from, to];
}

const pairs: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** Takes in the other half of a bracket that the cut would leave open, where it is near enough. */
function balanced(text: string, start: number, end: number): [number, number] {
  const { open, lost } = unmatched(text.slice(start, end));
  let [from, to] = [start, end];
  for (const bracket of open.reverse()) {
    const at = text.indexOf(pairs[bracket] ?? '', to);
    if (at >= 0 && at + 1 - from <= longestQuote) to = at + 1;
  }
  for (const bracket of lost) {
    const at = from > 0 ? text.lastIndexOf(bracket, from - 1) : -1;
    if (at >= 0 && to - at <= longestQuote) from = at;
  }
  return [wordStart(text, from, to), to];
}

/** Brackets opened and not closed, and the openings of those closed and not opened. */
function unmatched(cut: string): { open: string[]; lost: string[] } {
  const open: string[] = [];
  const lost: string[] = [];
  for (const character of cut) {
    if (pairs[character]) open.push(character);
    const opening = Object.keys(pairs).find((item) => pairs[item] === character);
    if (opening && open.pop() === undefined) lost.push(opening);
  }
  return { open, lost };
}

// A quote that was widened to a bracket begins with the name that the bracket hangs on: "softmax(…", not "(…".
function wordStart(text: string, from: number, to: number): number {
  if (!pairs[text[from] ?? '']) return from;
  let start = from;
  while (start > 0 && to - start < longestQuote && /[\p{L}\p{N}_]/u.test(text[start - 1] ?? '')) start -= 1;
  return start;
}

// Too long: the part that ends with the clause of the deciding word, cut at word boundaries.
function around(hit: Hit, start: number, end: number): [number, number] {
  const { reading } = hit;
  const clause = reading.clauses[reading.clauseAt[hit.at] ?? hit.last];
  const stop = Math.min(end, reading.tokens[(clause?.last ?? 1) - 1]?.end ?? end);
  const decisive = reading.tokens[hit.at]?.end ?? stop;
  const finish = stop - start <= longestQuote ? stop : Math.max(decisive, Math.min(stop, start + longestQuote));
  const from =
    reading.tokens.find((token) => token.start >= finish - longestQuote && token.start >= start)?.start ?? start;
  const to =
    reading.tokens.findLast((token) => token.end <= Math.min(finish, from + longestQuote))?.end ?? from + longestQuote;
  return [from, Math.min(Math.max(to, from), from + longestQuote)];
}
