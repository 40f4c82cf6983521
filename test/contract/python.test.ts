import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Interpreters } from '../../src/adapters/node/python/interpreter.ts';
import { ExerciseError, PythonError, type PythonRunner } from '../../src/app/ports.ts';
import { ScriptedPython } from '../support/fakes.ts';
import { layFolder, mustHavePython, problemsFolder, realPython } from '../support/pythonBench.ts';

const needs = ['numpy'];
const quiet = { points: () => {}, output: () => {} };
const exercise = join(problemsFolder, 'losses', 'softmax-twice');
const place = { file: null, line: null };

const scripts: Record<string, string> = {
  'finishes.py':
    'print("step 1")\nimport json, os\nopen(os.environ["ML_INTERVIEW_METRICS"], "a").write(json.dumps({"step": 1, "loss": 2.5}) + "\\n")',
  'fails.py': 'import sys\nsys.exit(3)',
  'endless.py': 'print("on")\nwhile True: pass',
};

/** The same runs and checks for both: the fake is scripted with what a real Python does. */
const adapters: [string, () => PythonRunner][] = [
  [
    'scripted',
    () =>
      new ScriptedPython({
        runs: [
          { ending: 'finished', exitCode: 0, seconds: 1, series: { loss: [[1, 2.5]] }, output: 'step 1\n' },
          {
            ending: 'failed',
            exitCode: 3,
            seconds: 1,
            series: {},
            error: { kind: 'ExitStatus', message: 'exit status 3', ...place },
          },
          { ending: 'stopped', exitCode: null, seconds: 1, series: {}, output: 'on\n' },
        ],
        checks: [
          {
            verdict: 'unfixed',
            symptom: [{ check: 'c', passed: false, message: 'm' }],
            cause: [],
            notes: [],
            seconds: 1,
          },
        ],
      }),
  ],
  ['real', () => realPython({ problemFolder: (id) => (id === 'softmax-twice' ? exercise : undefined) })],
];

for (const [name, make] of adapters) {
  describe(`a Python runner that is ${name}`, function () {
    this.timeout(60_000);
    let folder: string;
    before(async () => {
      await mustHavePython();
      folder = await layFolder(scripts);
      await cp(join(exercise, 'starter'), join(folder, 'work'), { recursive: true });
    });
    after(() => rm(folder, { recursive: true }));

    it('names its interpreter', async () => {
      const found = await make().interpreter(needs);
      assert.match(found.version, /^3\.\d+\.\d+$/);
      assert.match(found.packages.numpy ?? '', /^\d+\.\d+/);
    });

    it('reports runs that finish, fail and are stopped', async () => {
      const python = make();
      const { signal } = new AbortController();
      let output = '';
      const seen: string[] = [];
      const progress = {
        output: (text: string) => {
          output += text;
        },
        points: (series: object) => void seen.push(...Object.keys(series)),
      };
      const finished = await python.run(folder, 'finishes.py', needs, progress, signal);
      assert.deepEqual([finished.ending, finished.exitCode, finished.error], ['finished', 0, undefined]);
      assert.deepEqual(finished.series, { loss: [[1, 2.5]] });
      assert.deepEqual([output.trim(), seen], ['step 1', ['loss']]);

      const failed = await python.run(folder, 'fails.py', needs, quiet, signal);
      assert.deepEqual([failed.ending, failed.exitCode], ['failed', 3]);
      assert.match(failed.error?.message ?? '', /exit status 3/);

      const stop = new AbortController();
      const running = python.run(
        folder,
        'endless.py',
        needs,
        { points: () => {}, output: () => stop.abort() },
        stop.signal,
      );
      assert.deepEqual([(await running).ending, (await running).error], ['stopped', undefined]);
    });

    it('judges', async () => {
      const outcome = await make().check('softmax-twice', join(folder, 'work'), needs, new AbortController().signal);
      assert.equal(outcome.verdict, 'unfixed');
      assert.ok(outcome.symptom.some((check) => !check.passed && check.message));
      assert.ok(outcome.seconds > 0);
    });

    it('gives no verdict when it was aborted before', async () => {
      await assert.rejects(make().check('softmax-twice', join(folder, 'work'), needs, AbortSignal.abort()));
    });
  });
}

describe('a Python runner that is not there', () => {
  const nothing = realPython({ interpreters: new Interpreters({ choices: async () => [], env: {} }) });
  const none = new ScriptedPython({ interpreter: new PythonError('missing', 'no Python') });
  for (const [name, python] of [
    ['real', nothing],
    ['scripted', none],
  ] as const) {
    it(`says so in each of its calls (${name})`, async () => {
      const { signal } = new AbortController();
      const isMissing = (error: unknown) => error instanceof PythonError && error.reason === 'missing';
      await assert.rejects(python.interpreter([]), isMissing);
      await assert.rejects(python.run('x', 'y.py', [], quiet, signal), isMissing);
      await assert.rejects(python.check('p', 'x', [], signal), isMissing);
    });
  }

  it('names a folder or a file that is gone', async () => {
    const folder = await layFolder({ 'a.py': '' });
    const { signal } = new AbortController();
    const gone = (reason: string) => (error: unknown) => error instanceof ExerciseError && error.reason === reason;
    await assert.rejects(realPython().run(folder, 'b.py', [], quiet, signal), gone('entry-missing'));
    await assert.rejects(realPython().run(folder, '../a.py', [], quiet, signal));
    await rm(folder, { recursive: true });
    await assert.rejects(realPython().run(folder, 'a.py', [], quiet, signal), gone('folder-missing'));
    await assert.rejects(realPython().check('p', folder, [], signal), gone('folder-missing'));
  });
});
