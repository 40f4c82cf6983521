import type { Rubric } from '../rubric.ts';
import type { State } from '../state.ts';
import type { DimensionGrade } from './dimensions.ts';
import type { QuestionGrade } from './questionGrade.ts';
import { outOfFive } from './sum.ts';

export interface Recommendation {
  readonly word: 'strong yes' | 'yes' | 'mixed' | 'no' | 'not enough assessed';
  readonly because: string;
}

/**
 * By the mean over assessed dimensions, at most "mixed" while one of them is at Novice: strength in one does not buy off
 * a gap in another. Below the stated coverage of the plan there is no recommendation.
 */
export function recommend(
  dimensions: readonly DimensionGrade[],
  questions: readonly QuestionGrade[],
  state: State,
  rubric: Rubric,
): Recommendation {
  const planned = state.started?.plan.reduce((all, item) => all + item.problems.length, 0) ?? 0;
  const answered = questions.filter((item) => item.score !== null).length;
  const scored = dimensions.flatMap((item) => (item.score === null ? [] : [{ ...item, score: item.score }]));
  if (scored.length === 0 || planned === 0 || answered / planned < rubric.recommendation.coverage) {
    return { word: 'not enough assessed', because: `${answered} of ${planned} planned questions were answered.` };
  }
  const mean = scored.reduce((all, item) => all + item.score, 0) / scored.length;
  const lowest = scored.reduce((a, b) => (b.score < a.score ? b : a));
  const highest = scored.reduce((a, b) => (b.score > a.score ? b : a));
  const because = `Mean ${outOfFive(mean)} / 5 over ${scored.length} assessed dimensions; strongest ${highest.title} (${outOfFive(highest.score)}), weakest ${lowest.title} (${outOfFive(lowest.score)}).`;
  const held = lowest.level === 'novice' && mean >= rubric.recommendation.yes;
  if (held) return { word: 'mixed', because: `${because} A dimension at Novice allows no more than mixed.` };
  return { word: wordFor(mean, rubric), because };
}

function wordFor(mean: number, { recommendation }: Rubric): Recommendation['word'] {
  if (mean >= recommendation.strong_yes) return 'strong yes';
  if (mean >= recommendation.yes) return 'yes';
  return mean >= recommendation.mixed ? 'mixed' : 'no';
}
