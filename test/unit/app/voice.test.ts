import assert from 'node:assert/strict';
import type { Session } from '../../../src/app/session.ts';
import type { Bank } from '../../../src/core/bank.ts';
import type { Entry } from '../../../src/core/event.ts';
import type { ChatModel, ChatRequest, StreamEnd, StreamPart } from '../../../src/core/model.ts';
import { voiceRequest, wordsOf } from '../../../src/core/prompt.ts';
import type { TurnView } from '../../../src/protocol/chat.ts';
import { type FakeReply, fakeModel } from '../../support/fakeModels.ts';
import { entriesOf, realBank, say, stage } from '../../support/rehearsal.ts';
import { smallBank } from '../core/smallBank.ts';
import { skipToTheEnd } from './script.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function begin(model: ChatModel, bank: Bank = smallBank()) {
  const { library, sessions, clock } = stage({ bank, models: { current: async () => model } });
  const session = await library.start('small', { candidate: 'Ada' });
  await settled();
  return { session, sessions, clock, library };
}

async function greeted(reply: FakeReply) {
  return begin(fakeModel([reply], 'fake model'));
}

const firstTurn = (session: Session): TurnView => session.chat().turns[0] as TurnView;
const spokeIn = (entries: readonly Entry[]) => entries.flatMap(({ event }) => (event.type === 'spoke' ? [event] : []));

/** Sends some words and then nothing, and takes no notice of being aborted. */
const deaf: ChatModel = {
  label: 'deaf model',
  async *stream(): AsyncGenerator<StreamPart> {
    yield { kind: 'text', text: 'Hello and' };
    await new Promise(() => {});
  },
};

