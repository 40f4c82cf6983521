import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import * as z from 'zod/mini';

const root = join(import.meta.dirname, '../..');
const judgeScript = join(root, 'problems/_lib/judge.py');
const exercises = globSync('problems/*/*/checks', { cwd: root })
  .map((folder) => join(root, dirname(folder)))
  .toSorted();
const separateShuffles = join(root, 'problems/data/separate-shuffles');
const shownFix = join(separateShuffles, 'variants/fixed-one-order');

const Checks = z.array(
  z.strictObject({ check: z.string(), passed: z.boolean(), message: z.string().check(z.minLength(10)) }),
);
const Report = z.strictObject({
  nonce: z.string(),
  id: z.string(),
  verdict: z.enum(['fixed', 'masked', 'unfixed', 'tampered', 'crashed', 'timed_out']),
  symptom: Checks,
  cause: Checks,
  notes: z.array(z.string()),
  seconds: z.number(),
  error: z.optional(
    z.strictObject({
      kind: z.string(),
      message: z.string(),
      file: z.nullable(z.string()),
      line: z.nullable(z.number()),
    }),
  ),
});
type Report = z.infer<typeof Report>;

let scratch: string;
before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'exercises-'));
});
after(() => rmSync(scratch, { recursive: true, force: true }));

function python(): string {
  const venv = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
  return process.env.ML_INTERVIEWER_TEST_PYTHON ?? join(root, '.vscode-test/python', venv);
}

/** The candidate's folder: the starter with some files laid over it. */
function workFolder(problem: string, variant?: string, name = 'work'): string {
  const folder = join(mkdtempSync(join(scratch, 'w-')), name);
  cpSync(join(problem, 'starter'), folder, { recursive: true });
  if (variant) cpSync(variant, folder, { recursive: true });
  return folder;
}

/** A folder with the shown repair and some Python before the rest of train.py. */
function repairedWith(code: string): string {
  const folder = workFolder(separateShuffles, shownFix);
  const train = join(folder, 'train.py');
  writeFileSync(train, `${code}\n${readFileSync(train, 'utf8')}`);
  return folder;
}

function startJudge(problem: string, work: string, ...args: string[]) {
  const child = spawn(python(), [judgeScript, '--problem', problem, '--work', work, ...args]);
  child.stdin.on('error', () => undefined);
  child.stdin.write('a nonce\n');
  return child;
}

async function output(child: ReturnType<typeof startJudge>) {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const [code] = await once(child, 'close');
  return { code: code as number | null, stdout, stderr };
}

async function judge(problem: string, work: string, ...args: string[]): Promise<Report> {
  const { code, stdout, stderr } = await output(startJudge(problem, work, ...args));
  assert.equal(code, 0, stderr);
  assert.equal(stderr, '');
  assert.equal(stdout.indexOf('\n'), stdout.length - 1, 'one line');
  const report = Report.parse(JSON.parse(stdout));
  assert.equal(report.nonce, 'a nonce');
  return report;
}

function variantsOf(problem: string): string[] {
  return readdirSync(join(problem, 'variants')).toSorted();
}

function failed(checks: z.infer<typeof Checks>): string[] {
  return checks.filter((check) => !check.passed).map((check) => check.check);
}

/** What a verdict has to rest on: the groups of checks, or the reason why there are none. */
function assertConsistent(report: Report): void {
  const { verdict, symptom, cause, notes, error } = report;
  const wasChecked = ['fixed', 'masked', 'unfixed'].includes(verdict);
  assert.equal(symptom.length > 0 && cause.length > 0, wasChecked);
  if (wasChecked) {
    assert.equal(failed(symptom).length > 0, verdict === 'unfixed');
    if (verdict !== 'unfixed') assert.equal(failed(cause).length > 0, verdict === 'masked');
  }
  if (verdict === 'tampered') assert.match(notes.join(), /protected|forged/);
  if (verdict === 'crashed') assert.ok(error && (error.file !== null || error.kind === 'NoAnswer'), error?.message);
  if (verdict === 'timed_out') assert.equal(error?.kind, 'TimeLimit');
}

