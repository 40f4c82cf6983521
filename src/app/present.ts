import type { Bank } from '../core/bank.ts';
import { problemOf } from '../core/bank.ts';
import { phaseAt } from '../core/interview/advance.ts';
import { hasEntry } from '../core/interview/requests.ts';
import { wordsOf } from '../core/prompt.ts';
import { type Progress, progressOf, type State, type Turn } from '../core/state.ts';
import type { Banner, ChatPatch, ChatView, Composer, TurnView } from '../protocol/chat.ts';
import type { Live } from './live.ts';
import { exerciseCard } from './present/exerciseCard.ts';

/** Everything besides the state that the interview panel shows. */
export interface Surroundings {
  readonly live: Live;
  readonly session: string;
  readonly title: string;
  readonly writable: boolean;
  readonly trouble: string | undefined;
  readonly clock: { readonly elapsed: number; readonly running: boolean };
  readonly speaking: { readonly turn: number; readonly text: string } | undefined;
  readonly reading: boolean;
}

/** The whole interview panel as data; pure, so that what a candidate sees can be tested as text. */
export function presentChat(state: State, bank: Bank, around: Surroundings): ChatView {
  const banner = presentBanner(around);
  return {
    session: around.session,
    title: around.title,
    phase: !around.writable ? 'read-only' : state.ended ? 'ended' : state.paused ? 'paused' : 'running',
    strip: {
      phases: (state.started?.plan ?? []).map((item, index) => ({
        id: item.phase,
        title: phaseAt(state, bank, index)?.title ?? problemTitle(bank, item.problems[0]),
        state: state.ended || index < state.phase ? 'done' : index === state.phase ? 'now' : 'ahead',
      })),
      elapsed: around.clock.elapsed,
      running: around.clock.running,
      total: (state.started?.minutes ?? 0) * 60_000,
    },
    turns: state.turns.map((turn) => presentTurn(turn, state, bank, around)),
    composer: presentComposer(state, around),
    ...(banner ? { banner } : {}),
  };
}

function problemTitle(bank: Bank, id: string | undefined): string {
  return (id && bank.problems.get(id)?.title) ?? 'Practice';
}

function presentTurn(turn: Turn, state: State, bank: Bank, { live, speaking }: Surroundings): TurnView {
  const isSpeaking = speaking?.turn === turn.turn;
  const hint = turn.moves?.find((move) => move.kind === 'hint');
  const partial = partialOf(turn);
  return {
    turn: turn.turn,
    who: turn.who,
    phase: phaseAt(state, bank, turn.phase)?.title ?? '',
    markdown: isSpeaking ? speaking.text : wordsOf(turn, state, bank),
    cards: cardsOf(turn, state, bank, live),
    ...(isSpeaking ? { speaking: true } : {}),
    ...(hint ? { hint: { level: hint.level, effect: hintEffect(hint.level, bank) } } : {}),
    ...(turn.spoken?.ending === 'complete' ? { by: turn.spoken.by } : {}),
    ...(partial ? { partial } : {}),
  };
}

function partialOf(turn: Turn): { text: string; why: string } | undefined {
  if (!turn.spoken || turn.spoken.ending === 'complete') return undefined;
  const why =
    turn.spoken.ending === 'stopped'
      ? 'Stopped. The authored wording of this turn follows.'
      : `${turn.spoken.problem ?? 'The model did not finish.'} The offline interviewer took over this turn.`;
  return { text: turn.spoken.text, why };
}

function hintEffect(level: number, bank: Bank): string {
  const factor = bank.rubric.help.hints[level - 1] ?? 0;
  if (factor === 0) return 'the full answer: key points still open count as given up';
  return `key points still open count ${Math.round(factor * 100)} % from here`;
}

function cardsOf(turn: Turn, state: State, bank: Bank, live: Live): TurnView['cards'] {
  return (turn.moves ?? []).flatMap((move): TurnView['cards'] => {
    if (move.kind === 'hand-over') return [exerciseCard(problemOf(bank, move.problem), state, live)];
    const isFirst = move.kind === 'ask' && progressOf(state, move.problem).entries[0]?.turn === turn.turn;
    return isFirst ? problemOf(bank, move.problem).cards.map((kind) => ({ kind })) : [];
  });
}

function presentComposer(state: State, { live, writable, speaking, reading }: Surroundings): Composer {
  const progress = state.current ? progressOf(state, state.current) : undefined;
  const open = writable && !state.ended;
  return {
    placeholder: placeholder(state, writable),
    enabled: open,
    busy: state.owed !== undefined || speaking !== undefined,
    nextHint: progress && progress.hints.length < 4 ? progress.hints.length + 1 : null,
    canEase: open && progress !== undefined && canEase(progress),
    canHarden: open && progress !== undefined && !hasEntry(progress, 'harder'),
    canSkip: open && state.turns.length > 0,
    interviewer: reading ? 'Reading your answer…' : (live.interviewer ?? 'Offline interviewer'),
  };
}

/** *Easier* means the easier entry, and below it a hint. */
function canEase(progress: Progress): boolean {
  return !hasEntry(progress, 'easier') || progress.hints.length < 4;
}

function placeholder(state: State, writable: boolean): string {
  if (!writable) return 'This session is written in another window.';
  if (state.ended) return 'The interview has ended.';
  if (state.paused) return 'Paused. Writing an answer goes on with the interview.';
  return 'Answer in your own words';
}

function presentBanner({ live, trouble, writable }: Surroundings): Banner | undefined {
  if (trouble) return { tone: 'error', text: trouble, actions: [] };
  if (!writable) {
    const text = 'Another window writes this session. Here it can be read.';
    return { tone: 'info', text, actions: [{ id: 'take-over', label: 'Take Over' }] };
  }
  return live.notice && { ...live.notice, actions: [...live.notice.actions] };
}

/** What changed from one view to the next, or undefined when nothing did. Unchanged turns are not sent again. */
export function patchBetween(before: ChatView, after: ChatView, seq: number): ChatPatch | undefined {
  const known = new Map(before.turns.map((turn) => [turn.turn, turn]));
  const turns = after.turns.filter((turn) => !same(known.get(turn.turn), turn));
  const patch: ChatPatch = {
    seq,
    ...(before.phase === after.phase ? {} : { phase: after.phase }),
    ...(before.title === after.title ? {} : { title: after.title }),
    ...(same(before.strip, after.strip) ? {} : { strip: after.strip }),
    ...(turns.length === 0 ? {} : { turns }),
    ...(same(before.composer, after.composer) ? {} : { composer: after.composer }),
    ...(same(before.banner, after.banner) ? {} : { banner: after.banner ?? null }),
  };
  return Object.keys(patch).length > 1 ? patch : undefined;
}

/** Equal as data. The curves of old runs are the very same arrays in both views, and are not looked at again. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

/** The transcript as text, turn by turn, as a candidate saw it. */
export function transcriptText(state: State, bank: Bank): string {
  return state.turns
    .map((turn) => {
      const who = turn.who === 'candidate' ? 'You' : 'Interviewer';
      return `[${turn.turn}] ${who} · ${phaseAt(state, bank, turn.phase)?.title ?? ''}\n${wordsOf(turn, state, bank)}\n`;
    })
    .join('\n');
}