describe('a model that phrases the turns', () => {
  it('has its words shown and kept, with its name', async () => {
    const said = 'Hello Ada. What have you built?';
    const { session, sessions } = await greeted({
      pieces: ['Hello Ada. ', 'What have you built?'],
      ending: 'complete',
    });
    assert.equal(firstTurn(session).markdown, said);
    assert.equal(firstTurn(session).by, 'fake model');
    assert.equal(firstTurn(session).partial, undefined);
    assert.deepEqual(
      spokeIn(await entriesOf(sessions)).map(({ text, ending }) => ({ text, ending })),
      [{ text: said, ending: 'complete' }],
    );
  });

  it('that drops the question has it put back in the authored words', async () => {
    const { session, sessions } = await greeted({ pieces: ['Very well.'], ending: 'complete' });
    await session.interviewer.request('skip');
    await settled();
    assert.match(session.chat().turns.at(-1)?.markdown ?? '', /^Very well\.\n\n.*\?$/s);
    assert.equal(spokeIn(await entriesOf(sessions)).at(-1)?.text, 'Very well.');
  });

  it('has its words told piece by piece, with their place', async () => {
    const heard: [number, string][] = [];
    const { library } = stage({
      bank: smallBank(),
      models: { current: async () => fakeModel([{ pieces: ['one ', 'two ', 'three'], ending: 'complete' }]) },
    });
    const session = await library.start('small');
    session.listen({ delta: (_turn, offset, text) => heard.push([offset, text]) });
    await settled();
    assert.deepEqual(heard.at(-1), [8, 'three']);
    for (const [offset, text] of heard) assert.equal('one two three'.slice(offset, offset + text.length), text);
  });

  it('keeps the partial text on Stop, and the authored words follow', async () => {
    const { session, sessions } = await greeted({ pieces: ['Hello and'], ending: 'hangs' });
    assert.equal(firstTurn(session).speaking, true);
    assert.equal(session.chat().composer.busy, true);
    await session.interviewer.stop();
    await settled();
    assert.deepEqual(firstTurn(session).partial?.text, 'Hello and');
    assert.match(firstTurn(session).markdown, /^Hello Ada, and welcome/);
    assert.equal(spokeIn(await entriesOf(sessions))[0]?.ending, 'stopped');
    assert.equal(session.chat().composer.busy, false);
  });

  it('is stopped within one tick, even when it does not listen', async () => {
    const { session } = await begin(deaf);
    const stopped = session.interviewer.stop().then(() => 'stopped');
    assert.equal(await Promise.race([stopped, settled().then(() => 'too late')]), 'stopped');
    await settled();
    assert.equal(firstTurn(session).partial?.text, 'Hello and');
  });

  it('does not hold up an answer', async () => {
    const { session } = await begin(deaf);
    await session.interviewer.answer('I cut latency by 40%.');
    assert.equal(session.interviewer.state.turns[1]?.text, 'I cut latency by 40%.');
    assert.equal(session.interviewer.state.turns[0]?.spoken?.ending, 'stopped');
  });

  const ends: StreamEnd[] = ['length', 'filtered', 'stalled', 'truncated', 'empty'];
  for (const ending of ends) {
    it(`that ends with ${ending} is said to have failed, and the authored words take over`, async () => {
      const { session } = await greeted({ pieces: ending === 'empty' ? [] : ['Hello and'], ending });
      const { partial, markdown, by } = firstTurn(session);
      assert.equal(by, undefined);
      assert.match(partial?.why ?? '', /model|connection/i);
      assert.match(partial?.why ?? '', /offline interviewer took over/);
      assert.match(markdown, /^Hello Ada, and welcome/);
    });
  }

  it('whose server fails is said to have failed in the server’s words', async () => {
    const error = { reason: 'rate-limited', message: 'The server asks to wait a minute.', retryable: true } as const;
    const { session } = await greeted({ pieces: [], ending: error });
    assert.match(firstTurn(session).partial?.why ?? '', /^The server asks to wait a minute\./);
    assert.match(firstTurn(session).markdown, /^Hello Ada, and welcome/);
  });

  it('that breaks off with an error holds up no command, and the authored words take over', async () => {
    const broken: ChatModel = {
      label: 'broken model',
      async *stream(): AsyncGenerator<StreamPart> {
        yield { kind: 'text', text: 'Hello and' };
        throw new Error('a fault of the adapter');
      },
    };
    const { session } = await begin(broken);
    assert.match(firstTurn(session).partial?.why ?? '', /offline interviewer took over/);
    assert.equal(session.interviewer.speaking, undefined);
    await session.interviewer.answer('I cut latency by 40%.');
    assert.equal(session.interviewer.state.turns[1]?.text, 'I cut latency by 40%.');
  });

  it('leaves no trace when the session is closed while it speaks', async () => {
    const { session, sessions, library } = await begin(deaf);
    await library.close(session.interviewer.session);
    await settled();
    assert.deepEqual(spokeIn(await entriesOf(sessions)), []);
  });

  it('speaks one turn at a time', async () => {
    let open = 0;
    let most = 0;
    const patient: ChatModel = {
      label: 'patient model',
      async *stream(_request, signal): AsyncGenerator<StreamPart> {
        most = Math.max(most, ++open);
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        open--;
        yield { kind: 'end', end: 'aborted' };
      },
    };
    const { session } = await begin(patient);
    await Promise.all([
      session.interviewer.request('skip'),
      session.interviewer.request('skip'),
      session.interviewer.request('skip'),
    ]);
    await session.interviewer.catchUp();
    assert.equal(most, 1);
    assert.equal(open, 1);
    await session.interviewer.close();
  });

  it('has nothing to phrase in a hint, a task or a fact', async () => {
    const model = fakeModel([{ pieces: ['words'], ending: 'complete' }]);
    const { session, clock } = await begin(model);
    await say(session, clock, 'Some work.');
    const before = model.requests.length;
    await session.interviewer.request('hint');
    await session.interviewer.catchUp();
    assert.equal(model.requests.length, before);
    assert.match(session.chat().turns.at(-1)?.markdown ?? '', /project hint 1/);
  });
});

