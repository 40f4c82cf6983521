import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrivatePython } from '../../../../src/adapters/node/python/venv.ts';
import { PythonError } from '../../../../src/app/ports.ts';
import { mustHavePython, testPython } from '../../../support/pythonBench.ts';

const { signal } = new AbortController();
const quiet = () => {};

/** A package without contents, as a wheel: installing it needs no network. */
const wheel = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    z.writestr("tiny_probe.py", "value = 7\\n")
    z.writestr("tiny_probe-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny-probe\\nVersion: 1.0\\n")
    z.writestr("tiny_probe-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    z.writestr("tiny_probe-1.0.dist-info/RECORD", "")`;

describe('the private Python', function () {
  this.timeout(90_000);
  let root: string;
  beforeEach(async () => {
    await mustHavePython();
    root = await mkdtemp(join(tmpdir(), 'venv é '));
  });
  afterEach(() => rm(root, { recursive: true }));

  function fails(message: RegExp) {
    return (error: unknown) => error instanceof PythonError && message.test(error.message);
  }

  async function baseThatSays(text: string): Promise<string> {
    const path = join(root, 'base');
    await writeFile(path, `#!/bin/sh\ncat >&2 <<'END'\n${text}\nEND\nexit 1\n`);
    await chmod(path, 0o700);
    return path;
  }

  it('is made, after a cancel too, tells its progress, and is made once', async () => {
    const file = join(root, 'tiny_probe-1.0-py3-none-any.whl');
    execFileSync(testPython, ['-c', wheel, file]);
    const own = new PrivatePython(join(root, 'own'), { base: async () => testPython });
    assert.equal(await own.present(), undefined);

    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 400);
    await assert.rejects(own.make([file], quiet, cancel.signal), { name: 'AbortError' });
    assert.equal(await own.present(), undefined);

    const lines: string[] = [];
    await own.make([file], (line) => lines.push(line), signal);
    assert.match(lines.join('\n'), /Making a private Python[\s\S]*Installing[\s\S]*Successfully installed tiny-probe/);
    const python = await own.present();
    assert.equal(
      execFileSync(python ?? '', ['-c', 'import tiny_probe; print(tiny_probe.value)'], { encoding: 'utf8' }).trim(),
      '7',
    );
    await own.make([file], () => assert.fail('it is complete'), signal);

    const more = join(root, 'tiny_probe-1.0-1-py3-none-any.whl');
    await copyFile(file, more);
    const added: string[] = [];
    await own.make([file, more], (line) => added.push(line), signal);
    assert.doesNotMatch(added.join('\n'), /Making a private Python/, 'what is there already is kept');
    assert.equal(await own.present(), python);
    await rm(python ?? '');
    assert.equal(await own.present(), undefined, 'without its interpreter it is not there');
  });

  it('that could not be filled says so and counts as not there', async () => {
    const base = join(root, 'base');
    const pip = '#!/bin/sh\necho "ERROR: No matching distribution found for numpy" >&2\nexit 1';
    await writeFile(
      base,
      `#!/bin/sh\nmkdir "$3/bin"\ncat > "$3/bin/python" <<'END'\n${pip}\nEND\nchmod +x "$3/bin/python"\n`,
    );
    await chmod(base, 0o700);
    const own = new PrivatePython(join(root, 'own'), { base: async () => base });
    await assert.rejects(
      own.make(['numpy'], quiet, signal),
      fails(/numpy could not be installed: ERROR: No matching.*Check the network/),
    );
    assert.equal(await own.present(), undefined);
  });

  it('names the package that Debian leaves out', async () => {
    const debian =
      'The virtual environment was not created successfully because ensurepip is not\navailable. Install the python3-venv package:\n    apt install python3.13-venv';
    const base = await baseThatSays(debian);
    await assert.rejects(
      new PrivatePython(join(root, 'own'), { base: async () => base }).make(['numpy'], quiet, signal),
      fails(/sudo apt install python3\.13-venv$/),
    );
    const bare = await baseThatSays('No module named venv');
    await assert.rejects(
      new PrivatePython(join(root, 'own'), { base: async () => bare }).make(['numpy'], quiet, signal),
      fails(/sudo apt install python3-venv$/),
    );
  });

  it('passes on what went wrong otherwise', async () => {
    const base = await baseThatSays('line\nno space left');
    await assert.rejects(
      new PrivatePython(join(root, 'own'), { base: async () => base }).make(['numpy'], quiet, signal),
      fails(/no space left/),
    );
    const none = new PrivatePython(join(root, 'own'), { base: async () => join(root, 'none') });
    await assert.rejects(none.make(['numpy'], quiet, signal), fails(/cannot be started/));
  });

  it('starts nothing when it was cancelled before', async () => {
    const own = new PrivatePython(join(root, 'own'), { base: async () => testPython });
    await assert.rejects(own.make(['numpy'], quiet, AbortSignal.abort()), { name: 'AbortError' });
    assert.deepEqual(await readdir(join(root, 'own')), []);
  });
});
