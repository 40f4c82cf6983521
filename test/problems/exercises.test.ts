import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as z from 'zod/mini';
import {
  type Exercise,
  exercises,
  inTurns,
  judge,
  judgedFolders,
  newFolder,
  parseRecord,
  type Report,
  root,
  runIn,
  workFolder,
} from './bench.ts';

const atATime = 2;

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

function failed(checks: Report['symptom']): string[] {
  return checks.filter((check) => !check.passed).map((check) => check.check);
}

const start = '(start)';
const inTurn = inTurns(atATime);
/** Begun in the order of the tests before the first of them, so that none waits for the one before it. */
const begun = new Map<string, Promise<Report[]>>();

function begin(name: string, work: () => Promise<Report[]>): void {
  const reports = work();
  // Reported by its own test.
  reports.catch(() => {});
  begun.set(name, reports);
}

function beginAll(exercise: Exercise): void {
  for (const state of [start, ...exercise.variants])
    begin(`${exercise.id} ${state}`, () => judgements(exercise, state === start ? undefined : state));
  begin(`${exercise.id} run`, () => inTurn(() => assertLogs(exercise)));
  begin(`${exercise.id} probes`, () => inTurn(() => assertProbes(exercise)));
}

async function resultOf(exercise: Exercise, what: string): Promise<Report[]> {
  const result = begun.get(`${exercise.id} ${what}`);
  assert.ok(result);
  return result;
}

/** The authors' repairs are judged with several seeds, everything else with a fresh one. */
function judgements(exercise: Exercise, variant?: string): Promise<Report[]> {
  const work = workFolder(exercise, variant);
  const usesTorch = exercise.needs.includes('torch');
  const seeds = usesTorch ? ['1', '2'] : ['1', '2', '3'];
  if (variant?.startsWith('fixed') && !variant.startsWith('fixed-attempt'))
    return Promise.all(seeds.map((seed) => inTurn(() => judge(exercise, work, '--seed', seed))));
  const limit = variant?.startsWith('timed_out') ? ['--limit', usesTorch ? '6' : '2.5'] : [];
  return Promise.all([inTurn(() => judge(exercise, work, ...limit))]);
}

describe('exercises', () => {
  before(() => exercises.forEach(beginAll));

  it('are all in the bank', () => {
    assert.deepEqual(
      exercises.map(({ folder }) => folder),
      judgedFolders,
    );
  });

  it('are projects with names of their own', () => {
    const names = exercises.map(({ project }) => project);
    assert.deepEqual(names, [...new Set(names)]);
    for (const { folder, project } of exercises)
      assert.equal(readFileSync(join(folder, 'starter/README.md'), 'utf8').split('\n')[0], `# ${project}`);
  });

  for (const exercise of exercises)
    describe(exercise.id, () => {
      it('is unfixed as it is handed out', async () => {
        for (const report of await resultOf(exercise, start)) {
          assert.equal(report.id, exercise.id);
          assert.equal(report.verdict, 'unfixed', JSON.stringify(report));
          assert.deepEqual(report.notes, []);
          assertConsistent(report);
        }
      });

      for (const name of exercise.variants)
        it(`judges ${name}`, async () => {
          for (const report of await resultOf(exercise, name)) {
            assert.equal(report.verdict, name.split('-')[0], JSON.stringify(report));
            assertConsistent(report);
            if (report.verdict === 'fixed')
              assert.equal(report.notes.join().includes('config.json differs'), name.includes('edited-config'));
          }
        });

      it('has variants for the verdicts, two repairs and two that tamper among them', () => {
        const verdicts = exercise.variants.map((name) => name.split('-')[0]);
        for (const verdict of ['masked', 'unfixed', 'crashed']) assert.ok(verdicts.includes(verdict), verdict);
        for (const verdict of ['fixed', 'tampered'])
          assert.ok(verdicts.filter((name) => name === verdict).length >= 2, verdict);
        assert.ok(exercise.reference.startsWith('fixed-') && exercise.variants.includes(exercise.reference));
      });

      it('writes down every contract that its cause checks rest on', () => assertContracts(exercise));

      it('carries the shared logging helper and no leftovers', () => {
        const helper = readFileSync(join(root, 'problems/_lib/runlog.py'));
        assert.ok(readFileSync(join(exercise.folder, 'starter/runlog.py')).equals(helper));
        assert.deepEqual(globSync('**/__pycache__', { cwd: join(root, 'problems') }), []);
        for (const file of globSync('{*.{md,yaml},starter/*}', { cwd: exercise.folder }))
          assert.doesNotMatch(readFileSync(join(exercise.folder, file), 'utf8'), /<<\w+>>|@@|\bTODO\b/, file);
      });

      it('is judged by a process that has begun to import what it needs', () => {
        const { imports } = z
          .object({ imports: z._default(z.array(z.string()), []) })
          .parse(JSON.parse(readFileSync(join(exercise.folder, 'checks/exercise.json'), 'utf8')));
        assert.deepEqual(
          imports,
          exercise.needs.filter((name) => name !== 'numpy'),
        );
      });

      it('logs a watched run, in the terminal and as metrics', () => resultOf(exercise, 'run'));

      it('answers its probes', () => resultOf(exercise, 'probes'));
    });
});

