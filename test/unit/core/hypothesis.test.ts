import assert from 'node:assert/strict';
import type { CodeChange } from '../../../src/core/event.ts';
import { grade } from '../../../src/core/grading.ts';
import { Drive, opened, ran } from './drive.ts';

const change: CodeChange = {
  ...{ file: 'data.py', unit: 'batches', line: 7, prints: 0, digest: 'new', seeds: 'old' },
  kind: 'code',
};

/** The state of the signal, when these words came before the first change and the judge called them off the topic. */
const hypothesisOf = (words: string): string | undefined => {
  const drive = new Drive();
  drive.practise('files');
  drive.fact(opened);
  drive.answer(words, { flags: ['off_topic'] });
  drive.wait(1);
  drive.fact(ran({ changes: [change] }));
  const [exercise] = grade(drive.state, drive.bank).exercises;
  return exercise?.signals.find(({ id }) => id === 'hypothesis')?.state;
};

describe('a hypothesis', () => {
  it('may be about something that the problem is not about', () => {
    assert.equal(hypothesisOf('I suspect the update itself. First I look at one batch and at its loss.'), 'shown');
  });

  it('is none where nothing is supposed', () => {
    assert.equal(hypothesisOf('The weather in the town of my parents has been very fine this week.'), 'not_shown');
  });
});
