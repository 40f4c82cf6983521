import assert from 'node:assert/strict';
import type { RunView } from '../../../src/protocol/chat.ts';
import {
  alignedColumns,
  curveSentence,
  runsWith,
  scalarNames,
  shortNumber,
  summaryOf,
} from '../../../webview/curves/data.ts';
import { clockText, clockWords } from '../../../webview/ui/time.ts';

const run = (number: number, series: RunView['series'], ending: RunView['ending'] = 'finished'): RunView => ({
  ...{ run: number, label: `run ${number}`, ending, series },
});

describe('curves', () => {
  it('share one column of steps, with holes where a run logged nothing', () => {
    const runs = [
      run(1, {
        loss: [
          [0, 2],
          [10, 1],
        ],
      }),
      run(2, {
        loss: [
          [0, 2],
          [5, null],
          [10, 0.5],
        ],
      }),
    ];
    assert.deepEqual(alignedColumns(runs, 'loss'), [
      [0, 5, 10],
      [2, undefined, 1],
      [2, null, 0.5],
    ]);
  });

  it('show the last three runs that logged the scalar', () => {
    const runs = [1, 2, 3, 4].map((number) => run(number, { loss: [[0, number]] }));
    assert.deepEqual(
      runsWith([...runs, run(5, { accuracy: [[0, 1]] })], 'loss').map((one) => one.run),
      [2, 3, 4],
    );
  });

  it('name losses first', () => {
    assert.deepEqual(scalarNames([run(1, { accuracy: [], loss: [], 'grad norm': [] })]), [
      'loss',
      'accuracy',
      'grad norm',
    ]);
  });

  it('are summed up without the values that are no numbers', () => {
    const summary = summaryOf(
      run(1, {
        loss: [
          [0, 2],
          [1, null],
          [2, 0.5],
          [3, null],
        ],
      }),
      'loss',
    );
    assert.deepEqual(
      [summary.first, summary.lowest, summary.highest, summary.last, summary.steps],
      [2, 0.5, 2, null, 3],
    );
    assert.equal(summaryOf(run(1, {}), 'loss').lowest, null);
  });

  it('are said in a sentence', () => {
    const runs = [run(1, { loss: [[600, 1.46]] }), run(2, { loss: [[40, 0.9]] }, 'running')];
    assert.equal(
      curveSentence(runs, 'loss'),
      'loss: run 1 ends at 1.46 after step 600; run 2 is at 0.9 after step 40.',
    );
  });

  it('write numbers short', () => {
    assert.deepEqual([0, 1.45999, 0.00001234, 123456, null, Number.NaN].map(shortNumber), [
      '0',
      '1.46',
      '1.23e-5',
      '1.23e+5',
      'not a number',
      'not a number',
    ]);
  });
});

describe('the clock', () => {
  it('shows minutes and seconds, and hours when there are any', () => {
    assert.deepEqual([0, 754_000, 3_723_000, -5].map(clockText), ['0:00', '12:34', '1:02:03', '0:00']);
  });

  it('says the same in words', () => {
    assert.equal(clockWords(61_000, 3_600_000), '1 minute 1 second of 60 minutes');
    assert.equal(clockWords(120_000, 0), '2 minutes 0 seconds');
  });
});
