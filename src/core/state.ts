import type { EventOf, InterviewEvent, Request, Started } from './event.ts';
import type { Dispute } from './grading/dispute.ts';
import type { Judgement } from './grading/verdict.ts';
import type { Entrance, Move } from './move.ts';
import type { ProbeId } from './probes.ts';

/** What an interview is at one moment: a fold over its journal, and nothing else. */
export interface State {
  readonly started?: Started;
  readonly title?: string;
  readonly turns: readonly Turn[];
  /** Index into `started.plan`. */
  readonly phase: number;
  /** The problem that the candidate's next words are about. */
  readonly current?: string;
  readonly progress: Readonly<Record<string, Progress>>;
  readonly exercises: Readonly<Record<string, ExerciseProgress>>;
  /** What the interview still owes for `cause`: a judgement of the last answer, or the interviewer's next turn. */
  readonly owed?: 'judgement' | 'moves';
  readonly cause?: InterviewEvent;
  readonly paused: boolean;
  readonly ended?: { readonly early: boolean };
  /** Interview clock and wall time of the last entry, and the clock when each phase began. ms. */
  readonly clock: number;
  readonly at: number;
  readonly phaseStarted: Readonly<Record<number, number>>;
  readonly seq: number;
}

export interface Turn {
  readonly turn: number;
  readonly who: 'interviewer' | 'candidate';
  readonly phase: number;
  readonly clock: number;
  /** The problem this turn is about, if any. */
  readonly problem?: string;
  /** Candidate's words. */
  readonly text?: string;
  readonly moves?: readonly Move[];
  /** A model's words for these moves. */
  readonly spoken?: EventOf<'spoke'>;
}

/** What has happened around one problem. Every list is in order of turns. */
export interface Progress {
  readonly problem: string;
  readonly phase: number;
  readonly entries: readonly { readonly entry: Entrance; readonly turn: number }[];
  readonly answers: readonly { readonly turn: number; readonly text: string }[];
  readonly judgements: readonly { readonly turn: number; readonly judgement: Judgement }[];
  readonly hints: readonly { readonly level: number; readonly turn: number }[];
  readonly probes: readonly { readonly keyPoint: string; readonly turn: number }[];
  readonly followUps: readonly { readonly id: string; readonly turn: number }[];
  readonly challenges: readonly { readonly id: string; readonly turn: number }[];
  readonly acknowledged: readonly string[];
  readonly reveals: readonly string[];
  readonly nudges: readonly string[];
  readonly requests: readonly Request[];
  readonly clarified: number;
  /** Verdicts that the candidate disputes, the last word on each. */
  readonly disputes: readonly Dispute[];
}

export interface ExerciseProgress {
  readonly problem: string;
  readonly attempts: readonly { readonly attempt: number; readonly folder: string; readonly clock: number }[];
  readonly runs: readonly (EventOf<'ran'> & { readonly clock: number })[];
  readonly checks: readonly (EventOf<'checked'> & { readonly clock: number })[];
  /** `runs`: how many runs there were before it. */
  readonly probes: readonly (EventOf<'probed'> & { readonly clock: number; readonly runs: number })[];
  /** Probes that the interviewer has named. */
  readonly offered: readonly ProbeId[];
  readonly gaveUp: boolean;
  /** Changed lines the interviewer has already asked about, as `file:text`. */
  readonly discussed: readonly string[];
  readonly rootCauseAsked: boolean;
}

export const emptyState: State = {
  turns: [],
  phase: 0,
  progress: {},
  exercises: {},
  paused: false,
  clock: 0,
  at: 0,
  phaseStarted: {},
  seq: -1,
};

export function emptyProgress(problem: string, phase: number): Progress {
  return {
    problem,
    phase,
    entries: [],
    answers: [],
    judgements: [],
    hints: [],
    probes: [],
    followUps: [],
    challenges: [],
    acknowledged: [],
    reveals: [],
    nudges: [],
    requests: [],
    clarified: 0,
    disputes: [],
  };
}

export function emptyExercise(problem: string): ExerciseProgress {
  return {
    problem,
    attempts: [],
    runs: [],
    checks: [],
    probes: [],
    offered: [],
    gaveUp: false,
    discussed: [],
    rootCauseAsked: false,
  };
}

export function progressOf(state: State, problem: string): Progress {
  return own(state.progress, problem) ?? emptyProgress(problem, state.phase);
}

export function exerciseOf(state: State, problem: string): ExerciseProgress {
  return own(state.exercises, problem) ?? emptyExercise(problem);
}

/** A journal may name any problem, `constructor` too. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function withProgress(state: State, progress: Progress): State {
  return { ...state, progress: { ...state.progress, [progress.problem]: progress } };
}

export function withExercise(state: State, exercise: ExerciseProgress): State {
  return { ...state, exercises: { ...state.exercises, [exercise.problem]: exercise } };
}

export function latestJudgement(progress: Progress): Judgement | undefined {
  return progress.judgements.at(-1)?.judgement;
}

/** Number of the turn that comes next; turns count from 1. */
export function nextTurn(state: State): number {
  return state.turns.length + 1;
}

/** Nothing is left to find out in an exercise: from here on its explanation and reference fix may be seen. */
export function isOver(exercise: ExerciseProgress): boolean {
  return exercise.gaveUp || wasFixed(exercise);
}

export function wasFixed(exercise: ExerciseProgress): boolean {
  return exercise.checks.some((check) => check.verdict === 'fixed');
}
