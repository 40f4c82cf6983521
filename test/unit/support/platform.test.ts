import assert from 'node:assert/strict';
import {
  browserCandidates,
  codeCommand,
  killTreeCommand,
  missing,
  openCommand,
  outsideVSCode,
  pythonCandidates,
  throughShell,
  venvPython,
} from '../../support/platform.ts';

const systems = ['linux', 'darwin', 'win32'] as const;

describe('what differs between systems', () => {
  it('ends a process tree with taskkill on Windows, by its group elsewhere', () => {
    assert.deepEqual(killTreeCommand('win32', 12), { command: 'taskkill', args: ['/pid', '12', '/T', '/F'] });
    assert.equal(killTreeCommand('linux', 12), undefined);
  });

  it('starts a .cmd file through the shell, with quoted arguments, on Windows only', () => {
    const line = { command: codeCommand('win32'), args: ['C:\\My Work'] };
    assert.deepEqual(throughShell('win32', line), { command: 'code.cmd', args: ['"C:\\My Work"'], shell: true });
    assert.deepEqual(throughShell('linux', { command: codeCommand('linux'), args: ['/my work'] }), {
      command: 'code',
      args: ['/my work'],
      shell: false,
    });
  });

  it('knows where an environment keeps its interpreter', () => {
    assert.equal(venvPython('win32', 'C:\\v'), 'C:\\v\\Scripts\\python.exe');
    assert.equal(venvPython('linux', '/v'), '/v/bin/python');
  });

  it('prefers the interpreter and the browser that the person named', () => {
    for (const system of systems) {
      const env = { ML_INTERVIEWER_PYTHON: '/my/python', ML_INTERVIEWER_TEST_BROWSER: '/my/browser' };
      assert.deepEqual(pythonCandidates(system, env), [{ command: '/my/python', args: [] }]);
      assert.deepEqual(browserCandidates(system, env), ['/my/browser']);
      assert.ok(pythonCandidates(system, {}).length > 0);
    }
  });

  it("looks for browsers in each system's usual places", () => {
    assert.ok(browserCandidates('linux', {}).includes('chromium'));
    assert.ok(
      browserCandidates('darwin', { HOME: '/Users/a' }).some((path) => path.startsWith('/Users/a/Applications/')),
    );
    const windows = browserCandidates('win32', { ProgramFiles: 'C:\\Program Files' });
    assert.ok(windows.includes('C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe'));
  });

  it('opens a browser only where there is a screen, and never in CI', () => {
    const url = 'http://localhost:1/';
    assert.equal(openCommand('linux', {}, url), undefined);
    assert.equal(openCommand('linux', { DISPLAY: ':0', CI: 'true' }, url), undefined);
    assert.equal(openCommand('linux', { WAYLAND_DISPLAY: 'wayland-0' }, url)?.command, 'xdg-open');
    assert.equal(openCommand('darwin', {}, url)?.command, 'open');
    assert.equal(openCommand('win32', {}, url)?.args[0], url);
  });

  it('names the command that gets what is missing', () => {
    for (const system of systems) {
      for (const what of ['browser', 'python', 'compiler'] as const) {
        assert.match(
          missing(system, what),
          /^\S.* was not found\. Get it with: (sudo apt-get|brew|winget|xcode-select) /,
        );
      }
    }
  });

  it('hides a surrounding VS Code from the one it starts', () => {
    const env = { PATH: '/bin', VSCODE_IPC_HOOK_CLI: 'x', ELECTRON_RUN_AS_NODE: '1', EMPTY: undefined };
    assert.deepEqual(outsideVSCode(env), { PATH: '/bin' });
  });
});
