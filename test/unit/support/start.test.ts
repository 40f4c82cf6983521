import assert from 'node:assert/strict';
import { desktopArgs, startOptions } from '../../support/start/options.ts';

describe('npm start', () => {
  it('opens a browser on a free port unless told otherwise', () => {
    assert.deepEqual(startOptions([]), { open: true });
    assert.deepEqual(startOptions(['--no-open', '--port', '8123']), { open: false, port: 8123 });
  });

  it('refuses what it does not know, with its usage', () => {
    for (const args of [['--prot', '1'], ['--port'], ['--port', 'x'], ['--port', '70000'], ['folder']]) {
      assert.throws(() => startOptions(args), /Usage: npm start/);
    }
  });

  it("touches nothing of the person's own VS Code", () => {
    const calls = desktopArgs('/x.vsix', { userData: '/d', extensions: '/e' }, '/my work');
    assert.equal(calls.length, 2);
    for (const args of calls) {
      assert.equal(args[args.indexOf('--user-data-dir') + 1], '/d');
      assert.equal(args[args.indexOf('--extensions-dir') + 1], '/e');
    }
    assert.equal(calls[1]?.at(-1), '/my work');
  });
});
