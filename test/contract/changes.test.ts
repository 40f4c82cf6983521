import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeChange } from '../../src/core/event.ts';
import { mustHavePython, problemsFolder, realPython } from '../support/pythonBench.ts';

const problem = join(problemsFolder, 'losses', 'softmax-twice');

/** `changes.py` in real Python on the start state of an exercise and a few hands laid on it. */
describe('what an attempt changes', function () {
  this.timeout(30_000);
  const python = realPython({ problemFolder: () => problem });
  let folder: string;

  before(mustHavePython);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'Änderungen 1 '));
    await cp(join(problem, 'starter'), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  after(() => python.dispose());

  async function edit(file: string, ...changes: [from: string | RegExp, to: string][]): Promise<void> {
    const before = await readFile(join(folder, file), 'utf8');
    const after = changes.reduce((text, [from, to]) => text.replace(from, to), before);
    assert.notEqual(after, before);
    await writeFile(join(folder, file), after);
  }
  async function changes(): Promise<CodeChange[]> {
    return (await python.changes('softmax-twice', folder, ['numpy'])) ?? assert.fail('Python could not tell');
  }
  const brief = (found: readonly CodeChange[]) => found.map(({ file, unit, kind }) => `${file} ${unit} ${kind}`);

  it('is nothing while nothing is, and for notes, comments, blanks and docstrings', async () => {
    assert.deepEqual(await changes(), []);
    await edit('train.py', ['rng = np', '# mine\n\n    rng  =  np'], [/"""Mean cross-entropy.*?"""/s, '"""Other."""']);
    await writeFile(join(folder, 'NOTES.md'), 'a suspicion');
    assert.deepEqual(await changes(), []);
  });

  it('is named by function, with its line', async () => {
    await edit('losses.py', [/return (.*)/, 'return $1 if True else None']);
    const [found, ...others] = await changes();
    assert.deepEqual(others, []);
    assert.deepEqual([found?.file, found?.unit, found?.kind, found?.prints], ['losses.py', 'cross_entropy', 'code', 0]);
    assert.match(
      (await readFile(join(folder, 'losses.py'), 'utf8')).split('\n')[(found?.line ?? 0) - 1] ?? '',
      /def cross_entropy/,
    );
  });

  it('tells numbers, seeds, output for people and the configuration apart', async () => {
    await edit('train.py', ['default=0', 'default=7'], ['    rng = np', '    print(tickets)\n    rng = np']);
    await edit('model.py', [/\b2\.0\b|\b1\.0\b|\b2\b/, '9']);
    await edit('config.json', [/"learning_rate": [\d.]+/, '"learning_rate": 0.5']);
    const found = await changes();
    assert.deepEqual(brief(found).sort(), [
      'config.json learning_rate config',
      'model.py Router.__init__ constant',
      'train.py main seed',
      'train.py run debug',
    ]);
    assert.equal(found.find(({ unit }) => unit === 'run')?.prints, 1);
  });

  it('gives the same digest to the same code with another seed or print, and another to other code', async () => {
    const digests = async () => (await changes()).map(({ unit, digest, seeds }) => ({ unit, digest, seeds }));
    await edit('train.py', ['np.random.default_rng(seed)', 'np.random.default_rng(1)']);
    const [one] = await digests();
    await edit('train.py', ['default_rng(1)', 'default_rng(2)'], ['    rng = np', '    print(1)\n    rng = np']);
    const [other] = await digests();
    assert.equal(one?.digest, other?.digest);
    assert.notEqual(one?.seeds, other?.seeds);
    await edit('train.py', ['model.params[name] -=', 'model.params[name] +=']);
    assert.notEqual((await digests())[0]?.digest, other?.digest);
  });

  it('says of a file that does not parse that it cannot be read, and still reads the others', async () => {
    await edit('losses.py', ['def ', 'deff ']);
    await edit('model.py', [/return (.*)/, 'return ($1) * 1']);
    assert.deepEqual(
      brief(await changes()).map((line) => line.replace(/ \S* /, ' … ')),
      ['losses.py … unreadable', 'model.py … code'],
    );
  });

  it('is not told, and nothing is thrown, where there is no such folder, problem or Python', async () => {
    assert.equal(await python.changes('softmax-twice', join(folder, 'nowhere'), ['no-such-package']), undefined);
    const lost = realPython({ problemFolder: () => undefined });
    assert.equal(await lost.changes('softmax-twice', folder, ['numpy']), undefined);
    lost.dispose();
  });
});
