import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { type LlamaServer, startLlama } from '../support/llama.ts';

describe('llama.cpp server, as OpenAI-compatible clients see it', () => {
  let server: LlamaServer;
  let client: OpenAI;

  before(async () => {
    server = await startLlama();
    client = new OpenAI({ baseURL: server.baseUrl, apiKey: 'none', maxRetries: 0 });
  });

  after(() => server?.stop());

  it('lists its model', async () => {
    const models = await client.models.list();
    assert.equal(models.data.length, 1);
  });

  it('streams an answer that ends with a finish reason', async () => {
    const [model] = (await client.models.list()).data;
    const stream = await client.chat.completions.create({
      model: model?.id ?? '',
      messages: [{ role: 'user', content: 'Say hello.' }],
      max_tokens: 12,
      temperature: 0,
      stream: true,
    });
    let text = '';
    let finish: string | null | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    assert.ok(text.length > 0);
    assert.ok(finish === 'stop' || finish === 'length', `finish_reason ${finish}`);
  });
});