for (const problem of exercises) {
  describe(`exercise ${basename(problem)}`, () => {
    it('is unfixed as it is handed out', async () => {
      const report = await judge(problem, workFolder(problem));
      assert.equal(report.id, basename(problem));
      assert.equal(report.verdict, 'unfixed');
      assert.deepEqual(report.notes, []);
      assertConsistent(report);
    });

    it('has a variant for every verdict, two repairs among them', () => {
      const verdicts = variantsOf(problem).map((name) => name.split('-')[0]);
      assert.deepEqual(new Set(verdicts), new Set(Report.shape.verdict.options));
      assert.ok(verdicts.filter((verdict) => verdict === 'fixed').length >= 2);
      assert.ok(verdicts.filter((verdict) => verdict === 'tampered').length >= 2);
    });

    for (const name of variantsOf(problem).filter((variant) => !variant.startsWith('fixed'))) {
      it(`judges ${name}`, async () => {
        const work = workFolder(problem, join(problem, 'variants', name));
        const limit = name.startsWith('timed_out') ? ['--limit', '2.5'] : [];
        const report = await judge(problem, work, ...limit);
        assert.equal(report.verdict, name.split('-')[0], JSON.stringify(report));
        assertConsistent(report);
      });
    }

    for (const name of variantsOf(problem).filter((variant) => variant.startsWith('fixed'))) {
      it(`judges ${name} with five seeds`, async () => {
        const work = workFolder(problem, join(problem, 'variants', name));
        const seeds = ['1', '2', '3', '4', '5'];
        const reports = await Promise.all(seeds.map((seed) => judge(problem, work, '--seed', seed)));
        for (const report of reports) {
          assert.equal(report.verdict, 'fixed', JSON.stringify(report));
          assertConsistent(report);
          assert.equal(report.notes.join().includes('config.json differs'), name.includes('edited-config'));
        }
      });
    }

    it('writes down every contract that its cause checks rest on', () => {
      const contracts = readFileSync(join(problem, 'starter/README.md'), 'utf8').split('## Contracts')[1] ?? '';
      const checks = readFileSync(join(problem, 'checks/checks.py'), 'utf8');
      const named = new Set([...contracts.matchAll(/`(\w+\.\w+)/g)].map((match) => match[1] ?? ''));
      const judged = new Set([...checks.matchAll(/f?"(\w+\.\w+)[: ,]/g)].map((match) => match[1] ?? ''));
      assert.ok(judged.size > 0);
      assert.deepEqual(
        [...judged].filter((name) => !named.has(name)),
        [],
      );
      for (const [file, name] of [...judged].map((full) => full.split('.')))
        assert.match(
          readFileSync(join(problem, `starter/${file}.py`), 'utf8'),
          new RegExp(`def ${name}\\(.*\\):\\n +"""`),
        );
    });

    it('carries the shared logging helper and no leftovers', () => {
      const helper = readFileSync(join(root, 'problems/_lib/runlog.py'));
      assert.ok(readFileSync(join(problem, 'starter/runlog.py')).equals(helper));
      assert.deepEqual(globSync('**/__pycache__', { cwd: join(root, 'problems') }), []);
    });

    it('logs a watched run, in the terminal and as metrics', async () => {
      const work = workFolder(problem);
      const config = JSON.parse(readFileSync(join(work, 'config.json'), 'utf8'));
      writeFileSync(join(work, 'config.json'), JSON.stringify({ ...config, epochs: 2 }));
      const metrics = join(work, 'metrics.jsonl');
      const env = { ...process.env, ML_INTERVIEW_METRICS: metrics, PYTHONDONTWRITEBYTECODE: '1' };
      const run = await output(spawn(python(), ['-u', 'train.py'], { cwd: work, env }));
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /^step +0 {2}loss \d/);
      const records = readFileSync(metrics, 'utf8').trimEnd().split('\n').map(parseRecord);
      assert.ok(records.length > 5);
      for (const name of ['step', 'loss', 'accuracy', 'grad_norm', 'epoch_loss'])
        assert.ok(
          records.some((record) => Number.isFinite(record[name])),
          name,
        );
    });
  });
}

function parseRecord(line: string): Record<string, unknown> {
  return z.record(z.string(), z.union([z.number(), z.string()])).parse(JSON.parse(line));
}

describe('the logging helper', () => {
  it('writes numbers that are not finite as words', async () => {
    const metrics = join(mkdtempSync(join(scratch, 'm-')), 'metrics.jsonl');
    const code = 'from runlog import RunLog; RunLog()(3, a=float("nan"), b=float("inf"), c=-float("inf"), d=.5)';
    const env = { ...process.env, ML_INTERVIEW_METRICS: metrics, PYTHONDONTWRITEBYTECODE: '1' };
    const run = await output(spawn(python(), ['-c', code], { cwd: join(root, 'problems/_lib'), env }));
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(parseRecord(readFileSync(metrics, 'utf8')), { step: 3, a: 'nan', b: 'inf', c: '-inf', d: 0.5 });
  });
});

describe('the split-process judge', () => {
  it('repeats a judgement from its seed, and draws fresh numbers without one', async () => {
    const work = workFolder(separateShuffles);
    const reports = [
      await judge(separateShuffles, work, '--seed', '7'),
      await judge(separateShuffles, work, '--seed', '7'),
      await judge(separateShuffles, work),
      await judge(separateShuffles, work),
    ].map(({ seconds, ...report }) => JSON.stringify(report));
    assert.equal(reports[0], reports[1]);
    assert.notEqual(reports[2], reports[3]);
  });

  it('works in a folder with spaces and letters that are not ASCII, and leaves it as it was', async () => {
    const work = workFolder(separateShuffles, shownFix, 'Übung 1 – 訓練 ok');
    const before = readdirSync(work);
    assert.equal((await judge(separateShuffles, work)).verdict, 'fixed');
    assert.deepEqual(readdirSync(work), before);
  });

  it('takes Windows line ends in a protected file for what they are', async () => {
    const work = workFolder(separateShuffles, shownFix);
    const evaluate = join(work, 'evaluate.py');
    writeFileSync(evaluate, readFileSync(evaluate, 'utf8').replaceAll('\n', '\r\n'));
    assert.equal((await judge(separateShuffles, work)).verdict, 'fixed');
  });

  it('finds a protected file missing', async () => {
    const work = workFolder(separateShuffles, shownFix);
    rmSync(join(work, 'evaluate.py'));
    const report = await judge(separateShuffles, work);
    assert.equal(report.verdict, 'tampered');
    assert.deepEqual(report.notes, ['evaluate.py is protected and is missing']);
  });

  it('names the value and the line of a change in config.json and of a crash', async () => {
    const work = repairedWith('raise RuntimeError("left over")');
    const config = join(work, 'config.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace('"learning_rate": 0.01', '"learning_rate": 0.5'));
    const report = await judge(separateShuffles, work);
    assert.equal(report.verdict, 'crashed');
    assert.deepEqual(report.error, { kind: 'RuntimeError', message: 'left over', file: 'train.py', line: 1 });
    assert.deepEqual(report.notes, [
      'config.json differs from the shipped one: learning_rate 0.01 → 0.5 (graded with the shipped config)',
    ]);
  });

  const harmless: Record<string, string> = {
    'a flood of output': 'import sys\nfor _ in range(20000): print("x" * 1000); sys.stderr.write("y" * 1000)',
    'a read from standard input': 'import sys\nassert sys.stdin.read() == ""',
    'a handler at exit that hangs': 'import atexit, time\natexit.register(time.sleep, 60)',
    'a thread that goes on': 'import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()',
    'a recursion that is caught': 'def down(): down()\ntry:\n    down()\nexcept RecursionError:\n    pass',
    'a module of the same name as one of the judge': 'import sys\nassert "wire" not in sys.modules',
  };
  for (const [what, code] of Object.entries(harmless))
    it(`gives its verdict in time in spite of ${what}`, async () => {
      const report = await judge(separateShuffles, repairedWith(code));
      assert.equal(report.verdict, 'fixed', JSON.stringify(report));
      assert.ok(report.seconds < 12);
    });

  it('ends a child of the project together with it', async () => {
    const pidFile = join(mkdtempSync(join(scratch, 'p-')), 'pid');
    const child = `import subprocess, sys\np = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])`;
    const work = repairedWith(`${child}\nopen(${JSON.stringify(pidFile)}, "w").write(str(p.pid))`);
    assert.equal((await judge(separateShuffles, work)).verdict, 'fixed');
    await assertEnds(Number(readFileSync(pidFile, 'utf8')));
  });

  for (const [what, end] of Object.entries({
    'the end of its standard input': (child: ReturnType<typeof startJudge>) => child.stdin.end(),
    'a termination signal': (child: ReturnType<typeof startJudge>) => child.kill('SIGTERM'),
    'its own sudden death': (child: ReturnType<typeof startJudge>) => child.kill('SIGKILL'),
  }))
    it(`ends the project's process on ${what}`, async () => {
      const pidFile = join(mkdtempSync(join(scratch, 'p-')), 'pid');
      const code = `import os, time\nopen(${JSON.stringify(pidFile)}, "w").write(str(os.getpid()))\ntime.sleep(60)`;
      const child = startJudge(separateShuffles, repairedWith(code));
      const closed = output(child);
      const pid = await numberIn(pidFile);
      end(child);
      const { code: status, stdout } = await closed;
      assert.notEqual(status, 0);
      assert.equal(stdout, '');
      await assertEnds(pid);
    });

  it('says so when it cannot judge', async () => {
    const linked = workFolder(separateShuffles);
    symlinkSync(judgeScript, join(linked, 'link.py'));
    const cases: [string, string, RegExp][] = [
      [separateShuffles, join(scratch, 'nowhere'), /nowhere is not a folder/],
      [join(scratch, 'no-problem'), workFolder(separateShuffles), /exercise\.json: No such file/],
      [separateShuffles, linked, /link\.py is a symbolic link/],
    ];
    for (const [problem, work, reason] of cases) {
      const { code, stdout, stderr } = await output(startJudge(problem, work));
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, reason);
    }
  });
});

async function numberIn(file: string): Promise<number> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const text = globSync(file).length > 0 ? readFileSync(file, 'utf8') : '';
    if (text !== '') return Number(text);
    await sleep(25);
  }
  throw new Error(`${file} was not written`);
}

async function assertEnds(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (!isRunning(pid)) return;
    await sleep(25);
  }
  assert.fail(`process ${pid} goes on`);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie that nobody has waited for yet has ended too.
  if (process.platform !== 'linux') return true;
  return !/^State:\s+Z/m.test(
    globSync(`/proc/${pid}/status`)
      .map((file) => readFileSync(file, 'utf8'))
      .join(),
  );
}
