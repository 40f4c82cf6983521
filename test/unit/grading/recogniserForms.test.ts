import assert from 'node:assert/strict';
import { parseTerms } from '../../../src/core/grading/recogniser.ts';
import { fires } from './judgeFixture.ts';

/** What each recogniser form means, as sentences that it accepts and sentences that it does not. */
function spec(
  recogniser: unknown,
  accepts: readonly string[],
  refuses: readonly string[],
  more: { quantities?: unknown[] } = {},
): void {
  for (const text of accepts) it(`accepts: ${text}`, () => assert.equal(fires(recogniser, text, more), true));
  for (const text of refuses) it(`refuses: ${text}`, () => assert.equal(fires(recogniser, text, more), false));
}

describe('recogniser: terms', () => {
  describe('$concept: aliases, narrower concepts, spellings', () => {
    spec(
      '$optimiser + momentum',
      [
        'The optimizer keeps momentum.',
        'Adam keeps a momentum term.',
        'AdamW has momentum too',
        'adam uses momentum',
        'The optimisers all use momentum.',
      ],
      ['The model has momentum.', 'Optimal momentum is 0.9.'],
    );
    spec(
      '$backprop + slow',
      ['Back-prop is slow.', 'back prop is slow', 'Backpropagation is slow.', 'the backward passes are slow'],
      ['Backing is slow.'],
    );
  });

  describe('plain words: endings, stars, alternatives', () => {
    spec(
      'saturat* + gradient',
      ['It saturates, so the gradient dies.', 'Because of saturation the gradient is small.'],
      ['It is sat on by the gradient.'],
    );
    spec(
      'one step at a time|sequential',
      ['It goes one step at a time.', 'It is sequential.'],
      ['It goes one at a time, step.'],
    );
    spec(
      'normalise + activation',
      ['It normalizes the activations.', 'We are normalising activations here.'],
      ['It is abnormal activation.'],
    );
  });

  describe('polarity: plain, ! and ~', () => {
    spec(
      '$rnn + !$parallel',
      ['RNNs cannot be parallelised.', "RNNs don't run in parallel.", 'An RNN is never parallel.'],
      ['RNNs are parallel.', 'RNNs run in parallel.'],
    );
    spec(
      '$rnn + $parallel',
      [
        'RNNs run in parallel.',
        'RNNs are not only parallel but fast.',
        'An RNN cannot work without running in parallel.',
      ],
      ["RNNs don't run in parallel."],
    );
    spec('$rnn + ~$parallel', ['RNNs are parallel.', 'RNNs are not parallel.'], ['RNNs are slow.']);
    spec('$rnn + fail*|!capture', ['RNNs fail there.', 'RNNs do not capture it.'], ['RNNs capture it.']);
  });

  it('gives a mark to all alternatives of a term unless one has its own', () => {
    assert.deepEqual(
      parseTerms('!$a|b c + d|~e').map((term) => term.alternatives.map((item) => item.polarity)),
      [
        ['denied', 'denied'],
        ['affirmed', 'either'],
      ],
    );
  });
});

describe('recogniser: reach', () => {
  describe('clause', () => {
    spec(
      { all: '$batch-statistics + $training', within: 'clause' },
      [
        'It uses batch statistics in training and running statistics at test time.',
        'During training, batch norm uses the statistics of the batch.',
        'Batch norm is trained with batch statistics during training, while at inference it uses running averages.',
      ],
      [
        'It uses running statistics in training and batch statistics at test time.',
        'In training it uses running averages, whereas in eval it takes the batch statistics.',
        'At test time it uses batch statistics, and running statistics are used in training.',
      ],
    );
    spec(
      { all: '$batchnorm + $running-statistics', within: 'clause' },
      ['Batch norm shifts, and it keeps running averages.', 'We call batchnorm, which tracks moving averages.'],
      ['Batch norm shifts, and the optimiser keeps running averages.'],
    );
  });

  describe('near, the default', () => {
    spec(
      '$rnn + $parallel',
      [
        'With RNNs you have a chain, so they do not matter; they run in parallel.',
        'We used RNNs. They run in parallel.',
      ],
      ['We used RNNs. The budget was small. Attention runs in parallel.'],
    );
  });

  describe('sentence and answer', () => {
    spec(
      { all: '$rnn + $attention', within: 'sentence' },
      ['We had an RNN, then it broke, we got a new lead, and then came attention.'],
      ['We had an RNN. Then it broke. Attention came.'],
    );
    spec(
      { all: '$rnn + $attention', within: 'answer' },
      ['We had an RNN. Then it broke. Attention came.'],
      ['We had an RNN. Then it broke.'],
    );
  });
});

