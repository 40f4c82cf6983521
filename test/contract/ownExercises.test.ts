import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scaffold } from '../../src/adapters/node/authoring/scaffold.ts';
import { OwnExercises } from '../../src/adapters/node/ownExercises.ts';
import { ProblemFolder } from '../../src/adapters/node/problemFolder.ts';
import { rootPath } from '../support/paths.ts';

describe('exercises of a folder of one’s own', () => {
  const shipped = new ProblemFolder(rootPath('problems'));
  let folder: string;
  let own: OwnExercises;
  const file = (...names: string[]) => join(folder, 'lines', 'line-fit', ...names);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'own exercises ü '));
    await mkdir(join(folder, '_lib'));
    await writeFile(join(folder, '_lib', 'runlog.py'), '');
    await scaffoldQuietly('lines/line-fit');
    own = new OwnExercises(shipped, shipped, () => folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function scaffoldQuietly(name: string): Promise<void> {
    const { log } = console;
    console.log = () => undefined;
    await scaffold(folder, name).finally(() => {
      console.log = log;
    });
  }

  it('stand beside those that ship', async () => {
    const [bank, before] = await Promise.all([own.load(), shipped.load()]);
    assert.equal(bank.problems.size, before.problems.size + 1);
    assert.equal(bank.problems.get('line-fit')?.title, 'The loss grows');
    assert.deepEqual(bank.faults, before.faults);
    assert.equal(await own.folderOf('line-fit'), file());
    assert.equal(await own.folderOf('softmax-twice'), await shipped.folderOf('softmax-twice'));
  });

  it('are none when no folder is named, or the folder is not there', async () => {
    const { problems } = await shipped.load();
    for (const place of ['', join(folder, 'nowhere')]) {
      const without = new OwnExercises(shipped, shipped, () => place);
      assert.equal((await without.load()).problems.size, problems.size);
      assert.equal(await without.folderOf('line-fit'), undefined);
    }
  });

  it('that are malformed are named with their file, line and field, and the others load', async () => {
    await scaffoldQuietly('lines/broken');
    await writeFile(join(folder, 'lines/broken/problem.yaml'), 'id: broken\nlevel: high\n');
    const { problems, faults } = await own.load();
    assert.ok(problems.has('line-fit') && !problems.has('broken'));
    assert.ok(faults.some((fault) => fault.file === `${folder}/lines/broken/problem.yaml` && fault.field === 'level'));
  });

  it('never take the place of one that ships', async () => {
    await scaffoldQuietly('lines/softmax-twice');
    const { problems, faults } = await own.load();
    assert.equal(problems.get('softmax-twice')?.title, 'The loss has a floor');
    assert.match(
      faults.map(({ message }) => message).join(),
      /"softmax-twice" is that of an exercise which comes with/,
    );
    assert.equal(await own.fingerprint('softmax-twice'), undefined);
  });

  it('have another fingerprint after any change of the code that judges, hidden files and links included', async () => {
    const seen = [await own.fingerprint('line-fit')];
    assert.match(seen[0] ?? '', /^[0-9a-f]{64}$/);
    await writeFile(file('starter', 'train.py'), 'changed');
    assert.equal(await own.fingerprint('line-fit'), seen[0]);
    const changes = [
      () => writeFile(file('checks', 'checks.py'), 'changed'),
      () => writeFile(file('checks', '.hidden.py'), ''),
      () => mkdir(file('checks', '__pycache__')).then(() => writeFile(file('checks', '__pycache__', 'a.pyc'), '')),
      () => writeFile(file('probes.py'), ''),
      () => symlink('/nowhere', file('checks', 'link.py')),
    ];
    for (const change of changes) {
      await change();
      seen.push(await own.fingerprint('line-fit'));
    }
    assert.equal(new Set(seen).size, changes.length + 1);
  });
});
