import assert from 'node:assert/strict';
import { figures, type Judged } from '../../../src/adapters/node/authoring/figures.ts';

const judged = (variant: string, seed: number, value: number, passed: boolean): Judged => ({
  variant,
  seed,
  seconds: 1,
  checks: [{ group: 'symptom', check: 'learns', passed, value }],
});

describe('figures of a calibration', () => {
  const wrong = [judged('unfixed-nothing', 0, 0.2, false), judged('unfixed-nothing', 1, 0.3, false)];

  it('tell how near a wrong state comes to a repair', () => {
    const text = figures([judged('fixed-it', 0, 0.8, true), judged('fixed-it', 1, 0.9, true), ...wrong]);
    assert.match(text, /\*\*learns\*\* \(symptom\): repairs end at 0\.8, the nearest wrong state at 0\.3\n/);
  });

  it('never hide that a repair was rejected', () => {
    const text = figures([judged('fixed-it', 0, 0.8, true), judged('fixed-it', 1, 0.4, false), ...wrong]);
    assert.match(text, /nearest wrong state at 0\.3; \*\*repairs are rejected in 1 of their judgements\*\*\n/);
  });
});
