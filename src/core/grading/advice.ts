import type { Bank } from '../bank.ts';
import type { Graded } from './dimensions.ts';
import type { ExerciseGrade } from './exerciseGrade.ts';
import type { KeyPointGrade, QuestionGrade } from './questionGrade.ts';
import type { Quote } from './verdict.ts';

/** A strength or an improvement, tied to words or to code. */
export interface Advice {
  readonly text: string;
  readonly problem: string;
  readonly quote?: Quote;
  readonly exercise?: ExerciseGrade;
  readonly practise?: string;
}

export interface Suggestion {
  readonly title: string;
  readonly by: string;
  readonly url: string;
  readonly why: string;
}

const wanted = 3;
const levelWeight = { novice: 1, intermediate: 2, expert: 3 } as const;

interface Ranked extends Advice {
  readonly rank: number;
}

/** Up to three of each: fewer where the evidence gives fewer. One per problem first, so that they are not all the same. */
export function advise(graded: Graded): { strengths: Advice[]; improvements: Advice[] } {
  return {
    strengths: choose([...graded.questions.flatMap(strengthsOf), ...graded.exercises.flatMap(exerciseStrength)]),
    improvements: choose([...graded.questions.flatMap(gapsOf), ...graded.exercises.flatMap(exerciseGap)]),
  };
}

function choose(candidates: readonly Ranked[]): Advice[] {
  const byRank = [...candidates].sort((a, b) => b.rank - a.rank);
  const first = byRank.filter((item, i) => byRank.findIndex((other) => other.problem === item.problem) === i);
  const rest = byRank.filter((item) => !first.includes(item));
  return [...first, ...rest].slice(0, wanted).map(({ rank: _rank, ...advice }) => advice);
}

function strengthsOf(question: QuestionGrade): Ranked[] {
  return question.keyPoints.flatMap((item) => {
    if (item.verdict !== 'met' || !item.quote || item.factor < 0.7) return [];
    const aid = item.help === 'unaided' ? '' : ` (${item.help})`;
    return [
      {
        text: `${question.problem.title}: ${ending(item.point.claim)}${aid}`,
        problem: question.problem.id,
        quote: item.quote,
        rank: item.points * levelWeight[item.point.level],
      },
    ];
  });
}

function exerciseStrength(exercise: ExerciseGrade): Ranked[] {
  if (exercise.verdict !== 'fixed') return [];
  const tries = exercise.checks.length === 1 ? 'at the first check' : `after ${exercise.checks.length} checks`;
  return [
    {
      text: `Repaired the cause of “${exercise.problem.title}” ${tries}.`,
      problem: exercise.problem.id,
      exercise,
      rank: 8,
    },
  ];
}

/** Wrong claims first, then what was not said, heaviest first. */
function gapsOf(question: QuestionGrade): Ranked[] {
  const wrong = question.held.map(
    ({ misconception, quote }): Ranked => ({
      text: `${question.problem.title}: ${ending(misconception.correction)}`,
      problem: question.problem.id,
      quote,
      practise: question.problem.id,
      rank: misconception.severity === 'major' ? 30 : 20,
    }),
  );
  if (question.score === null) return wrong;
  return [...wrong, ...question.keyPoints.flatMap((item) => gap(question, item))];
}

function gap(question: QuestionGrade, item: KeyPointGrade): Ranked[] {
  if (item.verdict === 'contradicted' || (item.verdict === 'met' && item.factor > 0.5)) return [];
  const how = item.verdict === 'met' ? `said only ${item.help}` : (item.missing ?? 'not said');
  return [
    {
      text: `${question.problem.title}: be ready to say unasked: “${ending(item.point.claim)}” (${how})`,
      problem: question.problem.id,
      ...(item.quote ? { quote: item.quote } : {}),
      practise: question.problem.id,
      rank: item.point.weight * (item.verdict === 'partial' || item.verdict === 'met' ? 1 : 2),
    },
  ];
}

function exerciseGap(exercise: ExerciseGrade): Ranked[] {
  if (exercise.score === null || exercise.verdict === 'fixed') return [];
  const failed = exercise.checks.at(-1)?.cause.find((item) => !item.passed)?.message;
  const text =
    exercise.verdict === 'masked'
      ? `“${exercise.problem.title}” was masked, not repaired: ${failed ?? 'the cause is still there'}.`
      : `“${exercise.problem.title}” is still open: ${exercise.how}.`;
  return [{ text, problem: exercise.problem.id, exercise, practise: exercise.problem.id, rank: 15 }];
}

/** Two or three resources for the problems behind the improvements, none twice. */
export function readNext(
  improvements: readonly Advice[],
  questions: readonly QuestionGrade[],
  bank: Bank,
): Suggestion[] {
  const found = new Map<string, Suggestion>();
  const order = [...improvements.map((item) => item.problem), ...weakest(questions)];
  for (const id of order) {
    const problem = bank.problems.get(id);
    const next = problem?.resources.find((resource) => !found.has(resource) && bank.resources[resource]);
    const resource = next && bank.resources[next];
    if (!problem || !resource || found.size >= wanted) continue;
    const where = resource.where ? `, ${resource.where}` : '';
    found.set(next, {
      title: resource.title,
      by: resource.authors,
      url: resource.url,
      why: `for “${problem.title}”${where}`,
    });
  }
  return [...found.values()];
}

function weakest(questions: readonly QuestionGrade[]): string[] {
  return questions
    .filter((item) => item.score !== null && item.score < 0.75)
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0))
    .map((item) => item.problem.id);
}

function ending(text: string): string {
  return text.trim().replace(/\.$/, '');
}
