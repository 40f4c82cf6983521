import assert from 'node:assert/strict';
import type { EventOf } from '../../../src/core/event.ts';
import { gradeDimension, gradeTheoryPractice } from '../../../src/core/grading/dimensions.ts';
import { type ExerciseGrade, gradeExercise } from '../../../src/core/grading/exerciseGrade.ts';
import type { QuestionGrade } from '../../../src/core/grading/questionGrade.ts';
import { recommend } from '../../../src/core/grading/recommendation.ts';
import type { Signal } from '../../../src/core/process/signal.ts';
import { emptyExercise, emptyState, type State } from '../../../src/core/state.ts';
import { checked, ran } from './drive.ts';
import { graded } from './graded.ts';
import { problems, rubric, smallBank, smallProblem, wrongClaim } from './smallBank.ts';

const files = problems.find((problem) => problem.id === 'files') ?? smallProblem('files');
const attempt = { attempt: 1, folder: '/x', clock: 0 };

function exercise(...facts: (EventOf<'ran'> | EventOf<'checked'> | 'gave-up')[]): ExerciseGrade {
  const of = <T extends 'ran' | 'checked'>(type: T) =>
    facts.flatMap((fact) => (fact !== 'gave-up' && fact.type === type ? [{ ...(fact as EventOf<T>), clock: 0 }] : []));
  const gaveUp = facts.includes('gave-up');
  const progress = { ...emptyExercise('files'), attempts: [attempt], runs: of('ran'), checks: of('checked'), gaveUp };
  return gradeExercise(files, progress, [], rubric);
}

describe('the score of an exercise', () => {
  const worth = { fixed: 1, masked: 0.35, unfixed: 0.1, crashed: 0.1, timed_out: 0.1, tampered: 0 } as const;
  for (const [verdict, score] of Object.entries(worth)) {
    it(`${verdict} counts ${score}`, () => {
      assert.equal(exercise(checked(verdict as keyof typeof worth)).score, score);
    });
  }

  it('is none when the files were never opened', () => {
    assert.equal(gradeExercise(files, emptyExercise('files'), [], rubric).score, null);
  });

  it('is 0 without an honest attempt', () => {
    assert.equal(exercise().score, 0);
    assert.equal(exercise(checked('unfixed', { diff: [] }), ran({ diff: [] })).score, 0);
  });

  it('is that of an attempt when something was changed but never checked, or not checked again', () => {
    assert.equal(exercise(ran()).score, 0.1);
    assert.equal(exercise(checked('unfixed', { diff: [] }), ran()).score, 0.1);
  });

  it('keeps a repair that was once reached, whatever came after', () => {
    assert.equal(exercise(checked('masked'), checked('fixed'), checked('unfixed'), 'gave-up').score, 1);
  });

  it('takes the last check otherwise', () => {
    assert.equal(exercise(checked('masked'), checked('unfixed'), 'gave-up').score, 0.1);
    assert.equal(exercise(checked('unfixed'), checked('masked')).score, 0.35);
  });
});

/** A question whose score is `met` of ten points, at a level, for some dimensions. */
function question(met: number, level: number, more: Record<string, unknown> = {}, held: string[] = []): QuestionGrade {
  const ids = Array.from({ length: 10 }, (_, i) => `k${i}`);
  const points = ids.map((id, i) => ({ id, level: i === 0 ? ('expert' as const) : ('novice' as const) }));
  const problem = smallProblem(`q${met}-${level}`, { points, level, misconceptions: [wrongClaim], ...more });
  return graded(problem, [{ found: { met: ids.slice(0, met), held } }]);
}

const bank = smallBank();
const fundamentals = (questions: QuestionGrade[]) => gradeDimension('fundamentals', { questions, exercises: [], bank });
const debugging = (questions: QuestionGrade[], exercises: ExerciseGrade[]) =>
  gradeDimension('debugging', { questions, exercises, bank });
const near = (found: number | null, wanted: number) =>
  assert.ok(found !== null && Math.abs(found - wanted) < 1e-12, `${found} is not ${wanted}`);

