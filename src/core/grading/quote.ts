import type { Hit } from './recognise.ts';
import type { Quote } from './verdict.ts';

export const longestQuote = 240;

/** The clauses that a hit rests on, cut from the text as it was written; at most 240 characters. */
export function quoteOf(hit: Hit): Quote {
  const { reading } = hit;
  const [first, last] = [reading.clauses[hit.first], reading.clauses[hit.last]];
  let start = hit.range?.start ?? reading.tokens[first?.first ?? 0]?.start ?? 0;
  let end = hit.range?.end ?? reading.tokens[(last?.last ?? 1) - 1]?.end ?? reading.text.length;
  if (end - start > longestQuote) [start, end] = around(hit, start, end);
  return { turn: reading.turn, text: reading.text.slice(start, end).trim() };
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
