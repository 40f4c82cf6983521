import * as z from 'zod/mini';
import { recogniserSchema } from './grading/recogniser.ts';
import { verdicts } from './grading/verdict.ts';
import { probeIds } from './probes.ts';

/** What a `problem.yaml` holds; the folder's other files are read by the ProblemSource and joined in `Problem`. */

export const kinds = ['discussion', 'design', 'debugging', 'coding'] as const;
export const dimensionIds = ['fundamentals', 'architecture', 'training', 'debugging'] as const;
export const levels = ['novice', 'intermediate', 'expert'] as const;
export const followUpUses = ['textbook', 'strong', 'bare_formula'] as const;
export const sampleProfiles = ['novice', 'intermediate', 'expert', 'wrong_but_fluent'] as const;

const id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'use small letters, digits and hyphens (at most 64)'));
const text = z.string().check(z.trim(), z.minLength(1, 'must not be empty'));
const whole = z.number().check(z.int(), z.positive());
const recognisers = z.array(recogniserSchema).check(z.minLength(1, 'needs at least one recogniser'));

const keyPoint = z.strictObject({
  id,
  claim: text,
  weight: z.number().check(z.positive(), z.lte(5)),
  level: z.enum(levels),
  probe: text,
  met: recognisers,
  partial: z.optional(z.array(z.strictObject({ when: recognisers, missing: text }))),
  /** Ways to say the opposite: they contradict the key point, also where no misconception names them. */
  against: z.optional(recognisers),
});

/** A step of finding a fault in talk; `steps` lists them from the simplest to the most complex. */
const step = z.strictObject({ id, name: text, named: recognisers });

const misconception = z.strictObject({
  id,
  claim: text,
  severity: z.enum(['minor', 'major']),
  held: recognisers,
  question: text,
  correction: text,
  contradicts: z.optional(id),
});

const push = z.strictObject({ question: text, asks: z._default(z.array(id), []) });

const followUp = z.strictObject({
  id,
  kind: z.enum(['why', 'what_if', 'constraint']),
  when: z.enum(followUpUses),
  question: text,
  asks: z._default(z.array(id), []),
});

const diagnostic = z.strictObject({
  id,
  title: text,
  order: whole,
  asked: recognisers,
  reply: text,
});

const quantity = z.strictObject({
  id,
  what: text,
  value: z.number(),
  unit: text,
  factor: z.number().check(z.gte(1)),
  follows: z.optional(text),
});

const sampleAnswer = z.strictObject({
  profile: z.enum(sampleProfiles),
  text,
  verdicts: z.record(z.string(), z.enum(verdicts)),
  misconceptions: z._default(z.array(id), []),
});

const exercise = z.strictObject({
  /** Name of the candidate's copy: the project's own, since a problem's id may name the fault. */
  folder: id,
  entry: text,
  open: z.array(text).check(z.minLength(1)),
  protected: z.array(text),
  needs: z.array(z.enum(['numpy', 'torch'])),
  /** What `probes.py` beside the starter can show of the candidate's present code. */
  probes: z._default(z.array(z.enum(probeIds)), []),
  reference: text,
  hypothesis: text,
  root_cause: text,
  explanation: text,
});

export const problemFileSchema = z.strictObject({
  id,
  title: text,
  kind: z.enum(kinds),
  areas: z.array(text).check(z.minLength(1)),
  dimensions: z.array(z.enum(dimensionIds)).check(z.minLength(1)),
  level: whole.check(z.lte(5)),
  minutes: whole,
  source: text,
  cards: z._default(z.array(z.enum(['attention'])), []),
  easier: push,
  harder: push,
  hints: z.tuple([text, text, text, text]),
  key_points: z.array(keyPoint).check(z.minLength(1)),
  misconceptions: z._default(z.array(misconception), []),
  follow_ups: z._default(z.array(followUp), []),
  diagnostics: z._default(z.array(diagnostic), []),
  steps: z._default(z.array(step), []),
  quantities: z._default(z.array(quantity), []),
  sample_answers: z._default(z.array(sampleAnswer), []),
  resources: z._default(z.array(id), []),
  exercise: z.optional(exercise),
});

export type ProblemFile = z.infer<typeof problemFileSchema>;
export type KeyPoint = z.infer<typeof keyPoint>;
export type Misconception = z.infer<typeof misconception>;
export type FollowUp = z.infer<typeof followUp>;
export type SampleAnswer = z.infer<typeof sampleAnswer>;
export type Exercise = z.infer<typeof exercise>;
export type DimensionId = (typeof dimensionIds)[number];
export type Level = (typeof levels)[number];

/** A problem as the interview uses it: the file plus the text of `statement.md`. */
export interface Problem extends ProblemFile {
  readonly statement: string;
}

/** A field of a problem that names something which does not exist, as `path` into the YAML document and a sentence. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** References inside one problem file that the schema alone cannot check: ids named by pushes, misconceptions and samples. */
export function danglingReferences(file: ProblemFile): Fault[] {
  const known = new Set(file.key_points.map((point) => point.id));
  const wrong = new Set(file.misconceptions.map((item) => item.id));
  const faults: Fault[] = [];
  const need = (set: Set<string>, name: string, path: (string | number)[], what: string) => {
    if (!set.has(name)) faults.push({ path, message: `names the ${what} "${name}", which this problem does not have` });
  };
  for (const entry of ['easier', 'harder'] as const) {
    for (const [i, name] of file[entry].asks.entries()) need(known, name, [entry, 'asks', i], 'key point');
  }
  for (const [i, item] of file.follow_ups.entries()) {
    for (const [j, name] of item.asks.entries()) need(known, name, ['follow_ups', i, 'asks', j], 'key point');
  }
  for (const [i, item] of file.misconceptions.entries()) {
    if (item.contradicts) need(known, item.contradicts, ['misconceptions', i, 'contradicts'], 'key point');
  }
  for (const [i, sample] of file.sample_answers.entries()) {
    for (const name of Object.keys(sample.verdicts))
      need(known, name, ['sample_answers', i, 'verdicts', name], 'key point');
    for (const [j, name] of sample.misconceptions.entries()) {
      need(wrong, name, ['sample_answers', i, 'misconceptions', j], 'misconception');
    }
  }
  return faults;
}

/**
 * Key points that an answer to the opening question is expected to reach: all but those that only a follow-up, the
 * harder constraint or the easier entry asks for. A point outside counts once it was asked for or said unasked.
 */
export function openingKeyPoints(problem: ProblemFile): KeyPoint[] {
  const later = new Set([...problem.harder.asks, ...problem.follow_ups.flatMap((item) => item.asks)]);
  return problem.key_points.filter((point) => !later.has(point.id));
}
