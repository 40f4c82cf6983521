import type { Token } from './tokens.ts';
import {
  adverbs,
  conjunctions,
  determiners,
  isAuxiliary,
  isFiniteVerb,
  openers,
  prepositions,
  pronouns,
} from './vocabulary.ts';

/** Tokens `first` to `last` (exclusive) of one clause. `opener` is the word or mark that introduced it, if any. */
export interface Clause {
  readonly index: number;
  readonly sentence: number;
  readonly first: number;
  readonly last: number;
  readonly opener: string;
}

export interface Sentence {
  readonly first: number;
  readonly last: number;
  /** The mark that ended it: `.`, `?`, `!`, a line break, or nothing at the end of the text. */
  readonly ending: string;
}

const ends = new Set(['.', '?', '!', '\n']);
const abbreviations = new Set(['eg', 'ie', 'vs', 'etc', 'approx', 'fig', 'eq']);
const breaks = new Set([';', ':', '—', '(', ')', '→']);

export function sentencesOf(tokens: readonly Token[]): Sentence[] {
  const sentences: Sentence[] = [];
  let first = 0;
  tokens.forEach((token, i) => {
    if (!token.mark || !ends.has(token.text) || (token.text === '.' && isAbbreviation(tokens, i - 1))) return;
    if (i > first) sentences.push({ first, last: i, ending: token.text });
    first = i + 1;
  });
  if (first < tokens.length) sentences.push({ first, last: tokens.length, ending: '' });
  return sentences;
}

/** Whether the full stop after a token belongs to it: "vs.", or the last letter of "e.g." and "w.r.t.". */
function isAbbreviation(tokens: readonly Token[], i: number): boolean {
  const [before, token] = [tokens[i - 1], tokens[i]];
  if (!token) return false;
  const lettered = token.text.length === 1 && before?.text.length === 1 && token.start - before.end === 1;
  return abbreviations.has(token.text) || (lettered && /[a-z]/.test(before.text));
}

/** Clauses of all sentences in order. See `recogniser-guide`: where a clause ends decides what `within: clause` means. */
export function clausesOf(tokens: readonly Token[], sentences: readonly Sentence[]): Clause[] {
  const clauses: Clause[] = [];
  sentences.forEach((sentence, index) => {
    let first = sentence.first;
    let opener = '';
    for (let i = sentence.first; i < sentence.last; i += 1) {
      const next = boundary(tokens, sentence, first, i);
      if (next === undefined) continue;
      if (i > first) clauses.push({ index: clauses.length, sentence: index, first, last: i, opener });
      opener = tokens[next === i ? i : next - 1]?.text ?? '';
      first = next;
      if (openers.has(tokens[first]?.text ?? '')) opener = tokens[first]?.text ?? opener;
      i = Math.max(i, first);
    }
    if (first < sentence.last)
      clauses.push({
        index: clauses.length,
        sentence: index,
        first,
        last: sentence.last,
        opener: opener || head(tokens[first]),
      });
  });
  return clauses;
}

function head(token: Token | undefined): string {
  return token && openers.has(token.text) ? token.text : '';
}

/** The first token of the clause that begins at or after `i`, if one does: `i` itself, or the one after the mark. */
function boundary(tokens: readonly Token[], sentence: Sentence, first: number, i: number): number | undefined {
  const token = tokens[i];
  if (!token || i === first) return token?.mark && breaks.has(token.text) ? i + 1 : undefined;
  if (token.mark && breaks.has(token.text)) return i + 1;
  if (token.text === ',') {
    if (subordinators.has(tokens[first]?.text ?? '') && hasFinite(tokens, first, i)) return i + 1;
    return startsClause(tokens, i + 1, sentence.last) && !isLeadIn(tokens, first, i) ? i + 1 : undefined;
  }
  if (token.text === 'so' && tokens[i + 1]?.text === 'that') return i;
  if (openers.has(token.text)) return opens(tokens, i, sentence.last) ? i : undefined;
  if (token.text === 'and' || token.text === 'or') {
    return startsVerbPhrase(tokens, i + 1, sentence.last, first) || gapping(tokens, first, i, sentence.last)
      ? i + 1
      : undefined;
  }
  return undefined;
}

function opens(tokens: readonly Token[], i: number, last: number): boolean {
  const word = tokens[i]?.text;
  const before = tokens[i - 1]?.text ?? '';
  if (word === 'so') return !isAuxiliary(before) && before !== 'do' && leadsClause(tokens, i + 1, last);
  if (word === 'which') return !prepositions.has(before);
  if (word === 'then' || word === 'instead' || word === 'yet' || word === 'once')
    return tokens[i + 1]?.text !== 'of' && before !== ',' && !isAuxiliary(before);
  if (word === 'then' && isFiniteVerb(tokens[i + 1]?.text ?? '', tokens[i + 1]?.stem ?? '', undefined)) return false;
  if (word === 'but') return !(before === 'nothing' || before === 'all');
  if (word === 'since') return before !== 'ever';
  return true;
}

