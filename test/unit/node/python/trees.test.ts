import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  gone,
  isRunning,
  layFolder,
  mustHavePython,
  problemsFolder,
  realPython,
  runScript,
} from '../../../support/pythonBench.ts';

const host = fileURLToPath(new URL('../../../support/pythonHost.ts', import.meta.url));

/** Three levels that ignore SIGTERM; the last one is written so that no thread of it could ever run. Prints the ids. */
const family = `import os, signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
level = int(sys.argv[1]) if len(sys.argv) > 1 else 0
print(f"pid {os.getpid()}", flush=True)
if level < 2:
    subprocess.Popen([sys.executable, "-u", __file__, str(level + 1)]).wait()
import re
re.match(r"(a+)+$", "a" * 60 + "b")
`;

function pidsIn(output: string): number[] {
  return [...output.matchAll(/pid (\d+)/g)].map((match) => Number(match[1]));
}

describe('a process tree', function () {
  this.timeout(30_000);
  before(mustHavePython);

  it('that ignores SIGTERM is gone after Stop, grandchildren too', async () => {
    const stop = new AbortController();
    const { outcome, output } = await runScript(family, {
      signal: stop.signal,
      onOutput: (output) => {
        if (pidsIn(output).length < 3 || stop.signal.aborted) return;
        stop.abort();
      },
    });
    assert.equal(outcome.ending, 'stopped');
    assert.equal(pidsIn(output).length, 3);
    await gone(pidsIn(output), 500);
  });

  it('that listens ends', async () => {
    const stop = new AbortController();
    const { outcome } = await runScript('print("on")\nwhile True: pass', {
      signal: stop.signal,
      onOutput: () => {
        stop.abort();
      },
    });
    assert.equal(outcome.ending, 'stopped');
  });

  it('is stopped when it was aborted before it began', async () => {
    assert.equal((await runScript('while True: pass', { signal: AbortSignal.abort() })).outcome.ending, 'stopped');
  });

  it('leaves nothing behind when the script ends before its children, which hold the output open', async () => {
    const script = `import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("pid", child.pid)`;
    const { outcome, output } = await runScript(script);
    assert.equal(outcome.ending, 'finished');
    assert.ok(outcome.seconds < 5);
    await gone(pidsIn(output), 500);
  });

  it('with worker processes of multiprocessing is gone after Stop', async () => {
    const stop = new AbortController();
    const script = `import multiprocessing as mp, os, time
def work():
    print(f"pid {os.getpid()}", flush=True)
    while True: time.sleep(1)
if __name__ == "__main__":
    print(f"pid {os.getpid()}", flush=True)
    for _ in range(2): mp.get_context("spawn").Process(target=work).start()
    while True: time.sleep(1)`;
    const { output } = await runScript(script, {
      signal: stop.signal,
      onOutput: (output) => pidsIn(output).length >= 3 && stop.abort(),
    });
    await gone(pidsIn(output), 1_000);
  });

  it('ends when the runner is disposed of', async () => {
    const python = realPython();
    const folder = await layFolder({ 'train.py': family });
    let output = '';
    const progress = {
      points: () => {},
      output: (text: string) => {
        output += text;
        if (pidsIn(output).length === 3) python.dispose();
      },
    };
    await python.run(folder, 'train.py', [], progress, new AbortController().signal);
    await gone(pidsIn(output), 1_000);
    await rm(folder, { recursive: true });
  });
});

describe('a host that goes', function () {
  this.timeout(30_000);
  before(mustHavePython);

  for (const [how, signal] of [
    ['is killed', 'SIGKILL'],
    ['shuts down', 'SIGTERM'],
  ] as const) {
    it(`takes a run with it when it ${how}`, async () => {
      const folder = await layFolder({ 'train.py': family });
      const before = await scratchFolders();
      const pids = await pidsOf(['run', folder], 3, signal);
      await gone(pids, 3_000);
      assert.deepEqual(
        (await scratchFolders()).filter((name) => !before.includes(name)),
        [],
      );
      await rm(folder, { recursive: true });
    });

    it(`takes a check with it when it ${how}`, async () => {
      const folder = await layFolder({});
      const problem = join('losses', 'softmax-twice');
      await cp(join(problemsFolder, problem, 'starter'), folder, { recursive: true });
      // The judge keeps the candidate's output to itself, so the ids come by file.
      const told = join(folder, '..', `told-${process.pid}-${signal}.txt`);
      await rm(told, { force: true });
      const endless = `import os\nprint("x")\nopen(${JSON.stringify(told)}, "a").write(f"pid {os.getpid()}\\npid {os.getppid()}\\n")\nwhile True: pass\n`;
      await writeFile(join(folder, 'train.py'), endless);
      const child = spawn(process.execPath, [host, 'check', folder, problem], { stdio: 'ignore' });
      let pids: number[] = [];
      while (pids.length < 2 && child.exitCode === null) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        pids = pidsIn(await readFile(told, 'utf8').catch(() => ''));
      }
      assert.equal(pids.length, 2);
      assert.ok(pids.every(isRunning));
      child.kill(signal);
      await gone(pids, 3_000);
      await Promise.all([rm(folder, { recursive: true }), rm(told)]);
    });
  }
});

async function scratchFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('ml-interviewer-run-'));
}

/** Starts a host, waits until `count` processes told their ids, and ends it. */
async function pidsOf(args: readonly string[], count: number, signal: NodeJS.Signals): Promise<number[]> {
  const child = spawn(process.execPath, [host, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    if (pidsIn(output).length >= count) break;
  }
  const pids = pidsIn(output);
  assert.equal(pids.length, count);
  assert.ok(pids.every(isRunning));
  child.kill(signal);
  return pids;
}
