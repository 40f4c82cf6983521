import assert from 'node:assert/strict';
import { mustHavePython, runScript, type WatchedScript } from '../../../support/pythonBench.ts';

/** Every way in which a candidate's script can end, run by a real Python. */
describe('a watched run', function () {
  this.timeout(30_000);
  before(mustHavePython);

  function failedWith(
    { outcome }: WatchedScript,
    kind: string,
    message: RegExp,
    file: string | null,
    line: number | null,
  ) {
    assert.equal(outcome.ending, 'failed');
    assert.equal(outcome.error?.kind, kind);
    assert.match(outcome.error?.message ?? '', message);
    assert.deepEqual([outcome.error?.file, outcome.error?.line], [file, line]);
  }

  it('passes characters on whole, however the bytes are cut', async () => {
    const text = 'ä→😀';
    const { output, outcome } = await runScript(`import sys, time
for byte in "${text}".encode() * 3:
    sys.stdout.buffer.write(bytes([byte])); sys.stdout.flush(); time.sleep(0.004)`);
    assert.equal(output, text.repeat(3));
    assert.equal(outcome.ending, 'finished');
  });

  it('shows bytes that are no text as such and goes on', async () => {
    const { output, outcome } = await runScript(
      'import sys\nsys.stdout.buffer.write(b"a\\xff\\xfe\\x00b\\n"); sys.stdout.flush(); print("end")',
    );
    assert.match(output, /^a\ufffd+.*b\nend\n$/s);
    assert.equal(outcome.ending, 'finished');
  });

  it('names kind, message, file and line of an exception, in the innermost file of the folder', async () => {
    const files = { 'pkg/layers.py': 'import json\ndef f(x):\n    return json.loads(x)\n' };
    const script = 'from pkg.layers import f\nprint("before")\nf("{")\n';
    failedWith(await runScript(script, { files }), 'JSONDecodeError', /^Expecting property name/, 'pkg/layers.py', 3);
  });

  it('names the place of a syntax error, in the script and in what it imports', async () => {
    failedWith(await runScript('x = 1\ndef f(:\n  pass\n'), 'SyntaxError', /invalid syntax/, 'train.py', 2);
    failedWith(
      await runScript('import model', { files: { 'model.py': 'a = (' } }),
      'SyntaxError',
      /never closed/,
      'model.py',
      1,
    );
    failedWith(await runScript('if 1:\nx = 1\n'), 'IndentationError', /expected an indented block/, 'train.py', 2);
  });

  it('names a missing import', async () => {
    failedWith(
      await runScript('\nimport torchvision_not_there'),
      'ModuleNotFoundError',
      /torchvision_not_there/,
      'train.py',
      2,
    );
  });

  it('keeps the last of several chained exceptions, and its first lines', async () => {
    const script = 'try:\n  1 / 0\nexcept ZeroDivisionError as e:\n  raise ValueError("one\\ntwo") from e';
    failedWith(await runScript(script), 'ValueError', /^one\ntwo$/, 'train.py', 4);
  });

  it('explains that input() has nobody to ask', async () => {
    failedWith(await runScript('input("lr? ")'), 'EOFError', /no keyboard/, 'train.py', 1);
  });

  it('tells exit statuses apart', async () => {
    failedWith(await runScript('import sys\nsys.exit(3)'), 'ExitStatus', /exit status 3/, null, null);
    failedWith(await runScript('import os\nos._exit(7)'), 'ExitStatus', /exit status 7/, null, null);
    assert.equal((await runScript('import sys\nsys.exit(0)')).outcome.ending, 'finished');
  });

  it('tells a crash of the interpreter and where it was', async () => {
    failedWith(
      await runScript('import ctypes\n\nctypes.string_at(0)'),
      'FatalError',
      /Segmentation fault/,
      'train.py',
      3,
    );
  });

  it('tells a recursion without end', async () => {
    failedWith(
      await runScript('def f(n):\n  return f(n + 1)\nf(0)'),
      'RecursionError',
      /maximum recursion/,
      'train.py',
      2,
    );
  });

  it('tells a process that was killed', async () => {
    failedWith(
      await runScript('import os, signal\nos.kill(os.getpid(), signal.SIGKILL)'),
      'Killed',
      /signal 9.*memory/,
      null,
      null,
    );
  });

  it('ends a run at its time limit', async () => {
    const { outcome } = await runScript('while True: pass', { runLimitSeconds: 1 });
    assert.equal(outcome.ending, 'timed_out');
    assert.match(outcome.error?.message ?? '', /after 1 s/);
    assert.ok(outcome.seconds < 4);
  });

  it('keeps head and tail of much output, and says how much is missing', async () => {
    const { output, outcome } = await runScript('for i in range(60_000): print(f"{i:040}")');
    assert.equal(outcome.ending, 'finished');
    assert.ok(/^0{40}\n0{39}1\n/.test(output) && output.endsWith('59998\n0000000000000000000000000000000000059999\n'));
    assert.ok(/\[… \d+ characters left out …\]/.test(output));
    assert.ok(output.length < 1.1 * 1024 * 1024);
  });

  it('holds a flood back in few calls and little memory, and ends it', async () => {
    const before = process.memoryUsage().rss;
    const { outcome, calls } = await runScript('import sys\nwhile True: sys.stdout.write("x" * 65536)');
    assert.equal(outcome.ending, 'failed');
    assert.equal(outcome.error?.kind, 'OutputFlood');
    assert.ok(calls < 20 * outcome.seconds, `${calls} calls in ${outcome.seconds} s`);
    assert.ok(process.memoryUsage().rss - before < 100e6);
  });

  it('passes no key of the host on', async () => {
    process.env.ML_INTERVIEWER_CANARY_KEY = 'sk-canary';
    process.env.PYTHONSTARTUP = '/nowhere';
    try {
      const { output } = await runScript('import os, json\nprint(json.dumps(dict(os.environ)))');
      const env = JSON.parse(output);
      assert.ok(!output.includes('canary') && !('PYTHONSTARTUP' in env));
      assert.deepEqual([env.MPLBACKEND, env.PYTHONUTF8, env.PATH], ['Agg', '1', process.env.PATH]);
    } finally {
      delete process.env.ML_INTERVIEWER_CANARY_KEY;
      delete process.env.PYTHONSTARTUP;
    }
  });

  it('leaves no compiled files behind and runs in the folder', async () => {
    const { output } = await runScript('import a, os\nprint(sorted(os.listdir(".")))', { files: { 'a.py': '' } });
    assert.equal(output.trim(), "['a.py', 'train.py']");
  });
});

