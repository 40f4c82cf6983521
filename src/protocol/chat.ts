import * as z from 'zod/mini';
import { event, request } from './message.ts';

/** The contract of the interview panel: what it shows and what a candidate can do in it. */
const text = z.string();
const count = z.number();

const point = z.tuple([z.number(), z.nullable(z.number())]);
const series = z.record(z.string(), z.array(point));

/** One changed region: `line` is 1-based in the file as it was for that run. */
const hunk = z.object({ file: text, line: count, removed: z.array(text), added: z.array(text) });

const runSchema = z.object({
  run: count,
  label: text,
  /** What was changed for this run, in a line. */
  change: z.optional(text),
  /** Against the start; absent when it is too long to be shown in a card. */
  diff: z.optional(z.array(hunk)),
  ending: z.enum(['running', 'finished', 'failed', 'stopped', 'timed_out']),
  series,
  message: z.optional(text),
  output: z.optional(text),
});

const checkSchema = z.object({ check: text, passed: z.boolean(), message: text });

const verdictSchema = z.object({
  verdict: z.enum(['fixed', 'masked', 'unfixed', 'tampered', 'crashed', 'timed_out']),
  /** The verdict as a person reads it; it depends on what was to be done. */
  word: text,
  summary: text,
  symptom: z.array(checkSchema),
  cause: z.array(checkSchema),
  notes: z.array(text),
  seconds: count,
});

/** What a probe showed of the code as it was then. */
const findingSchema = z.object({
  /** Position among all probes of the exercise, from 1. */
  number: count,
  probe: text,
  name: text,
  /** Which state of the files it was asked about. */
  when: text,
  ending: z.enum(['finished', 'failed', 'stopped', 'timed_out']),
  text: z.optional(text),
  table: z.optional(z.object({ columns: z.array(text), rows: z.array(z.array(text)) })),
  series: z.optional(series),
  /** What the horizontal axis of the series is. */
  axis: text,
  /** Why there is no answer. */
  message: z.optional(text),
});

const exerciseCardSchema = z.object({
  kind: z.literal('exercise'),
  problem: text,
  title: text,
  meta: text,
  statement: text,
  /** Shown path of the folder, relative to the workspace; absent until the files were opened. */
  folder: z.optional(text),
  files: z.array(text),
  state: z.enum(['offered', 'open', 'running', 'checking', 'probing', 'done']),
  runs: z.array(runSchema),
  /** Questions that can be put to the code. */
  probes: z.array(z.object({ id: text, name: text })),
  /** Oldest first. */
  findings: z.array(findingSchema),
  verdict: z.optional(verdictSchema),
  attempts: count,
  /** Why Run and Check cannot be used now, in a sentence; absent when they can. */
  blocked: z.optional(text),
  explanation: z.optional(text),
});

const attentionCardSchema = z.object({ kind: z.literal('attention') });

const turnSchema = z.object({
  /** Position in the transcript; what a quote on the scorecard points to. */
  turn: count,
  who: z.enum(['interviewer', 'candidate', 'note']),
  phase: text,
  markdown: text,
  /** Set on a turn that shows a hint: `effect` says what it costs. */
  hint: z.optional(z.object({ level: count, effect: text })),
  /** Who phrased it, when a model did. */
  by: z.optional(text),
  speaking: z.optional(z.boolean()),
  /** Said when a model's words were stopped or failed; the partial text stays in `partial`. */
  partial: z.optional(z.object({ text, why: text })),
  cards: z.array(z.discriminatedUnion('kind', [exerciseCardSchema, attentionCardSchema])),
});

const phaseSchema = z.object({ id: text, title: text, state: z.enum(['done', 'now', 'ahead']) });
const bannerSchema = z.object({
  tone: z.enum(['info', 'warning', 'error']),
  text,
  actions: z.array(z.object({ id: text, label: text })),
});

const stripSchema = z.object({
  phases: z.array(phaseSchema),
  /** Interview time used, ms; the view counts on from here while `running`. */
  elapsed: count,
  running: z.boolean(),
  total: count,
});

const composerSchema = z.object({
  placeholder: text,
  enabled: z.boolean(),
  /** The interviewer is reading or speaking. */
  busy: z.boolean(),
  nextHint: z.nullable(count),
  canEase: z.boolean(),
  canHarden: z.boolean(),
  canSkip: z.boolean(),
  interviewer: text,
});

export const chatViewSchema = z.object({
  session: text,
  title: text,
  phase: z.enum(['running', 'paused', 'ended', 'read-only']),
  strip: stripSchema,
  turns: z.array(turnSchema),
  composer: composerSchema,
  banner: z.optional(bannerSchema),
});

/** What changed since the view with number `seq - 1`; turns are replaced by their number or appended. */
const patchSchema = z.object({
  seq: count,
  phase: z.optional(chatViewSchema.shape.phase),
  title: z.optional(text),
  strip: z.optional(stripSchema),
  turns: z.optional(z.array(turnSchema)),
  composer: z.optional(composerSchema),
  banner: z.optional(z.nullable(bannerSchema)),
});

export const toChat = {
  /** The whole view; sent on `ready` and whenever a patch could not be applied. */
  view: event('chat/view', z.object({ seq: count, view: chatViewSchema, draft: text })),
  patch: event('chat/patch', patchSchema),
  /** Words of a turn that is being spoken by a model. `offset` is the length of the text before them. */
  delta: event('chat/text-delta', z.object({ turn: count, offset: count, text })),
  /** New points and output of the running exercise. */
  progress: event('chat/run-progress', z.object({ problem: text, run: count, series, output: text })),
  reveal: event('chat/reveal-turn', z.object({ turn: count })),
};

export const exerciseActions = ['open', 'run', 'stop', 'check', 'compare', 'reset', 'give-up', 'reference'] as const;

export const fromChat = {
  ready: event('chat/ready', z.object({})),
  /** Asks for the whole view again after a gap. */
  resync: event('chat/resync', z.object({})),
  /** Answered once the words are on disk; a refusal says why they are not, and the words stay in the composer. */
  answer: request('chat/answer', z.object({ text }), z.object({ turn: count })),
  ask: event('chat/ask', z.object({ what: z.enum(['hint', 'easier', 'harder', 'skip', 'pass']) })),
  stop: event('chat/stop', z.object({})),
  pause: event('chat/pause', z.object({ paused: z.boolean() })),
  end: event('chat/end', z.object({})),
  draft: event('chat/draft', z.object({ text })),
  exercise: event('chat/exercise', z.object({ problem: text, action: z.enum(exerciseActions) })),
  probe: event('chat/probe', z.object({ problem: text, probe: text })),
  openFile: event('chat/open-file', z.object({ problem: text, file: text })),
  openLink: event('chat/open-link', z.object({ url: text })),
  banner: event('chat/banner-action', z.object({ id: text })),
  openScorecard: event('chat/open-scorecard', z.object({})),
};

export type ChatView = z.infer<typeof chatViewSchema>;
export type ChatPatch = z.infer<typeof patchSchema>;
export type TurnView = z.infer<typeof turnSchema>;
export type Card = TurnView['cards'][number];
export type ExerciseCard = z.infer<typeof exerciseCardSchema>;
export type RunView = z.infer<typeof runSchema>;
export type FindingView = z.infer<typeof findingSchema>;
export type VerdictView = z.infer<typeof verdictSchema>;
export type Banner = z.infer<typeof bannerSchema>;
export type Strip = z.infer<typeof stripSchema>;
export type Composer = z.infer<typeof composerSchema>;
export type ExerciseAction = (typeof exerciseActions)[number];
export type SeriesView = z.infer<typeof series>;
