import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ProblemFolder } from '../../src/adapters/node/problemFolder.ts';
import type { CodeChange } from '../../src/core/event.ts';
import { mustHavePython, problemsFolder, realPython, testPython } from '../support/pythonBench.ts';

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
  const signs = async () =>
    (await changes()).flatMap(({ file, signs = [] }) => signs.map(({ what, line }) => `${file}:${line} ${what}`));
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

  it('is nothing for other names of functions, methods and local variables, and for a function that moved', async () => {
    await edit('losses.py', [/shifted/g, 'centred'], [/cross_entropy/g, 'nll_of_logits']);
    await edit('train.py', [/cross_entropy/g, 'nll_of_logits'], [/\bnorm\(/g, 'length_of(']);
    assert.deepEqual(await changes(), []);
    const moved = /def batches[\s\S]*/.exec(await readFile(join(folder, 'data.py'), 'utf8'))?.[0] ?? '';
    await edit('data.py', [moved, '']);
    await writeFile(join(folder, 'batching.py'), `import numpy as np\n\n\n${moved}`);
    await edit('train.py', [
      'from data import QUEUES, batches, load',
      'from batching import batches\nfrom data import QUEUES, load',
    ]);
    assert.deepEqual(await changes(), []);
  });

  it('is something where a name comes to mean something else', async () => {
    await edit('train.py', ['from losses import cross_entropy', 'from mine import cross_entropy']);
    await writeFile(join(folder, 'mine.py'), 'def cross_entropy(scores, y):\n    return 0.0, scores * 0\n');
    assert.deepEqual(brief(await changes()), ['mine.py cross_entropy code', 'train.py import cross_entropy code']);
    await rm(join(folder, 'mine.py'));
    await edit('train.py', ['from mine', 'from losses'], ['x, y in batches', 'y, x in batches']);
    assert.deepEqual(brief(await changes()), ['train.py run code']);
  });

  it('is told of new classes, and of functions, blocks and branches that only print', async () => {
    await edit('train.py', [
      '    rng = np',
      '    try:\n        print(tickets)\n    except OSError:\n        pass\n    while True:\n        print(1)\n        break\n    rng = np',
    ]);
    await edit('layers.py', ['class ReLU', 'def look(x):\n    print(x)\n\n\nclass ReLU']);
    await edit('losses.py', [
      '    rows = ',
      '    if len(y) > 9:\n        print(y)\n    else:\n        y = y * 0\n    rows = ',
    ]);
    await edit('model.py', ['class Router', 'class Empty:\n    pass\n\n\nclass Router']);
    assert.deepEqual(brief(await changes()), [
      'layers.py look debug',
      'losses.py cross_entropy code',
      'model.py Empty code',
      'train.py run debug',
    ]);
  });

  it('is only looking where a value is computed to be shown', async () => {
    await edit('train.py', [
      '    tickets = load(config, seed)\n',
      `    tickets = load(config, seed)
    first, queues = next(batches(tickets.train_x, tickets.train_y, 64, np.random.default_rng(0)))
    print(first.mean(), queues)\n`,
    ]);
    assert.deepEqual(brief(await changes()), ['train.py main debug']);
    assert.deepEqual(await signs(), ['train.py:64 data', 'train.py:64 print']);
  });

  it('tells what a print shows: rows of the data, the loss of a step, or neither', async () => {
    const then = (line: string): [string, string] => [
      '            losses.append',
      `            ${line}\n            losses.append`,
    ];
    await edit('train.py', then('print(f"{x[:2]} {y[:2]}")'));
    assert.deepEqual(await signs(), ['train.py:43 data', 'train.py:43 print']);
    await edit('train.py', ['print(f"{x[:2]} {y[:2]}")', 'print("loss", loss)']);
    assert.deepEqual(await signs(), ['train.py:43 loss', 'train.py:43 print']);
    await edit('train.py', [
      'print("loss", loss)',
      'print("epoch", step, x.shape, len(y), np.mean(losses), accuracy(model, x, y))',
    ]);
    assert.deepEqual(await signs(), ['train.py:43 print']);
  });

  it('sees training on one batch, in a script of its own, in a loop, by fewer rows, and not in an ordinary loop', async () => {
    const script = `import numpy as np
from data import batches, load
from model import Router
from train import loss_and_grads

tickets = load({"train_rows": 99, "test_rows": 9})
x, y = next(batches(tickets.train_x, tickets.train_y, 64, np.random.default_rng(0)))
model = Router(32, 96, 10, np.random.default_rng(0))
for step in range(200):
    loss, grads = loss_and_grads(model, x, y)
    for name, grad in grads.items():
        model.params[name] -= 0.1 * grad
    print(step, loss)
`;
    await writeFile(join(folder, 'overfit.py'), script);
    const found = await changes();
    assert.ok(found.every(({ kind, prints }) => kind === 'debug' && prints === 0));
    assert.ok((await signs()).includes('overfit.py:9 one_batch'));
    await writeFile(
      join(folder, 'overfit.py'),
      script.replace('x, y = next(', 'epoch = list(').replace('range(200)', 'range(2)'),
    );
    assert.ok(!(await signs()).some((sign) => sign.endsWith('one_batch')));
    await rm(join(folder, 'overfit.py'));
    await edit('config.json', ['8000', '64']);
    assert.deepEqual(await signs(), ['config.json:2 one_batch']);
    await edit('config.json', ['64', '8000']);
    await edit(
      'train.py',
      [
        '    log = RunLog()',
        '    few = tickets._replace(train_x=tickets.train_x[:64], train_y=tickets.train_y[:64])\n    log = RunLog()',
      ],
      ['run(config, tickets, seed, log)', 'run(config, few, seed, log)'],
    );
    assert.deepEqual(await signs(), ['train.py:65 one_batch']);
  });

  it('sees seeds where they are given, and loops over several', async () => {
    await edit(
      'train.py',
      ['load(config, seed)', 'load(config, seed + 1)'],
      ['run(config, tickets, seed, log)', 'run(config, tickets, 4, log)'],
    );
    assert.deepEqual(
      (await changes()).map(({ kind, seeds }) => [kind, seeds]),
      [['seed', '0 1 4']],
    );
    await edit('train.py', ['    model, history = ', '    for seed in range(3):\n        model, history = ']);
    assert.deepEqual(await signs(), ['train.py:64 many_seeds']);
  });

  it('finds what was left behind: prints, breakpoints, code in comments; no sentences, and no print that says more', async () => {
    await edit('losses.py', [
      '    rows = ',
      `    breakpoint()
    # print(scores)
    # scores = softmax(scores)
    # loss: the mean over the rows
    # shape = (n, k)
    rows = `,
    ]);
    await edit('train.py', ['print(f"\\nloss {', 'print(f"\\nlast loss {']);
    assert.deepEqual(await signs(), ['losses.py:8 breakpoint', 'losses.py:9 commented', 'losses.py:10 commented']);
    assert.deepEqual(
      (await changes()).map(({ prints }) => prints),
      [3],
    );
  });

  it('names what a change is about, so that what belongs together can be told', async () => {
    await edit('model.py', [', Softmax()', '']);
    await edit('losses.py', ['dscores[rows, y] -= 1.0', 'dscores[rows, y] -= 0.5']);
    const [loss, model] = await changes();
    assert.deepEqual([model?.unit, model?.links?.includes('Softmax')], ['Router.__init__', true]);
    assert.deepEqual(
      loss?.links?.filter((name) => model?.links?.includes(name)),
      [],
    );
  });

  it('is told of hostile files too: nested deep, no text, links, byte order marks, environments', async () => {
    await writeFile(join(folder, 'deep.py'), `x = ${'-'.repeat(20_000)}1`);
    await writeFile(join(folder, 'noise.py'), Buffer.from([0, 255, 254, 13]));
    await symlink('/etc/hosts', join(folder, 'link.py'));
    await mkdir(join(folder, 'env', 'lib'), { recursive: true });
    await writeFile(join(folder, 'env', 'pyvenv.cfg'), '');
    await writeFile(join(folder, 'env', 'lib', 'site.py'), 'def f(): pass');
    const model = await readFile(join(folder, 'model.py'), 'utf8');
    await writeFile(join(folder, 'model.py'), `\uFEFF${model.replaceAll('\n', '\r\n')}`);
    assert.deepEqual(brief(await changes()), ['deep.py  unreadable']);
  });

  it('is not told, and nothing is thrown, where there is no such folder, problem or Python', async () => {
    assert.equal(await python.changes('softmax-twice', join(folder, 'nowhere'), ['no-such-package']), undefined);
    const lost = realPython({ problemFolder: () => undefined });
    assert.equal(await lost.changes('softmax-twice', folder, ['numpy']), undefined);
    lost.dispose();
  });
});

