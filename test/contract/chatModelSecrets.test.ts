import assert from 'node:assert/strict';
import { type OpenAiCompatibleOptions, openAiCompatible } from '../../src/adapters/model/openAiCompatible.ts';
import { endingOf, hear } from '../support/modelStreams.ts';
import {
  faults,
  type ModelRequest,
  refusal,
  type ScriptedModelServer,
  type ScriptedReply,
  speech,
  startScriptedModel,
} from '../support/scriptedModelServer.ts';

/** The key goes to the server it was entered for, and nowhere else: no other host, no message, no output. */

const canary = 'sk-CANARY+Zm9v/YmFy0123456789';
const servers: ScriptedModelServer[] = [];

async function serve(
  script: readonly ScriptedReply[] | ((request: ModelRequest) => ScriptedReply),
): Promise<ScriptedModelServer> {
  const server = await startScriptedModel(script);
  servers.push(server);
  return server;
}

function client(baseUrl: string, options: Partial<OpenAiCompatibleOptions> = {}) {
  return openAiCompatible({ baseUrl, model: 'scripted', key: async () => canary, timers: { retry: 1 }, ...options });
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('OpenAI-compatible: the key', () => {
  for (const status of [307, 308]) {
    it(`does not follow a ${status} to another origin, and neither does the prompt`, async () => {
      const other = await serve([speech(['Gotcha'])]);
      const server = await serve([{ status, headers: { location: `${other.baseUrl}/chat/completions` }, steps: [] }]);
      const heard = await hear(client(server.baseUrl));
      assert.deepEqual([endingOf(heard), heard.text, other.requests.length], ['failed:not-a-model-server', '', 0]);
    });
  }

  it('is asked for anew for every request', async () => {
    const server = await serve([speech(['Hi'])]);
    const keys = ['first', undefined, '', '  third\n'];
    const model = client(server.baseUrl, { key: async () => keys.shift() });
    for (let turn = 0; turn < 4; turn += 1) await hear(model);
    const sent = server.requests.map(({ headers }) => headers.authorization);
    assert.deepEqual(sent, ['Bearer first', undefined, undefined, 'Bearer third']);
  });

  it('that cannot be a header, or cannot be read, is never sent', async () => {
    const server = await serve([speech(['Hi'])]);
    const broken = await hear(client(server.baseUrl, { key: async () => `${canary}\n${canary}` }));
    const locked = await hear(client(server.baseUrl, { key: () => Promise.reject(new Error(canary)) }));
    assert.deepEqual([endingOf(broken), endingOf(locked)], ['failed:unauthorised', 'failed:no-key']);
    assert.doesNotMatch(JSON.stringify([broken, locked]), /CANARY/);
    assert.equal(server.requests.length, 0);
  });

  it('is wrong, or is missing: two different messages', async () => {
    const server = await serve([refusal(401)]);
    const wrong = await hear(client(server.baseUrl));
    const missing = await hear(client(server.baseUrl, { key: async () => undefined }));
    assert.deepEqual([endingOf(wrong), endingOf(missing)], ['failed:unauthorised', 'failed:no-key']);
  });
});

describe('OpenAI-compatible: environment variables', () => {
  const names = [
    'OPENAI_BASE_URL',
    'OPENAI_API_KEY',
    'OPENAI_ADMIN_KEY',
    'OPENAI_ORG_ID',
    'OPENAI_PROJECT_ID',
    'OPENAI_CUSTOM_HEADERS',
    'OPENAI_LOG',
  ] as const;
  const before = names.map((name) => [name, process.env[name]] as const);
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it('choose neither the server nor the key nor a header', async () => {
    const evil = await serve([speech(['Gotcha'])]);
    const server = await serve([speech(['Hi'])]);
    for (const name of names) process.env[name] = 'from-the-environment';
    process.env.OPENAI_BASE_URL = evil.baseUrl;
    process.env.OPENAI_CUSTOM_HEADERS = 'Authorization: Bearer from-the-environment\nx-more: from-the-environment';
    process.env.OPENAI_LOG = 'debug';
    const output = await captureConsole(async () => {
      assert.equal((await hear(client(server.baseUrl, { key: async () => undefined }))).text, 'Hi');
    });
    assert.deepEqual([evil.requests.length, server.requests.length, output], [0, 1, '']);
    assert.doesNotMatch(JSON.stringify(server.requests[0]), /from-the-environment/);
  });
});

describe('OpenAI-compatible: a canary key', () => {
  const echo = `Incorrect API key provided: ${canary}. See https://ada:${canary}@portal.example/keys\n    at handler (/srv/app.py:3)`;
  const statuses = [400, 401, 402, 403, 404, 405, 407, 408, 409, 413, 418, 422, 429, 500, 502, 503];
  const rows: [string, ScriptedReply][] = [
    ...statuses.map((status): [string, ScriptedReply] => [`${status}`, refusal(status, { message: echo })]),
    ['an error event', { steps: [{ send: `data: ${JSON.stringify({ error: { message: echo } })}\n\n` }] }],
    ['an error event of text', { steps: [{ send: `data: ${JSON.stringify({ error: echo })}\n\n` }] }],
    ['broken JSON', { steps: [{ send: `data: {"${canary}\n\n` }] }],
    ['a content type', { headers: { 'content-type': `text/${canary.slice(0, 9)}` }, steps: [] }],
    ['a web page', { status: 500, headers: { 'content-type': 'text/html' }, steps: [{ send: `<p>${echo}</p>` }] }],
    ['a lost connection', faults.destroyedAtOnce],
  ];
  for (const [name, reply] of rows) {
    it(`${name}: neither the key, nor a password, nor a stack reaches the message or the output`, async () => {
      const server = await serve([reply]);
      let seen = '';
      const output = await captureConsole(async () => {
        const model = client(server.baseUrl);
        const heard = await hear(model);
        assert.equal(heard.last.kind, 'failed');
        seen = JSON.stringify([heard, model.label]);
      });
      assert.equal(server.requests[0]?.headers.authorization, `Bearer ${canary}`);
      assert.doesNotMatch(seen, /CANARY|Zm9v|ada:|app\.py|\bat handler/);
      assert.equal(output, '');
    });
  }

  it('an address that holds a password is refused before anything is sent, without repeating it', async () => {
    const server = await serve([speech(['Hi'])]);
    const model = client(server.baseUrl.replace('//', '//ada:CANARY@'));
    const heard = await hear(model);
    assert.deepEqual([endingOf(heard), server.requests.length], ['failed:bad-request', 0]);
    assert.doesNotMatch(JSON.stringify([heard, model.label]), /CANARY/);
  });
});

/** What was written with `console` meanwhile: the SDK logs there when it is let. */
async function captureConsole(work: () => Promise<void>): Promise<string> {
  const methods = ['log', 'debug', 'info', 'warn', 'error'] as const;
  const real = methods.map((method) => console[method]);
  let output = '';
  const collect = (...words: unknown[]): void => {
    output += `${words.map(String).join(' ')}\n`;
  };
  for (const method of methods) console[method] = collect;
  try {
    await work();
  } finally {
    methods.forEach((method, index) => {
      const original = real[index];
      if (original) console[method] = original;
    });
  }
  return output;
}
