import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AttentionSettings, attend, entropy, softmax, tokensOf } from '../../../webview/attention/maths.ts';
import { rowSentence, viewAsText, workedOut } from '../../../webview/attention/words.ts';

const base: AttentionSettings = {
  ...{
    tokens: ['The', 'cat', 'sat', 'on', 'the', 'mat'],
    head: 0,
    scaled: true,
    causal: false,
    positions: true,
    temperature: 1,
  },
};
const close = (a: number, b: number, message?: string) =>
  assert.ok(Math.abs(a - b) < 1e-9, message ?? `${a} is not ${b}`);
const settings: fc.Arbitrary<AttentionSettings> = fc.record({
  tokens: fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 }),
  head: fc.nat(1),
  scaled: fc.boolean(),
  causal: fc.boolean(),
  positions: fc.boolean(),
  temperature: fc.double({ min: 0.1, max: 4, noNaN: true }),
});

describe('self-attention', () => {
  it('has rows that sum to 1, whatever is set', () => {
    fc.assert(
      fc.property(settings, (chosen) => {
        for (const row of attend(chosen).weights)
          close(
            row.reduce((a, b) => a + b, 0),
            1,
          );
      }),
    );
  });

  it('gives later tokens nothing under a causal mask, and the first token only itself', () => {
    fc.assert(
      fc.property(settings, (chosen) => {
        const { weights } = attend({ ...chosen, causal: true });
        for (const [i, row] of weights.entries()) assert.deepEqual(row.slice(i + 1), Array(row.length - i - 1).fill(0));
        assert.equal(weights[0]?.[0], 1);
      }),
    );
  });

  it('permutes its weights with its tokens when there are no positions', () => {
    const plain = { ...base, positions: false };
    const order = [3, 0, 5, 1, 4, 2];
    const { weights } = attend(plain);
    const shuffled = attend({ ...plain, tokens: order.map((index) => base.tokens[index] ?? '') }).weights;
    order.forEach((from, i) => {
      order.forEach((to, j) => {
        close(shuffled[i]?.[j] ?? -1, weights[from]?.[to] ?? -2);
      });
    });
  });

  it('tells copies of a word apart by position only', () => {
    const without = attend({ ...base, positions: false }).weights;
    const withPositions = attend(base).weights;
    assert.deepEqual(without[0], without[4]);
    assert.notDeepEqual(withPositions[0], withPositions[4]);
  });

  it('is softmax of q·k / √4 for the cell it shows', () => {
    const { queries, keys, weights } = attend(base);
    const dots = keys.map((key) => key.reduce((sum, value, index) => sum + value * (queries[2]?.[index] ?? 0), 0));
    const sum = dots.reduce((total, value) => total + Math.exp(value / 2), 0);
    close(weights[2]?.[1] ?? 0, Math.exp((dots[1] ?? 0) / 2) / sum);
  });

  it('has entropy ln n for an even row and 0 for a row on one token', () => {
    for (const n of [1, 2, 6, 12]) close(entropy(softmax(Array.from({ length: n }, () => 3))), Math.log(n));
    assert.equal(entropy([0, 1, 0]), 0);
    fc.assert(
      fc.property(settings, (chosen) =>
        attend(chosen).weights.every((row) => entropy(row) <= Math.log(row.length) + 1e-9),
      ),
    );
  });

  it('sharpens without the scale and at a low temperature', () => {
    const mean = (change: Partial<AttentionSettings>) =>
      attend({ ...base, ...change }).weights.reduce((sum, row) => sum + entropy(row), 0);
    assert.ok(mean({ scaled: false }) < mean({}));
    assert.ok(mean({ temperature: 0.3 }) < mean({}));
    assert.ok(mean({ temperature: 3 }) > mean({}));
  });

  it('does not overflow', () => {
    assert.deepEqual(softmax([1e4, 0]), [1, 0]);
  });
});

describe('self-attention in words', () => {
  it('ends the sum at the weight in the table', () => {
    const attention = attend(base);
    const lines = new Map(workedOut(base, attention, { row: 2, column: 1 }));
    assert.equal(lines.get('weight')?.split('= ')[1], (attention.weights[2]?.[1] ?? 0).toFixed(2));
  });

  it('says that a later token is masked', () => {
    const causal = { ...base, causal: true };
    assert.match(workedOut(causal, attend(causal), { row: 1, column: 4 }).at(-1)?.[1] ?? '', /−∞/);
    assert.match(rowSentence(causal, attend(causal), 1), /at most ln 2/);
  });

  it('names what was set, for an answer', () => {
    const text = viewAsText({ ...base, scaled: false }, attend({ ...base, scaled: false }), { row: 2, column: 1 });
    assert.match(text, /“The cat sat on the mat” \(head 1, not scaled, no mask, with positions\)/);
  });

  it('takes at most twelve tokens', () => {
    assert.equal(tokensOf(' a  b '.repeat(20)).length, 12);
    assert.deepEqual(tokensOf('   '), []);
  });
});
