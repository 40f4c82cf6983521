import * as z from 'zod/mini';

/** `concepts.yaml`: the field's terms. `aliases` are said forms; `broader` names the family a concept belongs to, `skill` what a report calls it. */
export const lexiconSchema = z.record(
  z.string(),
  z.strictObject({
    aliases: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
    broader: z.optional(z.string()),
    skill: z.optional(z.string().check(z.minLength(1))),
  }),
);

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
