import * as z from 'zod/mini';

/**
 * The form in which an author says how a claim is recognised. A string is a list of terms joined by ` + ` that have to
 * meet within `reach`; a term is a list of alternatives joined by `|`, each a `$concept` of `concepts.yaml` or plain
 * words (a word ending in `*` matches any ending). `!term` must be denied in its clause, `~term` may be either; a plain
 * term must not be denied.
 */
export const reaches = ['clause', 'near', 'sentence', 'answer'] as const;
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
  z.strictObject({ quantity: terms }),
  z.strictObject({ formula: terms }),
]);

export type Recogniser = z.infer<typeof recogniserSchema>;
export type Reach = (typeof reaches)[number];
export type Direction = (typeof directions)[number];

export interface Term {
  /** `affirmed`: must not be denied; `denied`: must be; `either`: polarity does not matter. */
  readonly polarity: 'affirmed' | 'denied' | 'either';
  readonly alternatives: readonly Alternative[];
}

export type Alternative =
  | { readonly kind: 'concept'; readonly id: string }
  | { readonly kind: 'words'; readonly words: readonly string[] };

/** Terms of a recogniser string, e.g. `$rnn + sequential|one step at a time + !$parallel`. */
export function parseTerms(source: string): Term[] {
  return source.split(/\s\+\s/).map(parseTerm);
}

function parseTerm(source: string): Term {
  const trimmed = source.trim();
  const mark = trimmed[0];
  const polarity = mark === '!' ? 'denied' : mark === '~' ? 'either' : 'affirmed';
  const body = polarity === 'affirmed' ? trimmed : trimmed.slice(1);
  return { polarity, alternatives: body.split('|').map((item) => parseAlternative(item.trim())) };
}

function parseAlternative(source: string): Alternative {
  if (source.startsWith('$')) return { kind: 'concept', id: source.slice(1) };
  return { kind: 'words', words: source.toLowerCase().split(/\s+/).filter(Boolean) };
}

/** Every concept id that a recogniser names; used to check references and to measure relevance. */
export function conceptsOf(recogniser: Recogniser): string[] {
  return sources(recogniser)
    .flatMap(parseTerms)
    .flatMap((term) => term.alternatives)
    .flatMap((item) => (item.kind === 'concept' ? [item.id] : []));
}

function sources(recogniser: Recogniser): string[] {
  if (typeof recogniser === 'string') return [recogniser];
  if ('all' in recogniser) return [recogniser.all];
  if ('claim' in recogniser) return recogniser.by ? [recogniser.claim, recogniser.by] : [recogniser.claim];
  if ('number' in recogniser) return recogniser.near ? [recogniser.near] : [];
  return [];
}
