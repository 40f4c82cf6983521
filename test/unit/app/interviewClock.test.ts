import assert from 'node:assert/strict';
import { InterviewClock } from '../../../src/app/interviewClock.ts';
import type { Clock, Disposable } from '../../../src/app/ports.ts';
import { FixedClock } from '../../support/fakes.ts';

const second = 1_000;
const hour = 3_600 * second;

/** A machine that sleeps: its monotonic clock jumps and no timer fires in between. */
class SleepyClock implements Clock {
  #monotonic = 0;
  readonly #ticks = new Set<() => void>();

  now(): number {
    return this.#monotonic;
  }
  monotonic(): number {
    return this.#monotonic;
  }
  every(_ms: number, callback: () => void): Disposable {
    this.#ticks.add(callback);
    return { dispose: () => void this.#ticks.delete(callback) };
  }
  get timers(): number {
    return this.#ticks.size;
  }
  sleep(ms: number): void {
    this.#monotonic += ms;
    for (const tick of [...this.#ticks]) tick();
  }
  work(ms: number): void {
    for (let left = ms; left > 0; left -= 5 * second) this.sleep(Math.min(left, 5 * second));
  }
}

function running(counted = 0): { clock: SleepyClock; used: InterviewClock } {
  const clock = new SleepyClock();
  const used = new InterviewClock(clock, counted);
  used.run(true);
  return { clock, used };
}

describe('the interview clock', () => {
  it('counts while it runs, on from what the journal says', () => {
    const { clock, used } = running(7 * second);
    clock.work(60 * second);
    assert.equal(used.elapsed(), 67 * second);
  });

  it('does not count two hours of sleep, however often the machine sleeps', () => {
    const { clock, used } = running();
    for (let i = 0; i < 3; i++) {
      clock.work(10 * second);
      clock.sleep(2 * hour);
    }
    assert.equal(used.elapsed(), 30 * second);
  });

  it('does not count a sleep in which the monotonic clock stood still', () => {
    const clock = new FixedClock();
    const used = new InterviewClock(clock, 0);
    used.run(true);
    clock.advance(10 * second);
    clock.jump(2 * hour);
    clock.advance(10 * second);
    assert.equal(used.elapsed(), 20 * second);
  });

  it('does not mind a wall clock that is set back', () => {
    const clock = new FixedClock();
    const used = new InterviewClock(clock, 0);
    used.run(true);
    clock.jump(-48 * hour);
    clock.advance(90 * second);
    assert.equal(used.elapsed(), 90 * second);
  });

  it('stands still while paused', () => {
    const { clock, used } = running();
    clock.work(10 * second);
    used.run(false);
    clock.work(600 * second);
    used.run(true);
    clock.work(5 * second);
    assert.equal(used.elapsed(), 15 * second);
  });

  it('sleeps through a pause without counting', () => {
    const { clock, used } = running();
    used.run(false);
    clock.sleep(2 * hour);
    used.run(true);
    assert.equal(used.elapsed(), 0);
  });

  it('never goes back', () => {
    const { clock, used } = running();
    clock.work(20 * second);
    clock.sleep(-5 * second);
    assert.equal(used.elapsed(), 20 * second);
  });

  it('leaves no timer behind', () => {
    const { clock, used } = running();
    used.dispose();
    assert.equal(clock.timers, 0);
  });
});
