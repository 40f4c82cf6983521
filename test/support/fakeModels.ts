import type { ChatModel, ChatRequest, ModelError, StreamEnd, StreamPart } from '../../src/core/model.ts';

/** What the fake says to one request: the pieces, then how it ends. `hangs`: nothing more until the request is aborted. */
export interface FakeReply {
  readonly pieces: readonly string[];
  readonly ending: StreamEnd | ModelError | 'hangs';
}

export interface FakeModel extends ChatModel {
  readonly requests: readonly ChatRequest[];
}

/** A model for tests of the app layer; the contract suite of real models runs against it too. @param replies the last one answers all further requests. */
export function fakeModel(replies: readonly FakeReply[], label = 'fake model'): FakeModel {
  const last = lastOf(replies);
  const requests: ChatRequest[] = [];

  async function* stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<StreamPart> {
    requests.push(request);
    const reply = replies[requests.length - 1] ?? last;
    for (const text of reply.pieces) {
      await Promise.resolve();
      if (signal.aborted) return yield { kind: 'end', end: 'aborted' };
      yield { kind: 'text', text };
    }
    if (reply.ending === 'hangs') await aborted(signal);
    yield signal.aborted ? { kind: 'end', end: 'aborted' } : terminal(reply.ending);
  }

  return { label, requests, stream };
}

function lastOf(replies: readonly FakeReply[]): FakeReply {
  const last = replies.at(-1);
  if (last === undefined) throw new Error('A fake model needs at least one reply.');
  return last;
}

function terminal(ending: FakeReply['ending']): StreamPart {
  if (typeof ending === 'object') return { kind: 'failed', error: ending };
  return { kind: 'end', end: ending === 'hangs' ? 'stalled' : ending };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
