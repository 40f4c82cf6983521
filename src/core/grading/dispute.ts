import * as z from 'zod/mini';

/** What a candidate holds against a verdict: the words of theirs that the judge is to look at again, and why. */
export const longestReason = 1000;
export const mostQuotes = 8;

/** A verdict on a key point, or a misconception that was found. */
export const disputedSchema = z.object({
  problem: z.string(),
  about: z.enum(['key_point', 'misconception']),
  id: z.string(),
});

export const disputeSchema = z.object({
  ...disputedSchema.shape,
  quotes: z.array(z.object({ turn: z.number(), text: z.string() })).check(z.minLength(1), z.maxLength(mostQuotes)),
  reason: z.optional(z.string().check(z.maxLength(longestReason))),
});

export type Disputed = z.infer<typeof disputedSchema>;
export type Dispute = z.infer<typeof disputeSchema>;

export interface AnsweredDispute extends Dispute {
  /** The claim that the disputed verdict is about. */
  readonly claim: string;
  /** What the judge answers, in sentences. */
  readonly answer: string;
}

export function isSameVerdict(a: Disputed, b: Disputed): boolean {
  return a.problem === b.problem && a.about === b.about && a.id === b.id;
}
