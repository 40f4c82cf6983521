import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OpenAiCompatibleOptions, openAiCompatible } from '../../src/adapters/model/openAiCompatible.ts';
import type { ChatModel } from '../../src/core/model.ts';
import { endingOf, hear, manualTimers, question, within } from '../support/modelStreams.ts';
import {
  done,
  event,
  faults,
  refusal,
  type ScriptedModelServer,
  type ScriptedReply,
  speech,
  startScriptedModel,
} from '../support/scriptedModelServer.ts';

/** Every way in which a server, a proxy or a network has been seen to fail, against the real SDK and real sockets. */

const servers: ScriptedModelServer[] = [];

async function serve(...[script]: Parameters<typeof startScriptedModel>): Promise<ScriptedModelServer> {
  const server = await startScriptedModel(script);
  servers.push(server);
  return server;
}

function client(baseUrl: string, options: Partial<OpenAiCompatibleOptions> = {}): ChatModel {
  return openAiCompatible({ baseUrl, model: 'scripted', timers: { retry: 1 }, ...options });
}

before(() => import('openai'));
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('OpenAI-compatible: how each behaviour of a server ends', () => {
  const rows: [string, ScriptedReply, requests: number, ending: string, text: string][] = [
    ['the socket stays open after [DONE]', faults.openAfterDone, 1, 'end:complete', 'Tell me'],
    ['the socket stays open after the finish reason', faults.openAfterFinish, 1, 'end:complete', 'Tell me'],
    ['the socket is destroyed after a piece', faults.destroyedAfterChunk, 1, 'end:truncated', 'Tell me'],
    ['the socket is destroyed before the headers', faults.destroyedAtOnce, 2, 'failed:offline', ''],
    ['a clean end without a finish reason', faults.endWithoutFinish, 1, 'end:truncated', 'Tell me'],
    ['a clean end without anything', faults.endWithoutAnything, 1, 'end:empty', ''],
    ['an error event first', faults.errorEvent, 2, 'failed:server', ''],
    ['an error event after a piece', faults.errorEventAfterChunk, 1, 'failed:server', 'Tell me'],
    ['broken JSON', faults.brokenJson, 1, 'failed:broken-reply', ''],
    ['JSON that is no chunk', faults.notAChunk, 1, 'failed:broken-reply', ''],
    ['a sign-in page', faults.webPage, 1, 'failed:not-a-model-server', ''],
    ['JSON instead of a stream', faults.plainJson, 1, 'failed:not-a-model-server', ''],
    ['400', refusal(400), 1, 'failed:bad-request', ''],
    ['400, context too small', refusal(400, { code: 'context_length_exceeded' }), 1, 'failed:too-large', ''],
    ['401', refusal(401), 1, 'failed:no-key', ''],
    ['402', refusal(402), 1, 'failed:quota', ''],
    ['403', refusal(403), 1, 'failed:forbidden', ''],
    ['404', refusal(404, { code: 'model_not_found' }), 1, 'failed:not-found', ''],
    ['405', refusal(405), 1, 'failed:not-found', ''],
    ['407', refusal(407), 1, 'failed:offline', ''],
    ['408', refusal(408), 2, 'failed:timeout', ''],
    ['413', refusal(413), 1, 'failed:too-large', ''],
    ['418', refusal(418), 1, 'failed:bad-request', ''],
    ['422', refusal(422), 1, 'failed:bad-request', ''],
    ['429, rate limit', refusal(429), 2, 'failed:rate-limited', ''],
    ['429, come back in an hour', refusal(429, {}, { 'retry-after': '3600' }), 1, 'failed:rate-limited', ''],
    ['429, no quota', refusal(429, { code: 'insufficient_quota' }), 1, 'failed:quota', ''],
    ['500', refusal(500), 2, 'failed:server', ''],
    ['503', refusal(503, { message: 'Loading model' }), 2, 'failed:server', ''],
    [
      'finish reason "error"',
      { steps: [{ send: event('Tell', null) }, { send: event(' me', 'error') }] },
      1,
      'failed:server',
      'Tell me',
    ],
    ['an unknown finish reason', speech(['Tell me'], 'eos'), 1, 'end:complete', 'Tell me'],
    ['reasoning, then an answer', speech(['<thi', 'nk>hm</th', 'ink>\n', 'Tell me']), 1, 'end:complete', 'Tell me'],
    ['reasoning to the limit', speech(['<think>', 'hm'], 'length'), 1, 'end:length', ''],
  ];
  for (const [name, reply, requests, ending, text] of rows) {
    it(`${name}: ${ending}`, async () => {
      const server = await serve([reply]);
      const heard = await within(2000, hear(client(server.baseUrl)), name);
      assert.deepEqual([endingOf(heard), heard.text, server.requests.length], [ending, text, requests]);
      if (heard.last.kind === 'failed') assert.match(heard.last.error.message, /^[^\n{}]{20,400}\.$/);
    });
  }

  it('nothing listens: offline, with what to do', async () => {
    const heard = await hear(client(await unusedAddress()));
    assert.equal(endingOf(heard), 'failed:offline');
    assert.match(heard.last.kind === 'failed' ? heard.last.error.message : '', /Start the model server/);
  });

  it('https to a server that speaks http: offline, about the secure connection', async () => {
    const server = await serve([speech(['Hi'])]);
    const heard = await hear(client(server.baseUrl.replace('http:', 'https:')));
    assert.equal(endingOf(heard), 'failed:offline');
    assert.match(heard.last.kind === 'failed' ? heard.last.error.message : '', /secure connection/);
  });

  it('a retry that works gives one answer', async () => {
    const server = await serve([refusal(503), speech(['Tell ', 'me'])]);
    const heard = await hear(client(server.baseUrl));
    assert.deepEqual([heard.text, endingOf(heard), server.requests.length], ['Tell me', 'end:complete', 2]);
  });

  it('a server that only knows max_completion_tokens is understood, and remembered', async () => {
    const server = await serve(({ body }) =>
      'max_tokens' in body ? refusal(400, { param: 'max_tokens' }) : speech(['Hi']),
    );
    const model = client(server.baseUrl);
    assert.equal(endingOf(await hear(model)), 'end:complete');
    assert.equal(endingOf(await hear(model)), 'end:complete');
    assert.equal(server.requests.length, 3);
    assert.equal(server.requests[2]?.body.max_completion_tokens, question.maxTokens);
  });

  it('a model that takes no temperature is asked without one, and that is remembered', async () => {
    const server = await serve(({ body }) =>
      'temperature' in body ? refusal(400, { param: 'temperature' }) : speech(['Hi']),
    );
    const model = client(server.baseUrl);
    const cold = { ...question, temperature: 0 };
    assert.equal(endingOf(await hear(model, undefined, undefined, cold)), 'end:complete');
    assert.equal(endingOf(await hear(model, undefined, undefined, cold)), 'end:complete');
    assert.deepEqual(
      server.requests.map(({ body }) => body.temperature),
      [0, undefined, undefined],
    );
  });

  it('a server that refuses a parameter whatever is done about it is not asked for ever', async () => {
    const server = await serve([refusal(400, { param: 'temperature' })]);
    const heard = await hear(client(server.baseUrl), undefined, undefined, { ...question, temperature: 0 });
    assert.deepEqual([endingOf(heard), server.requests.length], ['failed:bad-request', 2]);
  });
});

