import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Problem } from '../../../src/core/problem.ts';
import { graded, type Step } from './graded.ts';
import { smallProblem, wrongClaim } from './smallBank.ts';

const minor = { ...wrongClaim, id: 'slip', severity: 'minor' };
const one = smallProblem('one', { points: [{ id: 'a' }], misconceptions: [wrongClaim, minor] });
const two = smallProblem('two', { misconceptions: [wrongClaim, minor] });
const wide = smallProblem('wide', {
  points: [{ id: 'a' }, { id: 'b' }, { id: 'later' }, { id: 'deep' }],
  harder: { question: 'And under this constraint?', asks: ['deep'] },
  easier: { question: 'A small part of it?', asks: ['a'] },
  follow_ups: [{ id: 'more', kind: 'why', when: 'textbook', question: 'And then?', asks: ['later'] }],
});
const heavy = smallProblem('heavy', {
  points: [
    { id: 'a', weight: 3 },
    { id: 'b', weight: 1 },
  ],
  misconceptions: [wrongClaim, minor],
});

const met = (...ids: string[]): Step => ({ found: { met: ids } });

const table: [name: string, problem: Problem, steps: Step[], score: number | null][] = [
  ['met counts 1', one, [met('a')], 1],
  ['partial counts .5', one, [{ found: { partial: ['a'] } }], 0.5],
  ['missed counts 0', one, [{ found: {} }], 0],
  ['contradicted counts −.5, and no question is below 0', one, [{ found: { contradicted: ['a'] } }], 0],
  ['contradicted takes .5 of its weight from the others', two, [{ found: { met: ['a'], contradicted: ['b'] } }], 0.25],
  ['weights weigh', heavy, [met('a')], 0.75],
  ['weights weigh the other way', heavy, [met('b')], 0.25],
  ['not enough to judge counts 0 once there is an answer', two, [{ found: { met: ['a'], notEnough: ['b'] } }], 0.5],
  ['after its probe a point counts .9', one, [{ found: {} }, { probe: 'a' }, met('a')], 0.9],
  ['after hint 1 a point counts .9', one, [{ hint: 1 }, met('a')], 0.9],
  ['after hint 2 a point counts .7', one, [{ hint: 1 }, { hint: 2 }, met('a')], 0.7],
  ['after hint 3 a point counts .4', one, [{ hint: 1 }, { hint: 2 }, { hint: 3 }, met('a')], 0.4],
  ['after hint 4 nothing is left', one, [{ hint: 1 }, { hint: 2 }, { hint: 3 }, { hint: 4 }, met('a')], 0],
  ['of hint and probe the smaller factor holds', one, [{ hint: 1 }, { hint: 2 }, { probe: 'a' }, met('a')], 0.7],
  ['of probe and hint as well', one, [{ probe: 'a' }, { hint: 1 }, { hint: 2 }, { hint: 3 }, met('a')], 0.4],
  ['another point’s probe costs nothing', two, [{ found: {} }, { probe: 'b' }, met('a')], 0.5],
  ['help that came after the words costs nothing', one, [met('a'), { hint: 1 }, { hint: 2 }], 1],
  [
    'what was met before a hint keeps its worth when it is said again',
    two,
    [met('a'), { hint: 1 }, { hint: 2 }, met('a', 'b')],
    (1 + 0.7) / 2,
  ],
  ['what was met before its probe keeps its worth', one, [met('a'), { probe: 'a' }, met('a')], 1],
  ['half credit is reduced by help too', one, [{ hint: 1 }, { hint: 2 }, { found: { partial: ['a'] } }], 0.35],
  [
    'help does not soften a contradiction',
    two,
    [{ hint: 1 }, { hint: 2 }, { found: { met: ['a'], contradicted: ['b'] } }],
    (0.7 - 0.5) / 2,
  ],
  [
    'a minor wrong claim costs .25 of the mean weight',
    two,
    [{ found: { met: ['a', 'b'], held: ['slip'] } }],
    (2 - 0.25) / 2,
  ],
  ['of the mean weight, not of 1', heavy, [{ found: { met: ['a', 'b'], held: ['slip'] } }], (4 - 0.25 * 2) / 4],
  ['a major wrong claim costs .5 of the mean weight', two, [{ found: { met: ['a'], held: ['wrong'] } }], (1 - 0.5) / 2],
  ['and caps the question at .6', two, [{ found: { met: ['a', 'b'], held: ['wrong'] } }], 0.6],
  ['a wrong claim that is taken back costs nothing', two, [{ found: { held: ['wrong'] } }, met('a', 'b')], 1],
  ['no question is below 0', one, [{ found: { held: ['wrong', 'slip'] } }], 0],
  ['no answer and no pass: there is nothing to score', one, [], null],
  ['hints alone are no answer', one, [{ hint: 1 }], null],
  ['a pass is an answer of nothing', one, [{ pass: true }], 0],
  ['what only a follow-up asks for does not count before it', wide, [met('a', 'b')], 1],
  ['and counts once it was asked for', wide, [met('a', 'b'), { followUp: 'more' }, met('a', 'b')], 2 / 3],
  [
    'what only the constraint asks for counts once that was put',
    wide,
    [met('a', 'b'), { ask: 'harder' }, met('a', 'b')],
    2 / 3,
  ],
  ['what was said unasked counts', wide, [met('a', 'b', 'deep')], 1],
  [
    'and counts against when it was said wrongly',
    wide,
    [{ found: { met: ['a', 'b'], contradicted: ['deep'] } }],
    1.5 / 3,
  ],
  ['a probe asks for its point', wide, [met('a', 'b'), { probe: 'later' }, met('a', 'b')], 2 / 3],
];

