import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { onPath } from '../../../src/adapters/node/python/interpreter.ts';
import { MetricsTail } from '../../../src/adapters/node/python/metricsTail.ts';
import { probe } from '../../../src/adapters/node/python/probe.ts';
import { systemTools } from '../../../src/adapters/node/python/processTree.ts';
import { PrivatePython } from '../../../src/adapters/node/python/venv.ts';
import { mustHavePython, testPython } from '../../support/pythonBench.ts';

/** The editor may have been started in any folder; Python then takes modules from there, if it is let. */
describe('an editor that was started in a folder of somebody else', function () {
  this.timeout(30_000);
  const home = process.cwd();
  let root: string;
  let mark: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'foreign-')));
    mark = join(root, 'ran');
    const hostile = join(root, 'hostile');
    await mkdir(hostile);
    for (const name of ['json', 'importlib', 'venv', 'pip']) {
      await writeFile(join(hostile, `${name}.py`), `open(${JSON.stringify(mark)}, 'w').close()\n`);
    }
    process.chdir(hostile);
  });
  afterEach(async () => {
    process.chdir(home);
    await rm(root, { recursive: true });
  });

  const ran = () =>
    stat(mark).then(
      () => true,
      () => false,
    );

  it('runs no module of it when it looks at a Python', async () => {
    await mustHavePython();
    const found = await probe({ path: testPython, args: [] }, process.env);
    assert.equal(await ran(), false);
    assert.match(found?.version ?? '', /^3\./);
  });

  it('makes the private Python in a folder of its own', async () => {
    const base = join(root, 'base');
    const notes = join(root, 'folders');
    const python = `#!/bin/sh\npwd >> '${notes}'\n`;
    const script = `${python}mkdir "$3/bin"\ncat > "$3/bin/python" <<'END'\n${python}END\nchmod +x "$3/bin/python"\n`;
    await writeFile(base, script);
    await chmod(base, 0o700);
    const own = join(root, 'own');
    await new PrivatePython(own, { base: async () => base }).make(['numpy'], () => {}, new AbortController().signal);
    assert.deepEqual((await readFile(notes, 'utf8')).trim().split('\n'), [own, own]);
  });

  it('takes no Python from a PATH that means the folder it is in', async () => {
    await writeFile(join(root, 'hostile', 'python3'), '');
    const PATH = ['.', '', relative(process.cwd(), join(root, 'hostile')) || '.', './'].join(delimiter);
    assert.deepEqual(await onPath({ env: { PATH }, tools: { ...systemTools, platform: 'linux' } }), []);
  });
});

describe('a script that lays a pipe where its metrics belong', () => {
  it('holds nothing up', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pipe-'));
    try {
      const path = join(folder, 'metrics.jsonl');
      execFileSync('mkfifo', [path]);
      const tail = new MetricsTail(path);
      assert.deepEqual(await tail.look(), {});
      await tail.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
