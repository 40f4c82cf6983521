import { judgeOffline } from '../../../src/core/grading/offline.ts';
import type { Recogniser } from '../../../src/core/grading/recogniser.ts';
import type { Judgement, KeyPointVerdict } from '../../../src/core/grading/verdict.ts';
import type { Lexicon } from '../../../src/core/lexicon.ts';
import { type KeyPoint, type Problem, problemFileSchema } from '../../../src/core/problem.ts';

/** A small lexicon and a problem on gradient checkpointing, so that these tests depend on no content of `problems/`. */
export const lexicon: Lexicon = {
  'memory-technique': { aliases: ['memory-saving technique'] },
  checkpointing: {
    aliases: [
      'gradient checkpointing',
      'activation checkpointing',
      'checkpointing',
      'checkpoint',
      'activation recomputation',
      'recomputation',
      'rematerialisation',
    ],
    broader: 'memory-technique',
  },
  'mixed-precision': {
    aliases: ['mixed precision', 'amp', 'bf16', 'fp16', 'half precision'],
    broader: 'memory-technique',
  },
  accumulation: { aliases: ['gradient accumulation'], broader: 'memory-technique' },
  memory: {
    aliases: [
      'memory',
      'memory usage',
      'memory use',
      'memory footprint',
      'footprint',
      'memory consumption',
      'memory pressure',
      'vram',
      'gpu memory',
      'memory requirements',
    ],
  },
  compute: {
    aliases: [
      'compute',
      'computation',
      'computational cost',
      'flops',
      'floating point operations',
      'training time',
      'amount of work',
    ],
  },
  activation: { aliases: ['activation', 'intermediate activations', 'intermediate results', 'intermediate values'] },
  batch: { aliases: ['batch size', 'minibatch size'] },
  accuracy: { aliases: ['accuracy', 'model quality'] },
  depth: { aliases: ['depth', 'number of layers'] },
  backprop: { aliases: ['backpropagation', 'backprop', 'backward pass'] },
  forward: { aliases: ['forward pass'] },
  optimiser: { aliases: ['optimiser'] },
  adam: { aliases: ['adam', 'adamw'], broader: 'optimiser' },
  rnn: { aliases: ['rnn', 'recurrent network', 'recurrent neural network'] },
  batchnorm: { aliases: ['batch normalisation', 'batchnorm', 'batch norm'] },
  'batch-statistics': { aliases: ['batch statistics', 'statistics of the batch', 'batch mean'] },
  'running-statistics': { aliases: ['running statistics', 'running averages', 'moving averages'] },
  training: { aliases: ['training', 'train mode', 'training time'] },
  inference: { aliases: ['inference', 'test time', 'evaluation', 'eval mode', 'eval'] },
  attention: { aliases: ['attention', 'self-attention', 'scaled dot-product attention'] },
  parallel: { aliases: ['parallel', 'parallelise', 'in parallel'] },
};

const rest = {
  id: 'checkpointing-talk',
  title: 'Gradient checkpointing',
  kind: 'discussion',
  areas: ['training'],
  dimensions: ['training'],
  level: 3,
  minutes: 5,
  source: 'test',
  easier: { question: 'What is kept for the backward pass?' },
  harder: { question: 'Where would you place the checkpoints?' },
  hints: [
    'What has to be kept?',
    'What could be computed again?',
    'Think of memory and time.',
    'It stores fewer activations and computes them again.',
  ],
};

export const checkpointing = problemOf(
  [
    point('memory-down', [
      { claim: '$memory', goes: 'down', by: '$checkpointing' },
      '$checkpointing + fewer|only some|subset + $activation',
    ]),
    point('compute-up', [
      { claim: '$compute', goes: 'up', by: '$checkpointing' },
      'recomput*|again|second time + $activation|$forward',
    ]),
    point('larger-batch', [{ claim: '$batch', goes: 'up' }], [{ when: ['$batch'], missing: 'in which direction' }]),
  ],
  {
    misconceptions: [
      misconception('memory-up', 'memory-down', [{ claim: '$memory', goes: 'up', by: '$checkpointing' }]),
      misconception('compute-down', 'compute-up', [{ claim: '$compute', goes: 'down', by: '$checkpointing' }]),
    ],
    statement:
      'You train a large model and run out of memory. What does gradient checkpointing do for you, and what does it cost?',
  },
);

export function point(id: string, met: unknown[], partial: unknown[] = []): KeyPoint {
  return {
    id,
    claim: id,
    weight: 1,
    level: 'intermediate',
    probe: `What about ${id}?`,
    met: met as Recogniser[],
    partial: partial as [],
  };
}

export function misconception(id: string, contradicts: string | undefined, held: unknown[]) {
  return {
    id,
    claim: id,
    severity: 'major',
    held,
    question: 'Really?',
    correction: 'No.',
    ...(contradicts ? { contradicts } : {}),
  };
}

export function problemOf(
  points: KeyPoint[],
  more: { misconceptions?: unknown[]; quantities?: unknown[]; statement?: string } = {},
): Problem {
  const { statement = 'A question.', ...others } = more;
  return { ...problemFileSchema.parse({ ...rest, key_points: points, ...others }), statement };
}

export function judge(problem: Problem, answers: string | readonly string[], shown: readonly string[] = []): Judgement {
  const turns = (typeof answers === 'string' ? [answers] : answers).map((text, i) => ({ turn: i + 1, text }));
  return judgeOffline(problem, lexicon, { problem: problem.id, answers: turns, shown: [...shown], hints: 0 });
}

export function verdict(judgement: Judgement, id: string): KeyPointVerdict {
  const found = judgement.verdicts.find((item) => item.keyPoint === id);
  if (!found) throw new Error(`no verdict for ${id}`);
  return found;
}

/** Whether one recogniser fires on a text, through a problem with that one key point. */
export function fires(recogniser: unknown, text: string, more: { quantities?: unknown[] } = {}): boolean {
  return verdict(judge(problemOf([point('only', [recogniser])], more), text), 'only').verdict === 'met';
}
