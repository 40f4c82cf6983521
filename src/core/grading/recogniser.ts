import * as z from 'zod/mini';

/**
 * The form in which an author says how a claim is recognised. A string is a list of terms joined by ` + ` that have to
 * meet within `reach`; a term is a list of alternatives joined by `|`, each a `$concept` of `concepts.yaml` or plain
 * words (a word ending in `*` matches any ending). `!term` must be denied in its clause, `~term` may be either; a plain
 * term must not be denied. The mark of a term holds for all its alternatives; a later alternative may have its own.
 */
export const reaches = ['clause', 'near', 'sentence', 'passage', 'answer'] as const;
export const directions = ['up', 'down', 'same'] as const;

const terms = z.string().check(z.trim(), z.minLength(1, 'must not be empty'));

export const recogniserSchema = z.union([
  terms,
  z.strictObject({ all: terms, within: z._default(z.enum(reaches), 'near') }),
  z.strictObject({ claim: terms, goes: z.enum(directions), by: z.optional(terms) }),
  z.strictObject({
    number: z.number(),
    unit: z.optional(terms),
    factor: z._default(z.number().check(z.gte(1)), 1),
    near: z.optional(terms),
  }),
  z.strictObject({ quantity: terms, near: z.optional(terms) }),
  z.strictObject({ formula: terms }),
]);

export type Recogniser = z.infer<typeof recogniserSchema>;
export type Reach = (typeof reaches)[number];
export type Direction = (typeof directions)[number];

export interface Term {
  readonly alternatives: readonly Alternative[];
}

/** `affirmed`: must not be denied; `denied`: must be; `either`: it does not matter. */
export type Polarity = 'affirmed' | 'denied' | 'either';

export interface Alternative {
  readonly polarity: Polarity;
  /** `$id` of a concept or family, or the words with single spaces. */
  readonly slot: string;
  /** As parsed every `$id` is a concept; a lexicon tells the families apart. */
  readonly kind: 'concept' | 'family' | 'words';
  /** The id of a concept or family as the only one, else the words. */
  readonly words: readonly string[];
}

/** Terms of a recogniser string, e.g. `$rnn + sequential|one step at a time + !$parallel`. */
export function parseTerms(source: string): Term[] {
  return source.split(/\s\+\s/).map(internedTerm);
}

const interned = new Map<string, Term>();

/** One object per spelling, so that what is found for a term is found once for all recognisers that name it. */
function internedTerm(source: string): Term {
  if (interned.size > 20_000) interned.clear();
  const known = interned.get(source) ?? parseTerm(source);
  interned.set(source, known);
  return known;
}

function parseTerm(source: string): Term {
  const trimmed = source.trim();
  const common = polarityOf(trimmed);
  return { alternatives: trimmed.split('|').map((item) => parseAlternative(item.trim(), common)) };
}

function polarityOf(source: string): Polarity {
  if (source.startsWith('!')) return 'denied';
  return source.startsWith('~') ? 'either' : 'affirmed';
}

function parseAlternative(source: string, common: Polarity): Alternative {
  const own = polarityOf(source);
  const polarity = own === 'affirmed' ? common : own;
  const body = own === 'affirmed' ? source : source.slice(1);
  if (body.startsWith('$')) return { kind: 'concept', slot: body, words: [body.slice(1)], polarity };
  const words = body.toLowerCase().split(/\s+/).filter(Boolean);
  return { kind: 'words', slot: words.join(' '), words, polarity };
}

/** Every concept id that a recogniser names; used to check references and to measure relevance. */
export function conceptsOf(recogniser: Recogniser): string[] {
  return sources(recogniser)
    .flatMap(parseTerms)
    .flatMap((term) => term.alternatives)
    .flatMap((item) => (item.kind === 'concept' ? item.words : []));
}

function sources(recogniser: Recogniser): string[] {
  if (typeof recogniser === 'string') return [recogniser];
  if ('all' in recogniser) return [recogniser.all];
  if ('claim' in recogniser) return recogniser.by ? [recogniser.claim, recogniser.by] : [recogniser.claim];
  if ('number' in recogniser || 'quantity' in recogniser) return recogniser.near ? [recogniser.near] : [];
  return [];
}