describe('metrics of a watched run', function () {
  this.timeout(30_000);
  const log = 'import json, os, time\nf = open(os.environ["ML_INTERVIEW_METRICS"], "a")\n';

  it('come live, in order, also when a line comes in two parts', async () => {
    let alive = false;
    const script = `${log}f.write('{"step": 0, "loss": 2.5}\\n{"step": 1, "lo'); f.flush(); print("half", flush=True)
time.sleep(0.3); f.write('ss": "nan", "acc": 0.5}\\nnoise\\n{"loss": 1}\\n{"step": 2, "loss": 1.5, "note": "x"}\\n'); f.flush(); print("whole", flush=True)
time.sleep(0.3)`;
    const { points, outcome } = await runScript(script, {
      onOutput: (output) => {
        alive ||= output === 'half\n';
      },
    });
    assert.ok(alive);
    assert.deepEqual(points, {
      loss: [
        [0, 2.5],
        [1, null],
        [2, 1.5],
      ],
      acc: [[1, 0.5]],
    });
    assert.deepEqual(outcome.series, points);
  });

  it('are all there at the end, thinned to what a curve needs', async () => {
    const script = `${log}for i in range(50_000): f.write(json.dumps({"step": i, "loss": 1e9 if i == 31_234 else i, "b": "nan" if i == 777 else 0}) + "\\n")`;
    const { outcome } = await runScript(script);
    const { loss = [], b = [] } = outcome.series;
    assert.ok(loss.length <= 200 && loss.length > 100 && b.length <= 200);
    assert.deepEqual(
      [loss[0], loss.at(-1)],
      [
        [0, 0],
        [49_999, 49_999],
      ],
    );
    assert.ok(
      loss.some(([step, value]) => step === 31_234 && value === 1e9),
      'a spike must stay',
    );
    assert.ok(
      b.some(([step, value]) => step === 777 && value === null),
      'a gap must stay',
    );
    assert.ok(JSON.stringify(outcome.series).length < 20_000);
  });

  it('of many names are bounded', async () => {
    const { outcome } = await runScript(
      `${log}f.write(json.dumps({"step": 1} | {f"s{i}": i for i in range(500)}) + "\\n")`,
    );
    assert.equal(Object.keys(outcome.series).length, 16);
  });
});
