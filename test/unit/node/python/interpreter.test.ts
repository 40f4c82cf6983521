import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Choice, Interpreters, onPath } from '../../../../src/adapters/node/python/interpreter.ts';
import { probe } from '../../../../src/adapters/node/python/probe.ts';
import { systemTools } from '../../../../src/adapters/node/python/processTree.ts';
import { type Interpreter, PythonError } from '../../../../src/app/ports.ts';
import { mustHavePython, testPython } from '../../../support/pythonBench.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pythons '));
});
afterEach(() => rm(root, { recursive: true }));

/** Files that stand for interpreters, and what each of them answers. */
async function house(
  answers: Readonly<Record<string, Omit<Interpreter, 'path'> | undefined>>,
  choices: readonly Choice[] = [],
) {
  let probes = 0;
  for (const name of Object.keys(answers)) await writeFile(join(root, name), '');
  const interpreters = new Interpreters({
    choices: async () => choices.map((choice) => ({ ...choice, path: join(root, choice.path) })),
    env: { PATH: ['/nowhere', root, ''].join(delimiter) },
    tools: { ...systemTools, platform: 'linux' },
    probe: async ({ path }) => {
      probes++;
      const answer = answers[path.slice(root.length + 1)];
      return answer && { path, ...answer };
    },
  });
  return {
    interpreters,
    probes: () => probes,
    found: async (needs: string[] = []) => (await interpreters.find(needs)).path.slice(root.length + 1),
  };
}

const good = { version: '3.12.1', packages: { numpy: '2.3.0', torch: null } };
const bare = { version: '3.12.1', packages: { numpy: null, torch: null } };
const old = { version: '3.9.18', packages: { numpy: '1.26.0', torch: null } };

function fails(reason: PythonError['reason'], message: RegExp) {
  return (error: unknown) => error instanceof PythonError && error.reason === reason && message.test(error.message);
}

describe('finding a Python', function () {
  this.timeout(20_000);
  it('takes the setting alone, good or not', async () => {
    const choices = [{ path: 'mine', from: 'setting' }] as const;
    assert.equal(await (await house({ mine: good, python3: good }, choices)).found(['numpy']), 'mine');
    await assert.rejects(
      (await house({ mine: undefined, python3: good }, choices)).found(),
      fails('broken', /setting.*Correct.*clear/),
    );
    await assert.rejects(
      (await house({ mine: old, python3: good }, choices)).found(),
      fails('too-old', /3\.9\.18; 3\.11 or newer/),
    );
    await assert.rejects(
      (await house({ mine: bare, python3: good }, choices)).found(['numpy']),
      fails('package-missing', /lacks NumPy/),
    );
  });

  it('takes a name in the setting from the PATH', async () => {
    await writeFile(join(root, 'python3.12'), '');
    const interpreters = new Interpreters({
      choices: async () => [{ path: 'python3.12', from: 'setting' }],
      env: { PATH: root },
      probe: async ({ path }) => ({ path, ...good }),
    });
    assert.equal((await interpreters.find([])).path, join(root, 'python3.12'));
  });

  it('prefers the extension’s choice, then the PATH, then the private one, by what is needed', async () => {
    const choices = [
      { path: 'own', from: 'private' },
      { path: 'theirs', from: 'extension' },
    ] as const;
    assert.equal(await (await house({ own: good, theirs: good, python3: good }, choices)).found(['numpy']), 'theirs');
    assert.equal(await (await house({ own: good, theirs: bare, python3: good }, choices)).found(['numpy']), 'python3');
    assert.equal(
      await (await house({ own: good, theirs: undefined, python3: bare, python: old }, choices)).found(['numpy']),
      'own',
    );
    assert.equal(await (await house({ own: good, theirs: bare }, choices)).found(), 'theirs');
  });

  it('names the nearest way out when none will do', async () => {
    await assert.rejects((await house({})).found(), fails('missing', /Install Python 3\.11/));
    await assert.rejects((await house({ python3: old, python: undefined })).found(), fails('too-old', /3\.11/));
    await assert.rejects((await house({ python3: undefined })).found(), fails('broken', /cannot be started/));
    await assert.rejects(
      (await house({ python3: old, python: bare })).found(['numpy', 'torch']),
      fails('package-missing', /NumPy and PyTorch.*pip install numpy torch/),
    );
  });

  it('asks each once, and again when the file changed or a package was missing', async () => {
    const { found, probes } = await house({ python3: bare });
    await found();
    await found();
    assert.equal(probes(), 1);
    await utimes(join(root, 'python3'), 1, 1);
    await found();
    assert.equal(probes(), 2);
    await assert.rejects(found(['numpy']));
    assert.equal(probes(), 3, 'the package may have been installed since');
  });

  it('looks for py, python3 and python on Windows', async () => {
    for (const name of ['py.exe', 'python.exe', 'python3']) await writeFile(join(root, name), '');
    const commands = await onPath({
      env: { Path: `C:\\nowhere;${root}` },
      tools: { ...systemTools, platform: 'win32' },
    });
    assert.deepEqual(commands, [
      { path: join(root, 'py.exe'), args: ['-3'] },
      { path: join(root, 'python.exe'), args: [] },
    ]);
  });
});

describe('asking a Python what it is', function () {
  this.timeout(20_000);

  it('gives path, version and packages', async () => {
    await mustHavePython();
    const found = await probe({ path: testPython, args: [] }, process.env);
    assert.match(found?.version ?? '', /^3\.\d+\.\d+$/);
    assert.match(found?.packages.numpy ?? '', /^\d/);
    assert.ok('torch' in (found?.packages ?? {}));
  });

  it('gives nothing for what is no Python', async () => {
    assert.equal(await probe({ path: join(root, 'not there'), args: [] }, process.env), undefined);
    await writeFile(join(root, 'script'), '#!/bin/sh\necho hello\n');
    await chmod(join(root, 'script'), 0o700);
    assert.equal(await probe({ path: join(root, 'script'), args: [] }, process.env), undefined);
    await writeFile(join(root, 'script'), '#!/bin/sh\nexit 3\n');
    assert.equal(await probe({ path: join(root, 'script'), args: [] }, process.env), undefined);
    assert.equal(await probe({ path: root, args: [] }, process.env), undefined);
  });
});
