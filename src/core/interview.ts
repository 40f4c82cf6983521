import type { Entry, EventOf, InterviewEvent, Request } from './event.ts';
import { type Dispute, type Disputed, isSameVerdict } from './grading/dispute.ts';
import { foldMove } from './interview/foldMove.ts';
import {
  emptyState,
  exerciseOf,
  latestJudgement,
  nextTurn,
  progressOf,
  type State,
  type Turn,
  withExercise,
  withProgress,
} from './state.ts';

/** What a candidate can ask of an interview. Runs, checks and files are facts that the app records with `record`. */
export type Command =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'request'; readonly what: Request }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'end' }
  | { readonly kind: 'dispute'; readonly dispute: Dispute }
  | { readonly kind: 'withdraw'; readonly disputed: Disputed };

/** Why a command has no effect, in the candidate's words. */
export interface Refusal {
  readonly refused: string;
}

/** Longest answer, in characters; what is longer than this is not read by any judge. */
export const maxAnswer = 20_000;

export function decide(state: State, command: Command): InterviewEvent[] | Refusal {
  if (!state.started) return { refused: 'This interview has not started yet.' };
  if (command.kind === 'dispute') return dispute(state, command.dispute);
  if (command.kind === 'withdraw') return withdraw(state, command.disputed);
  if (state.ended) return { refused: 'This interview has ended. Start a new one to go on.' };
  if (command.kind === 'end') return [{ type: 'ended', early: !hasClosed(state) }];
  if (command.kind === 'pause') return state.paused ? [] : [{ type: 'paused' }];
  const wake: InterviewEvent[] = state.paused ? [{ type: 'resumed' }] : [];
  if (command.kind === 'resume') return wake;
  if (state.owed) return { refused: 'The interviewer is still with your last step. Send it again in a moment.' };
  if (command.kind === 'request') return [...wake, { type: 'requested', what: command.what }];
  const refusal = refuseAnswer(command.text);
  return refusal ?? [...wake, { type: 'answered', turn: nextTurn(state), text: command.text.trim() }];
}

function refuseAnswer(text: string): Refusal | undefined {
  if (!text.trim()) return { refused: 'There is nothing to send yet. Write an answer, or press “I don’t know”.' };
  if (text.length <= maxAnswer) return undefined;
  const over = text.length.toLocaleString('en-US');
  return {
    refused: `This answer has ${over} characters; ${maxAnswer.toLocaleString('en-US')} can be sent. Shorten it and send it again.`,
  };
}

function dispute(state: State, dispute: Dispute): InterviewEvent[] | Refusal {
  if (!state.ended) return { refused: 'A verdict can be disputed once the interview has ended.' };
  const progress = progressOf(state, dispute.problem);
  const judgement = latestJudgement(progress);
  const given =
    dispute.about === 'key_point'
      ? judgement?.verdicts.some(({ keyPoint, verdict }) => keyPoint === dispute.id && verdict !== 'met')
      : judgement?.held.some(({ id }) => id === dispute.id);
  if (!given) return { refused: 'There is no such verdict to dispute.' };
  const isOwn = (quote: { turn: number; text: string }) =>
    quote.text.trim() !== '' &&
    progress.answers.some(({ turn, text }) => turn === quote.turn && text.includes(quote.text));
  if (!dispute.quotes.every(isOwn)) return { refused: 'Point at words of your own answers to this question.' };
  return [{ type: 'disputed', ...dispute }];
}

function withdraw(state: State, disputed: Disputed): InterviewEvent[] {
  const known = progressOf(state, disputed.problem).disputes.some((item) => isSameVerdict(item, disputed));
  return known ? [{ type: 'withdrew', ...disputed }] : [];
}

/** The interviewer has said good-bye; only the `ended` that belongs to it may still be missing. */
export function hasClosed(state: State): boolean {
  return state.turns.at(-1)?.moves?.some((move) => move.kind === 'close') ?? false;
}

export function fold(entries: readonly Entry[]): State {
  return entries.reduce(evolve, emptyState);
}

