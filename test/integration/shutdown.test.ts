import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { currentSession, descendants, known, manifest, run, until } from './host.ts';

const problem = 'softmax-twice';
const stubborn = `import signal
import subprocess
import sys
import time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)  # stubborn-child"])
time.sleep(600)
`;

// Last of the suites, by its name.
describe('deactivation', function () {
  this.timeout(60_000);

  it('ends a run with all that it started, and may be done twice', async () => {
    await run('practise', problem);
    await run('exercise.open');
    const session = await currentSession();
    const folder = session.interviewer.state.exercises[problem]?.attempts.at(-1)?.folder;
    assert.ok(folder);
    await writeFile(join(folder, 'train.py'), stubborn);
    const ran = run('exercise.run');
    const ours = () => descendants().filter(({ command }) => /watch\.py|stubborn-child/.test(command));
    await until(() => ours().length >= 2, 'the run did not start', 30_000);
    const { deactivate } = (await import(pathToFileURL(join(known().extensionPath, manifest().main)).href)) as {
      deactivate(): void;
    };
    deactivate();
    await until(() => ours().length === 0, `alive after 5 s: ${JSON.stringify(ours())}`, 5_000);
    deactivate();
    await ran;
  });
});
