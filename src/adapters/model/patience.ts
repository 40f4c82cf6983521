/** The adapter's own clock: the SDK's timeout ends with the headers, so a stream that falls silent would hang for ever. */

export interface StreamTimers {
  /** ms from sending to the first event; generous, because a local server may load its model first. */
  readonly firstEvent: number;
  /** ms between two events. Comment lines are no events. */
  readonly idle: number;
  /** ms for the whole request, retry included. */
  readonly total: number;
  /** ms before the one retry when the server names no time. */
  readonly retry: number;
  /** A server that asks for a longer wait (ms) is not waited for. */
  readonly longestRetry: number;
  /** Calls back once after `ms`; returns what cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export const standardTimers: StreamTimers = {
  firstEvent: 120_000,
  idle: 60_000,
  total: 600_000,
  retry: 500,
  longestRetry: 10_000,
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export type Stop = 'aborted' | 'no-first-event' | 'stalled' | 'too-long';

export type Waited<T> = { readonly value: T } | { readonly stop: Stop };

export interface Patience {
  /** Ends whatever is under way on the network. */
  readonly signal: AbortSignal;
  /** Starts `work` and waits for it, at most `ms`. A stop is final: every later wait returns it at once. */
  wait<T>(work: () => Promise<T>, ms: number, reason: Stop): Promise<Waited<T>>;
  /** Resolves after `ms`, or earlier with the stop. */
  pause(ms: number): Promise<Stop | undefined>;
  /** Frees the socket and the timers. */
  dispose(): void;
}

export function patience(outer: AbortSignal, timers: StreamTimers): Patience {
  const controller = new AbortController();
  let stopped: Stop | undefined;
  let interrupt: ((stop: Stop) => void) | undefined;

  function stop(reason: Stop): void {
    if (stopped !== undefined) return;
    stopped = reason;
    controller.abort();
    interrupt?.(reason);
  }
  const onAbort = (): void => stop('aborted');
  outer.addEventListener('abort', onAbort);
  if (outer.aborted) onAbort();
  const cancelTotal = timers.after(timers.total, () => stop('too-long'));

  return {
    signal: controller.signal,
    async wait(work, ms, reason) {
      if (stopped !== undefined) return { stop: stopped };
      const cancel = timers.after(ms, () => stop(reason));
      try {
        return await new Promise((resolve, reject) => {
          interrupt = (why) => resolve({ stop: why });
          work().then((value) => resolve({ value }), reject);
        });
      } finally {
        cancel();
      }
    },
    async pause(ms) {
      if (stopped !== undefined) return stopped;
      return await new Promise((resolve) => {
        const cancel = timers.after(ms, () => resolve(undefined));
        interrupt = (why) => {
          cancel();
          resolve(why);
        };
      });
    },
    dispose() {
      outer.removeEventListener('abort', onAbort);
      cancelTotal();
      controller.abort();
    },
  };
}
