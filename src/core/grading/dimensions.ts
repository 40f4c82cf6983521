import type { Bank } from '../bank.ts';
import type { DimensionId, Level } from '../problem.ts';
import { processScore } from '../process/signals.ts';
import type { Rubric } from '../rubric.ts';
import type { ExerciseGrade } from './exerciseGrade.ts';
import type { KeyPointGrade, QuestionGrade } from './questionGrade.ts';
import { outOfFive, round, type SumLine } from './sum.ts';

export interface Graded {
  readonly questions: readonly QuestionGrade[];
  readonly exercises: readonly ExerciseGrade[];
  readonly bank: Bank;
}

export interface DimensionGrade {
  readonly id: DimensionId | 'theory_practice';
  readonly title: string;
  /** 0–1; null when the interview did not assess it. */
  readonly score: number | null;
  readonly level: Level | null;
  readonly anchor: string;
  readonly because: string;
  readonly sum: readonly SumLine[];
  readonly questions: readonly QuestionGrade[];
  readonly exercises: readonly ExerciseGrade[];
}

export function gradeDimension(id: DimensionId, graded: Graded): DimensionGrade {
  const questions = graded.questions.filter((item) => item.problem.dimensions.includes(id) && item.score !== null);
  const exercises = id === 'debugging' ? graded.exercises.filter((item) => item.score !== null) : [];
  const { score, sum } =
    id === 'debugging' ? debuggingScore(questions, exercises, graded.bank.rubric) : talkScore(questions);
  return describe(id, score, sum, questions, exercises, graded.bank.rubric);
}

/** Mean over the dimension's questions, weighted by their level. */
function talkScore(questions: readonly QuestionGrade[]): { score: number | null; sum: SumLine[] } {
  const weights = questions.reduce((all, item) => all + item.problem.level, 0);
  if (weights === 0) return { score: null, sum: [] };
  const sum = questions.map((item) => ({
    label: item.problem.title,
    value: (item.score ?? 0) * item.problem.level,
    how: `${outOfFive(item.score ?? 0)} / 5 × level ${item.problem.level}`,
  }));
  const score = sum.reduce((all, line) => all + line.value, 0) / weights;
  return { score, sum: [...sum, { label: 'Mean', value: score * 5, how: `5 × sum ÷ levels ${weights}` }] };
}

/** Shares of exercises, process signals and talk, over what was assessed. */
function debuggingScore(
  questions: readonly QuestionGrade[],
  exercises: readonly ExerciseGrade[],
  rubric: Rubric,
): { score: number | null; sum: SumLine[] } {
  const shares = rubric.debugging_shares;
  const talk = talkScore(questions).score;
  const code =
    exercises.length > 0 ? exercises.reduce((all, item) => all + (item.score ?? 0), 0) / exercises.length : null;
  const signals = exercises.flatMap((item) => item.signals);
  const process = processScore(signals);
  const assessedSignals = signals.filter(({ state }) => state !== 'not_assessed');
  const shownCount = assessedSignals.filter(({ state }) => state === 'shown').length;
  const parts = [
    {
      label: 'Exercises',
      score: code,
      share: shares.exercises,
      how: exercises.map((item) => `${item.problem.title}: ${item.how}`).join('; '),
    },
    {
      label: 'How it was hunted',
      score: process,
      share: shares.process,
      how: `${shownCount} of ${assessedSignals.length} signals`,
    },
    {
      label: 'Debugging talk and root cause',
      score: talk,
      share: shares.talk,
      how: questions.map((item) => item.problem.title).join('; '),
    },
  ].filter((part) => part.score !== null);
  const assessed = parts.reduce((all, part) => all + part.share, 0);
  if (assessed === 0) return { score: null, sum: [] };
  const sum = parts.map((part) => ({
    label: part.label,
    value: ((part.score ?? 0) * part.share) / assessed,
    how: `${outOfFive(part.score ?? 0)} / 5 × share ${round(part.share / assessed)} (${part.how})`,
  }));
  const score = sum.reduce((all, line) => all + line.value, 0);
  return {
    score,
    sum: [
      ...sum,
      {
        label: 'Sum',
        value: score * 5,
        how: process === null ? '5 × sum; too few process signals could be assessed' : '5 × sum',
      },
    ],
  };
}

