import assert from 'node:assert/strict';
import { verdictOf } from '../../../src/app/present/exerciseCard.ts';
import { checked } from '../core/drive.ts';

describe('what a candidate sees of a judgement', () => {
  it('names no broken property while the symptom is there, for its name would name the fault', () => {
    const view = verdictOf(checked('unfixed'), 'debugging');
    assert.deepEqual([view.word, view.cause, view.summary], ['unfixed', [], '0 of 1 properties hold.']);
    assert.equal(verdictOf(checked('masked'), 'debugging').cause.length, 1);
  });

  it('names every property of code that was to be written, in words of writing', () => {
    const view = verdictOf(checked('unfixed'), 'coding');
    assert.deepEqual([view.word, view.cause.length, view.summary], ['not working', 1, '0 of 2 properties hold.']);
    const words = (['fixed', 'masked', 'timed_out'] as const).map(
      (verdict) => verdictOf(checked(verdict), 'coding').word,
    );
    assert.deepEqual(words, ['complete', 'incomplete', 'timed out']);
  });
});