describe('OpenAI-compatible: timers', () => {
  for (const [name, reply] of [
    ['headers', faults.noHeaders],
    ['events, only pings', faults.pingsOnly],
  ] as const) {
    it(`no ${name} for 120 s: timeout, not sent again`, async () => {
      const server = await serve([reply]);
      const clock = manualTimers();
      const hearing = hear(client(server.baseUrl, { timers: clock.timers }));
      await requested(server);
      clock.advance(119_999);
      await stillWaiting(hearing);
      clock.advance(1);
      const heard = await within(200, hearing, 'the timeout');
      assert.deepEqual([endingOf(heard), server.requests.length, clock.pending()], ['failed:timeout', 1, 0]);
      await within(1000, server.requests[0]?.closed ?? Promise.reject(), 'freeing the socket');
    });
  }

  for (const [name, reply] of [
    ['silence', faults.silentAfterChunk],
    ['pings', faults.pingsAfterChunk],
  ] as const) {
    it(`${name} for 60 s after a piece: stalled, the piece is kept`, async () => {
      const server = await serve([reply]);
      const clock = manualTimers();
      let spoken = (): void => undefined;
      const speaking = new Promise<void>((resolve) => (spoken = resolve));
      const hearing = hear(client(server.baseUrl, { timers: clock.timers }), undefined, () => spoken());
      await speaking;
      await stillWaiting(hearing);
      clock.advance(59_999);
      await stillWaiting(hearing);
      clock.advance(1);
      const heard = await within(200, hearing, 'the timeout');
      assert.deepEqual([endingOf(heard), heard.text, clock.pending()], ['end:stalled', 'Tell me', 0]);
    });
  }

  it('a reply that goes on for ten minutes is ended', async () => {
    const clock = manualTimers();
    const talking = Array.from({ length: 400 }, () => [{ send: event('word ') }, { sleep: 2 }]).flat();
    const server = await serve([{ steps: [...talking, 'hold'] }]);
    const heard = await hear(client(server.baseUrl, { timers: clock.timers }), undefined, () => clock.advance(20_000));
    assert.equal(endingOf(heard), 'failed:timeout');
    assert.equal(heard.pieces.length, 30);
  });

  it('a slow reader is not taken for a silent server', async () => {
    const server = await serve([speech(['a', 'b', 'c'])]);
    const clock = manualTimers();
    const heard = await hear(client(server.baseUrl, { timers: clock.timers }), undefined, () => clock.advance(150_000));
    assert.deepEqual([endingOf(heard), heard.text], ['end:complete', 'abc']);
  });
});

