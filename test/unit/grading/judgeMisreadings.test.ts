import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compile } from '../../../src/core/grading/compiled.ts';
import { longestQuote } from '../../../src/core/grading/quote.ts';
import { corrections } from '../../../src/core/grading/text/corrections.ts';
import { read } from '../../../src/core/grading/text/reading.ts';
import { checkpointing, fires, judge, lexicon, point, problemOf, verdict } from './judgeFixture.ts';

const memoryDown = { claim: '$memory', goes: 'down', by: '$checkpointing' };
const memoryUp = { claim: '$memory', goes: 'up', by: '$checkpointing' };
const held = (text: string) => judge(checkpointing, text).held.map((item) => item.id);

/** Each row was once read wrongly: [what was said, the recogniser, whether it may fire]. */
const rows: readonly (readonly [text: string, recogniser: unknown, fires: boolean])[] = [
  // The antecedent of a relative clause is in its own sentence.
  [
    'We used checkpointing. It recomputes activations. We added mixed precision, which halves the memory.',
    memoryDown,
    false,
  ],
  ['We used checkpointing. We shortened the sequences, which halves the memory.', memoryDown, false],
  ['We used checkpointing. It drops the activations, which halves the memory.', memoryDown, true],
  ['We used checkpointing. This technique drops activations, which halves the memory.', memoryDown, true],
  ['We used checkpointing, which halves the memory.', memoryDown, true],
  [
    'We used checkpointing. Gradient accumulation splits the batch, so that every device needs less memory.',
    memoryDown,
    false,
  ],
  // A pronoun takes up the quantity that moved before it.
  ['Memory went up, so I enabled checkpointing and it came down.', memoryDown, true],
  ['Memory went up, so I enabled checkpointing and it came down.', memoryUp, false],
  ['Memory went up, but with checkpointing it fell.', memoryDown, true],
  ['Memory came down with checkpointing.', memoryDown, true],
  ['Checkpointing was on and so memory rose.', memoryUp, true],
  ['Memory fell once we switched to checkpointing.', memoryDown, true],
  ['Memory matters, so I enabled checkpointing and it came down.', memoryDown, false],
  ['Memory went up, so I enabled checkpointing and it reduced the accuracy.', memoryDown, false],
  // The full stops of an abbreviation end nothing.
  [
    'Some techniques, e.g. checkpointing, recompute activations.',
    { all: '$checkpointing + recompute', within: 'sentence' },
    true,
  ],
  [
    'It recomputes activations w.r.t. memory by checkpointing.',
    { all: '$checkpointing + recompute', within: 'sentence' },
    true,
  ],
  ['We set a. Then checkpointing came.', { all: 'set + $checkpointing', within: 'sentence' }, false],
  // Far from a place is no refusal.
  ['Far from the loss, checkpointing recomputes activations.', '$checkpointing + recomputes', true],
  ['It is far from true that checkpointing recomputes activations.', '$checkpointing + recomputes', false],
  // What was refuted is not what a later "it" stands for.
  [
    'I used to think that checkpointing stores every activation; in fact it recomputes them.',
    'checkpointing stores every activation',
    false,
  ],
  [
    'Earlier I thought checkpointing stores every activation, but it recomputes them.',
    'checkpointing stores every activation',
    false,
  ],
  [
    'Recomputation is cheaper than people think, checkpointing stores every activation.',
    'checkpointing stores every activation',
    true,
  ],
  ['Checkpointing stores every activation, and it is slow.', 'checkpointing stores every activation', true],
  // What something is about does not move.
  ['Checkpointing is more about memory than about speed.', memoryUp, false],
  ['Checkpointing needs about twice the memory.', memoryUp, true],
  // Irregular forms.
  ['Checkpointing took the memory down.', memoryDown, true],
  // Two short clauses tied by a reason are a statement, not a row of terms.
  ['Activations recompute, so memory falls.', '$activation + $memory', true],
  ['Activations, recomputation, memory, batch size, backprop.', '$activation + $memory', false],
  // Scope of a denial.
  ["If it still doesn't train I would look at the attention.", '$attention', true],
  ["If it still doesn't use attention I would stop.", '$attention', false],
  ['The states cannot be computed in parallel.', 'states + $parallel', false],
  ['The states cannot be computed in parallel.', 'states + !$parallel', true],
  ['ZeRO-1 shards the memory.', 'shards + $memory', true],
  ['There is zero memory overhead.', { claim: '$memory', goes: 'up' }, false],
  // "Minus" between quantities is arithmetic.
  ['One minus beta scales the memory.', 'scales + $memory', true],
  ['Training minus the checkpointing needs memory.', '$checkpointing + $memory', false],
  // Only what one cannot tell oneself is unsure.
  ["You can't tell the memory of the states any more.", '~states + ~$memory', true],
  ["I can't tell the memory of the states any more.", '~states + ~$memory', false],
  // The reason for a disagreement is the candidate's own.
  ["I don't agree with that, because activations take memory.", '$activation + $memory', true],
  ["I don't agree that activations take memory.", '$activation + $memory', false],
  ['I do not believe that activations take memory, because states do.', '$activation + $memory', false],
];

