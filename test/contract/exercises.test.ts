import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ExerciseFiles } from '../../src/adapters/node/exerciseFiles.ts';
import { hunksBetween } from '../../src/adapters/node/fileDiff.ts';
import { ProblemFolder } from '../../src/adapters/node/problemFolder.ts';
import { ExerciseError } from '../../src/app/ports.ts';
import { problemsFolder } from '../support/pythonBench.ts';
import { layBank, sampleProblem } from '../support/sampleBank.ts';

const train = 'import model\n\nlr = 0.1\nmodel.fit(lr)\n';
const withExercise = `${sampleProblem}exercise: { folder: project, entry: train.py, open: [train.py], protected: [], needs: [numpy], reference: fixed-rate,
  hypothesis: h, root_cause: r, explanation: e }\n`;

function fails(reason: ExerciseError['reason']) {
  return (error: unknown) => error instanceof ExerciseError && error.reason === reason && error.message.length > 10;
}

/** The superuser may write everywhere, so a test that runs as that steps down for a moment. */
async function asPlainUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('the files of an exercise', function () {
  this.timeout(20_000);
  let bank: string;
  let into: string;
  let exercises: ExerciseFiles;

  beforeEach(async () => {
    bank = await layBank({
      'losses/softmax/problem.yaml': withExercise,
      'losses/softmax/starter/train.py': train,
      'losses/softmax/starter/pkg/model.py': 'def fit(lr):\r\n    return lr\r\n',
      'losses/softmax/starter/data.bin': Buffer.from([0, 1, 2]),
      'losses/softmax/starter/__pycache__/model.pyc': 'x',
      'losses/softmax/variants/fixed-rate/train.py': train.replace('0.1', '0.01'),
    });
    into = await mkdtemp(join(tmpdir(), 'work é '));
    const problems = new ProblemFolder(bank);
    exercises = new ExerciseFiles((problem) => problems.folderOf(problem));
  });
  afterEach(async () => {
    await Promise.all([bank, into].map((folder) => rm(folder, { recursive: true })));
  });

  it('are copied to a new folder each time, and nothing is written over', async () => {
    await mkdir(join(into, 'softmax'));
    await writeFile(join(into, 'softmax-2'), 'a file of that name');
    assert.equal(await exercises.copyStarter('softmax', into, 'softmax'), join(into, 'softmax-3'));
    assert.equal(await exercises.copyStarter('softmax', into, 'softmax'), join(into, 'softmax-4'));
    assert.deepEqual(await readdir(join(into, 'softmax')), []);
    assert.deepEqual((await readdir(join(into, 'softmax-3'), { recursive: true })).sort(), [
      'data.bin',
      'pkg',
      join('pkg', 'model.py'),
      'train.py',
    ]);
    assert.equal(await readFile(join(into, 'softmax-3', 'train.py'), 'utf8'), train);
    assert.deepEqual(
      (await readdir(into)).filter((name) => name.startsWith('.')),
      [],
    );
  });

  it('are copied once for each of many that ask at the same time', async () => {
    const folders = await Promise.all(
      Array.from({ length: 6 }, () => exercises.copyStarter('softmax', into, 'softmax')),
    );
    assert.equal(new Set(folders).size, 6);
    for (const folder of folders) assert.deepEqual(await exercises.diff('softmax', folder), []);
  });

  it('make the folder that they go into', async () => {
    assert.equal(
      await exercises.copyStarter('softmax', join(into, 'a', 'b'), 'softmax'),
      join(into, 'a', 'b', 'softmax'),
    );
  });

  it('cannot go where nothing may be written', async () => {
    await writeFile(join(into, 'file'), '');
    await assert.rejects(exercises.copyStarter('softmax', join(into, 'file'), 'softmax'), fails('exists'));
    await chmod(bank, 0o755);
    await chmod(into, 0o555);
    await assert.rejects(
      asPlainUser(() => exercises.copyStarter('softmax', into, 'softmax')),
      fails('read-only'),
    );
  });

  it('exist only for exercises, and never outside the bank', async () => {
    for (const problem of ['nothing', '..', '../losses/softmax', 'losses/softmax', '']) {
      await assert.rejects(exercises.copyStarter(problem, into, problem), fails('entry-missing'));
    }
    await assert.rejects(exercises.starterFile('softmax', '../problem.yaml'));
    await assert.rejects(exercises.starterFile('softmax', '/etc/hostname'));
    assert.equal(await exercises.starterFile('softmax', 'train.py'), train);
    assert.equal(await exercises.starterFile('softmax', 'new.py'), '');
  });

  it('are kept as an earlier attempt when they are reset', async () => {
    const folder = await exercises.copyStarter('softmax', into, 'softmax');
    await writeFile(join(folder, 'train.py'), 'mine');
    await writeFile(join(folder, 'notes.txt'), 'mine too');
    assert.equal(await exercises.reset('softmax', folder), `${folder}-attempt-1`);
    assert.equal(await readFile(join(`${folder}-attempt-1`, 'train.py'), 'utf8'), 'mine');
    assert.deepEqual(await exercises.diff('softmax', folder), []);
    assert.equal(await exercises.reset('softmax', folder), `${folder}-attempt-2`);
    assert.equal(await readFile(join(`${folder}-attempt-1`, 'notes.txt'), 'utf8'), 'mine too');
  });

  it('are told as gone when the folder was deleted or renamed', async () => {
    const folder = await exercises.copyStarter('softmax', into, 'softmax');
    await rename(folder, `${folder} old`);
    await assert.rejects(exercises.diff('softmax', folder), fails('folder-missing'));
    await assert.rejects(exercises.reset('softmax', folder), fails('folder-missing'));
  });

  it('differ from the start by hunks with the line in the candidate’s file', async () => {
    const folder = await exercises.copyStarter('softmax', into, 'softmax');
    await writeFile(join(folder, 'train.py'), 'import model\nimport numpy\n\nlr = 0.01\n');
    await rm(join(folder, 'data.bin'));
    await writeFile(join(folder, 'pkg', 'model.py'), 'def fit(lr):\n    return lr\n');
    await writeFile(join(folder, 'new.py'), 'a = 1\nb = 2\n');
    assert.deepEqual(await exercises.diff('softmax', folder), [
      { file: 'new.py', line: 1, removed: [], added: ['a = 1', 'b = 2'] },
      { file: 'train.py', line: 2, removed: [], added: ['import numpy'] },
      { file: 'train.py', line: 4, removed: ['lr = 0.1', 'model.fit(lr)'], added: ['lr = 0.01'] },
    ]);
    await rm(join(folder, 'train.py'));
    assert.deepEqual((await exercises.diff('softmax', folder)).at(-1), {
      ...{ file: 'train.py', line: 1, added: [] },
      removed: ['import model', '', 'lr = 0.1', 'model.fit(lr)'],
    });
  });

  it('leave out of the comparison what tools make, what is large, and where links lead', async () => {
    const folder = await exercises.copyStarter('softmax', into, 'softmax');
    for (const name of ['__pycache__', '.git', 'runs', '.venv']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'x.py'), 'x');
    }
    await writeFile(join(folder, 'large.txt'), 'x'.repeat(200_001));
    await writeFile(join(into, 'secret.txt'), 'secret');
    await symlink(join(into, 'secret.txt'), join(folder, 'link.txt'));
    await symlink(into, join(folder, 'loop'));
    await rm(join(folder, 'train.py'));
    await symlink(join(into, 'secret.txt'), join(folder, 'train.py'));
    const hunks = await exercises.diff('softmax', folder);
    assert.deepEqual(
      hunks.map((hunk) => hunk.file),
      ['train.py'],
    );
    assert.deepEqual(hunks[0]?.added, [], 'what a link leads to is not told');
  });

  it('have a reference: the files that it changes', async () => {
    assert.deepEqual(await exercises.reference('softmax'), [{ file: 'train.py', text: train.replace('0.1', '0.01') }]);
  });

  it('of the shipped exercises are all there', async () => {
    const problems = new ProblemFolder(problemsFolder);
    const shipped = new ExerciseFiles((problem) => problems.folderOf(problem));
    for (const problem of ['separate-shuffles', 'softmax-twice']) {
      const folder = await shipped.copyStarter(problem, into, problem);
      assert.deepEqual(await shipped.diff(problem, folder), []);
      assert.ok((await shipped.starterFile(problem, 'train.py')).length > 100);
      assert.ok((await shipped.reference(problem)).length > 0);
    }
  });
});

describe('hunks', function () {
  this.timeout(20_000);
  const lines = fc.array(fc.constantFrom<string[]>('a', 'b', 'c', '', '  x'), { maxLength: 12 });

  it('turn one text into the other', async () => {
    await fc.assert(
      fc.asyncProperty(lines, lines, async (before, after) => {
        const text = (list: string[]) => list.map((line) => `${line}\n`).join('');
        const hunks = await hunksBetween('f', text(before), text(after));
        const result = [...before];
        let shift = 0;
        for (const { line, removed, added } of hunks) {
          assert.deepEqual(result.slice(line - 1, line - 1 + removed.length), removed);
          result.splice(line - 1, removed.length, ...added);
          assert.deepEqual(after.slice(line - 1, line - 1 + added.length), added);
          shift += added.length - removed.length;
        }
        assert.deepEqual(result, after);
        assert.equal(before.length + shift, after.length);
      }),
    );
  });
});
