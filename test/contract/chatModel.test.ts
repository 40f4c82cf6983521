import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAiCompatible } from '../../src/adapters/model/openAiCompatible.ts';
import type { ChatModel } from '../../src/core/model.ts';
import { type FakeReply, fakeModel } from '../support/fakeModels.ts';
import { type LlamaServer, startLlama } from '../support/llama.ts';
import { endingOf, hear, question, within } from '../support/modelStreams.ts';
import {
  event,
  faults,
  refusal,
  type ScriptedReply,
  speech,
  startScriptedModel,
} from '../support/scriptedModelServer.ts';

/** What every ChatModel does, whatever is behind it. A real server cannot be made to fail on request, so it proves the first group only. */

interface Subject {
  readonly model: ChatModel;
  close(): Promise<void>;
}

const pieces = ['Hello ', 'Ada', ', and ', 'welcome.'];

const scenarios = {
  answers: { fake: { pieces, ending: 'complete' }, server: speech(pieces) },
  cutShort: { fake: { pieces, ending: 'length' }, server: speech(pieces, 'length') },
  filtered: { fake: { pieces: [], ending: 'filtered' }, server: speech([], 'content_filter') },
  breaksOff: { fake: { pieces: ['Tell me'], ending: 'truncated' }, server: faults.endWithoutFinish },
  saysNothing: { fake: { pieces: [], ending: 'empty' }, server: speech([]) },
  fallsSilent: { fake: { pieces: ['Tell me'], ending: 'hangs' }, server: faults.silentAfterChunk },
  neverBegins: { fake: { pieces: [], ending: 'hangs' }, server: faults.noHeaders },
  refuses: {
    fake: { pieces: [], ending: { reason: 'forbidden', message: 'Choose another model.', retryable: false } },
    server: refusal(403),
  },
  failsMidway: {
    fake: { pieces: ['Tell me'], ending: { reason: 'server', message: 'The server failed.', retryable: true } },
    server: faults.errorEventAfterChunk,
  },
} as const satisfies Record<string, { fake: FakeReply; server: ScriptedReply }>;

type Scenario = keyof typeof scenarios;

type Open<S extends Scenario> = (scenario: S) => Promise<Subject>;

function speaksAndStops(open: Open<'answers' | 'cutShort'>): void {
  let subject: Subject;
  afterEach(() => subject.close());

  it('speaks in pieces and says that it is complete', async () => {
    subject = await open('answers');
    const heard = await hear(subject.model);
    assert.equal(endingOf(heard), 'end:complete');
    assert.ok(heard.pieces.length > 1 && heard.text.trim() !== '');
  });

  it('keeps the text that came before the length limit', async () => {
    subject = await open('cutShort');
    const heard = await hear(subject.model, undefined, undefined, { ...question, maxTokens: 4 });
    assert.equal(endingOf(heard), 'end:length');
    assert.notEqual(heard.text, '');
  });

  it('says nothing when it was stopped before it began', async () => {
    subject = await open('answers');
    const heard = await hear(subject.model, AbortSignal.abort());
    assert.deepEqual([endingOf(heard), heard.text], ['end:aborted', '']);
  });

  it('stops after the piece at which it is told to, within 200 ms', async () => {
    subject = await open('answers');
    const stop = new AbortController();
    const stopping = hear(subject.model, stop.signal, (index) => index === 0 && stop.abort());
    await once(stop.signal, 'abort');
    const heard = await within(200, stopping, 'stopping');
    assert.deepEqual([endingOf(heard), heard.pieces.length], ['end:aborted', 1]);
  });

  it('keeps two conversations apart, and one stop does not touch the other', async () => {
    subject = await open('answers');
    const stop = new AbortController();
    const [stopped, other] = await Promise.all([
      hear(subject.model, stop.signal, () => stop.abort()),
      hear(subject.model),
    ]);
    assert.deepEqual([endingOf(stopped), endingOf(other)], ['end:aborted', 'end:complete']);
  });

  it('may be left in the middle and asked again', async () => {
    subject = await open('answers');
    for await (const part of subject.model.stream(question, new AbortController().signal)) {
      assert.equal(part.kind, 'text');
      break;
    }
    assert.equal(endingOf(await hear(subject.model)), 'end:complete');
  });

  it('has a label for the candidate', async () => {
    subject = await open('answers');
    assert.match(subject.model.label, /\S/);
  });
}

