import type { Lexicon } from '../../lexicon.ts';
import type { Alternative } from '../recogniser.ts';
import { lowering, raising } from './movement.ts';
import { Speller } from './speller.ts';
import { stem } from './stem.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A place where a term was said: tokens `first` to `last` (exclusive). */
export interface Span {
  readonly first: number;
  readonly last: number;
}

export interface ConceptSpan extends Span {
  readonly id: string;
}

interface Pattern {
  readonly slot: string;
  readonly words: readonly { readonly text: string; readonly open: boolean }[];
}

const longest = 8;

/** What is the same for all problems under one lexicon. */
interface ConceptIndex {
  readonly byKey: ReadonlyMap<string, readonly string[]>;
  readonly starts: Starts;
  readonly families: ReadonlyMap<string, readonly string[]>;
  readonly speller: Speller;
}

const indexes = new WeakMap<Lexicon, ConceptIndex>();

/**
 * The words to look for, indexed by their stems run together, so that "back-prop", "back prop" and "backprop" are one: the
 * concepts of a lexicon, and the plain words of some recognisers.
 */
export class Lexis {
  private readonly index: ConceptIndex;
  private readonly plain = new Map<string, string[]>();
  private readonly starts = new Starts();
  /** Patterns by the first two letters of their first word. */
  private readonly patterns = new Map<string, Pattern[]>();
  private readonly ownWords = new Set<string>();

  constructor(lexicon: Lexicon, alternatives: readonly Alternative[]) {
    this.index = indexOf(lexicon);
    for (const item of alternatives) if (item.kind === 'words') this.addWords(item.words);
  }

  /** A stem with a spelling slip mended, where it is one of a longer word of the lexicon. */
  corrected(word: string): string {
    return this.ownWords.has(word) ? word : this.index.speller.correct(word);
  }

  /** A concept and everything it is a kind of, nearest first. */
  familyOf(id: string): readonly string[] {
    return this.index.families.get(id) ?? [id];
  }

  /** Concepts in order of place; one inside a longer one of another concept is not counted. */
  conceptsIn(tokens: readonly Token[], stems: readonly string[]): ConceptSpan[] {
    const found: ConceptSpan[] = [];
    scan(tokens, stems, this.index.starts, (key, first, last) => {
      for (const id of this.index.byKey.get(key) ?? []) found.push({ id, first, last });
    });
    return withoutNested(found);
  }

  /** Mentions of plain words by slot. */
  wordsIn(tokens: readonly Token[], stems: readonly string[]): Map<string, Span[]> {
    const found = new Map<string, Span[]>();
    if (this.plain.size > 0) {
      scan(tokens, stems, this.starts, (key, first, last) => {
        for (const slot of this.plain.get(key) ?? []) push(found, slot, { first, last });
      });
    }
    tokens.forEach((token, i) => {
      for (const pattern of this.patterns.get(token.text.slice(0, 2)) ?? []) {
        const last = matchAt(pattern, tokens, stems, i);
        if (last > i) push(found, pattern.slot, { first: i, last });
      }
    });
    return found;
  }

  private addWords(words: readonly string[]): void {
    const slot = words.join(' ');
    for (const word of words) this.ownWords.add(stem(word));
    if (!words.some((word) => word.includes('*'))) {
      const key = keyOf(slot);
      this.starts.add(key);
      if (!this.plain.get(key)?.includes(slot)) push(this.plain, key, slot);
      return;
    }
    const first = words[0]?.slice(0, 2) ?? '';
    if (this.patterns.get(first)?.some((item) => item.slot === slot)) return;
    push(this.patterns, first, { slot, words: words.flatMap(patternWords) });
  }
}

/** First letters of the keys of an index, to give up early on words that begin none of them. */
class Starts {
  private readonly heads = new Set<string>();

  add(key: string): void {
    for (const length of [3, 6, 10]) if (key.length >= length) this.heads.add(key.slice(0, length));
    this.heads.add(key);
  }

  /** Whether some key may begin with `text`. */
  mayBegin(text: string): boolean {
    if (text.length < 3) return true;
    if (!this.heads.has(text.slice(0, 3))) return false;
    if (text.length >= 6 && !this.heads.has(text.slice(0, 6))) return this.heads.has(text);
    return text.length < 10 || this.heads.has(text.slice(0, 10)) || this.heads.has(text);
  }
}

function patternWords(word: string): Pattern['words'] {
  if (word.endsWith('*')) return [{ text: word.slice(0, -1).replace(/[^\p{L}\p{N}]/gu, ''), open: true }];
  return tokensOf(word).map((token) => ({ text: token.stem, open: false }));
}

function matchAt(pattern: Pattern, tokens: readonly Token[], stems: readonly string[], start: number): number {
  let i = start;
  for (const word of pattern.words) {
    const token = tokens[i];
    if (!token || token.mark) return start;
    if (word.open ? !token.text.startsWith(word.text) : stems[i] !== word.text) return start;
    i += 1;
  }
  return i;
}

function scan(
  tokens: readonly Token[],
  stems: readonly string[],
  starts: Starts,
  visit: (key: string, first: number, last: number) => void,
): void {
  for (let first = 0; first < tokens.length; first += 1) {
    let key = '';
    for (let last = first; last < Math.min(tokens.length, first + longest) && !tokens[last]?.mark; last += 1) {
      key += stems[last];
      if (!starts.mayBegin(key)) break;
      visit(key, first, last + 1);
    }
  }
}

function keyOf(alias: string): string {
  return tokensOf(alias)
    .filter((token) => !token.mark)
    .map((token) => token.stem)
    .join('');
}

function withoutNested(spans: readonly ConceptSpan[]): ConceptSpan[] {
  const longestFrom: ConceptSpan[] = [];
  let reach: Span = { first: -1, last: -1 };
  const ordered = [...spans].sort((a, b) => a.first - b.first || b.last - a.last);
  for (const span of ordered) {
    const inside = span.last <= reach.last && span.last - span.first < reach.last - reach.first;
    if (!inside) longestFrom.push(span);
    if (span.last > reach.last) reach = span;
  }
  return longestFrom;
}

function family(lexicon: Lexicon, id: string): string[] {
  const chain: string[] = [];
  for (let at: string | undefined = id; at !== undefined && !chain.includes(at); at = lexicon[at]?.broader)
    chain.push(at);
  return chain;
}

function indexOf(lexicon: Lexicon): ConceptIndex {
  const known = indexes.get(lexicon);
  if (known) return known;
  const byKey = new Map<string, string[]>();
  const starts = new Starts();
  const vocabulary = new Set<string>([...raising, ...lowering].filter((word) => word.length > 5));
  for (const [id, entry] of Object.entries(lexicon)) {
    for (const alias of entry.aliases) {
      const words = tokensOf(alias).filter((token) => !token.mark);
      for (const word of words) vocabulary.add(word.stem);
      const key = words.map((word) => word.stem).join('');
      starts.add(key);
      push(byKey, key, id);
    }
  }
  const families = new Map(Object.keys(lexicon).map((id) => [id, family(lexicon, id)]));
  const index = { byKey, starts, families, speller: new Speller(vocabulary) };
  indexes.set(lexicon, index);
  return index;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
