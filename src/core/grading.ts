import { type Bank, problemOf } from './bank.ts';
import { type Advice, advise, readNext, type Suggestion } from './grading/advice.ts';
import { type DimensionGrade, gradeDimension, gradeTheoryPractice } from './grading/dimensions.ts';
import type { AnsweredDispute } from './grading/dispute.ts';
import { type ExerciseGrade, gradeExercise } from './grading/exerciseGrade.ts';
import { gradeQuestion, type QuestionGrade } from './grading/questionGrade.ts';
import { type Recommendation, recommend } from './grading/recommendation.ts';
import type { Flag } from './grading/verdict.ts';
import { answeredDisputes } from './interview/disputes.ts';
import { dimensionIds } from './problem.ts';
import { isSupposition } from './process/supposition.ts';
import { type Progress, progressOf, type State, type Turn } from './state.ts';

/** Everything a scorecard says, as numbers, words and evidence; a pure function of the folded journal and the bank. */
export interface Scorecard {
  readonly dimensions: readonly DimensionGrade[];
  readonly questions: readonly QuestionGrade[];
  readonly exercises: readonly ExerciseGrade[];
  /** They change no number: what is disputed is shown beside what was given. */
  readonly disputes: readonly AnsweredDispute[];
  readonly strengths: readonly Advice[];
  readonly improvements: readonly Advice[];
  readonly resources: readonly Suggestion[];
  readonly recommendation: Recommendation;
  readonly facts: Facts;
}

export interface Facts {
  /** Interview clock, whole minutes. */
  readonly minutes: number;
  readonly turns: number;
  readonly hints: number;
  readonly judges: readonly string[];
  /** Models that phrased turns; empty when the interviewer spoke offline throughout. */
  readonly voices: readonly string[];
  readonly early: boolean;
}

export function grade(state: State, bank: Bank): Scorecard {
  const asked = Object.values(state.progress).filter((progress) => progress.entries.length > 0);
  const questions = asked.map((progress) => gradeQuestion(problemOf(bank, progress.problem), progress, bank.rubric));
  const exercises = Object.values(state.exercises).map((exercise) =>
    gradeExercise(
      problemOf(bank, exercise.problem),
      exercise,
      state.turns,
      bank.rubric,
      unfitTurns(progressOf(state, exercise.problem), state.turns),
    ),
  );
  const graded = { questions, exercises, bank };
  const dimensions: DimensionGrade[] = [
    ...dimensionIds.map((id) => gradeDimension(id, graded)),
    gradeTheoryPractice(graded),
  ];
  const { strengths, improvements } = advise(graded);
  return {
    dimensions,
    questions,
    exercises,
    disputes: questions.flatMap((question) => answeredDisputes(question, state, bank)),
    strengths,
    improvements,
    resources: readNext(improvements, questions, bank),
    recommendation: recommend(dimensions, questions, state, bank.rubric),
    facts: factsOf(state),
  };
}

const unfit: readonly Flag[] = ['empty', 'stuffed', 'parroted', 'injected', 'pass'];

/** Answers that the judge found to be none. */
function unfitTurns({ judgements }: Progress, turns: readonly Turn[]): Set<number> {
  const isUnfit = (flag: Flag, turn: number) =>
    unfit.includes(flag) ||
    (flag === 'off_topic' && !isSupposition(turns.find((item) => item.turn === turn)?.text ?? ''));
  const found = judgements.filter(({ turn, judgement }) => judgement.flags.some((flag) => isUnfit(flag, turn)));
  return new Set(found.map(({ turn }) => turn));
}

function factsOf(state: State): Facts {
  const all = Object.values(state.progress);
  return {
    minutes: Math.round(state.clock / 60_000),
    turns: state.turns.length,
    hints: all.reduce((sum, progress) => sum + progress.hints.length, 0),
    judges: unique(all.flatMap((progress) => progress.judgements.map((item) => item.judgement.by))),
    voices: unique(state.turns.flatMap((turn) => (turn.spoken ? [turn.spoken.by] : []))),
    early: state.ended?.early ?? true,
  };
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