/** The same concept explained in talk and shown in code; the weaker of the two counts. */
export function gradeTheoryPractice(graded: Graded): DimensionGrade {
  const pairs = graded.exercises.flatMap((exercise) => {
    const talk = graded.questions.find((item) => item.problem.id === exercise.problem.id);
    return exercise.score === null || talk?.score == null
      ? []
      : [{ exercise, talk, theory: talk.score, practice: exercise.score }];
  });
  const sum = pairs.map(({ exercise, theory, practice }) => ({
    label: exercise.problem.title,
    value: Math.min(theory, practice) * 5,
    how: `the smaller of explained ${outOfFive(theory)} and shown in code ${outOfFive(practice)}`,
  }));
  const score = pairs.length === 0 ? null : sum.reduce((all, line) => all + line.value, 0) / pairs.length / 5;
  const grade = describe(
    'theory_practice',
    score,
    sum,
    pairs.map((p) => p.talk),
    pairs.map((p) => p.exercise),
    graded.bank.rubric,
  );
  return { ...grade, because: pairs.length === 0 ? grade.because : pairs.map(gapOf).join(' ') };
}

function gapOf({ exercise, theory, practice }: { exercise: ExerciseGrade; theory: number; practice: number }): string {
  const title = `“${exercise.problem.title}”`;
  const done = exercise.problem.kind === 'coding' ? 'written' : 'repaired in code';
  if (practice - theory > 0.25) return `${title}: ${done} better than it was explained.`;
  if (theory - practice > 0.25) return `${title}: explained better than it was ${done}.`;
  return theory >= 0.5
    ? `${title}: explained and shown in code.`
    : `${title}: neither explained nor shown in code yet.`;
}

function describe(
  id: DimensionGrade['id'],
  score: number | null,
  sum: readonly SumLine[],
  questions: readonly QuestionGrade[],
  exercises: readonly ExerciseGrade[],
  rubric: Rubric,
): DimensionGrade {
  const row = rubric.dimensions.find((item) => item.id === id);
  const level = score === null ? null : levelOf(score, questions, rubric);
  return {
    id,
    title: row?.title ?? id,
    score,
    level,
    anchor: level && row ? row.anchors[level] : '',
    because: justify(score, questions, exercises),
    sum,
    questions,
    exercises,
  };
}

/** Expert takes a met expert key point and no open major misconception besides the score. */
function levelOf(score: number, questions: readonly QuestionGrade[], rubric: Rubric): Level {
  if (score < rubric.thresholds.intermediate) return 'novice';
  if (score < rubric.thresholds.expert) return 'intermediate';
  const expert = questions.some((item) =>
    item.keyPoints.some((k) => k.point.level === 'expert' && k.verdict === 'met'),
  );
  const major = questions.some((item) => item.held.some((held) => held.misconception.severity === 'major'));
  return expert && !major ? 'expert' : 'intermediate';
}

function justify(
  score: number | null,
  questions: readonly QuestionGrade[],
  exercises: readonly ExerciseGrade[],
): string {
  if (score === null) return 'Not assessed: no question of this dimension was answered.';
  const points = questions.flatMap((item) => item.keyPoints);
  const met = points.filter((item) => item.verdict === 'met').length;
  const wrong = questions.reduce((all, item) => all + item.held.length, 0);
  const parts = points.length > 0 ? [`${met} of ${points.length} key points met`] : [];
  const best = heaviest(points);
  if (best) parts.push(`best shown: “${best.point.claim.replace(/\.$/, '')}”`);
  if (wrong > 0) parts.push(`${wrong} wrong ${wrong === 1 ? 'claim' : 'claims'} left standing`);
  for (const item of exercises) parts.push(`${item.problem.title}: ${item.how}`);
  return `${capital(
    parts
      .join('; ')
      .replace(/\.(?=;)/g, '')
      .replace(/\.$/, ''),
  )}.`;
}

function heaviest(points: readonly KeyPointGrade[]): KeyPointGrade | undefined {
  return points.filter((item) => item.verdict === 'met').sort((a, b) => b.points - a.points)[0];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
