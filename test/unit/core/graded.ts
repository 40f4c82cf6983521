import { gradeQuestion, type QuestionGrade } from '../../../src/core/grading/questionGrade.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { emptyProgress, type Progress } from '../../../src/core/state.ts';
import { type Found, judgementOf } from './drive.ts';
import { rubric } from './smallBank.ts';

/** What happened around one question, turn by turn: an answer with what was found in all answers so far, or help. */
export type Step =
  | { readonly found: Found; readonly said?: string }
  | { readonly hint: number }
  | { readonly probe: string }
  | { readonly followUp: string }
  | { readonly ask: 'easier' | 'harder' }
  | { readonly pass: true };

/** The progress after `steps`; the question is turn 1, the first step turn 2. */
export function progressAfter(problem: Problem, steps: readonly Step[], entry: 'easier' | 'main' = 'main'): Progress {
  const start: Progress = { ...emptyProgress(problem.id, 0), entries: [{ entry, turn: 1 }] };
  return steps.reduce((progress, step, i) => after(progress, step, i + 2, problem), start);
}

function after(progress: Progress, step: Step, turn: number, problem: Problem): Progress {
  if ('hint' in step) return { ...progress, hints: [...progress.hints, { level: step.hint, turn }] };
  if ('probe' in step) return { ...progress, probes: [...progress.probes, { keyPoint: step.probe, turn }] };
  if ('followUp' in step) return { ...progress, followUps: [...progress.followUps, { id: step.followUp, turn }] };
  if ('ask' in step) return { ...progress, entries: [...progress.entries, { entry: step.ask, turn }] };
  if ('pass' in step) return { ...progress, requests: [...progress.requests, 'pass'] };
  const text = step.said ?? `What was said in turn ${turn}.`;
  const points = problem.key_points.map((point) => point.id);
  const judgement = judgementOf(problem.id, points, turn, text, step.found);
  return {
    ...progress,
    answers: [...progress.answers, { turn, text }],
    judgements: [...progress.judgements, { turn, judgement }],
  };
}

export function graded(problem: Problem, steps: readonly Step[], entry: 'easier' | 'main' = 'main'): QuestionGrade {
  return gradeQuestion(problem, progressAfter(problem, steps, entry), rubric);
}
