import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { Channel, maxMessageSize } from '../../../src/protocol/channel.ts';
import { fromChat, toChat } from '../../../src/protocol/chat.ts';
import { event, request } from '../../../src/protocol/message.ts';
import { fromScorecard, toScorecard } from '../../../src/protocol/scorecard.ts';

const table = {
  note: event('note', z.object({ text: z.string() })),
  double: request('double', z.object({ n: z.number() }), z.object({ n: z.number() })),
};
const tick = () => new Promise((resolve) => setImmediate(resolve));

function pair(double: (body: { n: number }) => { n: number } | Promise<{ n: number }> = ({ n }) => ({ n: 2 * n })) {
  const notes: string[] = [];
  const reports: string[] = [];
  const toServer: unknown[] = [];
  const toClient: unknown[] = [];
  const handlers = { note: ({ text }: { text: string }) => void notes.push(text), double };
  const server: Channel<typeof table> = new Channel(
    { post: deliver(toClient, (envelope) => client.receive(envelope)) },
    table,
    handlers,
    (problem) => reports.push(problem),
  );
  const client: Channel<object> = new Channel(
    { post: deliver(toServer, (envelope) => server.receive(envelope)) },
    {},
    {},
    (problem) => reports.push(problem),
  );
  return { server, client, notes, reports, toServer, toClient };
}
/** Notes what passes and hands on a copy, as `postMessage` does. */
const deliver = (log: unknown[], receive: (envelope: unknown) => void) => (envelope: unknown) => {
  log.push(envelope);
  receive(structuredClone(envelope));
};

