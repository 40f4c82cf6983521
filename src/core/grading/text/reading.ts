import { type Clause, clausesOf, type Sentence, sentencesOf } from './clauses.ts';
import type { ConceptSpan, Lexis, Span } from './lexis.ts';
import type { Remembering } from './memo.ts';
import type { Named } from './named.ts';
import { denials } from './polarity.ts';
import { type Standing, standings } from './standing.ts';
import { carriedSubjects } from './subject.ts';
import { type Token, tokensOf } from './tokens.ts';

/** One turn, read once: everything that recognisers ask about it. */
export interface Reading extends Remembering {
  readonly turn: number;
  /** The candidate's text as it was written, cut at 20,000 characters. */
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Stem of each token, spelling slips mended. */
  readonly stems: readonly string[];
  readonly sentences: readonly Sentence[];
  readonly clauses: readonly Clause[];
  /** Index of the clause of each token, or -1. */
  readonly clauseAt: Int32Array;
  readonly standing: readonly Standing[];
  readonly concepts: readonly ConceptSpan[];
  /** Per clause, the earlier tokens that its pronoun or left-out subject stands for. */
  readonly carried: readonly (Span | undefined)[];
  readonly denied: Uint8Array;
  /** Mentions by slot: `$id` for a concept (narrower ones included), the words themselves for plain words. */
  readonly mentions: ReadonlyMap<string, readonly Span[]>;
  /** The recognisers' terms that have a mention; all others need not be looked at. */
  readonly named: Named;
}

/** Longest text that is read; what comes after it does not count. */
export const longestAnswer = 20_000;

/** What a text names, without how it is meant. */
export type Skimmed = Pick<Reading, 'text' | 'tokens' | 'stems' | 'concepts' | 'mentions'>;

export function skim(original: string, lexis: Lexis): Skimmed {
  const text = original.length > longestAnswer ? original.slice(0, longestAnswer) : original;
  const tokens = tokensOf(withoutFences(text));
  const words = tokens.map((token) => lexis.wordOf(token));
  const stems = words.map((word, i) => word?.stem ?? tokens[i]?.text ?? '');
  const concepts = lexis.conceptsIn(words);
  return { text, tokens, stems, concepts, mentions: mentionsOf(lexis, concepts, lexis.wordsIn(words, tokens)) };
}

export function read(turn: number, original: string, lexis: Lexis): Reading {
  const { text, tokens, stems, concepts, mentions } = skim(original, lexis);
  const sentences = sentencesOf(tokens);
  const clauses = clausesOf(tokens, sentences);
  return {
    turn,
    text,
    tokens,
    stems,
    sentences,
    clauses,
    clauseAt: clauseOfToken(tokens.length, clauses),
    standing: standings(tokens, sentences, clauses),
    concepts,
    carried: carriedSubjects(tokens, clauses),
    denied: denials(tokens, clauses, concepts),
    mentions,
    named: lexis.named(mentions),
    memo: new Map(),
  };
}

const kept = 48;
const recent = new Map<string, Reading>();

/** `read`, with the last few texts remembered: earlier turns and the question come again with every answer. */
export function readOnce(turn: number, text: string, lexis: Lexis): Reading {
  const key = keyFor(turn, text, lexis);
  const reading = recent.get(key) ?? read(turn, text, lexis);
  recent.delete(key);
  recent.set(key, reading);
  if (recent.size > kept) recent.delete(recent.keys().next().value ?? '');
  return reading;
}

/** For a text that may be judged once only: remembering it would outlive it and be paid for in garbage collection. */
export function readNew(turn: number, text: string, lexis: Lexis): Reading {
  return recent.get(keyFor(turn, text, lexis)) ?? read(turn, text, lexis);
}

const keyFor = (turn: number, text: string, lexis: Lexis): string => `${lexis.id} ${turn} ${text}`;

export const isDenied = (reading: Reading, span: Span): boolean => (reading.denied[span.first] ?? 0) % 2 === 1;

export function clauseOf(reading: Reading, span: Span): Clause | undefined {
  return reading.clauses[reading.clauseAt[span.first] ?? -1];
}

// A fenced block is not prose. Blanks of the same length keep every offset; the line breaks end the sentence.
function withoutFences(text: string): string {
  return text.replace(/```[\s\S]*?(?:```|$)/g, (block) =>
    block.length < 4 ? block : `\n\n${' '.repeat(block.length - 4)}\n\n`,
  );
}

function clauseOfToken(length: number, clauses: readonly Clause[]): Int32Array {
  const at = new Int32Array(length).fill(-1);
  for (const clause of clauses) at.fill(clause.index, clause.first, clause.last);
  return at;
}

function mentionsOf(lexis: Lexis, concepts: readonly ConceptSpan[], words: Map<string, Span[]>): Map<string, Span[]> {
  const mentions = words;
  for (const span of concepts) {
    for (const slot of lexis.slotsOf(span.id)) {
      const list = mentions.get(slot);
      if (!list) mentions.set(slot, [span]);
      else if (list.at(-1)?.first !== span.first || list.at(-1)?.last !== span.last) list.push(span);
    }
  }
  return mentions;
}
