import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CodeChange, CodeSign, EventOf } from '../../../src/core/event.ts';
import { type ProbeId, probeIds } from '../../../src/core/probes.ts';
import type { Signal } from '../../../src/core/process/signal.ts';
import { processScore, processSignals } from '../../../src/core/process/signals.ts';
import { type ExerciseProgress, emptyExercise, type Turn } from '../../../src/core/state.ts';
import { checked, ran } from './drive.ts';

const unit = (name: string, digest: string, more: Partial<CodeChange> = {}): CodeChange => {
  const [file = '', inside = ''] = name.split('#');
  return { file, unit: inside, line: 4, kind: 'code', prints: 0, digest, seeds: digest, ...more };
};
const fix = unit('model.py#Net.forward', 'right');
const print = (name: string) => unit(name, 'as it was', { kind: 'debug', prints: 1 });
const added = (name: string, what: CodeSign['what'], line = 9): CodeChange =>
  unit(name, 'as it was', { kind: 'debug', signs: [{ what, line, text: `${what} here` }] });
const config = (key: string, value: string) => unit(`config.json#${key}`, value, { kind: 'config', links: [key] });
const seed = (value: string) => unit('train.py#main', 'as it was', { kind: 'seed', seeds: value });

/** A story told as facts in the order of their clocks. */
class Story {
  exercise: ExerciseProgress = { ...emptyExercise('files'), attempts: [{ attempt: 1, folder: '/x', clock: 0 }] };
  readonly turns: Turn[] = [];
  #clock = 0;