describe('OpenAI-compatible: stopping', () => {
  const pieces = ['one ', 'two ', 'three ', 'four ', 'five '];
  for (let index = 0; index < pieces.length; index += 1) {
    it(`after piece ${index + 1}: at once, with the text so far, and the socket is freed`, async () => {
      const server = await serve([{ steps: [...pieces.map((piece) => ({ send: event(piece) })), 'hold'] }]);
      const stop = new AbortController();
      const heard = await hear(client(server.baseUrl), stop.signal, (at) => at === index && stop.abort());
      assert.deepEqual([endingOf(heard), heard.text], ['end:aborted', pieces.slice(0, index + 1).join('')]);
      await within(200, server.requests[0]?.closed ?? Promise.reject(), 'freeing the socket');
    });
  }

  it('before it began: nothing is sent', async () => {
    const server = await serve([speech(pieces)]);
    assert.equal(endingOf(await hear(client(server.baseUrl), AbortSignal.abort())), 'end:aborted');
    assert.equal(server.requests.length, 0);
  });

  it('while it waits for headers', async () => {
    const server = await serve([faults.noHeaders]);
    const stop = new AbortController();
    const hearing = hear(client(server.baseUrl), stop.signal);
    await requested(server);
    stop.abort();
    assert.equal(endingOf(await within(200, hearing, 'stopping')), 'end:aborted');
    await within(200, server.requests[0]?.closed ?? Promise.reject(), 'freeing the socket');
  });

  it('while it waits to try again', async () => {
    const server = await serve([refusal(500)]);
    const clock = manualTimers();
    const stop = new AbortController();
    const hearing = hear(client(server.baseUrl, { timers: clock.timers }), stop.signal);
    await requested(server);
    await stillWaiting(hearing);
    stop.abort();
    assert.equal(endingOf(await within(200, hearing, 'stopping')), 'end:aborted');
    assert.equal(server.requests.length, 1);
  });

  it('while the key is asked for', async () => {
    const stop = new AbortController();
    const hearing = hear(client('http://127.0.0.1:9/v1', { key: () => new Promise(() => undefined) }), stop.signal);
    stop.abort();
    assert.equal(endingOf(await within(200, hearing, 'stopping')), 'end:aborted');
  });

  it('a reader that leaves frees the socket', async () => {
    const server = await serve([faults.silentAfterChunk]);
    for await (const part of client(server.baseUrl).stream(question, new AbortController().signal)) {
      assert.equal(part.kind, 'text');
      break;
    }
    await within(200, server.requests[0]?.closed ?? Promise.reject(), 'freeing the socket');
  });
});

