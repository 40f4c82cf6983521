import * as z from 'zod/mini';
import { exerciseVerdicts } from './exerciseVerdict.ts';
import { disputedSchema, disputeSchema } from './grading/dispute.ts';
import { judgementSchema } from './grading/verdict.ts';
import { moveSchema } from './move.ts';
import { probeIds } from './probes.ts';

/**
 * The facts of an interview, in the order in which they became true. One event is one journal line. No event carries a
 * score, or words that the interviewer says from the bank: those are functions of the facts and the problem bank.
 */
const text = z.string();
const index = z.number().check(z.int(), z.gte(0));

export const checkSchema = z.object({ check: text, passed: z.boolean(), message: text });

export const runErrorSchema = z.object({
  kind: text,
  message: text,
  file: z.optional(z.nullable(text)),
  line: z.optional(z.nullable(z.number())),
});

/** One changed region against the start state: `line` is 1-based in the candidate's file. */
export const hunkSchema = z.object({ file: text, line: index, removed: z.array(text), added: z.array(text) });

const seriesSchema = z.record(z.string(), z.array(z.tuple([z.number(), z.nullable(z.number())])));

/** What a probe shows: a sentence or two, a small table, curves. */
export const findingSchema = z.object({
  text: z.optional(text),
  table: z.optional(z.object({ columns: z.array(text), rows: z.array(z.array(z.union([text, z.number()]))) })),
  series: z.optional(seriesSchema),
});

/** Something that was added to look at what happens or to try something, by what the added code does. */
const signSchema = z.object({
  what: z.enum(['print', 'breakpoint', 'commented', 'data', 'loss', 'one_batch', 'many_seeds']),
  line: index,
  text,
});

/**
 * One unit of the project (a function, the rest of a module, a key of config.json) that does something else than at the
 * start, by Python's own syntax tree: see `problems/_lib/changes.py`.
 */
export const codeChangeSchema = z.object({
  file: text,
  unit: text,
  line: index,
  kind: z.enum(['code', 'constant', 'config', 'seed', 'debug', 'unreadable']),
  /** Leftovers of a search: prints, breakpoints and code in comments that the start does not have. */
  prints: index,
  /** Of the unit without such calls and without seeds; `seeds` of the unit without such calls. */
  digest: text,
  seeds: text,
  /** Names of the project that the change is about; changes that share one belong together. */
  links: z.optional(z.array(text)),
  signs: z.optional(z.array(signSchema)),
});
/** Absent when Python could not tell. */
const changes = z.optional(z.array(codeChangeSchema));

const started = z.object({
  type: z.literal('started'),
  track: text,
  minutes: z.number(),
  plan: z.array(z.object({ phase: text, problems: z.array(text) })),
  /** Set when one problem is practised without an interview around it. */
  practice: z.optional(z.boolean()),
  candidate: z.optional(text),
  role: z.optional(text),
  company: z.optional(text),
  difficulty: z.enum(['easier', 'hard', 'harder']),
  resume: z.optional(z.object({ name: text, text })),
});

export const requests = ['hint', 'easier', 'harder', 'skip', 'pass'] as const;

export const eventSchema = z.discriminatedUnion('type', [
  started,
  z.object({ type: z.literal('answered'), turn: index, text }),
  z.object({ type: z.literal('requested'), what: z.enum(requests) }),
  z.object({ type: z.literal('judged'), turn: index, judgement: judgementSchema }),
  z.object({ type: z.literal('moved'), turn: index, moves: z.array(moveSchema) }),
  z.object({
    type: z.literal('spoke'),
    turn: index,
    text,
    by: text,
    ending: z.enum(['complete', 'stopped', 'failed']),
    problem: z.optional(text),
  }),
  z.object({ type: z.literal('opened'), problem: text, attempt: index, folder: text }),
  z.object({
    type: z.literal('ran'),
    problem: text,
    attempt: index,
    run: index,
    ending: z.enum(['finished', 'failed', 'stopped', 'timed_out']),
    exitCode: z.nullable(z.number()),
    seconds: z.number(),
    series: seriesSchema,
    error: z.optional(runErrorSchema),
    diff: z.array(hunkSchema),
    changes,
  }),
  z.object({
    type: z.literal('checked'),
    problem: text,
    attempt: index,
    verdict: z.enum(exerciseVerdicts),
    symptom: z.array(checkSchema),
    cause: z.array(checkSchema),
    notes: z.array(text),
    seconds: z.number(),
    error: z.optional(z.nullable(runErrorSchema)),
    diff: z.array(hunkSchema),
    changes,
  }),
  z.object({
    type: z.literal('probed'),
    problem: text,
    attempt: index,
    probe: z.enum(probeIds),
    ending: z.enum(['finished', 'failed', 'stopped', 'timed_out']),
    seconds: z.number(),
    ...findingSchema.shape,
    error: z.optional(runErrorSchema),
    changes,
  }),
  z.object({ type: z.literal('reset'), problem: text, attempt: index }),
  z.object({ type: z.literal('gave-up'), problem: text }),
  z.object({ type: z.literal('paused') }),
  z.object({ type: z.literal('resumed') }),
  z.object({ type: z.literal('renamed'), title: text }),
  z.object({ type: z.literal('ended'), early: z.boolean() }),
  z.object({ type: z.literal('disputed'), ...disputeSchema.shape }),
  z.object({ type: z.literal('withdrew'), ...disputedSchema.shape }),
]);

export type InterviewEvent = z.infer<typeof eventSchema>;
export type Started = z.infer<typeof started>;
export type EventOf<T extends InterviewEvent['type']> = Extract<InterviewEvent, { type: T }>;
export type Request = (typeof requests)[number];
export type Finding = z.infer<typeof findingSchema>;
export type Check = z.infer<typeof checkSchema>;
export type CodeChange = z.infer<typeof codeChangeSchema>;
export type CodeSign = z.infer<typeof signSchema>;
export type Hunk = z.infer<typeof hunkSchema>;
export type RunError = z.infer<typeof runErrorSchema>;

/** An event as it lies in the journal: its number, wall time (ms since 1970) and interview clock (ms not paused, not asleep). */
export interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly clock: number;
  readonly event: InterviewEvent;
}

/** First line of a journal. */
export const headerSchema = z.object({ journal: z.literal(1), session: text, started: z.number() });
/** The last moment that a `Date` can name; one beyond it could not be shown. ms */
const lastMoment = 8.64e15;
const moment = z.number().check(z.gte(0), z.lte(lastMoment));
export const entrySchema = z.object({ seq: index, at: moment, clock: z.number(), event: eventSchema });
export type Header = z.infer<typeof headerSchema>;