describe('the score of a dimension', () => {
  it('is the mean over its questions, weighted by their level', () => {
    near(fundamentals([question(10, 1), question(0, 4)]).score, 0.2);
    near(fundamentals([question(10, 4), question(0, 1)]).score, 0.8);
  });

  it('leaves out questions of other dimensions and those without an answer', () => {
    const other = question(0, 5, { dimensions: ['architecture'] });
    const unanswered = graded(smallProblem('silent', { level: 5 }), []);
    near(fundamentals([question(10, 1), other, unanswered]).score, 1);
  });

  it('is none, and said to be so, when nothing was assessed', () => {
    const grade = fundamentals([]);
    assert.equal(grade.score, null);
    assert.equal(grade.level, null);
    assert.match(grade.because, /^Not assessed/);
  });

  for (const [met, level] of [
    [3, 'novice'],
    [4, 'intermediate'],
    [7, 'intermediate'],
    [8, 'expert'],
  ] as const) {
    it(`is ${level} at ${met / 10}`, () => assert.equal(fundamentals([question(met, 2)]).level, level));
  }

  it('is no expert without an expert key point', () => {
    const ids = ['a', 'b'];
    const plain = graded(smallProblem('plain', { points: ids.map((id) => ({ id })) }), [{ found: { met: ids } }]);
    assert.equal(fundamentals([plain]).score, 1);
    assert.equal(fundamentals([plain]).level, 'intermediate');
  });

  it('is no expert while a major misconception is open', () => {
    const wrong = question(10, 1, {}, ['wrong']);
    const good = [question(10, 5), question(9, 5)];
    assert.equal(fundamentals(good).level, 'expert');
    assert.ok((fundamentals([...good, wrong]).score ?? 0) >= rubric.thresholds.expert);
    assert.equal(fundamentals([...good, wrong]).level, 'intermediate');
  });

  it('names what was met, what is wrong, and the anchor of its level', () => {
    const grade = fundamentals([question(5, 2, {}, ['wrong'])]);
    assert.match(grade.because, /^5 of 10 key points met; best shown: “.+”; 1 wrong claim left standing\.$/);
    assert.equal(grade.anchor, 'fundamentals intermediate');
  });
});

describe('practical debugging', () => {
  const talk = (met: number) => question(met, 2, { dimensions: ['debugging'] });

  it('is two thirds exercise and one third talk while process is not assessed', () => {
    near(debugging([talk(0)], [exercise(checked('fixed'))]).score, 2 / 3);
    near(debugging([talk(10)], [exercise(checked('tampered'))]).score, 1 / 3);
    near(debugging([talk(5)], [exercise(checked('masked'))]).score, (0.35 * 0.5 + 0.5 * 0.25) / 0.75);
  });

  it('counts how the fault was hunted by a quarter, which never rescues a wrong fix', () => {
    const hunted = (item: ExerciseGrade, state: Signal['state']): ExerciseGrade => {
      const signal: Signal = { id: 'one-batch', state, evidence: 'a probe' };
      return { ...item, signals: [signal, signal, signal] };
    };
    const wrong = exercise(checked('masked'));
    near(debugging([], [hunted(wrong, 'shown')]).score, (0.35 * 0.5 + 0.25) / 0.75);
    near(debugging([], [hunted(wrong, 'not_shown')]).score, (0.35 * 0.5) / 0.75);
    near(debugging([], [hunted(wrong, 'not_assessed')]).score, 0.35);
    assert.equal(hunted(wrong, 'shown').score, wrong.score);
    assert.equal(debugging([], [hunted(wrong, 'shown')]).level, 'intermediate');
  });

  it('puts no wrong fix level with a right one, however either was hunted', () => {
    const hunted = (verdict: EventOf<'checked'>['verdict'], count: number): number => {
      const signal = (i: number): Signal => ({
        id: 'one-batch',
        state: i < count ? 'shown' : 'not_shown',
        evidence: '',
      });
      const signals = Array.from({ length: 7 }, (_, i) => signal(i));
      return debugging([talk(5)], [{ ...exercise(checked(verdict)), signals }]).score ?? Number.NaN;
    };
    for (const verdict of ['masked', 'unfixed', 'crashed', 'timed_out', 'tampered'] as const)
      assert.ok(hunted(verdict, 7) < hunted('fixed', 0), verdict);
  });

  it('is what was assessed, when only one of them was', () => {
    near(debugging([talk(6)], []).score, 0.6);
    near(debugging([], [exercise(checked('masked'))]).score, 0.35);
    assert.equal(debugging([], [gradeExercise(files, emptyExercise('files'), [], rubric)]).score, null);
  });

  it('takes the mean of several exercises', () => {
    near(debugging([], [exercise(checked('fixed')), exercise(checked('tampered'))]).score, 0.5);
  });

  it('shows a sum that adds up', () => {
    const { sum, score } = debugging([talk(5)], [exercise(checked('masked'))]);
    near(
      sum.slice(0, -1).reduce((all, line) => all + line.value, 0),
      score ?? Number.NaN,
    );
    near(sum.at(-1)?.value ?? null, 5 * (score ?? Number.NaN));
  });
});

