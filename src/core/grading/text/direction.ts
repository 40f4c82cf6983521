import type { Direction } from '../recogniser.ts';
import type { Clause } from './clauses.ts';
import { governed, modified, noun } from './governing.ts';
import { bought, burden, compound, relative, traded } from './idioms.ts';
import type { Span } from './lexis.ts';
import * as move from './movement.ts';
import { type Found, type Place, stemAt, word } from './place.ts';
import { predicated, steady } from './predicate.ts';
import type { Reading } from './reading.ts';
import { isFiniteVerb } from './vocabulary.ts';

/** Where a mention of a quantity is said to go. */
export interface Movement {
  readonly goes: Direction;
  /** Token that says so. */
  readonly signal: number;
  readonly denied: boolean;
  /** An amount ("a lot of memory") rather than a change. */
  readonly weak: boolean;
  /** The quantity is the subject: "memory goes up". */
  readonly subject: boolean;
}

/** What the clause says of the quantity at `span`, or undefined when it only names it or says both. */
export function movementOf(reading: Reading, span: Span, clause: Clause): Movement | undefined {
  const place: Place = { reading, clause, span, end: endOfPhrase(reading, span, clause) };
  const found =
    relative(place) ??
    bought(place) ??
    compound(place) ??
    traded(place) ??
    steady(place) ??
    governed(place) ??
    modified(place) ??
    noun(place) ??
    predicated(place) ??
    burden(place);
  if (!found || bothWays(reading, found, clause)) return undefined;
  const odd = (i: number) => (reading.denied[i] ?? 0) % 2 === 1;
  const denied = found.denied ?? (odd(found.signal) || (!found.subject && odd(span.first)) || opposed(place, found));
  return { goes: found.goes, signal: found.signal, denied, weak: found.weak ?? false, subject: found.subject ?? false };
}

function endOfPhrase(reading: Reading, span: Span, clause: Clause): number {
  let end = span.last;
  while (
    end < clause.last &&
    move.heads.has(reading.stems[end] ?? '') &&
    !isFiniteVerb(reading.tokens[end]?.text ?? '', reading.stems[end] ?? '', 'it')
  )
    end += 1;
  while (end < clause.last && move.heads.has(reading.stems[end] ?? '') && reading.stems[end] !== 'cost') end += 1;
  return end;
}

/** "handles the increased memory", "to cope with growing memory": the movement is what is worked against. */
function opposed(place: Place, found: Found): boolean {
  if (found.subject || /^(?:increas|reduc|decreas|lower|rais)\w*(?:es|e|s)$/.test(word(place, found.signal)))
    return false;
  for (let i = found.signal - 1; i >= Math.max(place.clause.first, found.signal - 5); i -= 1) {
    if (move.opposing.has(stemAt(place, i)) && i < place.span.first) return true;
    if (/^(?:by|and|while)$/.test(word(place, i))) return false;
  }
  return false;
}

/** "increases or decreases", "up or down". */
function bothWays(reading: Reading, found: Found, clause: Clause): boolean {
  if (found.goes === 'same') return false;
  const sentence = reading.sentences[clause.sentence];
  if (!sentence) return false;
  for (let i = Math.max(sentence.first, found.signal - 6); i < Math.min(sentence.last, found.signal + 7); i += 1) {
    if (reading.tokens[i]?.text !== 'or') continue;
    const [before, after] = [
      polarOf(reading, i - 3, i, sentence.first),
      polarOf(reading, i + 1, i + 4, sentence.first),
    ];
    if (before !== 0 && after !== 0 && before !== after) return true;
  }
  return false;
}

function polarOf(reading: Reading, first: number, last: number, floor: number): number {
  let sum = 0;
  for (let i = Math.max(first, floor); i < last; i += 1) {
    const [text, item] = [reading.tokens[i]?.text ?? '', reading.stems[i] ?? ''];
    if (move.raising.has(item) || move.risingPredicates.has(text)) sum = 1;
    else if (move.lowering.has(item) || move.fallingPredicates.has(text)) sum = -1;
  }
  return sum;
}