/** The functions that messages of the checks begin with, `train.run: …`, are promised in the README and described in the code. */
function assertContracts({ folder }: Exercise): void {
  const contracts = readFileSync(join(folder, 'starter/README.md'), 'utf8').split('## Contracts')[1] ?? '';
  const checks = readFileSync(join(folder, 'checks/checks.py'), 'utf8');
  const named = new Set([...contracts.matchAll(/`(\w+\.\w+)/g)].map((match) => match[1] ?? ''));
  const judged = new Set([...checks.matchAll(/f?"(\w+\.\w+)[: ,]/g)].map((match) => match[1] ?? ''));
  assert.ok(judged.size > 0);
  const unwritten = [...judged].filter((name) => !named.has(name));
  assert.deepEqual(unwritten, []);
  for (const [file, name] of [...judged].map((full) => full.split('.')))
    assert.match(
      readFileSync(join(folder, `starter/${file}.py`), 'utf8'),
      new RegExp(`(def|class) ${name}\\b[^\\n]*:\\n +"""`),
    );
}

/** The start state; the reference solution where the start is still to be written. */
function runnable(exercise: Exercise): string {
  return workFolder(exercise, exercise.kind === 'coding' ? exercise.reference : undefined);
}

/** With the graded sizes, and as often as the watched run. */
async function assertLogs(exercise: Exercise): Promise<Report[]> {
  const work = runnable(exercise);
  const read = (file: string): Record<string, unknown> =>
    z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
  const { graded } = read(join(exercise.folder, 'checks/exercise.json'));
  const config = join(work, 'config.json');
  const shipped = read(config);
  const sizes = z.record(z.string(), z.unknown()).parse(graded);
  writeFileSync(config, JSON.stringify({ ...shipped, ...sizes, log_every: shipped.log_every }));
  const metrics = join(work, 'metrics.jsonl');
  const run = await runIn(exercise, work, ['train.py'], metrics);
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^step +\d+ {2}\w+ [-\d]/m);
  const records = readFileSync(metrics, 'utf8').trimEnd().split('\n').map(parseRecord);
  assert.ok(records.length > 5);
  const names = new Set(records.flatMap(Object.keys));
  assert.ok(names.has('step') && [...names].some((name) => name.includes('loss')), [...names].join());
  assert.ok(names.size >= 3, [...names].join());
  return [];
}

const Shown = z.strictObject({
  text: z.optional(z.string().check(z.minLength(10))),
  table: z.optional(
    z.strictObject({
      columns: z.array(z.string()),
      rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))).check(z.maxLength(12)),
    }),
  ),
  series: z.optional(z.record(z.string(), z.array(z.tuple([z.number(), z.nullable(z.number())])))),
});

/** Each answers with something to read. */
async function assertProbes(exercise: Exercise): Promise<Report[]> {
  assert.ok(exercise.probes.length >= 4);
  const script = join(root, 'problems/_lib/probe.py');
  for (const probe of exercise.probes) {
    const work = runnable(exercise);
    const asked = [script, '--problem', exercise.folder, '--work', work, '--probe', probe];
    const run = await runIn(exercise, root, asked);
    assert.equal(run.code, 0, `${probe}: ${run.stderr}`);
    const shown = Shown.parse(JSON.parse(run.stdout));
    assert.ok(Object.keys(shown).length > 0, probe);
  }
  return [];
}

describe('the logging helper', () => {
  it('writes numbers that are not finite as words', async () => {
    const metrics = join(newFolder(), 'metrics.jsonl');
    const code = 'from runlog import RunLog; RunLog()(3, a=float("nan"), b=float("inf"), c=-float("inf"), d=.5)';
    const run = await runIn({ ...exercises[0] } as Exercise, join(root, 'problems/_lib'), ['-c', code], metrics);
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(parseRecord(readFileSync(metrics, 'utf8')), { step: 3, a: 'nan', b: 'inf', c: '-inf', d: 0.5 });
  });
});
