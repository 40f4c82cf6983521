import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChatPatch, ChatView, ExerciseCard, TurnView } from '../../../src/protocol/chat.ts';
import { type ChatInput, type ChatState, initialState, reduce } from '../../../webview/chat/state.ts';

const turn = (number: number, markdown: string, more: Partial<TurnView> = {}): TurnView => ({
  ...{ turn: number, who: 'interviewer', phase: 'Fundamentals', markdown, cards: [], ...more },
});
const card: ExerciseCard = {
  ...{ kind: 'exercise', problem: 'p', title: 't', meta: '', statement: '', files: [], state: 'running', attempts: 1 },
  runs: [{ run: 1, label: 'run 1', ending: 'running', series: {} }],
  probes: [],
  findings: [],
};
const view: ChatView = {
  session: 's',
  title: 'Title',
  phase: 'running',
  strip: { phases: [], elapsed: 0, running: true, total: 0 },
  turns: [turn(1, 'Hello'), turn(2, '', { speaking: true, cards: [card] })],
  composer: {
    ...{ placeholder: '', enabled: true, busy: false, nextHint: 1, interviewer: '' },
    ...{ canEase: true, canHarden: true, canSkip: true },
  },
  banner: { tone: 'info', text: 'b', actions: [] },
};
const start = reduce(initialState, { kind: 'view', seq: 4, view });
const patched = (state: ChatState, patch: ChatPatch) => reduce(state, { kind: 'patch', patch });
const spoken = (state: ChatState, offset: number, text: string) =>
  reduce(state, { kind: 'delta', delta: { turn: 2, offset, text } });
const cardOf = (state: ChatState) => state.view?.turns[1]?.cards[0] as ExerciseCard;

describe('the state of the interview panel', () => {
  it('replaces turns by their number and appends new ones in order', () => {
    const state = patched(start, { seq: 5, turns: [turn(3, 'third'), turn(1, 'changed')] });
    assert.deepEqual(
      state.view?.turns.map((one) => one.markdown),
      ['changed', '', 'third'],
    );
  });

  it('keeps what a patch does not name, and removes a banner only when told to', () => {
    assert.equal(patched(start, { seq: 5, title: 'New' }).view?.banner?.text, 'b');
    assert.equal(patched(start, { seq: 5, banner: null }).view?.banner, undefined);
  });

  it('ignores a patch that it has already applied', () => {
    assert.equal(patched(start, { seq: 4, title: 'Old' }), start);
  });

  it('is stale after a gap, applies nothing more, and recovers with the whole view', () => {
    const stale = patched(start, { seq: 6, title: 'Later' });
    assert.equal(stale.stale, true);
    assert.equal(stale.view?.title, 'Title');
    assert.equal(patched(stale, { seq: 5, title: 'Now' }), stale);
    assert.equal(reduce(stale, { kind: 'view', seq: 9, view }).stale, false);
  });

  it('joins words at their offset, once, however often they arrive', () => {
    const twice = spoken(spoken(spoken(start, 0, 'Why does '), 9, 'it work'), 9, 'it work');
    assert.equal(twice.view?.turns[1]?.markdown, 'Why does it work');
  });

  it('is stale when words before the offset are missing, or the turn is', () => {
    assert.equal(spoken(start, 3, 'x').stale, true);
    assert.equal(reduce(start, { kind: 'delta', delta: { turn: 7, offset: 0, text: 'x' } }).stale, true);
  });

  it('adds points and output of a run, without repeating steps', () => {
    const first = {
      problem: 'p',
      run: 1,
      series: {
        loss: [
          [0, 2.3],
          [1, 2],
        ] as [number, number][],
      },
      output: 'a\n',
    };
    const second = {
      ...first,
      series: {
        loss: [
          [1, 2],
          [2, null],
        ] as [number, number | null][],
      },
      output: 'b\n',
    };
    const state = [first, second].reduce<ChatState>((s, progress) => reduce(s, { kind: 'progress', progress }), start);
    assert.deepEqual(cardOf(state).runs[0]?.series, {
      loss: [
        [0, 2.3],
        [1, 2],
        [2, null],
      ],
    });
    assert.equal(cardOf(state).runs[0]?.output, 'a\nb\n');
  });

  it('makes the run that progress speaks of, if no patch has yet', () => {
    const state = reduce(start, { kind: 'progress', progress: { problem: 'p', run: 2, series: {}, output: 'x' } });
    assert.deepEqual(
      cardOf(state).runs.map((run) => run.run),
      [1, 2],
    );
  });

  it('keeps live points through a patch of the same turn, and takes the final ones', () => {
    const progress = { problem: 'p', run: 1, series: { loss: [[0, 1]] as [number, number][] }, output: 'out' };
    const live = reduce(start, { kind: 'progress', progress });
    const same = patched(live, { seq: 5, turns: [turn(2, '', { cards: [card] })] });
    assert.deepEqual(cardOf(same).runs[0]?.series, { loss: [[0, 1]] });
    const done = {
      ...card,
      runs: [
        {
          run: 1,
          label: 'run 1',
          ending: 'finished' as const,
          series: {
            loss: [
              [0, 1],
              [1, 0.5],
            ] as [number, number][],
          },
        },
      ],
    };
    const ended = patched(same, { seq: 6, turns: [turn(2, '', { cards: [done] })] });
    assert.equal(cardOf(ended).runs[0]?.series.loss?.length, 2);
    assert.equal(cardOf(ended).runs[0]?.output, 'out');
  });

  it('leaves untouched turns identical, so that they are not drawn again', () => {
    const state = spoken(start, 0, 'words');
    assert.equal(state.view?.turns[0], start.view?.turns[0]);
  });

  it('never throws and never loses the view, whatever arrives in whatever order', () => {
    const patch = fc.nat(12).map((seq): ChatInput => ({ kind: 'patch', patch: { seq, turns: [turn(seq, 'x')] } }));
    const words = { turn: fc.nat(5), offset: fc.nat(9), text: fc.string() };
    const delta = fc.record(words).map((one): ChatInput => ({ kind: 'delta', delta: one }));
    const whole = fc.nat(12).map((seq): ChatInput => ({ kind: 'view', seq, view }));
    const input = fc.oneof(patch, delta, whole);
    fc.assert(
      fc.property(fc.array(input), (inputs) => {
        const state = inputs.reduce(reduce, start);
        const numbers = state.view?.turns.map((one) => one.turn) ?? [];
        assert.deepEqual(
          numbers,
          [...new Set(numbers)].sort((a, b) => a - b),
        );
      }),
    );
  });
});
