import assert from 'node:assert/strict';
import type { CodeChange } from '../../../src/core/event.ts';
import { type ProbeId, probeIds } from '../../../src/core/probes.ts';
import { processScore, processSignals, type Signal } from '../../../src/core/process/signals.ts';
import { type ExerciseProgress, emptyExercise, type Turn } from '../../../src/core/state.ts';
import { checked, ran } from './drive.ts';

const unit = (name: string, digest: string, more: Partial<CodeChange> = {}): CodeChange => {
  const [file = '', inside = ''] = name.split('#');
  return { file, unit: inside, line: 4, kind: 'code', prints: 0, digest, seeds: digest, ...more };
};
const fix = unit('model.py#Net.forward', 'right');
const print = (name: string) => unit(name, 'as it was', { kind: 'debug', prints: 1 });
const seed = (value: string) => unit('train.py#main', 'as it was', { kind: 'seed', seeds: value });

/** A story told as facts in the order of their clocks. */
class Story {
  exercise: ExerciseProgress = { ...emptyExercise('files'), attempts: [{ attempt: 1, folder: '/x', clock: 0 }] };
  readonly turns: Turn[] = [];
  #clock = 0;

  run(...changes: CodeChange[]): this {
    const run = { ...ran({ run: this.exercise.runs.length + 1, changes }), clock: ++this.#clock };
    this.exercise = { ...this.exercise, runs: [...this.exercise.runs, run] };
    return this;
  }
  check(...changes: CodeChange[]): this {
    const check = { ...checked('fixed', { changes }), clock: ++this.#clock };
    this.exercise = { ...this.exercise, checks: [...this.exercise.checks, check] };
    return this;
  }
  probe(probe: ProbeId): this {
    const fact = { type: 'probed', problem: 'files', attempt: 1, probe, ending: 'finished', seconds: 1 } as const;
    this.exercise = {
      ...this.exercise,
      probes: [...this.exercise.probes, { ...fact, clock: ++this.#clock, runs: this.exercise.runs.length }],
    };
    return this;
  }
  asked(): this {
    return this.#turn('interviewer', { moves: [{ kind: 'hypothesis', problem: 'files' }] });
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

  it('count values printed where the data is handled, before any change, and nowhere else', () => {
    assert.equal(
      new Story().run(print('data.py#batches')).run(fix).state('looked-at-data'),
      'shown: run 1 printed values in data.py:4',
    );
    assert.match(new Story().run(fix).run(fix, print('data.py#batches')).state('looked-at-data'), /^not_shown/);
    assert.match(new Story().run(print('model.py#Net.forward')).run(fix).state('looked-at-data'), /^not_shown/);
  });

  it('count the expected loss said before any change, with its turn', () => {
    const story = new Story().asked().said('With ten classes I would expect ln 10 at the start.').run(fix);
    assert.equal(story.state('loss-at-init'), 'shown: “ln 10” in turn 2');
    assert.equal(story.signals().find(({ id }) => id === 'loss-at-init')?.turn, 2);
    assert.match(new Story().asked().run(fix).said('It should be ln 10.').state('loss-at-init'), /^not_shown/);
  });

  it('count a suspicion that was said before a change was tried', () => {
    const words = 'I suspect that the rows lose their labels in the shuffle.';
    assert.match(new Story().asked().said(words).run(fix).state('hypothesis'), /^shown: turn 2/);
    assert.match(new Story().asked().run(fix).said(words).state('hypothesis'), /^not_shown: a change was tried first/);
    assert.match(new Story().asked().said('no idea').run(fix).state('hypothesis'), /^not_shown/);
    assert.match(new Story().run(fix).state('hypothesis'), /^not_assessed: it was not asked for/);
  });

  it('see whether changes stood alone, whatever was printed on the way', () => {
    const alone = new Story().run().run(fix, print('train.py#run')).run(fix, unit('data.py#load', 'b'));
    assert.equal(alone.state('one-change'), 'shown: 2 of 2 changes between tries stood alone');
    const heap = new Story().run(fix, unit('data.py#load', 'b'), unit('losses.py#loss', 'c'));
    assert.equal(heap.state('one-change'), 'not_shown: 0 of 1 change between tries stood alone');
    const oneFile = new Story().run(unit('a.py#f', '1'), unit('a.py#g', '2'), unit('a.py#h', '3'));
    assert.match(oneFile.state('one-change'), /^shown: 1 of 1/);
    assert.match(new Story().run().run(print('train.py#run')).state('one-change'), /^not_assessed/);
    assert.equal(new Story().run(fix).run().state('one-change'), 'shown: 2 of 2 changes between tries stood alone');
  });

  it('count two runs of the same code with different seeds', () => {
    const story = new Story().run(fix).run(fix, seed('seed 3'));
    assert.equal(story.state('second-seed'), 'shown: run 1 and run 2: the same code, another seed');
    assert.match(new Story().run().run(seed('3')).state('second-seed'), /^not_assessed: no change was run/);
    assert.match(new Story().run(fix).run(fix).state('second-seed'), /^not_shown/);
    assert.match(new Story().run(fix).run(unit('a.py#f', 'x'), seed('3')).state('second-seed'), /^not_shown/);
  });

  it('name the print that was left in what was checked', () => {
    assert.equal(
      new Story().check(fix, print('train.py#run')).state('cleaned-up'),
      'not_shown: a print was left in train.py:4',
    );
    assert.match(new Story().run(fix, print('train.py#run')).check(fix).state('cleaned-up'), /^shown/);
    assert.match(new Story().check().state('cleaned-up'), /^not_assessed/);
  });

  it('count as the share that was shown of those that could be', () => {
    const signal = (state: Signal['state']): Signal => ({ id: 'one-batch', state, evidence: '' });
    assert.equal(processScore([signal('shown'), signal('not_shown'), signal('not_assessed')]), 0.5);
  });
});