describe('OpenAI-compatible: bytes', () => {
  const answer = 'Grüße 👋 — ∇L';
  const recorded = new TextEncoder().encode(
    `: hello\n\n${event('Grüße ')}${event('👋')}\r\n${event(' — ∇L').replaceAll('\n', '\r\n')}${event(undefined, 'stop')}${done}`,
  );

  it('cut at every byte, the reply is the same', async () => {
    const realFetch = globalThis.fetch;
    try {
      for (let cut = 1; cut < recorded.length; cut += 1) {
        globalThis.fetch = async () =>
          new Response(inPieces(recorded.subarray(0, cut), recorded.subarray(cut)), {
            headers: { 'content-type': 'text/event-stream' },
          });
        const heard = await hear(client('http://127.0.0.1:9/v1'));
        assert.deepEqual([heard.text, endingOf(heard)], [answer, 'end:complete'], `cut at byte ${cut}`);
      }
    } finally {
      globalThis.fetch = realFetch;
    }
  });

  it('ended at every byte, it is complete only with its finish reason', async () => {
    const finished = recorded.length - new TextEncoder().encode(done).length - 1;
    const realFetch = globalThis.fetch;
    try {
      for (let length = 0; length < recorded.length; length += 1) {
        globalThis.fetch = async () =>
          new Response(inPieces(recorded.subarray(0, length)), { headers: { 'content-type': 'text/event-stream' } });
        const heard = await hear(client('http://127.0.0.1:9/v1'));
        assert.ok(answer.startsWith(heard.text));
        if (length < finished - 1)
          assert.match(endingOf(heard), /^(end:(truncated|empty)|failed:broken-reply)$/, `ended at byte ${length}`);
        if (length > finished) assert.equal(endingOf(heard), 'end:complete', `ended at byte ${length}`);
      }
    } finally {
      globalThis.fetch = realFetch;
    }
  });

  it('byte by byte over a socket, the reply is the same', async () => {
    const server = await serve([{ steps: Array.from(recorded, (byte) => ({ send: Uint8Array.of(byte) })) }]);
    const heard = await hear(client(server.baseUrl));
    assert.deepEqual([heard.text, endingOf(heard)], [answer, 'end:complete']);
  });
});

function inPieces(...pieces: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) if (piece.length > 0) controller.enqueue(piece);
      controller.close();
    },
  });
}

async function requested(server: ScriptedModelServer): Promise<void> {
  for (let tries = 0; server.requests.length === 0; tries += 1) {
    assert.ok(tries < 400, 'the request did not arrive');
    await sleep(5);
  }
}

/** Long enough for several pings of the server. */
async function stillWaiting(hearing: Promise<unknown>): Promise<void> {
  const state = await Promise.race([hearing.then(() => 'ended'), sleep(40, 'waiting')]);
  assert.equal(state, 'waiting');
}

async function unusedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/v1`;
}
