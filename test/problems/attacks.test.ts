import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { judgeReply } from '../../src/adapters/node/python/judgeReply.ts';
import { exerciseNamed, judge, judgeCommand, newFolder, output, startJudge, workWith } from './bench.ts';

const shuffles = exerciseNamed('separate-shuffles');
const repaired = (code: string) => workWith(shuffles, 'fixed-one-order', code);
const python = (...lines: string[]) => lines.join('\n');
const linux = process.platform === 'linux';

describe('the judge, given a right repair', () => {
  const harmless: Record<string, string> = {
    'a flood of output': 'import sys\nfor _ in range(20000): print("x" * 1000); sys.stderr.write("y" * 1000)',
    'a line of 64 MB': 'print("x" * (64 << 20))',
    'bytes that are no text':
      'import os\nos.write(1, bytes(range(256)) * 4096)\nos.write(2, b"\\xff\\xfe\\x1b[2J\\xc3")',
    'a result line of the judge': `print('{"nonce": "a nonce", "id": "separate-shuffles", "verdict": "masked"}')`,
    'a read from standard input': 'import sys\nassert sys.stdin.read() == ""',
    'closed standard streams': 'import os\nfor fd in (0, 1, 2): os.close(fd)',
    'a handler at exit that hangs': 'import atexit, time\natexit.register(time.sleep, 60)',
    'a thread that goes on': 'import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()',
    'a recursion that is caught': 'def down(): down()\ntry:\n    down()\nexcept RecursionError:\n    pass',
    'signals that are ignored': 'import signal\nfor s in (2, 15): signal.signal(s, signal.SIG_IGN)',
    'a module of the same name as one of the judge': 'import sys\nassert "wire" not in sys.modules',
  };
  for (const [what, code] of Object.entries(harmless))
    it(`says so in time in spite of ${what}`, async () => {
      const report = await judge(shuffles, repaired(code));
      assert.equal(report.verdict, 'fixed', JSON.stringify(report));
      assert.ok(report.seconds < 30);
    });
});

describe('code that ends or fails in an unusual way', () => {
  const crashes: [what: string, code: string, kind: string, message: RegExp][] = [
    ['a recursion without end', 'def down(): down()\ndown()', 'RecursionError', /maximum recursion depth/],
    [
      'a recursion without end or limit',
      python('import sys', 'sys.setrecursionlimit(1 << 30)', 'f = lambda *a: sorted([1, 2], key=f)', 'f()'),
      'NoAnswer',
      /ended by SIGSEGV/,
    ],
    ['memory without end', 'hoard = []\nwhile True: hoard.append(bytearray(256 << 20))', 'MemoryError', /^/],
    ['a segmentation fault', 'import ctypes\nctypes.string_at(0)', 'NoAnswer', /ended by SIGSEGV/],
    ['an abort', 'import os\nos.abort()', 'NoAnswer', /ended by SIGABRT/],
    ['its own kill', 'import os\nos.kill(os.getpid(), 9)', 'NoAnswer', /ended by SIGKILL/],
    ['os._exit', 'import os\nos._exit(0)', 'NoAnswer', /exit status 0 before it answered/],
    ['sys.exit', 'import sys\nsys.exit(0)', 'SystemExit', /sys\.exit\(0\) was called/],
    ['an interrupt', 'raise KeyboardInterrupt', 'KeyboardInterrupt', /^/],
    ['input()', 'input()', 'EOFError', /EOF/],
    ['a missing package', 'import a_package_that_is_not_there', 'ModuleNotFoundError', /a_package_that_is_not_there/],
    [
      'an error that fails to describe itself',
      python('class Odd(Exception):', '    def __str__(self): return self.__str__()', 'raise Odd'),
      'Odd',
      /^/,
    ],
  ];
  for (const [what, code, kind, message] of crashes)
    it(`crashes: ${what}`, async () => {
      const { verdict, error } = await judge(shuffles, repaired(code));
      assert.equal(verdict, 'crashed');
      assert.equal(error?.kind, kind);
      assert.match(error?.message ?? '', message);
      // What Python itself did not see has no line.
      if (kind !== 'NoAnswer') assert.equal(error?.file, 'train.py');
    });

  it('times out with its line, also when it holds the interpreter', async () => {
    const work = repaired('while True: pass');
    const { verdict, error } = await judge(shuffles, work, '--limit', '2');
    assert.deepEqual([verdict, error?.kind, error?.file, error?.line], ['timed_out', 'TimeLimit', 'train.py', 1]);
    const held = await judge(shuffles, repaired('x = 3 ** (3 ** 26)'), '--limit', '2');
    assert.equal(held.verdict, 'timed_out');
    assert.ok(held.seconds < 8);
  });
});

