import assert from 'node:assert/strict';
import { appendFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompiledBank, compileBank } from '../../src/adapters/node/compiledBank.ts';
import { ProblemFolder } from '../../src/adapters/node/problemFolder.ts';
import { rootPath } from '../support/paths.ts';
import { layBank, sampleProblem } from '../support/sampleBank.ts';

const problem = 'losses/softmax/problem.yaml';

describe('the compiled problem bank', function () {
  this.timeout(20_000);
  let root = '';
  let file = '';

  beforeEach(async () => {
    root = await layBank({});
    file = join(root, '..', `${Date.now()}-bank.json`);
    await writeFile(file, await compileBank(new ProblemFolder(root)));
  });

  afterEach(async () => {
    await rm(root, { recursive: true });
    await rm(file, { force: true });
  });

  const load = () => new CompiledBank(new ProblemFolder(root), file).load();

  it('is the bank of the folder', async () => {
    assert.deepEqual(await load(), await new ProblemFolder(root).load());
  });

  it('is the shipped bank, too', async () => {
    const folder = new ProblemFolder(rootPath('problems'));
    await writeFile(file, await compileBank(folder));
    assert.deepEqual(await new CompiledBank(folder, file).load(), await folder.load());
  });

  it('is what is read while nothing was edited', async () => {
    await writeFile(
      file,
      (await compileBank(new ProblemFolder(root))).replace('"title":"Softmax"', '"title":"Compiled"'),
    );
    assert.equal((await load()).problems.get('softmax')?.title, 'Compiled');
  });

  it('gives way to an edited file, whose fault is then named', async () => {
    await appendFile(join(root, problem), 'surprise: 1\n');
    const [fault] = (await load()).faults.filter((item) => item.file === problem);
    assert.equal(fault?.field, 'surprise');
  });

  it('gives way to an edit that keeps the size, a while after the installation', async () => {
    await writeFile(join(root, problem), sampleProblem.replace('title: Softmax', 'title: Softmix'));
    const later = new Date(Date.now() + 120_000);
    await utimes(join(root, problem), later, later);
    assert.equal((await load()).problems.get('softmax')?.title, 'Softmix');
  });

  for (const content of ['', '{', '{"format":2}', 'null', '[]']) {
    it(`gives way when it holds ${JSON.stringify(content)}`, async () => {
      await writeFile(file, content);
      assert.equal((await load()).problems.get('softmax')?.title, 'Softmax');
    });
  }

  it('gives way when it is not there, or a file was added', async () => {
    await rm(file);
    assert.equal((await load()).problems.size, 1);
  });
});
