import type { StreamEnd, StreamPart } from '../../core/model.ts';
import { decodeChunk, endOf } from './chunk.ts';
import {
  brokenReply,
  type Failure,
  type FailureContext,
  failureOf,
  stoppedWithError,
  tooLong,
  tooSlow,
} from './failures.ts';
import type { Patience, Stop, StreamTimers } from './patience.ts';
import { visibleText } from './visibleText.ts';

/** How one request ended. `spoke`: text was shown, so that the request must not be sent again. */
export type Outcome = { readonly end: StreamEnd } | { readonly failure: Failure; readonly spoke: boolean };

/** Yields the text of one reply as it comes and returns how it ended. Never throws. */
export async function* oneReply(
  open: () => Promise<AsyncIterable<unknown>>,
  context: FailureContext,
  wait: Patience,
  timers: StreamTimers,
): AsyncGenerator<StreamPart, Outcome> {
  const visible = visibleText();
  let spoke = false;
  let events: AsyncIterator<unknown> | undefined;
  const next = async (): Promise<IteratorResult<unknown>> => {
    events ??= (await open())[Symbol.asyncIterator]();
    return await events.next();
  };
  try {
    let waited = await wait.wait(next, timers.firstEvent, 'no-first-event');
    while ('value' in waited && !waited.value.done) {
      const chunk = decodeChunk(waited.value.value);
      if (chunk === undefined) return { failure: brokenReply(context), spoke };
      const text = visible.push(chunk.text) + (chunk.finish === undefined ? '' : visible.flush());
      spoke ||= text !== '';
      if (text !== '') yield { kind: 'text', text };
      if (chunk.finish === 'error') return { failure: stoppedWithError(context), spoke };
      if (chunk.finish !== undefined) return { end: endOf(chunk.finish, spoke) };
      waited = await wait.wait(next, timers.idle, 'stalled');
    }
    if ('stop' in waited) return stopped(waited.stop, spoke, context, timers);
    const rest = visible.flush();
    if (rest !== '') yield { kind: 'text', text: rest };
    return { end: endOf(undefined, spoke || rest !== '') };
  } catch (error) {
    return broken(error, spoke, context);
  }
}

function stopped(stop: Stop, spoke: boolean, context: FailureContext, timers: StreamTimers): Outcome {
  if (stop === 'aborted' || stop === 'stalled') return { end: stop };
  if (stop === 'too-long') return { failure: tooLong(Math.ceil(timers.total / 60_000), context), spoke };
  return { failure: tooSlow(Math.ceil(timers.firstEvent / 1000), context), spoke };
}

/** A connection lost in the middle leaves a reply that is cut short; what was shown of it stays. */
function broken(error: unknown, spoke: boolean, context: FailureContext): Outcome {
  const failure = failureOf(error, context);
  return spoke && failure.error.reason === 'offline' ? { end: 'truncated' } : { failure, spoke };
}
