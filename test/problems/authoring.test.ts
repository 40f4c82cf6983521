import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from '../../src/adapters/node/authoring/bench.ts';
import { calibrate } from '../../src/adapters/node/authoring/calibrate.ts';
import { judge } from '../../src/adapters/node/authoring/judge.ts';
import { scaffold } from '../../src/adapters/node/authoring/scaffold.ts';
import { verify } from '../../src/adapters/node/authoring/verify.ts';
import { rootPath } from '../support/paths.ts';
import { testPython } from '../support/pythonBench.ts';

const exercise = (...args: string[]) =>
  spawnSync(process.execPath, [rootPath('src/cli.ts'), 'exercise', ...args, '--python', testPython], {
    encoding: 'utf8',
  });

describe('the authors’ program', () => {
  it('judges a folder and prints one JSON object; any verdict is a success', () => {
    const { status, stdout } = exercise('judge', 'softmax-twice', 'problems/losses/softmax-twice/starter', '--json');
    assert.equal(status, 0);
    const { id, verdict, symptom, cause, seconds } = JSON.parse(stdout);
    assert.deepEqual([id, verdict, typeof seconds], ['softmax-twice', 'unfixed', 'number']);
    for (const check of [...symptom, ...cause]) assert.deepEqual(Object.keys(check), ['check', 'passed', 'message']);
  });

  it('ends with 2 when it could not judge, and says why', () => {
    const cases: [string[], RegExp][] = [
      [['judge', 'softmax-twice', 'nowhere'], /nowhere is gone/],
      [['judge', 'no-such-exercise', '.'], /There is no exercise "no-such-exercise"\. There are: .*softmax-twice/],
      [['verify', '--repeat', 'often'], /"often" is no number of times/],
      [['frobnicate'], /verify \[<id>…\]/],
    ];
    for (const [args, message] of cases) {
      const { status, stderr } = exercise(...args);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
    }
  });
});

describe('a new exercise', () => {
  let checkout: string;
  let bench: Bench;
  const said: string[] = [];
  const { log } = console;

  before(async () => {
    checkout = await mkdtemp(join(tmpdir(), 'authors '));
    for (const name of ['_lib', 'rubric.yaml', 'concepts.yaml', 'resources.yaml'])
      await cp(rootPath('problems', name), join(checkout, 'problems', name), { recursive: true });
    bench = new Bench(checkout, testPython);
    console.log = (text: string) => void said.push(text);
  });
  afterEach(() => said.splice(0));
  after(async () => {
    console.log = log;
    bench.close();
    await rm(checkout, { recursive: true, force: true });
  });

  it('is laid out so that it validates and every variant gets its verdict', async () => {
    assert.equal(await scaffold(bench.problems, 'lines/line-fit'), 0);
    assert.equal(await verify(bench, [], 1), 0);
    assert.match(said.at(-1) ?? '', /^\n6 judged, 0 surprises$/);
  });

  it('is never laid over another, and has a sensible name', async () => {
    await assert.rejects(scaffold(bench.problems, 'lines/line-fit'), /exists already/);
    await assert.rejects(scaffold(bench.problems, '../outside'), /is not <area>\/<id>/);
  });

  it('is judged for a person to read', async () => {
    await judge(bench, 'line-fit', join(bench.problems, 'lines/line-fit/starter'), false);
    assert.match(said.join(), /^unfixed \(.* s\)\nSymptom\n {2}does not hold {2}finds-the-slope: /);
  });

  it('has its figures written beside it, with the gap', async () => {
    await calibrate(bench, 'line-fit', 6, '*');
    const text = await readFile(join(bench.problems, 'lines/line-fit/checks/calibration.md'), 'utf8');
    assert.match(text, /^# Measured figures: line-fit\n\n## Figures\n\n\d{4}-\d\d-\d\d, Python 3\.\d+/);
    assert.match(
      text,
      /\*\*finds-the-slope\*\* \(symptom\): repairs end at [\d.e-]+, the nearest wrong state at [\d.]+/,
    );
    assert.match(text, /\| unfixed-smaller-rate \| .* \| 6 of 6 \|/);
    assert.match(text, /\| start \| .* \| 2 of 2 \|/);
    assert.match(text, /bare [\d.]+ s: \d\.\d\d times\./);
  });

  it('that does not get the verdict in a variant’s name fails, with the checks that decided', async () => {
    const variants = join(bench.problems, 'lines/line-fit/variants');
    await rename(join(variants, 'unfixed-smaller-rate'), join(variants, 'masked-smaller-rate'));
    assert.equal(await verify(bench, ['line-fit'], 1), 1);
    assert.match(said.join('\n'), /SURPRISE {2}line-fit {2}masked-smaller-rate {2}unfixed.*\n {10}finds-the-slope: /);
  });
});