describe('theory and practice', () => {
  const about = (met: number) => {
    const ids = Array.from({ length: 10 }, (_, i) => `k${i}`);
    const problem = { ...smallProblem('files', { points: ids.map((id) => ({ id })) }), title: files.title };
    return graded(problem, [{ found: { met: ids.slice(0, met) } }]);
  };
  const line = (met: number, verdict: EventOf<'checked'>['verdict']) =>
    gradeTheoryPractice({ questions: [about(met)], exercises: [exercise(checked(verdict))], bank });

  it('is the weaker of explained and shown', () => {
    near(line(10, 'masked').score, 0.35);
    near(line(4, 'fixed').score, 0.4);
  });

  it('names the gap both ways', () => {
    assert.match(line(10, 'unfixed').because, /explained better than it was repaired/);
    assert.match(line(2, 'fixed').because, /repaired in code better than it was explained/);
    assert.match(line(10, 'fixed').because, /explained and shown in code/);
    assert.match(line(1, 'unfixed').because, /neither explained nor shown/);
  });

  it('is not assessed when one side is missing', () => {
    assert.equal(gradeTheoryPractice({ questions: [about(10)], exercises: [], bank }).score, null);
    assert.equal(gradeTheoryPractice({ questions: [], exercises: [exercise(checked('fixed'))], bank }).score, null);
  });
});

describe('the recommendation', () => {
  const planned = (count: number): State => ({
    ...emptyState,
    started: {
      ...{ type: 'started', track: 'small', minutes: 60, difficulty: 'hard' },
      plan: [{ phase: 'p', problems: Array.from({ length: count }, (_, i) => `p${i}`) }],
    },
  });
  const word = (met: number, of = 1) => {
    const questions = [question(met, 2)];
    return recommend([fundamentals(questions)], questions, planned(of), rubric).word;
  };

  for (const [met, expected] of [
    [10, 'strong yes'],
    [8, 'strong yes'],
    [7, 'yes'],
    [6, 'mixed'],
    [4, 'mixed'],
    [3, 'no'],
    [0, 'no'],
  ] as const) {
    it(`is ${expected} at a mean of ${met / 10}`, () => assert.equal(word(met), expected));
  }

  it('is none below the stated coverage of the plan', () => {
    assert.equal(word(10, 2), 'strong yes');
    assert.equal(word(10, 3), 'not enough assessed');
    assert.equal(recommend([fundamentals([])], [], planned(1), rubric).word, 'not enough assessed');
    assert.equal(recommend([], [], emptyState, rubric).word, 'not enough assessed');
  });

  it('gives the deciding evidence', () => {
    const questions = [question(8, 2), question(2, 2, { dimensions: ['architecture'] })];
    const dimensions = [fundamentals(questions), gradeDimension('architecture', { questions, exercises: [], bank })];
    const { because } = recommend(dimensions, questions, planned(2), rubric);
    assert.match(
      because,
      /Mean 2\.5 \/ 5 over 2 assessed dimensions; strongest fundamentals \(4\), weakest architecture \(1\)/,
    );
  });
});
