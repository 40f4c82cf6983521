import * as z from 'zod/mini';
import { disputedSchema, disputeSchema } from '../core/grading/dispute.ts';
import { event, request } from './message.ts';

/** The contract of the scorecard in the side panel. */
const text = z.string();
const count = z.number();
/** A file below a folder: the scorecard takes it from a journal, which could name any file of this machine. */
const fileInside = z.string().check(z.refine((file) => !/^[\\/]|^[A-Za-z]:|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(file)));

const evidenceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quote'), turn: count, text, note: text }),
  z.object({ kind: z.literal('code'), problem: text, attempt: count, file: text, line: count, text, note: text }),
  z.object({ kind: z.literal('check'), problem: text, verdict: text, word: text, note: text }),
]);

/** One line of the sum behind a score, so that a person can redo it: `label` = `value` by `how`. */
const sumLineSchema = z.object({ label: text, value: count, how: text });

/** How the candidate went about an exercise: one habit, and what shows it. */
const signalSchema = z.object({
  name: text,
  state: z.enum(['shown', 'not_shown', 'not_assessed']),
  evidence: text,
  turn: z.optional(count),
  code: z.optional(z.object({ problem: text, attempt: count, file: text, line: count })),
});

const dimensionSchema = z.object({
  id: text,
  title: text,
  /** Absent when the interview did not assess it. */
  level: z.nullable(z.enum(['Novice', 'Intermediate', 'Expert'])),
  /** 0–5. */
  score: z.nullable(count),
  anchor: text,
  justification: text,
  evidence: z.array(evidenceSchema),
  signals: z.array(z.object({ title: text, signals: z.array(signalSchema) })),
  sum: z.array(sumLineSchema),
});

const quoteSchema = z.object({ turn: count, text });

/** What the candidate holds against a verdict, and the judge's answer. */
const disputeViewSchema = z.object({ quotes: z.array(quoteSchema), reason: z.optional(text), answer: text });

const keyPointSchema = z.object({
  id: text,
  claim: text,
  verdict: text,
  worth: text,
  quote: z.optional(quoteSchema),
  missing: z.optional(text),
  /** What decided the verdict, for who wants to know. */
  why: z.optional(text),
  /** How another judge reads the same words, where it differs much. */
  otherwise: z.optional(text),
  dispute: z.optional(disputeViewSchema),
  /** Whether there is anything to dispute: a point that was met has nothing. */
  disputable: z.boolean(),
});

const questionSchema = z.object({
  problem: text,
  title: text,
  /** 0–5; null when there was too little to judge. */
  score: z.nullable(count),
  hints: count,
  keyPoints: z.array(keyPointSchema),
  /** What is to be said about who read the answers. */
  notes: z.array(text),
  corrections: z.array(
    z.object({ id: text, said: text, turn: count, correction: text, dispute: z.optional(disputeViewSchema) }),
  ),
  /** The candidate's words on this question, sentence by sentence: what a dispute can point at. */
  sentences: z.array(quoteSchema),
  sum: z.array(sumLineSchema),
});

const adviceSchema = z.object({ text, evidence: z.optional(evidenceSchema), practise: z.optional(text) });

export const scorecardViewSchema = z.object({
  session: text,
  title: text,
  /** For example "22 Nov 2026 · 52 min · 31 turns · 3 hints · judged offline". */
  facts: text,
  recommendation: z.object({ word: text, because: text }),
  dimensions: z.array(dimensionSchema),
  questions: z.array(questionSchema),
  strengths: z.array(adviceSchema),
  strengthsNote: z.optional(text),
  improvements: z.array(adviceSchema),
  improvementsNote: z.optional(text),
  resources: z.array(z.object({ title: text, by: text, url: text, why: text })),
  judge: text,
});

const stateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('running'), title: text }),
  z.object({ kind: z.literal('card'), card: scorecardViewSchema }),
]);

export const toScorecard = {
  show: event('scorecard/show', stateSchema),
};

export const fromScorecard = {
  ready: event('scorecard/ready', z.object({})),
  openTurn: event('scorecard/open-turn', z.object({ turn: count })),
  openCode: event('scorecard/open-code', z.object({ problem: text, attempt: count, file: fileInside, line: count })),
  openLink: event('scorecard/open-link', z.object({ url: text })),
  practise: event('scorecard/practise', z.object({ problem: text })),
  exportAs: event('scorecard/export', z.object({ format: z.enum(['markdown', 'json', 'report']) })),
  start: event('scorecard/start', z.object({})),
  /** The reply says why it had no effect; null when it had. */
  dispute: request('scorecard/dispute', disputeSchema, z.nullable(text)),
  withdraw: request('scorecard/withdraw', disputedSchema, z.nullable(text)),
};

export type ScorecardView = z.infer<typeof scorecardViewSchema>;
export type ScorecardState = z.infer<typeof stateSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type DimensionView = z.infer<typeof dimensionSchema>;
export type QuestionView = z.infer<typeof questionSchema>;
export type Advice = z.infer<typeof adviceSchema>;
export type DisputeView = z.infer<typeof disputeViewSchema>;
export type SumLine = z.infer<typeof sumLineSchema>;