describe('offline judge: known misreadings', () => {
  for (const [text, recogniser, expected] of rows) {
    it(`${expected ? 'reads' : 'does not read'} ${JSON.stringify(recogniser)} in: ${text}`, () => {
      assert.equal(fires(recogniser, text), expected);
    });
  }

  it('does not hold what is left open', () => {
    assert.deepEqual(held('Whether checkpointing increases memory is doubtful.'), []);
    assert.notDeepEqual(held('Checkpointing increases memory.'), []);
  });

  it('leaves what was only heard to others', () => {
    assert.deepEqual(
      held('I have often heard that checkpointing increases memory. It is the opposite: it halves it.'),
      [],
    );
    assert.deepEqual(held('Another popular belief says checkpointing increases memory; no, it halves it.'), []);
    assert.deepEqual(held('Checkpointing increases memory. It is the opposite of quantisation.'), ['memory-up']);
  });

  it('takes a term of the field for no correction', () => {
    const { lexis } = compile(checkpointing, lexicon);
    const kinds = (text: string) => corrections(read(1, text, lexis)).map(({ kind }) => kind);
    assert.deepEqual(kinds('There is also the bias correction. The correction of the memory comes later.'), []);
    for (const cue of ['Correction:', 'Hang on,', 'Wait,', 'Oh no,', 'I should say'])
      assert.deepEqual(kinds(`Checkpointing increases memory. ${cue} it reduces memory.`), ['amend'], cue);
  });

  it('does not take a technique named later as the rebuttal of an error', () => {
    const error = 'We relied on checkpointing. This technique increases memory usage somewhat. ';
    assert.deepEqual(held(`${error}We added mixed precision, which halves the total memory.`), ['memory-up']);
    assert.deepEqual(held(`${error}Gradient accumulation splits the batch, so that every device needs less memory.`), [
      'memory-up',
    ]);
  });

  it('does not hold a view that someone might say', () => {
    for (const who of ['Someone', 'Somebody', 'One', 'People', 'You'])
      assert.deepEqual(held(`${who} might say checkpointing increases memory, but the peak is lower.`), []);
  });
});

const lists = [
  'Loss at init, ln 10, one batch overfit, gradient norm per layer, learning rate sweep, He init, seeds, entropy.',
  'shuffle, permutation, labels, features, ln 4, one batch, overfit, pairs, unit test, row numbers, gradient noise',
  'checkpointing, memory, fewer activations, recompute activations, forward pass, second time, batch size, one batch',
];
const terse = [
  'Checkpointing keeps a subset of the activations, recomputes the rest, saves memory, costs a forward pass, slows the step.',
  'I check the loss at init, then one batch, then the gradients, then the learning rate, then the seeds, then the data.',
];

describe('offline judge: lists between commas', () => {
  for (const text of lists)
    it(`flags as stuffed: ${text}`, () => {
      assert.deepEqual(judge(checkpointing, text).flags, ['stuffed']);
    });
  for (const text of terse)
    it(`does not flag: ${text}`, () => {
      assert.ok(!judge(checkpointing, text).flags.includes('stuffed'));
    });
});

const formulas = problemOf([
  point('product', [{ formula: 'W2(W1 x + b1)' }]),
  point('attention', [{ formula: 'softmax(QK^T/\\sqrt{d_k})V' }]),
  point('memory', ['$attention + $memory']),
]);
const quoteFor = (id: string, text: string) => verdict(judge(formulas, text), id).quote?.text;

describe('offline judge: quotes', () => {
  it('quotes the whole clause round a formula', () => {
    const text = 'Multiply it out: W2 (W1 x + b1) + b2 is (W2 W1) x plus a constant, so nothing is gained.';
    assert.equal(quoteFor('product', text), 'W2 (W1 x + b1) + b2 is (W2 W1) x plus a constant');
    assert.equal(
      quoteFor('attention', 'In short, attention is softmax(QK^T / sqrt(d_k)) V (for one head).'),
      'In short, attention is softmax(QK^T / sqrt(d_k)) V',
    );
  });

  it('keeps an aside in brackets apart', () => {
    assert.equal(
      quoteFor('memory', 'Attention takes memory (see the profile), so we tile it.'),
      'Attention takes memory',
    );
  });

  it('leaves no bracket open and cuts no word, up to its length', () => {
    const part = fc.constantFrom(
      'attention needs memory',
      '(W1 x + b1)',
      '(see below)',
      'f(x)',
      'eval()',
      ', so',
      'and',
      '.',
      '[1]',
      'memory (attention)',
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 14 }), (parts) => {
        const text = parts.join(' ');
        for (const item of judge(formulas, text).verdicts) {
          const quote = item.quote?.text;
          if (quote === undefined) continue;
          const at = text.indexOf(quote);
          assert.ok(at >= 0 && quote.length <= longestQuote);
          assert.ok(!/\w/.test(text[at - 1] ?? ' ') || !/^\w/.test(quote));
          assert.ok(!/\w/.test(text[at + quote.length] ?? ' ') || !/\w$/.test(quote));
          if (quote.length < longestQuote - 20) assert.equal(depth(quote), 0, quote);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

function depth(text: string): number {
  return [...text].reduce((sum, item) => sum + ('([{'.includes(item) ? 1 : ')]}'.includes(item) ? -1 : 0), 0);
}
