import assert from 'node:assert/strict';
import type { ChildProcess, SpawnOptions, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { pipEnvironment, pythonEnvironment } from '../../../../src/adapters/node/python/environment.ts';
import { type ProcessTools, ProcessTree } from '../../../../src/adapters/node/python/processTree.ts';

interface Spawned {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
  readonly child: EventEmitter;
}

/** A system on which nothing is really started. */
function pretended(platform: NodeJS.Platform) {
  const spawned: Spawned[] = [];
  const kills: [number, string][] = [];
  const tools: ProcessTools = {
    platform,
    kill: (pid, signal) => void kills.push([pid, signal]),
    spawn: ((command: string, args: readonly string[], options: SpawnOptions) => {
      const child = Object.assign(new EventEmitter(), { pid: 4242 + spawned.length, stdio: [], unref: () => {} });
      spawned.push({ command, args, options, child });
      return child as unknown as ChildProcess;
    }) as unknown as typeof spawn,
  };
  const tree = new ProcessTree('python', ['a b.py'], { env: {}, stdin: 'pipe' }, tools);
  return { tree, spawned, kills, exit: (code: number) => spawned[0]?.child.emit('exit', code, null) };
}

describe('ending a tree', () => {
  it('signals the group on POSIX: first TERM, after two seconds KILL', async function () {
    this.timeout(5_000);
    const { tree, spawned, kills, exit } = pretended('darwin');
    assert.equal(spawned[0]?.options.detached, true);
    const stopped = tree.stop();
    assert.deepEqual(kills, [[-4242, 'SIGTERM']]);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    assert.deepEqual(kills.at(-1), [-4242, 'SIGKILL']);
    exit(1);
    await stopped;
  });

  it('sweeps the group when the first process is gone, and then never signals that number again', async () => {
    const { tree, kills, exit } = pretended('linux');
    exit(0);
    await tree.ended;
    assert.deepEqual(kills, [[-4242, 'SIGKILL']]);
    tree.kill();
    await tree.stop();
    assert.equal(kills.length, 1);
  });

  it('uses taskkill on Windows, without a console and not tied to the host', async () => {
    const { tree, spawned, kills, exit } = pretended('win32');
    assert.deepEqual(
      [spawned[0]?.options.detached, spawned[0]?.options.windowsHide, spawned[0]?.options.shell],
      [false, true, false],
    );
    const stopped = tree.stop();
    assert.deepEqual([spawned[1]?.command, spawned[1]?.args], ['taskkill', ['/pid', '4242', '/T', '/F']]);
    assert.equal(spawned[1]?.options.detached, true);
    spawned[1]?.child.emit('error', new Error('no taskkill'));
    exit(1);
    await stopped;
    assert.deepEqual([kills.length, spawned.length], [0, 2]);
  });

  it('tells a process that could not be started', async () => {
    const { tree, spawned } = pretended('linux');
    spawned[0]?.child.emit('error', new Error('ENOENT'));
    assert.equal((await tree.ended).error?.message, 'ENOENT');
  });
});

describe('the environment of a child', () => {
  const own = {
    ...{ Path: 'p', LC_ALL: 'C', HOME: 'h', SystemRoot: 'r', OPENAI_API_KEY: 'k', PYTHONPATH: 'x', AWS_SECRET: 's' },
    ...{ https_proxy: 'q', PIP_INDEX_URL: 'i', NODE_OPTIONS: 'n', EMPTY: undefined },
  };

  it('holds what Python needs and nothing else, however it is spelt', () => {
    const env = pythonEnvironment(own, { ML_INTERVIEW_METRICS: 'm', LEFT_OUT: undefined });
    const names = [
      'HOME',
      'LC_ALL',
      'ML_INTERVIEW_METRICS',
      'MPLBACKEND',
      'PYTHONDONTWRITEBYTECODE',
      'PYTHONIOENCODING',
      'PYTHONUNBUFFERED',
      'PYTHONUTF8',
      'Path',
      'SystemRoot',
    ];
    assert.deepEqual(Object.keys(env).sort(), names);
  });

  it('holds the way to the package index for pip alone', () => {
    assert.deepEqual([pipEnvironment(own).https_proxy, pipEnvironment(own).PIP_INDEX_URL], ['q', 'i']);
    assert.equal(pipEnvironment(own).OPENAI_API_KEY, undefined);
  });
});
