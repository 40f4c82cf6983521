import * as z from 'zod/mini';
import { exerciseVerdicts } from './exerciseVerdict.ts';
import { probeIds } from './probes.ts';

/** What the interviewer does in one turn, decided by the director. Words are found by the voice. */
const text = z.string();
const turn = z.number().check(z.int(), z.gte(0));
const about = { problem: text };
/** The candidate's own words, with the turn they were said in. */
const quote = z.object({ turn, text });

/** The loss at the end of the run before the change, and of the run with it. */
const beforeAndAfter = z.object({ before: z.number(), after: z.number() });

export const entries = ['easier', 'main', 'harder'] as const;

export const moveSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('greet') }),
  z.object({ kind: z.literal('signpost'), to: text, last: z.boolean() }),
  /** Good reasoning named specifically: the key point that was met and the words that met it. */
  z.object({ kind: z.literal('acknowledge'), ...about, keyPoint: text, quote, style: turn }),
  z.object({ kind: z.literal('receive'), style: turn }),
  z.object({ kind: z.literal('ask'), ...about, entry: z.enum(entries), claim: z.optional(quote) }),
  z.object({ kind: z.literal('probe'), ...about, keyPoint: text }),
  z.object({ kind: z.literal('follow-up'), ...about, followUp: text }),
  z.object({ kind: z.literal('challenge'), ...about, misconception: text, quote }),
  z.object({
    kind: z.literal('nudge'),
    ...about,
    why: z.enum(['empty', 'off_topic', 'stuffed', 'parroted', 'injected', 'vague']),
  }),
  /** The candidate asked something back: they are to state their own assumption and go on. */
  z.object({ kind: z.literal('clarify'), ...about }),
  z.object({ kind: z.literal('hint'), ...about, level: z.number().check(z.int(), z.gte(1), z.lte(4)) }),
  z.object({ kind: z.literal('no-more-hints'), ...about }),
  z.object({ kind: z.literal('pass'), ...about }),
  z.object({ kind: z.literal('reveal'), ...about, diagnostic: text }),
  /** Names the probe that shows what the candidate asked for. */
  z.object({ kind: z.literal('offer-probe'), ...about, probe: z.enum(probeIds) }),
  z.object({ kind: z.literal('hand-over'), ...about }),
  z.object({ kind: z.literal('hypothesis'), ...about }),
  /** A question about a real change: file and line in the candidate's folder, and the line that is there now. */
  z.object({
    kind: z.literal('about-change'),
    ...about,
    file: text,
    line: turn,
    text,
    loss: z.optional(beforeAndAfter),
  }),
  /** A question about the loss of the project as it was found, at the first and the last step of a run. */
  z.object({ kind: z.literal('about-run'), ...about, run: turn, first: z.number(), last: z.number() }),
  z.object({ kind: z.literal('about-verdict'), ...about, verdict: z.enum(exerciseVerdicts), failed: z.optional(text) }),
  z.object({ kind: z.literal('root-cause'), ...about }),
  z.object({ kind: z.literal('explain'), ...about }),
  z.object({ kind: z.literal('keep-going'), ...about }),
  z.object({ kind: z.literal('invite-questions') }),
  z.object({ kind: z.literal('answer-question'), fact: z.optional(text) }),
  z.object({ kind: z.literal('no-such-step'), what: z.enum(['easier', 'harder', 'hint', 'skip']) }),
  z.object({ kind: z.literal('close'), early: z.boolean() }),
]);

export type Move = z.infer<typeof moveSchema>;
export type MoveOf<K extends Move['kind']> = Extract<Move, { kind: K }>;
export type Entrance = (typeof entries)[number];
