import type { Problem } from '../problem.ts';
import type { Rubric } from '../rubric.ts';
import { emptyProgress } from '../state.ts';
import { gradeQuestion, type QuestionGrade } from './questionGrade.ts';
import type { JudgeInput, Judgement } from './verdict.ts';

/** An answer outside of an interview: the question was asked, `hints` levels (0–4) were revealed, and this was said. */
export interface LoneAnswer {
  readonly answer: string;
  readonly hints: number;
}

const asked = 0;
const hinted = 1;
const answered = 2;

export function loneInput(problem: Problem, { answer, hints }: LoneAnswer): JudgeInput {
  return {
    problem: problem.id,
    answers: [{ turn: answered, text: answer }],
    shown: [problem.statement, ...problem.hints.slice(0, hints)],
    hints,
  };
}

export function gradeLone(problem: Problem, given: LoneAnswer, judgement: Judgement, rubric: Rubric): QuestionGrade {
  const levels = problem.hints.slice(0, given.hints).map((_, i) => i + 1);
  const progress = {
    ...emptyProgress(problem.id, 0),
    entries: [{ entry: 'main' as const, turn: asked }],
    answers: [{ turn: answered, text: given.answer }],
    hints: levels.map((level) => ({ level, turn: hinted })),
    judgements: [{ turn: answered, judgement }],
  };
  return gradeQuestion(problem, progress, rubric);
}