  run(...changes: CodeChange[]): this {
    return this.ran({ changes });
  }
  ran(more: Partial<EventOf<'ran'>>): this {
    const fact = ran({ run: this.exercise.runs.length + 1, seconds: 0, ...more });
    const run = { ...fact, clock: ++this.#clock };
    this.exercise = { ...this.exercise, runs: [...this.exercise.runs, run] };
    return this;
  }
  check(...changes: CodeChange[]): this {
    return this.checked('fixed', ...changes);
  }
  checked(verdict: EventOf<'checked'>['verdict'], ...changes: CodeChange[]): this {
    const check = { ...checked(verdict, { changes, seconds: 0 }), clock: ++this.#clock };
    this.exercise = { ...this.exercise, checks: [...this.exercise.checks, check] };
    return this;
  }
  probe(probe: ProbeId, ...changes: CodeChange[]): this {
    const fact = {
      type: 'probed',
      problem: 'files',
      attempt: 1,
      probe,
      ending: 'finished',
      seconds: 0,
      changes,
    } as const;
    this.exercise = {
      ...this.exercise,
      probes: [...this.exercise.probes, { ...fact, clock: ++this.#clock, runs: this.exercise.runs.length }],
    };
    return this;
  }
  unread(): this {
    const { changes: _none, ...run } = ran({ run: this.exercise.runs.length + 1, seconds: 0 });
    this.exercise = { ...this.exercise, runs: [...this.exercise.runs, { ...run, clock: ++this.#clock }] };
    return this;
  }
  asked(): this {
    return this.#turn('interviewer', { moves: [{ kind: 'hypothesis', problem: 'files' }] });
  }
  told(first: number): this {
    return this.#turn('interviewer', { moves: [{ kind: 'about-run', problem: 'files', run: 1, first, last: 1 }] });
  }
  said(text: string): this {
    return this.#turn('candidate', { text });
  }
  #turn(who: Turn['who'], rest: Partial<Turn>): this {
    this.turns.push({ turn: this.turns.length + 1, who, phase: 0, clock: ++this.#clock, problem: 'files', ...rest });
    return this;
  }
  signals(offered: readonly ProbeId[] = probeIds): Signal[] {
    return processSignals(this.exercise, this.turns, offered);
  }
  state(id: Signal['id']): string {
    const signal = this.signals().find((item) => item.id === id);
    return `${signal?.state}: ${signal?.evidence}`;
  }
}

describe('signals of the process', () => {
  it('are none for files that were never opened', () => {
    assert.deepEqual(processSignals(emptyExercise('files'), [], probeIds), []);
    assert.equal(processScore([]), null);
  });

  it('cannot be assessed where nothing was done, and then count nothing', () => {
    const signals = new Story().signals();
    assert.ok(signals.every(({ state }) => state === 'not_assessed'));
    assert.equal(processScore(signals), null);
  });

  it('count a probe before the first change was tried, and not one after it', () => {
    assert.equal(
      new Story().probe('raw_batch').run(fix).state('looked-at-data'),
      'shown: probe “Raw batch with labels”',
    );
    assert.match(
      new Story().run(fix).probe('raw_batch').state('looked-at-data'),
      /^not_shown: .* only after the first/,
    );
    assert.match(new Story().run(fix).state('loss-at-init'), /^not_shown: no probe “Loss at initialisation”/);
    assert.match(new Story().run(fix).probe('one_batch').state('one-batch'), /^shown/);
  });

  it('do not miss a probe that the exercise does not have', () => {
    const [looked] = new Story().run(fix).signals([]);
    assert.deepEqual([looked?.state, looked?.evidence], ['not_assessed', 'this exercise has no such probe']);
  });

  it('do not count a probe of code that is edited already, though it was never run', () => {
    assert.match(new Story().probe('raw_batch', fix).run(fix).state('looked-at-data'), /^not_shown: .* only after/);
    assert.match(new Story().probe('raw_batch', config('rate', '1')).run(fix).state('looked-at-data'), /^shown/);
    assert.match(new Story().probe('raw_batch', print('train.py#run')).run(fix).state('looked-at-data'), /^shown/);
  });

  it('count rows that were printed before any edit was tried, with the line', () => {
    const story = new Story().run(added('train.py#run', 'data')).run(fix);
    assert.equal(story.state('looked-at-data'), 'shown: run 1: data here');
    assert.deepEqual(story.signals()[0]?.code, { attempt: 1, file: 'train.py', line: 9 });
    assert.match(new Story().run(fix, added('train.py#run', 'data')).state('looked-at-data'), /^not_shown/);
    assert.match(new Story().run(print('data.py#batches')).run(fix).state('looked-at-data'), /^not_shown/);
  });

  it('count training on one batch, whenever it was', () => {
    assert.equal(
      new Story().run(fix, added('train.py#main', 'one_batch')).state('one-batch'),
      'shown: run 1: one_batch here',
    );
  });

  it('count the expected loss said before any change, with its turn', () => {
    const story = new Story().asked().said('With ten classes I would expect ln 10 at the start.').run(fix);
    assert.equal(story.state('loss-at-init'), 'shown: “ln 10”');
    assert.equal(story.signals().find(({ id }) => id === 'loss-at-init')?.turn, 2);
    assert.match(new Story().asked().run(fix).said('It should be ln 10.').state('loss-at-init'), /^not_shown/);
  });

  it('count the loss that a first run began with when it is named, and not when it was told', () => {
    const first = () => new Story().asked().ran({ diff: [], series: { loss: [[0, 2.3064]] } });
    assert.equal(first().said('It starts at 2.31, as it should.').run(fix).state('loss-at-init'), 'shown: “2.31”');
    assert.match(first().said('It starts at 2.5 or so.').run(fix).state('loss-at-init'), /^not_shown/);
    assert.match(first().told(2.3064).said('Yes, 2.31.').run(fix).state('loss-at-init'), /^not_shown/);
    assert.match(first().said('I log 10 values in each epoch.').run(fix).state('loss-at-init'), /^not_shown/);
    assert.match(new Story().asked().said('It starts at 2.31.').run(fix).state('loss-at-init'), /^not_shown/);
  });

  it('count a suspicion that was said before a change was tried', () => {
    const words = 'I suspect that the rows lose their labels in the shuffle.';
    assert.match(new Story().asked().said(words).run(fix).state('hypothesis'), /^shown: before the first/);
    assert.match(new Story().asked().run(fix).said(words).state('hypothesis'), /^not_shown: a change was tried first/);
    assert.match(new Story().asked().said('no idea').run(fix).state('hypothesis'), /^not_shown/);
    assert.match(
      new Story().asked().said('What are the files that I should read first?').run(fix).state('hypothesis'),
      /^not/,
    );
    const passed = new Story().asked().said('I have no idea at all, sorry, let us go on.').run(fix);
    const [, , , , hypothesis] = processSignals(passed.exercise, passed.turns, probeIds, new Set([2]));
    assert.equal(hypothesis?.state, 'not_shown');
    assert.match(new Story().run(fix).state('hypothesis'), /^not_assessed: it was not asked for/);
  });

  it('see whether changes stood alone, whatever was printed on the way', () => {
    const alone = new Story().run().run(fix, print('train.py#run')).run(fix, unit('data.py#load', 'b'));
    assert.equal(alone.state('one-change'), 'shown: 2 of 2 changes between tries stood alone');
    const heap = new Story().run(fix, unit('data.py#load', 'b'), unit('losses.py#loss', 'c'));
    assert.equal(heap.state('one-change'), 'not_shown: 0 of 1 change between tries stood alone; run 1 tried 3 at once');
    assert.match(new Story().run(fix, config('rate', '1')).state('one-change'), /^not_shown/);
    assert.match(new Story().run(config('rate', '1'), config('epochs', '2')).state('one-change'), /^shown/);
    assert.match(new Story().run().run(print('train.py#run')).state('one-change'), /^not_assessed/);
    assert.equal(new Story().run(fix).run().state('one-change'), 'shown: 2 of 2 changes between tries stood alone');
  });

  it('take for one change what hangs together by a name of the project', () => {
    const part = (name: string, ...links: string[]) => unit(name, name, { links });
    const chain = [part('a.py#f', 'shift'), part('b.py#g', 'mask'), part('c.py#h', 'shift', 'mask')];
    assert.match(new Story().run(...chain).state('one-change'), /^shown: 1 of 1/);
    assert.match(new Story().run(...chain, part('d.py#k', 'rate')).state('one-change'), /^not_shown: .* 2 at once/);
    assert.match(new Story().run(config('clip', '1'), part('a.py#f', 'clip')).state('one-change'), /^shown/);
  });

  it('take going back to the start on the way to a new change for no change', () => {
    const back = new Story().run(unit('a.py#f', '1')).run(fix);
    assert.equal(back.state('one-change'), 'shown: 2 of 2 changes between tries stood alone');
  });

  it('see checks and probes as tries too', () => {
    const story = new Story().run().checked('masked', unit('a.py#f', '1')).probe('one_batch', unit('a.py#f', '1'), fix);
    assert.match(story.run(unit('a.py#f', '1'), fix).state('one-change'), /^shown: 2 of 2/);
  });

  it('count two runs of the same code with different seeds', () => {
    const story = new Story().run(fix).run(fix, seed('seed 3'));
    assert.equal(story.state('second-seed'), 'shown: run 1 and run 2: the same code, another seed');
    assert.match(new Story().run().run(seed('3')).state('second-seed'), /^not_assessed: no change was run/);
    assert.match(new Story().run(fix).run(fix).state('second-seed'), /^not_shown/);
    assert.match(new Story().run(fix).run(unit('a.py#f', 'x'), seed('3')).state('second-seed'), /^not_shown/);
  });

  it('count seeds of the repair alone, once there is one', () => {
    const wrong = unit('a.py#f', 'x');
    assert.match(new Story().run(wrong).run(wrong, seed('3')).check(fix).state('second-seed'), /^not_shown: .*repair/);
    assert.match(
      new Story().check(fix).run(fix).run(fix, config('epochs', '3'), seed('3')).state('second-seed'),
      /^shown/,
    );
    const loop = unit('train.py#main', 'loop', {
      signs: [{ what: 'many_seeds', line: 60, text: 'for seed in range(3):' }],
    });
    assert.match(new Story().run(fix, loop).check(fix).state('second-seed'), /^shown: run 1: for seed in range/);
    assert.match(new Story().run(loop).check(fix).state('second-seed'), /^not_shown/);
  });

  it('are left open where Python could not tell what was changed', () => {
    const states = new Story()
      .asked()
      .unread()
      .probe('raw_batch')
      .signals()
      .map(({ id, state }) => `${id} ${state}`);
    assert.deepEqual(
      states.filter((line) => !line.endsWith('not_assessed')),
      [],
    );
    assert.match(new Story().probe('raw_batch').unread().state('looked-at-data'), /^shown/);
    const words = 'I suspect that the rows lose their labels in the shuffle.';
    assert.match(new Story().asked().unread().said(words).state('hypothesis'), /^not_assessed/);
    assert.match(new Story().asked().said(words).unread().state('hypothesis'), /^shown/);
    assert.match(new Story().asked().unread().said('It is ln 10.').state('loss-at-init'), /^not_assessed/);
  });

  it('say the same whatever else was looked at on the way', () => {
    const step = fc.constantFrom(fix, unit('a.py#f', '1'), config('rate', '2'), seed('5'));
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(step), { maxLength: 6 }), (steps) => {
        const tell = (...more: CodeChange[]) =>
          steps.reduce((story, changes) => story.run(...changes, ...more), new Story()).signals();
        const noisy = tell(unit('zz.py#look', 'as it was', { kind: 'debug' }));
        assert.deepEqual(noisy, tell());
        assert.equal(noisy.length, 7);
      }),
    );
  });

  it('name what was left in what was checked', () => {
    assert.equal(
      new Story().check(fix, print('train.py#run')).state('cleaned-up'),
      'not_shown: left in check 1: a print',
    );
    const [left] = new Story()
      .check(fix, { ...added('train.py#run', 'commented', 7), prints: 1 })
      .signals()
      .slice(-1);
    assert.deepEqual(left?.code, { attempt: 1, file: 'train.py', line: 7 });
    assert.match(new Story().check(fix).checked('unfixed', fix, print('train.py#run')).state('cleaned-up'), /^shown/);
    assert.match(new Story().run(fix, print('train.py#run')).check(fix).state('cleaned-up'), /^shown/);
    assert.match(new Story().check().state('cleaned-up'), /^not_assessed/);
  });

  it('count as the share that was shown of those that could be, when they are three at least', () => {
    const signal = (state: Signal['state']): Signal => ({ id: 'one-batch', state, evidence: '' });
    const [yes, no, open] = [signal('shown'), signal('not_shown'), signal('not_assessed')];
    assert.equal(processScore([yes, yes, no, no, open]), 0.5);
    assert.equal(processScore([yes, yes, open, open]), null);
  });
});
