import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeChunk, endOf } from '../../../../src/adapters/model/chunk.ts';
import { failureOf } from '../../../../src/adapters/model/failures.ts';
import { withoutSecrets } from '../../../../src/adapters/model/redact.ts';

const context = { host: 'api.example.com', model: 'm-1', key: 'sk-key-0123456789' };

function fetchError(code: string): Error {
  const cause = Object.assign(new Error(`connect ${code}`), { code });
  return Object.assign(new Error('Connection error.'), { cause: new TypeError('fetch failed', { cause }) });
}

describe('failureOf', () => {
  const network: [string, string, RegExp][] = [
    ['ECONNREFUSED', 'offline', /Start the model server/],
    ['ENOTFOUND', 'offline', /could not be found/],
    ['EAI_AGAIN', 'offline', /could not be found/],
    ['ECONNRESET', 'offline', /was lost/],
    ['UND_ERR_SOCKET', 'offline', /was lost/],
    ['ENETUNREACH', 'offline', /was lost/],
    ['ETIMEDOUT', 'timeout', /in time/],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /in time/],
    ['CERT_HAS_EXPIRED', 'offline', /certificate/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'offline', /certificate/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'offline', /certificate/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'offline', /certificate/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'offline', /secure connection/],
  ];
  for (const [code, reason, message] of network) {
    it(`${code}: ${reason}`, () => {
      const { error } = failureOf(fetchError(code), context);
      assert.equal(error.reason, reason);
      assert.match(error.message, message);
    });
  }

  it('a missing model and a wrong address are told apart', () => {
    const model = { status: 404, error: { message: "model 'm-1' not found" } };
    const route = { status: 404, error: { message: 'File Not Found' } };
    assert.match(failureOf(model, context).error.message, /no model named "m-1"/);
    assert.match(failureOf(route, context).error.message, /usually ends in \/v1/);
  });

  it('the size of the context is recognised in the words of several servers', () => {
    const words = [
      { code: 'context_length_exceeded', message: 'x' },
      {
        code: 400,
        type: 'exceed_context_size_error',
        message: 'request (9 tokens) exceeds the available context size',
      },
      { code: 400, message: "This model's maximum context length is 4096 tokens." },
    ];
    for (const error of words) assert.equal(failureOf({ status: 400, error }, context).error.reason, 'too-large');
  });

  it('a wait that the server names is kept, in ms', () => {
    const named = (headers: Record<string, string>) =>
      failureOf({ status: 429, error: { message: 'slow' }, headers: new Headers(headers) }, context).retryAfter;
    assert.equal(named({ 'retry-after': '3' }), 3000);
    assert.equal(named({ 'retry-after-ms': '250', 'retry-after': '3' }), 250);
    assert.equal(named({ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }), null);
    assert.equal(named({}), null);
  });

  it('whatever is thrown gets a message of whole sentences and no secret', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), fc.integer({ min: 100, max: 999 }), (thing, words, status) => {
        for (const thrown of [
          thing,
          { status, error: thing },
          { status, error: { message: `${words}${context.key}` } },
        ]) {
          const { message } = failureOf(thrown, context).error;
          assert.match(message, /^\S[^\n]*\.$/);
          assert.ok(!message.includes(context.key) && message.length < 420);
        }
      }),
    );
  });

  it('a ring of causes ends', () => {
    const error = new Error('around');
    error.cause = error;
    assert.equal(failureOf(error, context).error.reason, 'broken-reply');
  });
});

describe('withoutSecrets', () => {
  it('keeps the useful part of the first line', () => {
    assert.equal(withoutSecrets('Context is 4096 tokens.\n    at main (x.py:1)', undefined), 'Context is 4096 tokens');
    assert.equal(
      withoutSecrets('see https://ada:pw@host/x, token Bearer abc', undefined),
      'see https://host/x, token Bearer [removed]',
    );
  });

  it('removes the key wherever and however it is written', () => {
    const key = fc.stringMatching(/^[\x21-\x5a\x5e-\x7e]{8,40}$/);
    fc.assert(
      fc.property(key, fc.string(), fc.string(), (secret, left, right) => {
        for (const form of [secret, btoa(secret), encodeURIComponent(secret)]) {
          const safe = withoutSecrets(`${left}${form}${right}`, secret);
          assert.ok(!safe.includes(form) && safe.length <= 160);
        }
      }),
    );
  });
});

describe('decodeChunk and endOf', () => {
  it('never throws, and reads text only where the protocol has it', () => {
    fc.assert(
      fc.property(fc.anything(), (thing) => {
        const chunk = decodeChunk(thing);
        return chunk === undefined || typeof chunk.text === 'string';
      }),
    );
    assert.deepEqual(decodeChunk({ choices: [{ delta: { content: 'x', reasoning_content: 'y' } }] }), {
      text: 'x',
      finish: undefined,
    });
    assert.deepEqual(decodeChunk({ choices: [], usage: {} }), { text: '', finish: undefined });
    assert.deepEqual(decodeChunk({ choices: [{ delta: null, finish_reason: 'stop' }] }), { text: '', finish: 'stop' });
    assert.equal(decodeChunk({ choices: [{ delta: { content: 7 } }] }), undefined);
  });

  it('the finish reason alone says how it ended', () => {
    const ends = [
      endOf('stop', true),
      endOf('stop', false),
      endOf(undefined, true),
      endOf('max_tokens', false),
      endOf('safety', true),
    ];
    assert.deepEqual(ends, ['complete', 'empty', 'truncated', 'length', 'filtered']);
  });
});