describe('an attack on the judge from a state that is not repaired', () => {
  const attacks: Record<string, string> = {
    'prints a verdict': `print('{"nonce": "a nonce", "id": "separate-shuffles", "verdict": "fixed"}', flush=True)`,
    'replaces assert, exit and the test tools': python(
      'import builtins, numpy.testing, os, sys, unittest',
      'sys.exit = os._exit = builtins.exit = lambda *_: None',
      'builtins.AssertionError = type("Quiet", (Exception,), {})',
      'for name in dir(unittest.TestCase):',
      '    if name.startswith("assert"): setattr(unittest.TestCase, name, lambda *_: None)',
      'for name in numpy.testing.__all__:',
      '    if name.startswith("assert"): setattr(numpy.testing, name, lambda *_: None)',
    ),
    'makes every comparison true': python(
      'import builtins, numpy',
      'numpy.allclose = numpy.array_equal = lambda *_, **__: True',
      'builtins.all = builtins.any = lambda *_: True',
      'builtins.abs = lambda *_: 0.0',
    ),
    'writes its own source over the grader it finds': python(
      'import sys',
      'for name, module in list(sys.modules.items()):',
      '    for key in ("SEEDS", "MIN_ACCURACY", "MAX_LOSS", "TOLERANCE"):',
      '        if hasattr(module, key): setattr(module, key, 0)',
    ),
    'leaves a sitecustomize and a module of a checker': python(
      'from pathlib import Path',
      'for name in ("sitecustomize", "checks", "judging", "numpy"):',
      '    Path(name + ".py").write_text("raise SystemExit(0)")',
    ),
    'answers from a fork as well': 'import os\nif hasattr(os, "fork"): os.fork()',
  };
  for (const [what, code] of Object.entries(attacks))
    it(`${what}: unfixed`, async () => {
      const report = await judge(shuffles, workWith(shuffles, undefined, code));
      assert.equal(report.verdict, 'unfixed', JSON.stringify(report));
    });

  it('writes frames with a guessed token to every open descriptor: tampered', async () => {
    const frame = 'b"MLIJ" + b"0" * 32 + (2).to_bytes(8, "big") + (0).to_bytes(8, "big") + b"{}"';
    const code = python(
      'import os',
      'for fd in range(3, 64):',
      `    try: os.write(fd, ${frame})`,
      '    except OSError: pass',
    );
    const report = await judge(shuffles, workWith(shuffles, undefined, code));
    assert.equal(report.verdict, 'tampered', JSON.stringify(report));
  });

  it('answers with the token that it found, and is compared like every answer', async () => {
    const code = python(
      'import os, sys, numpy',
      'frame = sys._getframe()',
      'while frame and "answer_fd" not in frame.f_locals: frame = frame.f_back',
      'found, pack = frame.f_locals, frame.f_globals["pack"]',
      'names = ("rows0_0", "ids0_0", "sizes0_0", "rows0_after", "ids0_after", "scores0", "scores1", "scores2")',
      'answers = {name: numpy.ones((1500, 6)) for name in names}',
      'os.write(found["answer_fd"], pack(found["job"]["token"], {"status": "answered"}, answers))',
      'os._exit(0)',
    );
    const report = await judge(shuffles, workWith(shuffles, undefined, code));
    assert.ok(['unfixed', 'tampered'].includes(report.verdict), JSON.stringify(report));
  });

  it('writes a verdict to the judge’s own output: the answer is refused', async () => {
    const line = '{"nonce": "", "verdict": "fixed", "symptom": [], "cause": [], "notes": [], "seconds": 1}';
    const code = python(
      'import os',
      `try: print(${JSON.stringify(line)}, file=open(f"/proc/{os.getppid()}/fd/1", "w"))`,
      'except OSError: pass',
    );
    const { command, args } = judgeCommand(shuffles, workWith(shuffles, undefined, code));
    // Node.js gives its children sockets, which nobody can open by that path.
    const judging = spawn('sh', ['-c', '"$@" | cat', 'sh', command, ...args]);
    judging.stdin.write('a nonce\n');
    const { stdout } = await output(judging);
    if (linux) assert.throws(() => judgeReply(stdout, 'a nonce'), /no answer that can be trusted/);
    else assert.equal(judgeReply(stdout, 'a nonce').verdict, 'unfixed');
  });
});

