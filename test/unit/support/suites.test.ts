import assert from 'node:assert/strict';
import { judgeSuite } from '../../support/suites.ts';

const ended = { code: 0, timedOut: false };
const counts = (passed: number, failed: number, pending = 0): string => JSON.stringify({ passed, failed, pending });

describe('what a suite counts for', () => {
  it('takes the counts of a suite that came to its end', () => {
    assert.deepEqual(judgeSuite('unit', counts(3, 0), ended, true), { name: 'unit', passed: 3, failed: 0, notes: [] });
    assert.equal(judgeSuite('unit', counts(3, 2), { code: 1, timedOut: false }, true).failed, 2);
  });

  it('is one failure when there are no counts, whatever the exit code', () => {
    for (const text of [undefined, '', '{', '{}', counts(1, -1), '{"passed":"1","failed":0,"pending":0}']) {
      assert.equal(judgeSuite('unit', text, ended, true).failed, 1);
    }
  });

  it('says that the time limit ended it', () => {
    assert.match(judgeSuite('unit', undefined, { code: 1, timedOut: true }, true).notes.join(), /in time/);
  });

  it('is one failure when there are no tests', () => {
    assert.equal(judgeSuite('unit', counts(0, 0), ended, true).failed, 1);
    assert.equal(judgeSuite('unit', counts(0, 0, 4), ended, false).failed, 1);
  });

  it('is one failure when every test passed but the process did not end well', () => {
    assert.equal(judgeSuite('unit', counts(5, 0), { code: 134, timedOut: false }, true).failed, 1);
  });

  it('counts a skipped test as failed in CI', () => {
    assert.equal(judgeSuite('unit', counts(5, 0, 2), ended, true).failed, 2);
    assert.equal(judgeSuite('unit', counts(5, 1, 2), { code: 1, timedOut: false }, true).failed, 3);
    assert.equal(judgeSuite('unit', counts(5, 0, 2), ended, false).failed, 0);
  });
});