/** Says back all that it was sent, so that whatever leaks once is sent again and again. */
function echo(seen: { request: ChatRequest; at: number }[]): ChatModel {
  return {
    label: 'echo',
    async *stream(request): AsyncGenerator<StreamPart> {
      seen.push({ request, at: seen.length });
      yield {
        kind: 'text',
        text: request.messages
          .map((message) => message.content)
          .join('\n')
          .slice(-4_000),
      };
      yield { kind: 'end', end: 'complete' };
    },
  };
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();

describe('what a model is sent', function () {
  this.timeout(30_000);

  async function interview(model: ChatModel | undefined) {
    const bank = await realBank();
    const { library, sessions, clock } = stage({ bank, models: { current: async () => model } });
    const session = await library.start('quick', { candidate: 'Ada' });
    await say(session, clock, 'I led a team that cut training time by 30% on average.');
    const profiles = ['novice', 'expert', 'wrong_but_fluent', 'intermediate'];
    for (let i = 0; i < 30 && session.interviewer.state.current; i++) {
      const samples = bank.problems.get(session.interviewer.state.current)?.sample_answers ?? [];
      const profile = profiles[i % profiles.length];
      await say(session, clock, samples.find((item) => item.profile === profile)?.text ?? 'It depends on the data.');
      if (i % 5 === 4) await session.interviewer.request('hint');
      if (i % 7 === 6) await session.interviewer.request('skip');
      await settled();
    }
    await skipToTheEnd(session);
    await settled();
    return { session, bank, entries: await entriesOf(sessions) };
  }

  it('never holds a key point, a misconception, a hint or a diagnostic that the candidate has not seen', async () => {
    const seen: { request: ChatRequest; at: number }[] = [];
    const { bank, session } = await interview(echo(seen));
    assert.ok(seen.length >= 10);
    const sent = seen.map(({ request }) => squeezed(request.messages.map((message) => message.content).join(' ')));
    const { state } = session.interviewer;
    const said = squeezed(
      state.turns
        .map((turn) => `${turn.text ?? ''} ${wordsOf({ ...turn, spoken: undefined } as never, state, bank)}`)
        .join(' '),
    );
    for (const problem of bank.problems.values()) {
      const secrets = [
        ...problem.key_points.map((point) => point.claim),
        ...problem.misconceptions.flatMap((item) => [item.claim, item.correction]),
        ...problem.hints,
        ...problem.diagnostics.map((item) => item.reply),
        ...(problem.exercise ? [problem.exercise.explanation] : []),
      ];
      for (const secret of secrets.map(squeezed)) {
        if (said.includes(secret)) continue;
        assert.ok(!sent.some((text) => text.includes(secret)), `${problem.id}: “${secret.slice(0, 60)}” was sent`);
      }
    }
  });

  it('never holds a hint or a diagnostic before the turn that shows it', async () => {
    const { bank, session } = await interview(undefined);
    const { state } = session.interviewer;
    for (const turn of state.turns.filter((item) => item.who === 'interviewer')) {
      const upTo = { ...state, turns: state.turns.slice(0, turn.turn) };
      const sent = squeezed(JSON.stringify(voiceRequest(upTo, bank, turn).messages.map((message) => message.content)));
      const moves = upTo.turns.flatMap((item) => item.moves ?? []);
      for (const problem of bank.problems.values()) {
        const shown = moves.flatMap((move) =>
          move.kind === 'hint' && move.problem === problem.id ? [move.level] : [],
        );
        const hidden = problem.hints.filter((_, i) => !shown.includes(i + 1));
        for (const hint of hidden) assert.ok(!sent.includes(squeezed(JSON.stringify(hint).slice(1, -1))));
      }
    }
  });

  it('does not change a verdict: the same answers are judged alike with and without a model', async () => {
    const verdicts = (entries: readonly Entry[]) =>
      entries.flatMap(({ event }) =>
        event.type === 'judged' ? [event.judgement.verdicts.map((item) => [item.keyPoint, item.verdict])] : [],
      );
    const offline = await interview(undefined);
    const echoed = await interview(echo([]));
    assert.deepEqual(verdicts(echoed.entries), verdicts(offline.entries));
  });
});
