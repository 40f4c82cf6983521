import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { probeReply } from '../../src/adapters/node/python/probeReply.ts';
import type { ProbeOutcome } from '../../src/app/ports.ts';
import { ExerciseError, PythonError } from '../../src/app/ports.ts';
import type { ProbeId } from '../../src/core/probes.ts';
import { gone, layFolder, mustHavePython, problemsFolder, realPython } from '../support/pythonBench.ts';

/** Probes of a made-up problem. `data.py` is the candidate's. */
const probes = `
import data

def raw_batch():
    print("what the candidate prints goes elsewhere")
    rows = [[i, float("nan"), True, "x" * 500] for i in range(40)]
    series = {f"s{i}": [[step, step / 2] for step in range(1000)] + [[1000, float("inf")]] for i in range(9)}
    return {"text": "t" * 900, "table": {"columns": ["a", "b", "c", "d"], "rows": rows}, "series": series}

def loss_at_init():
    return {"text": f"loss {data.loss():.2f}"}

def one_batch():
    return {"text": data.forever()}

def train_eval():
    return {"text": str(data.mode())}
`;
const work = {
  'data.py':
    'print("imported")\ndef loss():\n    return 2.3\ndef forever():\n    import os, subprocess, sys\n    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])\n    open("pids", "w").write(f"{os.getpid()} {child.pid}")\n    while True: pass\n',
};

describe('a probe by a real Python', function () {
  this.timeout(60_000);
  let problem: string;
  const folders: string[] = [];
  const python = realPython({ problemFolder: () => problem });
  const lay = async (files: Record<string, string>): Promise<string> => {
    const folder = await layFolder(files);
    folders.push(folder);
    return folder;
  };
  const ask = async (probe: ProbeId, files: Record<string, string> = work): Promise<ProbeOutcome> =>
    python.probe('p', await lay(files), probe, [], new AbortController().signal);

  before(async () => {
    await mustHavePython();
    problem = await lay({ 'probes.py': probes });
  });
  after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  it('shows what the function returns, whatever the code prints', async () => {
    const { seconds, ...shown } = await ask('loss_at_init');
    assert.deepEqual(shown, { ending: 'finished', text: 'loss 2.30' });
    assert.ok(seconds > 0);
  });

  it('is cut to what a card and the journal can bear', async () => {
    const { text, table, series } = await ask('raw_batch');
    assert.equal(text?.length, 400);
    assert.equal(table?.rows.length, 12);
    assert.deepEqual(table?.rows[1], [1, 'nan', 'True', 'x'.repeat(60)]);
    assert.deepEqual(Object.keys(series ?? {}), ['s0', 's1', 's2', 's3']);
    assert.equal(series?.s0?.length, 200);
    assert.deepEqual(
      [series?.s0?.[0], series?.s0?.at(-1)],
      [
        [0, 0],
        [1000, null],
      ],
    );
  });

  it('names the line of the candidate’s file that raises', async () => {
    const { ending, error } = await ask('loss_at_init', {
      'data.py': 'x = 1\ndef loss():\n    return undefined_name\n',
    });
    assert.deepEqual([ending, error?.kind, error?.file, error?.line], ['failed', 'NameError', 'data.py', 3]);
  });

  it('names a syntax error, an exit and a missing function', async () => {
    const syntax = await ask('loss_at_init', { 'data.py': 'x = 1\ndef loss(:\n' });
    assert.deepEqual([syntax.error?.kind, syntax.error?.file, syntax.error?.line], ['SyntaxError', 'data.py', 2]);
    const exit = await ask('loss_at_init', { 'data.py': 'import os\nos._exit(0)\n' });
    assert.deepEqual([exit.ending, exit.error?.kind], ['failed', 'NoAnswer']);
    assert.equal((await ask('train_eval')).error?.kind, 'AttributeError');
  });

  it('is stopped with all that it started', async () => {
    const folder = await lay(work);
    const stop = new AbortController();
    const asked = python.probe('p', folder, 'one_batch', [], stop.signal);
    while (!(await readdir(folder)).includes('pids')) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    const { seconds: _, ...outcome } = await asked;
    assert.deepEqual(outcome, { ending: 'stopped' });
    await gone((await readFile(join(folder, 'pids'), 'utf8')).split(' ').map(Number), 3_000);
  });

  it('is ended when it takes too long', async () => {
    const hasty = realPython({ problemFolder: () => problem, probeLimitSeconds: 0.7 });
    const outcome = await hasty.probe('p', await lay(work), 'one_batch', [], new AbortController().signal);
    assert.deepEqual([outcome.ending, outcome.error?.kind], ['timed_out', 'TimeLimit']);
    assert.match(outcome.error?.message ?? '', /no answer within 0\.7 s/);
  });

  it('says what is not there', async () => {
    const { signal } = new AbortController();
    const isGone = (error: unknown) => error instanceof ExerciseError && error.reason === 'folder-missing';
    await assert.rejects(python.probe('p', join(problem, 'nowhere'), 'raw_batch', [], signal), isGone);
    const isFailed = (error: unknown) => error instanceof PythonError && error.reason === 'judge-failed';
    await assert.rejects(realPython().probe('p', problem, 'raw_batch', [], signal), isFailed);
  });

  it('answers about a shipped exercise as it is and as it was changed, and leaves nothing behind', async () => {
    problem = join(problemsFolder, 'losses', 'softmax-twice');
    const folder = await lay({});
    await cp(join(problem, 'starter'), folder, { recursive: true });
    const before = (await readdir(folder)).sort();
    const { signal } = new AbortController();
    const asFound = await python.probe('softmax-twice', folder, 'one_batch', ['numpy'], signal);
    assert.match(asFound.text ?? '', /1\.46\d* at the end/);
    assert.ok((asFound.series?.loss?.length ?? 0) > 50);
    assert.deepEqual((await readdir(folder)).sort(), before);
    const fix = join(problem, 'variants', 'fixed-logits-to-loss');
    await cp(fix, folder, { recursive: true });
    const repaired = await python.probe('softmax-twice', folder, 'one_batch', ['numpy'], signal);
    assert.match(repaired.text ?? '', / 0\.00\d* at the end/);
  });
});

describe('the reply of a probe', () => {
  it('is one line of the known form, or none', () => {
    assert.deepEqual(probeReply('{"text": "a", "more": 1}\n'), { text: 'a' });
    for (const printed of [
      '',
      'hello',
      '{"text": 1}',
      '{"text": "a"}\n{"text": "b"}',
      '{"series": {"a": [[1]]}}',
      '[]',
    ])
      assert.equal(probeReply(printed), undefined, printed);
  });

  it('is cut even when `probe.py` did not', () => {
    const rows = Array.from({ length: 99 }, () => Array(99).fill('y'.repeat(999)));
    const points = Array.from({ length: 999 }, (_, step) => [step, step]);
    const series = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`s${i}`, points]));
    const cut = probeReply(
      JSON.stringify({ text: 'x'.repeat(9_999), table: { columns: Array(99).fill('c'), rows }, series }),
    );
    assert.ok(JSON.stringify(cut).length < 30_000);
    assert.equal(cut?.table?.rows.length, 12);
  });
});