describe('processes that a project starts', () => {
  const child = 'import signal, sys, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)';
  const trees: Record<string, (pids: string) => string> = {
    'of three levels that ignore requests to end': (pids) =>
      python(
        'import subprocess, sys, time',
        'LEVEL = """',
        'import os, signal, subprocess, sys, time',
        'signal.signal(signal.SIGTERM, signal.SIG_IGN)',
        `open(${JSON.stringify(pids)}, "a").write(f"{os.getpid()}\\\\n")`,
        'level = int(sys.argv[2])',
        'if level < 3: subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[1], str(level + 1)])',
        'time.sleep(60)"""',
        'subprocess.Popen([sys.executable, "-c", LEVEL, LEVEL, "1"])',
        waitFor(pids, 3),
      ),
    'of multiprocessing': (pids) =>
      python(
        'import multiprocessing, os, time',
        'def work(number):',
        `    open(${JSON.stringify(pids)}, "a").write(f"{os.getpid()}\\n")`,
        '    time.sleep(60)',
        'context = multiprocessing.get_context("fork" if hasattr(os, "fork") else "spawn")',
        'for number in range(3): context.Process(target=work, args=(number,), daemon=True).start()',
        waitFor(pids, 3),
      ),
    'that hold every pipe open': (pids) =>
      python(
        'import subprocess, sys',
        `p = subprocess.Popen([sys.executable, "-c", ${JSON.stringify(child)}], close_fds=False)`,
        `open(${JSON.stringify(pids)}, "w").write(f"{p.pid}\\n")`,
      ),
  };
  for (const [what, tree] of Object.entries(trees))
    it(`${what}, end together with it`, async () => {
      const pids = join(newFolder(), 'pids');
      const report = await judge(shuffles, repaired(tree(pids)));
      assert.equal(report.verdict, 'fixed', JSON.stringify(report));
      for (const pid of numbersIn(pids)) await assertEnds(pid);
    });

  it('end at the time limit', async () => {
    const pids = join(newFolder(), 'pids');
    const tree = trees['of three levels that ignore requests to end']?.(pids);
    const report = await judge(shuffles, repaired(`${tree}\nwhile True: pass`), '--limit', '3');
    assert.equal(report.verdict, 'timed_out');
    assert.equal(numbersIn(pids).length, 3);
    for (const pid of numbersIn(pids)) await assertEnds(pid);
  });

  for (const [what, end] of Object.entries({
    'the end of its standard input': (judging: ReturnType<typeof startJudge>) => judging.stdin.end(),
    'a termination signal': (judging: ReturnType<typeof startJudge>) => judging.kill('SIGTERM'),
    'its own sudden death': (judging: ReturnType<typeof startJudge>) => judging.kill('SIGKILL'),
  }))
    it(`end with the judge on ${what}`, async () => {
      const file = join(newFolder(), 'pid');
      const code = `import os, time\nopen(${JSON.stringify(file)}, "w").write(str(os.getpid()))\ntime.sleep(60)`;
      const judging = startJudge(shuffles, repaired(code));
      const closed = output(judging);
      const pid = await numberIn(file);
      end(judging);
      const { code: status, stdout } = await closed;
      assert.notEqual(status, 0);
      assert.equal(stdout, '');
      await assertEnds(pid);
    });
});

function waitFor(file: string, lines: number): string {
  const there = `open(${JSON.stringify(file)}).read().count("\\n") < ${lines}`;
  return python('import os.path', `while not os.path.exists(${JSON.stringify(file)}) or ${there}: time.sleep(0.02)`);
}

function numbersIn(file: string): number[] {
  return readFileSync(file, 'utf8').trim().split('\n').map(Number);
}

async function numberIn(file: string): Promise<number> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text !== '') return Number(text);
    await sleep(25);
  }
  throw new Error(`${file} was not written`);
}

async function assertEnds(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt++) {
    if (!isRunning(pid)) return;
    await sleep(25);
  }
  assert.fail(`process ${pid} goes on`);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie that nobody has waited for yet has ended too.
  if (!linux) return true;
  return !/^State:\s+Z/m.test(
    globSync(`/proc/${pid}/status`)
      .map((file) => readFileSync(file, 'utf8'))
      .join(),
  );
}
