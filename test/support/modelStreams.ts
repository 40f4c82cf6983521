import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamTimers } from '../../src/adapters/model/patience.ts';
import type { ChatModel, ChatRequest, StreamPart } from '../../src/core/model.ts';

/** Its own examples keep the answer of a small real model to a few words. */
export const question: ChatRequest = {
  messages: [
    { role: 'system', content: 'You greet people briefly.' },
    { role: 'user', content: 'Greet Bob.' },
    { role: 'assistant', content: 'Hello Bob, and welcome.' },
    { role: 'user', content: 'Greet Eve.' },
    { role: 'assistant', content: 'Hello Eve, and welcome.' },
    { role: 'user', content: 'Greet Ada.' },
  ],
  maxTokens: 400,
};

/** A whole stream, checked for the law of the port: text parts that are not empty, then one terminal part, then nothing. */
export interface Heard {
  readonly pieces: readonly string[];
  readonly text: string;
  readonly last: Exclude<StreamPart, { kind: 'text' }>;
}

/** @param watch sees every text part's index; may abort. */
export async function hear(
  model: ChatModel,
  signal = new AbortController().signal,
  watch?: (index: number) => void,
  request = question,
): Promise<Heard> {
  const parts: StreamPart[] = [];
  for await (const part of model.stream(request, signal)) {
    parts.push(part);
    watch?.(parts.length - 1);
  }
  const last = parts.pop();
  assert.ok(
    last !== undefined && last.kind !== 'text',
    `a stream ends with a terminal part, not with ${JSON.stringify(last)}`,
  );
  const pieces = parts.map((part) => {
    assert.equal(part.kind, 'text', 'only the last part is terminal');
    return part.kind === 'text' ? part.text : '';
  });
  assert.ok(!pieces.includes(''), 'no text part is empty');
  return { pieces, text: pieces.join(''), last };
}

/** `end:complete`, `failed:quota` … */
export function endingOf({ last }: Heard): string {
  return last.kind === 'end' ? `end:${last.end}` : `failed:${last.error.reason}`;
}

/** The adapter's timers on a clock that only `advance` moves. */
export function manualTimers(): {
  readonly timers: Partial<StreamTimers>;
  advance(ms: number): void;
  pending(): number;
} {
  const waiting = new Set<{ due: number; callback: () => void }>();
  let now = 0;
  return {
    timers: {
      after(ms, callback) {
        const timer = { due: now + ms, callback };
        waiting.add(timer);
        return () => waiting.delete(timer);
      },
    },
    advance(ms) {
      now += ms;
      for (const timer of [...waiting].filter(({ due }) => due <= now).sort((a, b) => a.due - b.due)) {
        if (waiting.delete(timer)) timer.callback();
      }
    },
    pending: () => waiting.size,
  };
}

/** Fails, instead of hanging, when `work` takes longer than `ms`. */
export async function within<T>(ms: number, work: Promise<T>, what: string): Promise<T> {
  const late = new AbortController();
  const timeout = sleep(ms, undefined, { signal: late.signal }).then(() =>
    assert.fail(`${what} took longer than ${ms} ms`),
  );
  timeout.catch(() => undefined);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    late.abort();
  }
}
