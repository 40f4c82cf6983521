import * as z from 'zod/mini';
import { recogniserSchema } from './grading/recogniser.ts';

const selector = z.strictObject({
  ids: z.optional(z.array(z.string())),
  areas: z.optional(z.array(z.string())),
  count: z._default(z.number().check(z.int(), z.positive()), 1),
});

const phase = z.strictObject({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['background', 'talk', 'exercise', 'questions']),
  minutes: z.number().check(z.positive()),
  pick: z.optional(selector),
  /** A warm-up phase adapts: weak answers stay at the easiest entry, strong ones skip the rest of it. */
  warm_up: z._default(z.boolean(), false),
});

/** What the interviewer can truly say about the job when asked; anything else is answered "I do not know". */
export const factSchema = z.strictObject({ id: z.string(), asked: z.array(recogniserSchema), answer: z.string() });

export const trackSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  role: z.string(),
  minutes: z.number().check(z.positive()),
  /** Begun when no other is asked for; the first of the bank's tracks. */
  usual: z._default(z.boolean(), false),
  phases: z.array(phase).check(z.minLength(1)),
  facts: z._default(z.array(factSchema), []),
});

export type Track = z.infer<typeof trackSchema>;
export type Fact = z.infer<typeof factSchema>;
export type Phase = z.infer<typeof phase>;
