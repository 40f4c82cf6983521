import type { Move } from '../move.ts';
import {
  type ExerciseProgress,
  exerciseOf,
  type Progress,
  progressOf,
  type State,
  withExercise,
  withProgress,
} from '../state.ts';

/** What one move of the interviewer changes: where the interview stands and what has been asked about a problem. */
export function foldMove(state: State, move: Move, turn: number): State {
  switch (move.kind) {
    case 'signpost':
      return enterPhase(state, move.to);
    case 'ask':
      return onProblem(state, move.problem, (p) => ({ entries: [...p.entries, { entry: move.entry, turn }] }));
    case 'hand-over':
      return onProblem(state, move.problem, (p) => ({ entries: [...p.entries, { entry: 'main', turn }] }));
    case 'acknowledge':
      return note(state, move.problem, (p) => ({ acknowledged: [...p.acknowledged, move.keyPoint] }));
    case 'probe':
      return note(state, move.problem, (p) => ({ probes: [...p.probes, { keyPoint: move.keyPoint, turn }] }));
    case 'follow-up':
      return note(state, move.problem, (p) => ({ followUps: [...p.followUps, { id: move.followUp, turn }] }));
    case 'challenge':
      return note(state, move.problem, (p) => ({ challenges: [...p.challenges, { id: move.misconception, turn }] }));
    case 'nudge':
      return note(state, move.problem, (p) => ({ nudges: [...p.nudges, move.why] }));
    case 'clarify':
      return note(state, move.problem, (p) => ({ clarified: p.clarified + 1 }));
    case 'hint':
      return note(state, move.problem, (p) => ({ hints: [...p.hints, { level: move.level, turn }] }));
    case 'reveal':
      return note(state, move.problem, (p) => ({ reveals: [...p.reveals, move.diagnostic] }));
    case 'about-change':
      return noteExercise(state, move.problem, (e) => ({ discussed: [...e.discussed, `${move.file}:${move.text}`] }));
    case 'offer-probe':
      return noteExercise(state, move.problem, (e) => ({ offered: [...e.offered, move.probe] }));
    case 'root-cause':
      return noteExercise(state, move.problem, () => ({ rootCauseAsked: true }));
    case 'invite-questions':
    case 'close':
      return leaveProblem(state);
    default:
      return state;
  }
}

function enterPhase(state: State, id: string): State {
  const phase = state.started?.plan.findIndex((item) => item.phase === id) ?? -1;
  if (phase < 0 || phase === state.phase) return state;
  return leaveProblem({ ...state, phase, phaseStarted: { ...state.phaseStarted, [phase]: state.clock } });
}

function leaveProblem(state: State): State {
  const { current: _current, ...rest } = state;
  return rest;
}

function onProblem(state: State, problem: string, change: (progress: Progress) => Partial<Progress>): State {
  return { ...note(state, problem, change), current: problem };
}

function note(state: State, problem: string, change: (progress: Progress) => Partial<Progress>): State {
  const progress = progressOf(state, problem);
  return withProgress(state, { ...progress, ...change(progress) });
}

function noteExercise(
  state: State,
  problem: string,
  change: (exercise: ExerciseProgress) => Partial<ExerciseProgress>,
): State {
  const exercise = exerciseOf(state, problem);
  return withExercise(state, { ...exercise, ...change(exercise) });
}