export function evolve(before: State, entry: Entry): State {
  const state: State = { ...before, clock: Math.max(before.clock, entry.clock), at: entry.at, seq: entry.seq };
  const { event } = entry;
  switch (event.type) {
    case 'started':
      return owe({ ...state, started: event, phaseStarted: { 0: entry.clock } }, 'moves', event);
    case 'answered':
      return answered(state, event);
    case 'requested':
      return owe(noteRequest(state, event.what), 'moves', event);
    case 'judged':
      return owe(judged(state, event), 'moves', event);
    case 'moved':
      return moved(state, event);
    case 'spoke':
      return {
        ...state,
        turns: state.turns.map((turn) => (turn.turn === event.turn ? { ...turn, spoken: event } : turn)),
      };
    case 'opened': {
      const exercise = exerciseOf(state, event.problem);
      const attempt = { attempt: event.attempt, folder: event.folder, clock: entry.clock };
      return withExercise(state, { ...exercise, attempts: [...exercise.attempts, attempt] });
    }
    case 'ran': {
      const exercise = exerciseOf(state, event.problem);
      const runs = [...exercise.runs, { ...event, clock: entry.clock }];
      return owe(withExercise(state, { ...exercise, runs }), 'moves', event);
    }
    case 'checked': {
      const exercise = exerciseOf(state, event.problem);
      const checks = [...exercise.checks, { ...event, clock: entry.clock }];
      return owe(withExercise(state, { ...exercise, checks }), 'moves', event);
    }
    case 'probed': {
      const exercise = exerciseOf(state, event.problem);
      const probed = { ...event, clock: entry.clock, runs: exercise.runs.length };
      return withExercise(state, { ...exercise, probes: [...exercise.probes, probed] });
    }
    case 'reset':
      return state;
    case 'gave-up':
      return owe(withExercise(state, { ...exerciseOf(state, event.problem), gaveUp: true }), 'moves', event);
    case 'paused':
      return { ...state, paused: true };
    case 'resumed':
      return { ...state, paused: false };
    case 'renamed':
      return { ...state, title: event.title };
    case 'ended':
      return settle({ ...state, paused: false, ended: { early: event.early } });
    case 'disputed': {
      const { type: _type, ...disputed } = event;
      return withDisputes(state, event, (others) => [...others, disputed]);
    }
    case 'withdrew':
      return withDisputes(state, event, (others) => others);
  }
}

function owe(state: State, owed: 'judgement' | 'moves', cause: InterviewEvent): State {
  return state.ended ? state : { ...state, owed, cause };
}

function settle(state: State): State {
  const { owed: _owed, cause: _cause, ...rest } = state;
  return rest;
}

function answered(state: State, event: EventOf<'answered'>): State {
  const { turn, text } = event;
  const said: Turn = {
    turn,
    who: 'candidate',
    phase: state.phase,
    clock: state.clock,
    text,
    ...(state.current ? { problem: state.current } : {}),
  };
  const next = { ...state, turns: [...state.turns, said] };
  if (!state.current) return owe(next, 'moves', event);
  const progress = progressOf(state, state.current);
  return owe(withProgress(next, { ...progress, answers: [...progress.answers, { turn, text }] }), 'judgement', event);
}

function judged(state: State, event: EventOf<'judged'>): State {
  const progress = progressOf(state, event.judgement.problem);
  const earlier = progress.judgements.filter((item) => item.turn !== event.turn);
  return withProgress(state, {
    ...progress,
    judgements: [...earlier, { turn: event.turn, judgement: event.judgement }],
  });
}

function moved(state: State, event: EventOf<'moved'>): State {
  if (event.moves.length === 0) return settle(state);
  const folded = event.moves.reduce((before, move) => foldMove(before, move, event.turn), state);
  const turn: Turn = {
    turn: event.turn,
    who: 'interviewer',
    phase: folded.phase,
    clock: state.clock,
    moves: event.moves,
    ...(folded.current ? { problem: folded.current } : {}),
  };
  return settle({ ...folded, turns: [...state.turns, turn] });
}

/** The disputes of a problem after one of them came or went; `next` gets the others. */
function withDisputes(state: State, about: Disputed, next: (others: readonly Dispute[]) => readonly Dispute[]): State {
  const progress = progressOf(state, about.problem);
  const others = progress.disputes.filter((item) => !isSameVerdict(item, about));
  return withProgress(state, { ...progress, disputes: next(others) });
}

function noteRequest(state: State, what: Request): State {
  if (!state.current) return state;
  const progress = progressOf(state, state.current);
  return withProgress(state, { ...progress, requests: [...progress.requests, what] });
}
