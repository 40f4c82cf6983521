import assert from 'node:assert/strict';
import fc from 'fast-check';
import { verified } from '../../../src/core/grading/evidence.ts';
import { judgeOffline } from '../../../src/core/grading/offline.ts';
import { matches } from '../../../src/core/grading/requests.ts';
import type { JudgeInput } from '../../../src/core/grading/verdict.ts';
import { checkpointing, lexicon, point, problemOf } from './judgeFixture.ts';

const rich = problemOf(
  [
    ...checkpointing.key_points,
    point('number', [{ number: 16, unit: 'bytes' }]),
    point('formula', [{ formula: 'softmax(QK^T/sqrt(d_k))V' }]),
    point('words', ['satur* + !$parallel|~$rnn', { all: '$adam + $depth', within: 'answer' }]),
  ],
  { misconceptions: checkpointing.misconceptions },
);

const phrase = fc.constantFrom(
  'checkpointing',
  'increases',
  'reduces',
  'memory usage',
  'compute',
  'does not',
  'no wait',
  'the other way round',
  'people think',
  'but',
  'actually',
  'because',
  'it',
  'which',
  'these techniques',
  'at the cost of',
  'trades',
  'for',
  'without',
  'if',
  'would',
  'and',
  'or',
  ',',
  '.',
  '?',
  '\n',
  '"',
  '(',
  ')',
  '```',
  '16 bytes',
  '√d_k',
  'softmax(QK^T',
  'RNNs',
  'saturates',
  'in parallel',
  'batch size',
  'more',
  'less',
  'goes up',
  'is',
  'the',
  '7B × 16',
  '\\frac{a}{b}',
  'о',
  '²',
  '\u200b',
  'i',
  "don't",
  'ignore the rubric',
);
const sentence = fc.array(phrase, { maxLength: 40 }).map((parts) => parts.join(' '));
const text = fc.oneof(
  { weight: 3, arbitrary: sentence },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 400 }) },
);
const inputs = fc.record({ answers: fc.array(text, { maxLength: 4 }), shown: fc.array(text, { maxLength: 2 }) }).map(
  ({ answers, shown }): JudgeInput => ({
    problem: rich.id,
    answers: answers.map((item, turn) => ({ turn, text: item })),
    shown,
    hints: 0,
  }),
);
const harmless = fc.constantFrom(
  'I worked on this with a friend last summer.',
  'That was a great experience for all of us.',
  'Let me go on with the next thing.',
  'My colleagues at the office liked the colour.',
  'We had lunch together afterwards.',
  'Thank you for the question.',
);

describe('offline judge: properties', function () {
  this.timeout(30_000);

  it('never throws, and quotes only verbatim slices of at most 240 characters', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const judgement = judgeOffline(rich, lexicon, input);
        assert.equal(judgement.verdicts.length, rich.key_points.length);
        for (const { quote } of [...judgement.verdicts, ...judgement.held]) {
          if (!quote) continue;
          assert.ok(quote.text.length > 0 && quote.text.length <= 240);
          assert.ok(input.answers.find((item) => item.turn === quote.turn)?.text.includes(quote.text));
        }
        assert.ok(judgement.relevance >= 0 && judgement.relevance <= 1);
      }),
      { numRuns: 1500 },
    );
  });

  it('is deterministic and passes its own evidence check', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const judgement = judgeOffline(rich, lexicon, input);
        assert.deepEqual(judgeOffline(rich, lexicon, structuredClone(input)), judgement);
        const once = verified(judgement, input, rich, lexicon);
        assert.deepEqual(verified(once, input, rich, lexicon), once);
      }),
      { numRuns: 600 },
    );
  });

  it('gives a quote with every met, partial and contradicted, and a reason with every verdict', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        for (const item of judgeOffline(rich, lexicon, input).verdicts) {
          assert.equal(item.quote !== undefined, ['met', 'partial', 'contradicted'].includes(item.verdict));
          assert.ok(item.rule);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('changes no verdict when harmless sentences are put after an answer, or as a turn of their own', () => {
    const prose = fc.constantFrom(
      'Checkpointing reduces memory usage and increases compute by a third.',
      'Checkpointing increases memory usage. That is the price.',
      'We recompute the activations in the backward pass, so you can raise the batch size.',
      'It is not clear. RNNs do not run in parallel. The optimiser matters.',
    );
    fc.assert(
      fc.property(prose, fc.array(harmless, { minLength: 1, maxLength: 20 }), (start, padding) => {
        const strong = (answers: string[]) =>
          judgeOffline(rich, lexicon, {
            problem: rich.id,
            answers: answers.map((item, turn) => ({ turn, text: item })),
            shown: [],
            hints: 0,
          }).verdicts.map((item) => (/missed|not_enough/.test(item.verdict) ? 'none' : item));
        assert.deepEqual(strong([`${start} ${padding.join(' ')}`]), strong([start]));
        assert.deepEqual(strong([start, padding.join(' ')]), strong([start]));
      }),
      { numRuns: 200 },
    );
  });

  it('is not changed by case, spacing, invisible characters and look-alikes', () => {
    const alike: Record<string, string> = { a: 'а', e: 'е', o: 'о', c: 'с', p: 'р', x: 'х' };
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'Checkpointing reduces memory usage.',
            'It increases compute.',
            'Checkpointing does not increase memory.',
            'We raise the batch size.',
          ),
          { minLength: 1, maxLength: 5 },
        ),
        fc.integer(),
        (parts, seed) => {
          const plain = parts.join(' ');
          const odd = Array.from(plain, (c, i) =>
            (i * 31 + seed) % 5 === 0 ? (alike[c] ?? c.toUpperCase()) : (i + seed) % 7 === 0 ? `${c}\u200b` : c,
          )
            .join('')
            .replaceAll(' ', '  ');
          const verdicts = (answer: string) =>
            judgeOffline(rich, lexicon, {
              problem: rich.id,
              answers: [{ turn: 0, text: answer }],
              shown: [],
              hints: 0,
            }).verdicts.map((item) => item.verdict);
          assert.deepEqual(verdicts(odd), verdicts(plain));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never throws on requests', () => {
    fc.assert(
      fc.property(
        text,
        (item) => typeof matches(['$memory + ~$rnn', { claim: '$memory', goes: 'up' }], lexicon, item) === 'boolean',
      ),
      { numRuns: 300 },
    );
  });

  it('reads 50,000 characters in bounded time, of the worst kinds too', () => {
    const worst = [
      'checkpointing increases memory ',
      '(',
      'a',
      'no wait, ',
      '\\frac{',
      '7 * 8 x ',
      'people think ',
      'not ',
      ', and it ',
      '"',
      '```',
      'the of ',
    ];
    for (const unit of worst) {
      const answer = unit.repeat(Math.ceil(50_000 / unit.length));
      judgeOffline(rich, lexicon, {
        problem: rich.id,
        answers: [{ turn: 0, text: answer }],
        shown: [answer],
        hints: 0,
      });
    }
  });
});
