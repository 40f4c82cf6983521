import { lexisFor } from '../grading/compiled.ts';
import type { Lexis } from '../grading/text/lexis.ts';
import { type Reading, read } from '../grading/text/reading.ts';
import type { Lexicon } from '../lexicon.ts';

const cache = new WeakMap<Lexicon, Lexis>();

/** A text as the lexicon alone reads it: which of the field's terms are named, where, and whether they are denied or only quoted. */
export function readTerms(turn: number, text: string, lexicon: Lexicon): Reading {
  const known = cache.get(lexicon) ?? lexisFor(lexicon, []);
  cache.set(lexicon, known);
  return read(turn, text, known);
}

/** Ids of the concepts that a reading names as the candidate's own, in order of their first mention. */
export function conceptsNamed(reading: Reading): string[] {
  const own = reading.concepts.filter(({ first }) => {
    const standing = reading.standing[reading.clauseAt[first] ?? -1];
    return standing !== 'excluded' && standing !== 'asked' && standing !== 'refuted';
  });
  return [...new Set(own.map(({ id }) => id))];
}
