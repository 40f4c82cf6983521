import * as z from 'zod/mini';

const forms = z.array(z.string().check(z.minLength(1))).check(z.minLength(1));

/**
 * `concepts.yaml`: the field's terms, and families of everyday words. Of a term, `aliases` are said forms, `broader` names
 * the family it belongs to, `skill` what a report calls it. Of a family, `everyday` are its words; to deny a word of its
 * `opposite` is to say the family itself ("not the same" is different).
 */
export const lexiconSchema = z.record(
  z.string(),
  z.union([
    z.strictObject({
      aliases: forms,
      broader: z.optional(z.string()),
      skill: z.optional(z.string().check(z.minLength(1))),
    }),
    z.strictObject({ everyday: forms, opposite: z.optional(z.string()) }),
  ]),
);

export type FieldTerm = Extract<z.infer<typeof lexiconSchema>[string], { aliases: unknown }>;
export type Family = Extract<z.infer<typeof lexiconSchema>[string], { everyday: unknown }>;

/** A term of the field; undefined for a family of everyday words and for an unknown id. */
export function fieldTerm(lexicon: Lexicon, id: string): FieldTerm | undefined {
  const entry = lexicon[id];
  return entry && 'aliases' in entry ? entry : undefined;
}

export function familyOf(lexicon: Lexicon, id: string): Family | undefined {
  const entry = lexicon[id];
  return entry && 'everyday' in entry ? entry : undefined;
}

export type Lexicon = z.infer<typeof lexiconSchema>;

export const resourcesSchema = z.record(
  z.string(),
  z.strictObject({
    title: z.string(),
    authors: z.string(),
    year: z.optional(z.number()),
    url: z.string().check(z.regex(/^https:\/\//, 'must be an https address')),
    where: z.optional(z.string()),
    minutes: z.optional(z.number()),
  }),
);

export type Resources = z.infer<typeof resourcesSchema>;