describe('recogniser: numbers and quantities', () => {
  describe('{ number, unit, factor, near }', () => {
    spec(
      { number: 16, unit: 'bytes|byte', near: 'parameter|param' },
      ['It is 16 bytes per parameter.', 'So sixteen bytes for every parameter.', 'Each parameter needs 16 B.'],
      [
        'It is 12 bytes per parameter.',
        'It is 16 bits per parameter.',
        'It is 16 bytes per token.',
        'It is not 16 bytes per parameter.',
      ],
    );
    spec(
      { number: 112, unit: 'GB', factor: 1.1 },
      [
        'That makes 112 GB.',
        'about 110 gigabytes',
        '7B × 16 bytes = 112 GB',
        '7B × 16 bytes',
        '7 billion times 16 bytes',
        '0.112 TB in total',
      ],
      ['That makes 14 GB.', 'That makes 112 MB.', '112 GPUs are used.'],
    );
    spec(
      { number: 1e10 },
      [
        'It has 10 billion of them.',
        'It has 10^10 of them.',
        'There are 1e10.',
        'There are 10,000,000,000.',
        'There are 10B.',
        'It is 1 x 10^10.',
      ],
      ['It has 10 million of them.'],
    );
    spec(
      { number: 100_000, unit: 'tokens' },
      ['With 100K tokens it breaks.', 'A hundred tokens or one hundred thousand tokens.'],
      ['With 10K tokens it breaks.'],
    );
    spec(
      { number: 90, unit: 'days', factor: 1.2 },
      ['It takes 90 days.', 'It takes 2160 hours.', 'It takes 13 weeks.'],
      ['It takes 90 hours.'],
    );
  });

  describe('{ quantity }', () => {
    const quantities = [{ id: 'state', what: 'training state', value: 112, unit: 'GB', factor: 1.1 }];
    spec({ quantity: 'state' }, ['So we need 112 GB.', 'roughly 115 gigabytes'], ['So we need 56 GB.'], { quantities });
    spec(
      { quantity: 'state', near: '$optimiser' },
      ['The optimiser states need 112 GB.'],
      ['The activations need 112 GB.'],
      { quantities },
    );
  });
});

describe('recogniser: formulas, however they are typed', () => {
  const typed = [
    'softmax(QKᵀ/√d_k)V',
    'softmax(QK^T / sqrt(d_k)) V',
    String.raw`$$\text{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V$$`,
    '`softmax(Q @ K.transpose(-2, -1) / math.sqrt(d_k), dim=-1) @ V`',
    '```python\ntorch.softmax(Q @ K.T / np.sqrt(d_k), dim=-1) @ V\n```',
    'softmax of Q K transpose over the square root of d_k times V',
  ];
  for (const text of typed) {
    it(`accepts: ${text.replaceAll('\n', ' ')}`, () =>
      assert.equal(fires({ formula: 'softmax(QK^T/\\sqrt{d_k})V' }, `Attention is ${text}.`), true));
  }
  spec(
    { formula: 'softmax(QK^T/\\sqrt{d_k})V' },
    [],
    ['softmax(QK^T)V', 'softmax(QK^T/d_k)V', 'softmax(KQ^T/sqrt(d_k))V'],
  );
  spec(
    { formula: 'w = w - \\eta \\nabla L' },
    [
      'One step is w = w − η∇L.',
      'w ← w − η ∇L(w)',
      String.raw`$w \leftarrow w - \eta \nabla L(w)$`,
      'w equals w minus eta times gradient L',
    ],
    ['w = w + η∇L', 'w = w − λ∇L'],
  );
  spec({ formula: '6ND' }, ['The cost is 6ND.', 'It is $6 N D$ operations.', '6·N·D'], ['It is 2ND.']);
});

describe('recogniser: directional claims', () => {
  describe('any cause without `by`', () => {
    spec(
      { claim: '$memory', goes: 'up' },
      ['Memory goes up.', 'Longer inputs need more memory.', 'It grows with depth: the memory doubles.'],
      ['Memory goes down.', 'Memory matters.', 'Does memory go up?'],
    );
    spec(
      { claim: '$memory', goes: 'same' },
      [
        'Memory stays the same.',
        'It does not change the memory.',
        'It has no effect on memory.',
        'Memory is unaffected.',
        'It leaves memory unchanged.',
      ],
      ['Memory goes up.', 'It changes memory.'],
    );
    spec(
      { claim: '$accuracy', goes: 'down' },
      ['It comes at the cost of accuracy.', 'It trades accuracy for speed.', 'It hurts accuracy.', 'Accuracy drops.'],
      ['It improves accuracy.', 'Accuracy does not drop.'],
    );
  });

  describe('terms beside the quantity', () => {
    spec(
      { claim: '$memory + $adam', goes: 'up' },
      ['Adam doubles the memory.', 'You need more memory with Adam.'],
      ['SGD doubles the memory.'],
    );
  });
});
