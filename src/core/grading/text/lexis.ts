import { familyOf, fieldTerm, type Lexicon } from '../../lexicon.ts';
import type { Term } from '../recogniser.ts';
import { Keys, keyOf } from './keys.ts';
import { lowering, raising } from './movement.ts';
import { type Named, TermIndex } from './named.ts';
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

/** What is known of a word under a lexis: its stem, slips mended, and what it may be the beginning of. */
export interface Word {
  readonly stem: string;
  readonly concept: boolean;
  readonly plain: boolean;
  readonly patterns: readonly Pattern[];
}

const longest = 8;

/** What is the same for all problems under one lexicon. */
interface ConceptIndex {
  readonly keys: Keys;
  readonly families: ReadonlyMap<string, readonly string[]>;
  readonly slots: ReadonlyMap<string, readonly string[]>;
  readonly speller: Speller;
}

const indexes = new WeakMap<Lexicon, ConceptIndex>();
let created = 0;

/**
 * The words to look for, indexed by their stems run together, so that "back-prop", "back prop" and "backprop" are one: the
 * concepts of a lexicon, and the plain words of some recognisers.
 */
export class Lexis {
  /** Tells this lexis from all others. */
  readonly id: number;
  private readonly index: ConceptIndex;
  private readonly plain = new Keys();
  /** Patterns by the first two letters of their first word. */
  private readonly patterns = new Map<string, Pattern[]>();
  private readonly ownWords = new Set<string>();
  private readonly terms = new TermIndex();
  private readonly words = new Map<string, Word>();

  constructor(lexicon: Lexicon, terms: Iterable<Term>) {
    created += 1;
    this.id = created;
    this.index = indexOf(lexicon);
    for (const term of terms) {
      for (const { kind, slot, words } of term.alternatives) {
        if (this.terms.has(slot)) continue;
        if (kind === 'words') this.addWords(slot, words);
        if (kind === 'family') this.addFamily(slot, familyOf(lexicon, words[0] ?? '')?.everyday ?? []);
      }
      this.terms.add(term);
    }
  }

  /** The terms that have a mention. */
  named(mentions: ReadonlyMap<string, readonly Span[]>): Named {
    return this.terms.named(mentions);
  }

  /** A token as this lexis knows it; undefined for a mark. */
  wordOf(token: Token): Word | undefined {
    if (token.mark) return undefined;
    const known = this.words.get(token.text);
    if (known) return known;
    if (this.words.size > 8000) this.words.clear();
    const made = this.makeWord(token);
    this.words.set(token.text, made);
    return made;
  }

  private makeWord({ text, stem }: Token): Word {
    const mended = this.ownWords.has(stem) ? stem : this.index.speller.correct(stem);
    const patterns = (this.patterns.get(text.slice(0, 2)) ?? []).filter(
      ({ words: [first] }) => !first?.open || text.startsWith(first.text),
    );
    return { stem: mended, concept: this.index.keys.begins(mended), plain: this.plain.begins(mended), patterns };
  }

  /** A concept and everything it is a kind of, nearest first. */
  familyOf(id: string): readonly string[] {
    return this.index.families.get(id) ?? [id];
  }

  /** The slots that a mention of a concept fills: its own and those of all that it is a kind of. */
  slotsOf(id: string): readonly string[] {
    return this.index.slots.get(id) ?? [`$${id}`];
  }

  /** Concepts in order of place; one inside a longer one of another concept is not counted. */
  conceptsIn(words: readonly (Word | undefined)[]): ConceptSpan[] {
    const found: ConceptSpan[] = [];
    words.forEach((word, first) => {
      if (!word?.concept) return;
      scan(words, first, this.index.keys, (id, last) => {
        found.push({ id, first, last });
      });
    });
    return withoutNested(found);
  }

  /** Mentions of plain words by slot. */
  wordsIn(words: readonly (Word | undefined)[], tokens: readonly Token[]): Map<string, Span[]> {
    const found = new Map<string, Span[]>();
    words.forEach((word, first) => {
      if (word?.plain) scan(words, first, this.plain, (slot, last) => push(found, slot, { first, last }));
    });
    words.forEach((word, first) => {
      for (const pattern of word?.patterns ?? []) {
        const last = matchAt(pattern, words, tokens, first);
        if (last > first) push(found, pattern.slot, { first, last });
      }
    });
    return found;
  }

  private addFamily(slot: string, members: readonly string[]): void {
    for (const member of members) this.addWords(slot, member.toLowerCase().split(/\s+/));
  }

  private addWords(slot: string, words: readonly string[]): void {
    for (const word of words) this.ownWords.add(stem(word));
    if (!words.some((word) => word.includes('*'))) {
      this.plain.add(keyOf(words.join(' ')), slot);
      return;
    }
    const first = words[0]?.slice(0, 2) ?? '';
    push(this.patterns, first, { slot, words: words.flatMap(patternWords) });
  }
}

function patternWords(word: string): Pattern['words'] {
  if (word.endsWith('*')) return [{ text: word.slice(0, -1).replace(/[^\p{L}\p{N}]/gu, ''), open: true }];
  return tokensOf(word).map((token) => ({ text: token.stem, open: false }));
}

function matchAt(
  pattern: Pattern,
  words: readonly (Word | undefined)[],
  tokens: readonly Token[],
  start: number,
): number {
  let i = start;
  for (const part of pattern.words) {
    const word = words[i];
    if (!word) return start;
    if (part.open ? !tokens[i]?.text.startsWith(part.text) : word.stem !== part.text) return start;
    i += 1;
  }
  return i;
}

/** Every key that begins at `first`, with the end of its last word. */
function scan(
  words: readonly (Word | undefined)[],
  first: number,
  keys: Keys,
  visit: (value: string, last: number) => void,
): void {
  let key = '';
  for (let last = first; last < first + longest; last += 1) {
    const word = words[last];
    if (!word) return;
    key = last === first ? word.stem : key + word.stem;
    if (last > first && !keys.begins(key)) return;
    for (const value of keys.get(key)) visit(value, last + 1);
  }
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
  for (let at: string | undefined = id; at !== undefined && !chain.includes(at); at = fieldTerm(lexicon, at)?.broader)
    chain.push(at);
  return chain;
}

function indexOf(lexicon: Lexicon): ConceptIndex {
  const known = indexes.get(lexicon);
  if (known) return known;
  const keys = new Keys();
  const vocabulary = new Set<string>([...raising, ...lowering].filter((word) => word.length > 5));
  for (const id of Object.keys(lexicon)) {
    for (const alias of fieldTerm(lexicon, id)?.aliases ?? []) {
      const words = tokensOf(alias).filter((token) => !token.mark);
      for (const word of words) vocabulary.add(word.stem);
      keys.add(words.map((word) => word.stem).join(''), id);
    }
  }
  const families = new Map(Object.keys(lexicon).map((id) => [id, family(lexicon, id)]));
  const slots = new Map([...families].map(([id, chain]) => [id, chain.map((item) => `$${item}`)]));
  const index = { keys, families, slots, speller: new Speller(vocabulary) };
  indexes.set(lexicon, index);
  return index;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
