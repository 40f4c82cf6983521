import type { Alternative, Term } from './recogniser.ts';
import type { Span } from './text/lexis.ts';
import { Remembered } from './text/memo.ts';
import { isDenied, type Reading } from './text/reading.ts';
import type { Standing } from './text/standing.ts';
import { isFiniteVerb } from './text/vocabulary.ts';

/**
 * For what a hit is looked for: a point made; an error held, which has to be the candidate's own plain claim; a request,
 * which may be a question.
 */
export type Purpose = 'met' | 'held' | 'request';

export const counting: Record<Purpose, ReadonlySet<Standing>> = {
  met: new Set(['said', 'reported', 'condition', 'supposed']),
  held: new Set(['said', 'condition']),
  request: new Set(['said', 'reported', 'condition', 'supposed', 'asked', 'unsure']),
};

/** A mention, and the clause in which it counts: its own, or one that refers back to it. */
export interface Placed extends Span {
  readonly clause: number;
  /** Whether the author allowed for a denial here. */
  readonly deniable: boolean;
  /** Whether it is a word of an everyday family, and no term of the field or word of the author's own. */
  readonly everyday: boolean;
}

const none: readonly never[] = [];
const known: Record<Purpose, Remembered<Map<Term, readonly Placed[]>>> = {
  met: new Remembered(),
  held: new Remembered(),
  request: new Remembered(),
};

/** Mentions of a term that count for the purpose, with the polarity it asks for. */
export function usable(term: Term, reading: Reading, purpose: Purpose): readonly Placed[] {
  if (!reading.named.has(term)) return none;
  const byTerm = known[purpose].of(reading, () => new Map());
  const before = byTerm.get(term);
  if (before) return before;
  const found = find(reading.named.alternatives(term, reading.mentions), reading, counting[purpose]);
  byTerm.set(term, found);
  return found;
}

function find(said: readonly Alternative[], reading: Reading, standings: ReadonlySet<Standing>): Placed[] {
  const spans: Omit<Placed, 'clause'>[] = [];
  for (const { slot, polarity, kind } of said) {
    for (const span of reading.mentions.get(slot) ?? [])
      if (polarity === 'either' || isDenied(reading, span) === (polarity === 'denied'))
        spans.push({
          ...span,
          deniable: polarity !== 'affirmed',
          everyday: kind === 'family',
        });
  }
  if (said.length > 1) spans.sort((a, b) => a.first - b.first);
  const placed: Placed[] = [];
  for (const span of spans) for (const clause of clausesFor(reading, span, standings)) placed.push({ ...span, clause });
  return placed;
}

/** The clause of a mention, and up to four after it that refer back to it, where they have the standing. */
function clausesFor(reading: Reading, span: Span, standings: ReadonlySet<Standing>): number[] {
  const own = reading.clauseAt[span.first] ?? -1;
  if (own < 0) return [];
  const counted = standings.has(reading.standing[own] ?? 'excluded');
  const clauses = counted ? [own] : [];
  if (!counted && isPredicate(reading, span)) return clauses;
  for (let i = own + 1; i <= own + 4 && i < reading.carried.length; i += 1) {
    const carried = reading.carried[i];
    if (!carried || span.first < carried.first || span.last > carried.last) continue;
    if (standings.has(reading.standing[i] ?? 'excluded')) clauses.push(i);
  }
  return clauses;
}

/** Words with a verb in them say something: what was refuted with them is not what a later "it" stands for. */
function isPredicate({ tokens }: Reading, { first, last }: Span): boolean {
  for (let i = first + 1; i < last; i += 1) {
    const token = tokens[i];
    if (token && isFiniteVerb(token.text, token.stem, tokens[i - 1]?.text)) return true;
  }
  return false;
}

/** Mentions of a term in order of place, whatever is said of them. */
export function spansOf(term: Term, reading: Reading): readonly Span[] {
  if (!reading.named.has(term)) return none;
  const said = reading.named.alternatives(term, reading.mentions);
  const [only] = said;
  if (only && said.length === 1) return reading.mentions.get(only.slot) ?? [];
  return said.flatMap((item) => reading.mentions.get(item.slot) ?? []).sort((a, b) => a.first - b.first);
}
