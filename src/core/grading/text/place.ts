import type { Direction } from '../recogniser.ts';
import type { Clause } from './clauses.ts';
import type { Span } from './lexis.ts';
import * as move from './movement.ts';
import type { Reading } from './reading.ts';
import { adverbs, conjunctions, determiners, isAuxiliary, isFiniteVerb, prepositions } from './vocabulary.ts';

/** What a construction says of the quantity; `signal` is the token that says it, `weak` an amount rather than a change. */
export type Found = { goes: Direction; signal: number; weak?: boolean; subject?: boolean; denied?: boolean };

export const up = (signal: number): Found => ({ goes: 'up', signal });

export const down = (signal: number): Found => ({ goes: 'down', signal });

export const same = (signal: number): Found => ({ goes: 'same', signal });

/** A mention of a quantity in its clause, as the constructions look at it. */
export interface Place {
  readonly reading: Reading;
  readonly clause: Clause;
  readonly span: Span;
  /** First token after the quantity and its heads ("memory usage of the model"). */
  readonly end: number;
}

export const word = (place: Place, i: number): string =>
  i >= place.clause.first && i < place.clause.last ? (place.reading.tokens[i]?.text ?? '') : '';

export const stemAt = (place: Place, i: number): string =>
  i >= place.clause.first && i < place.clause.last ? (place.reading.stems[i] ?? '') : '';

export const isGood = (place: Place): boolean =>
  place.reading.stems.slice(place.span.first, place.span.last).some((item) => move.goods.has(item));

export function tokensBetween(place: Place, first: number, last: number): string[] {
  return place.reading.tokens.slice(first, last).map((token) => token.text);
}

export function stops(place: Place, i: number): boolean {
  const text = word(place, i);
  const token = place.reading.tokens[i];
  if (!text || !token) return true;
  if (token.mark) return text !== ',' && text !== '%' && text !== '"';
  return isFiniteVerb(text, token.stem, word(place, i - 1) || undefined) && !move.heads.has(token.stem);
}

/** Left edge of the adjectives and nouns that belong to the quantity; the token before them is returned. */
export function beforeModifiers(place: Place): number {
  let i = place.span.first - 1;
  while (i >= place.clause.first && i > place.span.first - 5) {
    const text = word(place, i);
    if (prepositions.has(text) || conjunctions.has(text) || place.reading.tokens[i]?.mark || isVerbLike(place, i))
      break;
    i -= 1;
  }
  return i;
}

function isVerbLike(place: Place, i: number): boolean {
  const token = place.reading.tokens[i];
  return (
    token !== undefined &&
    (isFiniteVerb(token.text, token.stem, word(place, i - 1) || undefined) || token.stem === 'sacrific')
  );
}

/** Whether an object follows a verb: then its subject is the cause and does not move. */
export function object(place: Place, i: number): boolean {
  let j = i + 1;
  while (adverbs.has(word(place, j)) && !/^(?:up|down)$/.test(word(place, j))) j += 1;
  const text = word(place, j);
  if (
    !text ||
    prepositions.has(text) ||
    conjunctions.has(text) ||
    place.reading.tokens[j]?.mark ||
    text === 'up' ||
    text === 'down'
  )
    return false;
  if (determiners.has(text)) return !/^(?:that|this|each|every|no)$/.test(text);
  return place.reading.concepts.some((span) => span.first === j || (span.first === j + 1 && !isAuxiliary(text)));
}
