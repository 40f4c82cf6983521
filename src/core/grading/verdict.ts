import * as z from 'zod/mini';

/** What a judge found in one answer. Facts only: no number that the rubric's arithmetic would have to trust. */
export const verdicts = ['met', 'partial', 'missed', 'contradicted', 'not_enough'] as const;
export const flags = ['empty', 'off_topic', 'stuffed', 'parroted', 'injected', 'pass', 'bare_formula'] as const;

const quote = z.strictObject({ turn: z.number(), text: z.string() });

export const keyPointVerdictSchema = z.strictObject({
  keyPoint: z.string(),
  verdict: z.enum(verdicts),
  quote: z.optional(quote),
  missing: z.optional(z.string()),
  rule: z.optional(z.string()),
});

export const heldMisconceptionSchema = z.strictObject({ id: z.string(), quote, rule: z.optional(z.string()) });

/** Why a model that was to judge did not: the offline judge's verdicts stand in for it. */
export const fallbacks = ['no_model', 'failed', 'unreadable', 'credulous', 'addressed_to_judge'] as const;

export const judgementSchema = z.strictObject({
  problem: z.string(),
  by: z.string(),
  verdicts: z.array(keyPointVerdictSchema),
  held: z.array(heldMisconceptionSchema),
  flags: z.array(z.enum(flags)),
  /** Steps of finding the fault, in the order in which they were first named. */
  steps: z.optional(z.array(z.strictObject({ step: z.string(), quote }))),
  relevance: z.number(),
  fallback: z.optional(z.strictObject({ why: z.enum(fallbacks), detail: z.optional(z.string()) })),
  /** Key points that the offline judge reads quite otherwise than the model that judged, with its verdicts. */
  disagreements: z.optional(z.array(z.strictObject({ keyPoint: z.string(), offline: z.enum(verdicts) }))),
});

export type Verdict = (typeof verdicts)[number];
export type Fallback = (typeof fallbacks)[number];
export type Flag = (typeof flags)[number];
export type Quote = z.infer<typeof quote>;
export type KeyPointVerdict = z.infer<typeof keyPointVerdictSchema>;
export type HeldMisconception = z.infer<typeof heldMisconceptionSchema>;
export type Judgement = z.infer<typeof judgementSchema>;

/** What a judge reads: the candidate's turns on one problem, oldest first, and all that must not count as their words. */
export interface JudgeInput {
  readonly problem: string;
  readonly answers: readonly { readonly turn: number; readonly text: string }[];
  /** Texts shown to the candidate about this problem (question, probes, revealed hints): echoing them earns nothing. */
  readonly shown: readonly string[];
  /** Number of hint levels revealed, 0–4. */
  readonly hints: number;
}
