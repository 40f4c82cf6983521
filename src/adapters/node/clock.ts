import type { Clock } from '../../app/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  every(ms, callback) {
    const timer = setInterval(callback, ms);
    // A ticking clock alone must not keep a command-line process alive.
    timer.unref();
    return { dispose: () => clearInterval(timer) };
  },
};
