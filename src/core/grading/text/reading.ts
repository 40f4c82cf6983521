import { type Clause, clausesOf, type Sentence, sentencesOf } from './clauses.ts';
import type { ConceptSpan, Lexis, Span } from './lexis.ts';
import { denials } from './polarity.ts';
import { type Standing, standings } from './standing.ts';
import { carriedSubjects } from './subject.ts';
import { type Token, tokensOf } from './tokens.ts';

/** One turn, read once: everything that recognisers ask about it. */
export interface Reading {
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
}

/** Longest text that is read; what comes after it does not count. */
export const longestAnswer = 20_000;

export function read(turn: number, original: string, lexis: Lexis): Reading {
  const text = original.length > longestAnswer ? original.slice(0, longestAnswer) : original;
  const tokens = tokensOf(withoutFences(text));
  const stems = tokens.map((token) => (token.mark ? token.text : lexis.corrected(token.stem)));
  const sentences = sentencesOf(tokens);
  const clauses = clausesOf(tokens, sentences);
  const concepts = lexis.conceptsIn(tokens, stems);
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
    mentions: mentionsOf(lexis, concepts, lexis.wordsIn(tokens, stems)),
  };
}

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
    for (const id of lexis.familyOf(span.id)) {
      const slot = `$${id}`;
      const list = mentions.get(slot);
      if (!list) mentions.set(slot, [span]);
      else if (list.at(-1)?.first !== span.first || list.at(-1)?.last !== span.last) list.push(span);
    }
  }
  return mentions;
}
