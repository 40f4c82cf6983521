import type { Bank } from '../../../src/core/bank.ts';
import { lexiconSchema, resourcesSchema } from '../../../src/core/lexicon.ts';
import { type Problem, problemFileSchema } from '../../../src/core/problem.ts';
import { rubricSchema } from '../../../src/core/rubric.ts';
import { trackSchema } from '../../../src/core/track.ts';

/** The numbers of DESIGN, section 4. Written out here, so that a change of `problems/rubric.yaml` does not change these tests. */
export const rubric = rubricSchema.parse({
  dimensions: ['fundamentals', 'architecture', 'training', 'debugging', 'theory_practice'].map((id) => ({
    id,
    title: id,
    anchors: { novice: `${id} novice`, intermediate: `${id} intermediate`, expert: `${id} expert` },
  })),
  points: { met: 1, partial: 0.5, missed: 0, contradicted: -0.5 },
  help: { unaided: 1, probed: 0.9, hints: [0.9, 0.7, 0.4, 0] },
  order_of_steps: 2,
  misconception: { minor: 0.25, major: 0.5, cap_with_major: 0.6 },
  exercise: { fixed: 1, masked: 0.35, unfixed: 0.1, crashed: 0.1, timed_out: 0.1, tampered: 0 },
  debugging_shares: { exercises: 0.5, process: 0.25, talk: 0.25 },
  thresholds: { intermediate: 0.4, expert: 0.75 },
  recommendation: { strong_yes: 0.8, yes: 0.65, mixed: 0.4, coverage: 0.5 },
});

export interface PointSpec {
  readonly id: string;
  readonly weight?: number;
  readonly level?: 'novice' | 'intermediate' | 'expert';
}

export interface ProblemSpec {
  readonly points?: readonly PointSpec[];
  readonly [field: string]: unknown;
}

/** A correct problem with what a test leaves open filled in. Recognisers are single made-up words: `<point id>word`. */
export function smallProblem(
  id: string,
  { points = [{ id: 'a' }, { id: 'b' }], ...fields }: ProblemSpec = {},
): Problem {
  const file = problemFileSchema.parse({
    id,
    title: `Title of ${id}`,
    kind: 'discussion',
    areas: ['area'],
    dimensions: ['fundamentals'],
    level: 2,
    minutes: 5,
    source: 'Made up for a test.',
    easier: { question: `${id} in its easier form?` },
    harder: { question: `${id} with a constraint?` },
    hints: [1, 2, 3, 4].map((level) => `${id} hint ${level}`),
    key_points: points.map((point) => ({
      id: point.id,
      claim: `Claim ${point.id} of ${id}.`,
      weight: point.weight ?? 1,
      level: point.level ?? 'novice',
      probe: `${id} probe for ${point.id}?`,
      met: [`${point.id}word`],
    })),
    ...fields,
  });
  return { ...file, statement: `${id} as it is asked?` };
}

export const wrongClaim = {
  id: 'wrong',
  claim: 'The wrong claim.',
  severity: 'major',
  held: ['wrongword'],
  question: 'What does a measurement say about that?',
  correction: 'It is the other way round.',
};

const exercise = {
  folder: 'project',
  entry: 'train.py',
  open: ['README.md', 'data.py'],
  protected: ['train.py'],
  needs: ['numpy'],
  probes: ['raw_batch', 'loss_at_init'],
  reference: 'fixed-one',
  hypothesis: 'What do you suspect, before you change anything?',
  root_cause: 'What was the cause?',
  explanation: 'The pairs were torn apart.',
};

export const problems: readonly Problem[] = [
  smallProblem('project', { dimensions: ['training'] }),
  smallProblem('warm-1', { misconceptions: [wrongClaim] }),
  smallProblem('warm-2'),
  smallProblem('warm-3'),
  smallProblem('arch', {
    dimensions: ['architecture'],
    points: [{ id: 'a' }, { id: 'b' }, { id: 'long', level: 'expert' }],
    misconceptions: [wrongClaim, { ...wrongClaim, id: 'other', question: 'And what of the other one?' }],
    follow_ups: [
      { id: 'tokens', kind: 'what_if', when: 'textbook', question: 'And at 100,000 tokens?', asks: ['long'] },
      { id: 'why', kind: 'why', when: 'bare_formula', question: 'What does the formula say in words?' },
      { id: 'further', kind: 'what_if', when: 'strong', question: 'And on a phone?' },
    ],
  }),
  smallProblem('talk', {
    kind: 'debugging',
    dimensions: ['debugging'],
    diagnostics: [
      { id: 'rows', title: 'Rows', order: 1, asked: ['rows'], reply: 'The raw rows: 1 2 3.' },
      { id: 'sweep', title: 'Sweep', order: 2, asked: ['sweep'], reply: 'The sweep: flat.' },
    ],
  }),
  smallProblem('files', { kind: 'debugging', dimensions: ['debugging'], exercise }),
  smallProblem('written', { kind: 'coding', dimensions: ['debugging'], exercise }),
];

const phase = (id: string, kind: string, ids: string[], more: object = {}) => ({
  id,
  title: `Part ${id}`,
  kind,
  minutes: 10,
  ...(ids.length > 0 ? { pick: { ids, count: ids.length } } : {}),
  ...more,
});

export const track = trackSchema.parse({
  id: 'small',
  title: 'Small',
  role: 'ML Engineer',
  minutes: 60,
  phases: [
    phase('background', 'background', ['project']),
    phase('warm-up', 'talk', ['warm-1', 'warm-2', 'warm-3'], { warm_up: true }),
    phase('architecture', 'talk', ['arch']),
    phase('debugging', 'talk', ['talk']),
    phase('hands-on', 'exercise', ['files']),
    phase('questions', 'questions', []),
  ],
  facts: [{ id: 'next', asked: ['happens next'], answer: 'There is no next round.' }],
});

export function smallBank(own: readonly Problem[] = problems): Bank {
  return {
    problems: new Map(own.map((problem) => [problem.id, problem])),
    tracks: new Map([[track.id, track]]),
    lexicon: lexiconSchema.parse({ area: { aliases: ['area'] } }),
    resources: resourcesSchema.parse({}),
    rubric,
    faults: [],
  };
}