/** "so memory grows", "so we stop", "so less memory" — but not "so effective". */
function leadsClause(tokens: readonly Token[], start: number, last: number): boolean {
  const next = tokens[start]?.text ?? '';
  if (/^(?:much|many|far|called|long)$/.test(next)) return false;
  return last - start > 2 || pronouns.has(next) || determiners.has(next);
}

/** After a comma: a new clause unless it goes on a list of nouns. */
function startsClause(tokens: readonly Token[], start: number, last: number): boolean {
  let i = start;
  while (conjunctions.has(tokens[i]?.text ?? '') || tokens[i]?.mark) i += 1;
  const token = tokens[i];
  if (!token || i >= last) return false;
  if (openers.has(token.text) || prepositions.has(token.text) || pronouns.has(token.text) || token.text === 'not')
    return true;
  if (isFiniteVerb(token.text, token.stem, undefined) || token.text.endsWith('ing')) return true;
  return finiteBefore(tokens, i, last) || leads(tokens, i, last);
}

const subordinators = new Set([
  'when',
  'whenever',
  'if',
  'once',
  'because',
  'since',
  'as',
  'while',
  'although',
  'though',
  'after',
  'unless',
]);

/** "At inference time, …": a phrase without a verb before the comma belongs to the clause that follows. */
function isLeadIn(tokens: readonly Token[], first: number, comma: number): boolean {
  let i = first;
  while (i < comma && (adverbs.has(tokens[i]?.text ?? '') || conjunctions.has(tokens[i]?.text ?? ''))) i += 1;
  const word = tokens[i]?.text ?? '';
  return i === comma || ((prepositions.has(word) || word === 'instead') && !hasFinite(tokens, i, comma));
}

function leads(tokens: readonly Token[], i: number, last: number): boolean {
  const next = tokens[i + 1];
  return (
    adverbs.has(tokens[i]?.text ?? '') &&
    next !== undefined &&
    i + 1 < last &&
    (determiners.has(next.text) || next.text.endsWith('ing'))
  );
}

function finiteBefore(tokens: readonly Token[], start: number, last: number): boolean {
  for (let i = start; i < Math.min(last, start + 8); i += 1) {
    const token = tokens[i];
    if (!token || (token.mark && token.text !== '"') || openers.has(token.text)) return false;
    if (i > start && isFiniteVerb(token.text, token.stem, tokens[i - 1]?.text)) return true;
  }
  return false;
}

/** After "and" or "or": a subject with its verb, or a verb that goes on with the old subject. */
function startsVerbPhrase(tokens: readonly Token[], start: number, last: number, first: number): boolean {
  let i = start;
  while (i < last && adverbs.has(tokens[i]?.text ?? '') && tokens[i]?.text !== 'like') i += 1;
  const token = tokens[i];
  if (!token || i >= last) return false;
  if (openers.has(token.text) && token.text !== 'then') return true;
  if (isAuxiliary(token.text)) return true;
  if (pronouns.has(token.text) && finiteBefore(tokens, i, last)) return true;
  if (isFiniteVerb(token.text, token.stem, undefined)) return hasFinite(tokens, first, start - 1);
  if (token.text.endsWith('s') && isFiniteVerb(token.text, token.stem, 'it') && tokens[i + 1] && !tokens[i + 1]?.mark) {
    return hasFinite(tokens, first, start - 1) && !finiteBefore(tokens, i, last);
  }
  return finiteBefore(tokens, i, last) && hasFinite(tokens, first, start - 1);
}

export function hasFinite(tokens: readonly Token[], first: number, last: number): boolean {
  for (let i = first; i < last; i += 1) {
    const token = tokens[i];
    if (token && !token.mark && isFiniteVerb(token.text, token.stem, i > 0 ? tokens[i - 1]?.text : undefined))
      return true;
  }
  return false;
}

const placing = new Set(['in', 'at', 'for', 'during', 'on', 'when', 'under', 'while', 'with']);

/** "batch statistics in training and running ones at test time": two placements, each a clause of its own. */
function gapping(tokens: readonly Token[], first: number, at: number, last: number): boolean {
  const left = tokens.slice(first, at).some((token, i) => i > 0 && placing.has(token.text));
  if (!left || at + 3 > last) return false;
  for (let i = at + 1; i < Math.min(last, at + 7); i += 1) {
    const token = tokens[i];
    if (!token || (token.mark && token.text !== ',')) return false;
    if (placing.has(token.text)) return i > at + 1 || tokens.slice(i, last).length > 3;
  }
  return false;
}