function endsInOneWay(open: Open<Scenario>): void {
  let subject: Subject;
  afterEach(() => subject.close());

  const endings: [Scenario, string, string][] = [
    ['answers', 'Hello Ada, and welcome.', 'end:complete'],
    ['cutShort', 'Hello Ada, and welcome.', 'end:length'],
    ['filtered', '', 'end:filtered'],
    ['breaksOff', 'Tell me', 'end:truncated'],
    ['saysNothing', '', 'end:empty'],
    ['refuses', '', 'failed:forbidden'],
    ['failsMidway', 'Tell me', 'failed:server'],
  ];
  for (const [scenario, text, ending] of endings) {
    it(`${scenario}: "${text}", then ${ending}`, async () => {
      subject = await open(scenario);
      const heard = await hear(subject.model);
      assert.deepEqual([heard.text, endingOf(heard)], [text, ending]);
      if (heard.last.kind === 'failed') assert.match(heard.last.error.message, /^\S.*\.$/);
    });
  }

  for (const [scenario, text] of [
    ['fallsSilent', 'Tell me'],
    ['neverBegins', ''],
  ] as const) {
    it(`${scenario}: can be stopped, and keeps what was said`, async () => {
      subject = await open(scenario);
      const stop = new AbortController();
      const stopSoon = (): void => void setTimeout(() => stop.abort(), 40);
      const hearing = hear(subject.model, stop.signal, stopSoon);
      if (text === '') stopSoon();
      await once(stop.signal, 'abort');
      const heard = await within(200, hearing, 'stopping');
      assert.deepEqual([heard.text, endingOf(heard)], [text, 'end:aborted']);
    });
  }
}

async function openFake(scenario: Scenario): Promise<Subject> {
  return { model: fakeModel([scenarios[scenario].fake]), close: async () => undefined };
}

async function openScripted(scenario: Scenario): Promise<Subject> {
  const server = await startScriptedModel([scenarios[scenario].server]);
  return { model: openAiCompatible({ baseUrl: server.baseUrl, model: 'scripted' }), close: server.close };
}

describe('ChatModel: the fake', () => {
  describe('speaks and stops', () => speaksAndStops(openFake));
  describe('ends in one way', () => endsInOneWay(openFake));

  it('answers request by request and keeps what it was asked', async () => {
    const model = fakeModel([
      { pieces: ['one'], ending: 'complete' },
      { pieces: ['two'], ending: 'complete' },
    ]);
    const texts = [await hear(model), await hear(model), await hear(model)].map(({ text }) => text);
    assert.deepEqual(texts, ['one', 'two', 'two']);
    assert.deepEqual(model.requests[0], question);
  });
});

describe('ChatModel: OpenAI-compatible, a scripted server', () => {
  // The SDK takes some hundred ms to load, which is not what the 200 ms of stopping are about.
  before(() => import('openai'));
  describe('speaks and stops', () => speaksAndStops(openScripted));
  describe('ends in one way', () => endsInOneWay(openScripted));

  it('sends the model, the messages, the limit and nothing that tells of the machine', async () => {
    const server = await startScriptedModel([{ steps: [{ send: event('Hi', 'stop') }] }]);
    try {
      await hear(openAiCompatible({ baseUrl: server.baseUrl, model: 'm-1', key: async () => 'k-1' }));
      const [request] = server.requests;
      assert.equal(request?.path, '/v1/chat/completions');
      assert.deepEqual(request.body, {
        model: 'm-1',
        messages: question.messages,
        max_tokens: question.maxTokens,
        stream: true,
      });
      assert.equal(request.headers.authorization, 'Bearer k-1');
      assert.equal(request.headers['user-agent'], 'ml-interviewer');
      assert.deepEqual(
        Object.keys(request.headers).filter((name) => name.startsWith('x-')),
        [],
      );
    } finally {
      await server.close();
    }
  });
});

describe('ChatModel: OpenAI-compatible, llama.cpp with a real model', function () {
  this.timeout(120_000);
  let baseUrl = process.env.ML_INTERVIEWER_LLAMA_URL ?? '';
  let started: Promise<LlamaServer> | undefined;

  before(async () => {
    if (baseUrl === '') {
      started = startLlama();
      ({ baseUrl } = await started);
    }
    await untilLoaded(baseUrl);
  });
  after(async () => await (await started)?.stop());

  const openLlama: Open<'answers' | 'cutShort'> = async () => ({
    model: openAiCompatible({ baseUrl, model: 'smollm2' }),
    close: async () => undefined,
  });
  speaksAndStops(openLlama);

  it('a conversation that is too long for it fails as too large', async () => {
    const { model } = await openLlama('answers');
    const request = { messages: [{ role: 'user', content: 'gradient '.repeat(6000) }], maxTokens: 10 } as const;
    const heard = await hear(model, undefined, undefined, request);
    assert.equal(endingOf(heard), 'failed:too-large');
  });

  it('an address without /v1/… of its own fails as not found', async () => {
    const heard = await hear(openAiCompatible({ baseUrl: `${baseUrl}/nothing`, model: 'smollm2' }));
    assert.equal(endingOf(heard), 'failed:not-found');
  });
});

/** The server listens before its model is loaded. */
async function untilLoaded(baseUrl: string): Promise<void> {
  for (let tries = 0; (await fetch(new URL('/health', baseUrl))).status !== 200; tries += 1) {
    assert.ok(tries < 300, 'the model was not loaded within 30 s');
    await sleep(100);
  }
}
