import assert from 'node:assert/strict';
import { accuracy, bootstrap, generator, kappa, spearman, wilson } from '../../judging/eval/statistics.ts';

const close = (found: number | undefined, wanted: number) =>
  assert.ok(found !== undefined && Math.abs(found - wanted) < 5e-4, `${found}, not ${wanted}`);

describe('figures on agreement', () => {
  it('kappa takes chance agreement out', () => {
    // 20 and 15 agreements in 50, 5 and 10 otherwise: p = .7, e = .5 · .6 + .5 · .4 = .5.
    const pairs = [
      ...Array.from({ length: 20 }, () => ['yes', 'yes'] as const),
      ...Array.from({ length: 5 }, () => ['yes', 'no'] as const),
      ...Array.from({ length: 10 }, () => ['no', 'yes'] as const),
      ...Array.from({ length: 15 }, () => ['no', 'no'] as const),
    ];
    close(accuracy(pairs), 0.7);
    close(kappa(pairs), 0.4);
    assert.equal(kappa([['yes', 'yes']]), undefined);
  });

  it('Spearman gives ties the middle of their ranks', () => {
    close(
      spearman([
        [1, 2],
        [2, 4],
        [3, 9],
      ]),
      1,
    );
    close(
      spearman([
        [1, 9],
        [2, 4],
        [3, 1],
      ]),
      -1,
    );
    close(
      spearman([
        [1, 1],
        [1, 2],
        [2, 3],
      ]),
      0.866,
    );
    assert.equal(
      spearman([
        [1, 1],
        [1, 2],
      ]),
      undefined,
    );
  });

  it('Wilson’s interval stays between 0 and 1', () => {
    const none = wilson(0, 20);
    close(none?.low, 0);
    close(none?.high, 0.1611);
    const most = wilson(19, 20);
    close(most?.low, 0.7639);
    close(most?.high, 0.9911);
    assert.equal(wilson(0, 0), undefined);
  });

  it('the bootstrap is the same for the same sample and holds its figure', () => {
    const clusters = Array.from({ length: 40 }, (_, i) => [i % 2]);
    const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
    const found = bootstrap(clusters, mean);
    assert.deepEqual(bootstrap(clusters, mean), found);
    assert.ok(found && found.low > 0.3 && found.low < 0.5 && found.high > 0.5 && found.high < 0.7);
  });

  it('numbers of one seed are the same and lie in [0, 1)', () => {
    const [a, b] = [generator(7), generator(7)];
    for (let i = 0; i < 100; i += 1) {
      const value = a();
      assert.equal(b(), value);
      assert.ok(value >= 0 && value < 1);
    }
  });
});
