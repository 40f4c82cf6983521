import assert from 'node:assert/strict';
import { answersOf } from '../judging/eval/answers.ts';
import { compare, type Means } from '../judging/simulate/compare.ts';
import { Workshop } from '../judging/simulate/workshop.ts';
import { realBank } from '../support/rehearsal.ts';

const seeds = 10;

describe(`simulated candidates, ${seeds} interviews each`, function () {
  this.timeout(900_000);
  const workshop = new Workshop();
  let means: Means;
  const of = (profile: string, dimension: string) => means.get(profile)?.get(dimension) ?? 0;
  const dimensions = () => [...(means.get('exceptional')?.keys() ?? [])];

  before(async () => {
    const common = { bank: await realBank(), track: 'quick', answers: answersOf('held-out'), workshop };
    means = await compare({ ...common, seeds });
  });
  after(() => workshop.close());

  it('come out in their order in every dimension', () => {
    assert.ok(dimensions().length >= 4, String(dimensions()));
    const order = ['exceptional', 'strong', 'average', 'weak', 'novice'];
    for (const dimension of dimensions()) {
      const scores = order.map((profile) => of(profile, dimension));
      for (const [i, score] of scores.slice(1).entries())
        assert.ok(score < (scores[i] ?? 0), `${dimension}: ${scores}`);
    }
  });

  for (const profile of ['evasive', 'stuffer', 'parrot', 'injector'])
    it(`with ${profile} at the bottom`, () => {
      for (const dimension of dimensions())
        assert.ok(of(profile, dimension) <= 0.1 && of(profile, dimension) < of('weak', dimension), dimension);
    });

  it('with the wrong but fluent below the average', () => {
    for (const dimension of dimensions())
      assert.ok(of('wrong-but-fluent', dimension) < of('average', dimension), dimension);
  });
});
