import type { ChatModel, ChatRequest, StreamPart } from '../../core/model.ts';
import { checkedBaseUrl } from './baseUrl.ts';
import { type Failure, unreadableKey, unusableAddress, unusableKey } from './failures.ts';
import { type Patience, patience, type StreamTimers, standardTimers } from './patience.ts';
import { type Outcome, oneReply } from './reply.ts';
import { type Endpoint, type LimitName, openCompletion, refusedParameter } from './wire.ts';

export interface OpenAiCompatibleOptions {
  readonly baseUrl: string;
  readonly model: string;
  /** Asked before every request, so that a key that was changed or forgotten counts at once. Undefined or empty: none is sent. */
  readonly key?: () => Promise<string | undefined>;
  readonly timers?: Partial<StreamTimers>;
}

/**
 * Any server with an OpenAI-compatible chat-completions endpoint.
 * Retries once, only before the first text was shown and only where a retry can help. Nothing is loaded or sent before the first `stream`.
 */
export function openAiCompatible(options: OpenAiCompatibleOptions): ChatModel {
  const timers = { ...standardTimers, ...options.timers };
  const checked = checkedBaseUrl(options.baseUrl);
  const host = checked.ok ? new URL(checked.url).host : 'an unusable address';
  let limitName: LimitName = 'max_tokens';
  let takesTemperature = true;

  async function* stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<StreamPart> {
    if (!checked.ok) return yield failed(unusableAddress(checked.message));
    const wait = patience(signal, timers);
    try {
      const key = await wait.wait(() => usableKey(options.key), timers.firstEvent, 'no-first-event');
      if ('stop' in key)
        return yield key.stop === 'aborted' ? { kind: 'end', end: 'aborted' } : failed(unreadableKey());
      if (typeof key.value === 'object') return yield failed(key.value);
      const { model } = options;
      const endpoint = { baseUrl: checked.url, host, model, key: key.value, timeout: timers.total + 60_000 };
      const open = () => openAsAccepted(endpoint, request, wait.signal);
      yield* retryOnce(() => oneReply(open, endpoint, wait, timers), wait, timers);
    } finally {
      wait.dispose();
    }
  }

  async function openAsAccepted(
    endpoint: Omit<Endpoint, 'limitName'>,
    request: ChatRequest,
    signal: AbortSignal,
  ): Promise<AsyncIterable<unknown>> {
    const { temperature, ...untempered } = request;
    try {
      return await openCompletion({ ...endpoint, limitName }, takesTemperature ? request : untempered, signal);
    } catch (error) {
      const refused = refusedParameter(error);
      if (refused === 'max_tokens' && limitName === 'max_tokens') limitName = 'max_completion_tokens';
      else if (refused === 'temperature' && takesTemperature) takesTemperature = false;
      else throw error;
      return openAsAccepted(endpoint, request, signal);
    }
  }

  return { label: `${options.model} at ${host}`, stream };
}

async function* retryOnce(
  reply: () => AsyncGenerator<StreamPart, Outcome>,
  wait: Patience,
  timers: StreamTimers,
): AsyncGenerator<StreamPart> {
  const first = yield* reply();
  const delay = 'failure' in first ? retryDelay(first, timers) : undefined;
  if (delay === undefined) return yield terminal(first);
  const stop = await wait.pause(delay);
  if (stop === 'aborted') return yield { kind: 'end', end: 'aborted' };
  if (stop !== undefined) return yield terminal(first);
  yield terminal(yield* reply());
}

/** ms, or undefined when the same request is not to be sent again. */
function retryDelay(
  { failure, spoke }: { failure: Failure; spoke: boolean },
  timers: StreamTimers,
): number | undefined {
  if (spoke || failure.retryAfter === undefined) return undefined;
  const delay = failure.retryAfter ?? timers.retry;
  return delay > timers.longestRetry ? undefined : delay;
}

function terminal(outcome: Outcome): StreamPart {
  return 'failure' in outcome ? failed(outcome.failure) : { kind: 'end', end: outcome.end };
}

function failed({ error }: Failure): StreamPart {
  return { kind: 'failed', error };
}

/** A header value that cannot be sent would be quoted, key and all, in the error of `fetch`. */
async function usableKey(read: OpenAiCompatibleOptions['key']): Promise<string | undefined | Failure> {
  const key = await read?.().catch(unreadableKey);
  if (typeof key === 'object') return key;
  const trimmed = key?.trim();
  if (!trimmed) return undefined;
  return /^[\x21-\x7e]+$/.test(trimmed) ? trimmed : unusableKey();
}