describe('a channel between host and webview', () => {
  it('delivers events and answers requests', async () => {
    const { client, notes } = pair();
    client.send(table.note, { text: 'hello' });
    assert.deepEqual(notes, ['hello']);
    assert.deepEqual(await client.ask(table.double, { n: 21 }), { n: 42 });
  });

  it('answers requests that overlap, each with its own reply', async () => {
    const gates: (() => void)[] = [];
    const { client } = pair(({ n }) => new Promise((resolve) => gates.push(() => resolve({ n: 2 * n }))));
    const asked = [1, 2, 3].map((n) => client.ask(table.double, { n }));
    await tick();
    for (const open of gates.reverse()) open();
    assert.deepEqual(await Promise.all(asked), [{ n: 2 }, { n: 4 }, { n: 6 }]);
  });

  it('turns a handler that throws into a refusal in its words', async () => {
    const thrown = pair(() => {
      throw new Error('The disk is full.');
    });
    await assert.rejects(thrown.client.ask(table.double, { n: 1 }), /^Error: The disk is full\.$/);
    const rejected = pair(() => Promise.reject(new Error('Not now.')));
    await assert.rejects(rejected.client.ask(table.double, { n: 1 }), /Not now\./);
  });

  it('rejects a reply that does not decode', async () => {
    const { client } = pair(() => ({ n: 'many' }) as unknown as { n: number });
    await assert.rejects(client.ask(table.double, { n: 1 }), /could not be read/);
  });

  it('reports an unknown message once, and the next one too', () => {
    const { server, reports, notes } = pair();
    for (let i = 0; i < 3; i++) server.receive({ kind: 'event', name: 'nope', body: {} });
    server.receive({ kind: 'event', name: 'never', body: {} });
    assert.equal(reports.length, 2);
    assert.match(reports[0] ?? '', /"nope"/);
    assert.deepEqual(notes, []);
  });

  it('reports at most some fifty kinds of nonsense', () => {
    const { server, reports } = pair();
    for (let i = 0; i < 500; i++) server.receive({ kind: 'event', name: `nope ${i}`, body: {} });
    assert.ok(reports.length <= 51);
  });

  it('has no effect from a body that does not decode, or from the wrong kind of message', async () => {
    const { server, notes, reports, toClient } = pair();
    server.receive({ kind: 'event', name: 'note', body: { text: 1 } });
    server.receive({ kind: 'request', name: 'note', id: 1, body: { text: 'x' } });
    server.receive({ kind: 'event', name: 'double', body: { n: 1 } });
    server.receive({ kind: 'event', name: 'note', body: { text: 'x' }, extra: 1 });
    server.receive({ kind: 'event', name: 'constructor', body: {} });
    server.receive({ kind: 'event', name: '__proto__', body: {} });
    await tick();
    assert.deepEqual(notes, []);
    assert.deepEqual(toClient, []);
    assert.ok(reports.length > 0);
  });

  it('refuses what is too large, so that nobody waits for ever', async () => {
    const { client, server, notes, reports } = pair();
    const text = 'x'.repeat(maxMessageSize);
    client.send(table.note, { text });
    assert.deepEqual(notes, []);
    assert.equal(reports.length, 1);
    const long = request('double', z.object({ n: z.number(), text: z.string() }), z.object({ n: z.number() }));
    await assert.rejects(client.ask(long, { n: 1, text }), /too long/);
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    server.receive(loop);
    assert.deepEqual(notes, []);
  });

  it('rejects what is pending on dispose, and is silent from then on', async () => {
    let finish = (_: { n: number }) => {};
    const { client, server, notes, toClient, toServer } = pair(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    const pending = client.ask(table.double, { n: 1 });
    client.dispose();
    await assert.rejects(pending, /view was closed/);
    await assert.rejects(client.ask(table.double, { n: 1 }), /view is closed/);
    server.dispose();
    finish({ n: 2 });
    await tick();
    assert.deepEqual(toClient, []);
    const sent = toServer.length;
    client.send(table.note, { text: 'late' });
    server.receive({ kind: 'event', name: 'note', body: { text: 'late' } });
    assert.equal(toServer.length, sent);
    assert.deepEqual(notes, []);
  });

  it('ignores replies that nobody waits for, and a second reply', async () => {
    const { client } = pair();
    client.receive({ kind: 'reply', id: 99, body: {} });
    const asked = client.ask(table.double, { n: 1 });
    client.receive({ kind: 'reply', id: 1, body: { n: 2 } });
    client.receive({ kind: 'refusal', id: 1, message: 'late' });
    assert.deepEqual(await asked, { n: 2 });
  });
});

/** Envelopes that look right in parts: true names and kinds with bodies of anything. */
function envelopes(names: readonly string[]): fc.Arbitrary<unknown> {
  const name = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 20 }));
  const body = fc.anything({ maxDepth: 3, withNullPrototype: true, withBigInt: false });
  return fc.oneof(
    fc.anything({ maxDepth: 3, withBigInt: true }),
    fc.record(
      {
        kind: fc.constantFrom('event', 'request', 'reply', 'refusal', 'other'),
        name,
        id: fc.oneof(fc.integer(), fc.string()),
        body,
      },
      { requiredKeys: [] },
    ),
    fc.record({ kind: fc.constant('event'), name, body }),
    fc.record({ kind: fc.constant('request'), name, id: fc.nat(), body }),
  );
}

describe('ten thousand envelopes of nonsense', function () {
  this.timeout(30_000);
  const sides = { 'to the host': { ...fromChat, ...fromScorecard }, 'to a webview': { ...toChat, ...toScorecard } };

  for (const [side, messages] of Object.entries(sides)) {
    it(`${side} throw nothing and do nothing that does not decode`, async () => {
      const bodies: [z.ZodMiniType<unknown>, unknown][] = [];
      const posted: unknown[] = [];
      const handlers = Object.fromEntries(
        Object.entries(messages).map(([key, message]) => [
          key,
          (body: unknown) => void bodies.push([message.body as z.ZodMiniType<unknown>, body]),
        ]),
      );
      const channel = new Channel<object>({ post: (item) => posted.push(item) }, messages, handlers as never, () => {});
      const names = Object.values(messages).map((message) => message.name);
      fc.assert(
        fc.property(envelopes(names), (envelope) => {
          channel.receive(envelope);
        }),
        { numRuns: 5_000 },
      );
      await tick();
      for (const [schema, body] of bodies) assert.ok(schema.safeParse(body).success);
      for (const item of posted) assert.ok(['reply', 'refusal'].includes((item as { kind: string }).kind));
      assert.equal(({} as Record<string, unknown>).polluted, undefined);
    });
  }
});
