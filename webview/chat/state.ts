import type { ChatPatch, ChatView, ExerciseCard, RunView, SeriesView, TurnView } from '../../src/protocol/chat.ts';

/** What became of the words that were sent last. They stay in the composer until they are on disk. */
export type Sending =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly text: string }
  | { readonly kind: 'refused'; readonly message: string };

export interface ChatState {
  readonly seq: number;
  readonly view: ChatView | undefined;
  /** Something was missed; until the next whole view nothing more is applied. */
  readonly stale: boolean;
  readonly sending: Sending;
}

export interface Delta {
  readonly turn: number;
  readonly offset: number;
  readonly text: string;
}

export interface Progress {
  readonly problem: string;
  readonly run: number;
  readonly series: SeriesView;
  readonly output: string;
}

export type ChatInput =
  | { readonly kind: 'view'; readonly seq: number; readonly view: ChatView }
  | { readonly kind: 'patch'; readonly patch: ChatPatch }
  | { readonly kind: 'delta'; readonly delta: Delta }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'sending'; readonly sending: Sending };

export const initialState: ChatState = { seq: 0, view: undefined, stale: false, sending: { kind: 'idle' } };

/** Longest output kept for display, in characters; the end of it matters. */
const outputTail = 20_000;

/** The panel's only state change. Pure; a gap in the numbers or the text makes the state `stale`. */
export function reduce(state: ChatState, input: ChatInput): ChatState {
  if (input.kind === 'view') return { ...state, seq: input.seq, view: input.view, stale: false };
  if (input.kind === 'sending') return { ...state, sending: input.sending };
  if (state.stale || !state.view) return state;
  if (input.kind === 'patch') return applyPatch(state, state.view, input.patch);
  if (input.kind === 'delta') return applyDelta(state, state.view, input.delta);
  return { ...state, view: applyProgress(state.view, input.progress) };
}

function applyPatch(state: ChatState, view: ChatView, patch: ChatPatch): ChatState {
  if (patch.seq <= state.seq) return state;
  if (patch.seq > state.seq + 1) return { ...state, stale: true };
  const { banner: shown, ...rest } = view;
  const banner = patch.banner === undefined ? shown : (patch.banner ?? undefined);
  return {
    ...state,
    seq: patch.seq,
    view: {
      ...rest,
      title: patch.title ?? view.title,
      phase: patch.phase ?? view.phase,
      strip: patch.strip ?? view.strip,
      composer: patch.composer ?? view.composer,
      turns: patch.turns ? mergeTurns(view.turns, patch.turns) : view.turns,
      ...(banner ? { banner } : {}),
    },
  };
}

function mergeTurns(turns: readonly TurnView[], changed: readonly TurnView[]): TurnView[] {
  const byNumber = new Map(turns.map((turn) => [turn.turn, turn]));
  for (const turn of changed) byNumber.set(turn.turn, keepingProgress(turn, byNumber.get(turn.turn)));
  return [...byNumber.values()].sort((a, b) => a.turn - b.turn);
}

/** The host does not repeat the points and the output of a run in its views: what arrived by progress is kept. */
function keepingProgress(turn: TurnView, before: TurnView | undefined): TurnView {
  if (!before || turn.cards.length === 0) return turn;
  const cards = turn.cards.map((card, index) => {
    const old = before.cards[index];
    if (card.kind !== 'exercise' || old?.kind !== 'exercise') return card;
    const known = new Map(old.runs.map((run) => [run.run, run]));
    return { ...card, runs: card.runs.map((run) => completedBy(run, known.get(run.run))) };
  });
  return { ...turn, cards };
}

function completedBy(run: RunView, known: RunView | undefined): RunView {
  if (!known) return run;
  const series = run.ending === 'running' && Object.keys(run.series).length === 0 ? known.series : run.series;
  const output = run.output || known.output;
  return { ...run, series, ...(output ? { output } : {}) };
}

/** Words that arrive twice are written over themselves; words that do not join up mean that some were lost. */
function applyDelta(state: ChatState, view: ChatView, delta: Delta): ChatState {
  const turn = view.turns.find((candidate) => candidate.turn === delta.turn);
  if (!turn || delta.offset > turn.markdown.length) return { ...state, stale: true };
  const markdown = turn.markdown.slice(0, delta.offset) + delta.text;
  return { ...state, view: { ...view, turns: mergeTurns(view.turns, [{ ...turn, markdown }]) } };
}

function applyProgress(view: ChatView, progress: Progress): ChatView {
  const turns = view.turns.map((turn) => {
    const cards = turn.cards.map((card) =>
      card.kind === 'exercise' && card.problem === progress.problem ? withProgress(card, progress) : card,
    );
    return cards.some((card, index) => card !== turn.cards[index]) ? { ...turn, cards } : turn;
  });
  return { ...view, turns };
}

function withProgress(card: ExerciseCard, progress: Progress): ExerciseCard {
  const known = card.runs.some((run) => run.run === progress.run);
  const runs = known ? card.runs : [...card.runs, newRun(progress.run)];
  return { ...card, runs: runs.map((run) => (run.run === progress.run ? extended(run, progress) : run)) };
}

function newRun(run: number): RunView {
  return { run, label: `run ${run}`, ending: 'running', series: {} };
}

function extended(run: RunView, progress: Progress): RunView {
  const series = { ...run.series };
  for (const [name, points] of Object.entries(progress.series)) {
    const before = series[name] ?? [];
    const last = before.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY;
    series[name] = [...before, ...points.filter(([step]) => step > last)];
  }
  return { ...run, series, output: ((run.output ?? '') + progress.output).slice(-outputTail) };
}
