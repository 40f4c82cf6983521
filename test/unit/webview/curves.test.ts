import assert from 'node:assert/strict';
import type { RunView } from '../../../src/protocol/chat.ts';
import {
  alignedColumns,
  curveSentence,
  drawnRuns,
  isWide,
  mostDrawn,
  runsByDefault,
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

  it('show the newest run over the last two that logged anything, unless others are chosen', () => {
    const runs = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => run(number, number === 7 ? {} : { loss: [[0, number]] }));
    const numbers = (chosen: ReadonlySet<number>) => drawnRuns(runs, chosen).map((one) => one.run);
    assert.deepEqual(numbers(runsByDefault(runs)), [5, 6, 8]);
    assert.deepEqual(numbers(new Set()), [8]);
    assert.deepEqual(numbers(new Set([1, 3])), [1, 3, 8]);
    assert.equal(numbers(new Set([1, 2, 3, 4, 5, 6, 7])).length, mostDrawn);
    assert.deepEqual([...runsByDefault([])], []);
  });

  it('are of the runs that logged the scalar', () => {
    const runs = [run(1, { loss: [[0, 1]] }), run(2, { accuracy: [[0, 1]] }), run(3, { loss: [[0, 1]] })];
    assert.deepEqual(
      runsWith(runs, 'loss').map((one) => one.run),
      [1, 3],
    );
  });

  it('need a logarithmic scale only for positive numbers that spread far', () => {
    assert.deepEqual(
      [
        [1e-6, 1],
        [0, 1],
        [-1, 1e6],
        [1, 20],
        [null, 3],
      ].map(isWide),
      [true, false, false, false, false],
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
