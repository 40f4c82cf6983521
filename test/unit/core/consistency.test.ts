import assert from 'node:assert/strict';
import { consistency } from '../../../src/core/communication/consistency.ts';

const of = (...texts: string[]) => consistency(texts.map((text, turn) => ({ turn, text })));

describe('figures that a candidate gives about themselves', () => {
  it('are named when they disagree, with both sentences', () => {
    const found = of(
      '',
      "I'm a scientist with about eight years of dedicated experience in the field.",
      "Since then, I've spent the last seven years in industry.",
    );
    assert.equal(found.state, 'fair');
    assert.match(found.because, /eight years of dedicated experience.*the last seven years/);
    assert.deepEqual(found.quote, { turn: 2, text: 'spent the last seven years' });
  });

  it('are held against the résumé', () => {
    const found = of('Reduced training time by 40%.', 'We reduced training times by an average of 30%.');
    assert.equal(found.state, 'fair');
    assert.match(found.because, /^The résumé says/);
  });

  it('may be given twice, as part of one another, or of different things', () => {
    assert.equal(of('', 'Nine years of experience.', 'With nine years of experience I know this.').state, 'good');
    assert.equal(of('', 'I have ten years of experience.', 'I spent the last three years on speech.').state, 'good');
    assert.equal(of('', 'It cut training time by 30%.', 'It cut memory use by 50%.').state, 'good');
  });

  it('are not assessed when there is only one, or they stand in the résumé alone', () => {
    assert.equal(of('', 'Eight years of experience.').state, 'not_assessed');
    assert.notEqual(of('Eight years of experience. For the last seven years in industry.', 'Hello.').state, 'fair');
  });
});