describe('the score of a question', () => {
  for (const [name, problem, steps, score] of table) {
    it(name, () => {
      const found = graded(problem, steps).score;
      if (score === null) assert.equal(found, null);
      else assert.ok(found !== null && Math.abs(found - score) < 1e-12, `${found} is not ${score}`);
    });
  }

  it('counts only what the easier form asks for, until the question itself is put', () => {
    assert.equal(graded(wide, [met('a')], 'easier').score, 1);
    assert.equal(graded(wide, [met('a'), { ask: 'harder' }], 'easier').keyPoints.length, 3);
  });

  it('says who helped', () => {
    const helps = graded(two, [{ hint: 1 }, { probe: 'b' }, met('a', 'b')]).keyPoints.map((item) => item.help);
    assert.deepEqual(helps, ['after hint 1', 'after hint 1']);
    assert.deepEqual(
      graded(two, [{ probe: 'b' }, met('a', 'b')]).keyPoints.map((item) => item.help),
      ['unaided', 'after its probe'],
    );
  });
});

const ids = ['a', 'b', 'later', 'deep'];
const found = fc.record({
  met: fc.subarray(ids),
  partial: fc.subarray(ids),
  contradicted: fc.subarray(ids),
  notEnough: fc.subarray(ids),
  held: fc.subarray(['wrong', 'slip']),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  found.map((item): Step => ({ found: item })),
  fc.constantFrom(...ids).map((probe): Step => ({ probe })),
  fc.constant<Step>({ followUp: 'more' }),
  fc.constant<Step>({ ask: 'harder' }),
  fc.constant<Step>({ pass: true }),
);
const weights = fc.array(fc.constantFrom(0.5, 1, 1.5, 2, 3), { minLength: 4, maxLength: 4 });

function arbitraryProblem(weight: readonly number[]): Problem {
  return smallProblem('any', {
    points: ids.map((id, i) => ({ id, weight: weight[i] ?? 1 })),
    misconceptions: [wrongClaim, minor],
    harder: { question: 'Constraint?', asks: ['deep'] },
    follow_ups: [{ id: 'more', kind: 'why', when: 'textbook', question: 'Why?', asks: ['later'] }],
  });
}

/** Hints come in order, wherever they come. */
function numbered(steps: readonly (Step | 'hint')[]): Step[] {
  let level = 0;
  return steps.flatMap((item) => (item === 'hint' ? (level < 4 ? [{ hint: ++level }] : []) : [item]));
}

describe('the sum behind the score of a question', () => {
  const anything = fc.array(fc.oneof(step, fc.constant('hint' as const)), { maxLength: 8 });

  it('adds up to the score that is shown', () => {
    fc.assert(
      fc.property(weights, anything, (weight, steps) => {
        const grade = graded(arbitraryProblem(weight), numbered(steps));
        const lines = grade.sum.slice(0, -1).reduce((all, line) => all + line.value, 0);
        const all = grade.keyPoints.reduce((sum, item) => sum + item.point.weight, 0);
        const cap = grade.held.some((item) => item.misconception.severity === 'major') ? 0.6 : 1;
        const redone = 5 * Math.min(Math.max(lines / all, 0), cap);
        const shown = grade.sum.at(-1)?.value ?? Number.NaN;
        assert.ok(Math.abs(redone - shown) < 1e-9, `${redone} is not ${shown}`);
        if (grade.score !== null) assert.ok(Math.abs(grade.score * 5 - shown) < 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('shows in each line the factors that give its value', () => {
    fc.assert(
      fc.property(weights, anything, (weight, steps) => {
        const grade = graded(arbitraryProblem(weight), numbered(steps));
        for (const line of grade.sum.slice(0, grade.keyPoints.length)) {
          const product = factorsIn(line.how).reduce((a, b) => a * b, 1);
          assert.ok(Math.abs(product - line.value) < 1e-9, `${line.how} is not ${line.value}`);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stays between 0 and 1, and never rises by a wrong claim or a hint', () => {
    fc.assert(
      fc.property(weights, anything, found, (weight, steps, answer) => {
        const problem = arbitraryProblem(weight);
        const before = numbered(steps).filter((item) => !('found' in item));
        const right = { ...answer, held: [] };
        const clean = graded(problem, [...before, { found: right }]).score ?? 0;
        const wrong = graded(problem, [...before, { found: { ...right, held: ['wrong'] } }]).score ?? 0;
        const level = before.filter((item) => 'hint' in item).length + 1;
        const hinted = level > 4 ? clean : (graded(problem, [...before, { hint: level }, { found: right }]).score ?? 0);
        assert.ok(clean >= 0 && clean <= 1 && wrong >= 0);
        assert.ok(wrong <= clean && hinted <= clean + 1e-12);
      }),
      { numRuns: 200 },
    );
  });
});

/** "weight 2 × 0.5 (partial) × 0.9 (after hint 1)" → [2, .5, .9] */
function factorsIn(how: string): number[] {
  return how
    .replace(/\([^)]*\)/g, '')
    .split('×')
    .map((part) => Number(part.replace('weight', '').trim()));
}