describe('what changes in every exercise of the bank', function () {
  this.timeout(240_000);
  before(mustHavePython);

  /** Every Python file written anew from its syntax tree: no comments, other blanks, quotes and line breaks. */
  const reformat = `import ast, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.py"):
    path.write_text("# written anew\\n" + ast.unparse(ast.parse(path.read_text(encoding="utf-8"))), encoding="utf-8")`;

  it('is nothing after its files were formatted anew, and something in each right repair, read without a fault', async () => {
    const bank = await new ProblemFolder(problemsFolder).load();
    const source = new ProblemFolder(problemsFolder);
    const exercises = [...bank.problems.values()].filter(({ exercise }) => exercise);
    assert.ok(exercises.length >= 2);
    for (const { id, exercise } of exercises) {
      const problem = (await source.folderOf(id)) ?? assert.fail(id);
      const python = realPython({ problemFolder: () => problem });
      const folder = await mkdtemp(join(tmpdir(), 'every '));
      try {
        await cp(join(problem, 'starter'), folder, { recursive: true });
        await promisify(execFile)(testPython, ['-c', reformat, folder]);
        assert.deepEqual(await python.changes(id, folder, []), [], `${id} formatted anew`);
        await cp(join(problem, 'variants', exercise?.reference ?? ''), folder, { recursive: true });
        const found = await python.changes(id, folder, []);
        assert.ok(
          found?.some(({ kind }) => kind === 'code' || kind === 'constant'),
          `${id} repaired`,
        );
        assert.deepEqual(
          found?.filter(({ kind, prints }) => kind === 'unreadable' || prints > 0),
          [],
          id,
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
        python.dispose();
      }
    }
  });
});
