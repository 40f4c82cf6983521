import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { installedNode } from '../support/bootstrap.mjs';
import { launchBrowser, openWorkbench } from '../support/browser.ts';
import { rootPath } from '../support/paths.ts';
import { outsideVSCode } from '../support/platform.ts';
import { startGroup, stopGroup } from '../support/processes.ts';
import { freePort } from '../support/vscode-web.ts';
import { runCommand } from './steps.ts';

// A PATH without `code` on it sends npm start into the browser on every machine.
describe('npm start without desktop VS Code', () => {
  let program: ChildProcess;
  let browser: Browser;
  let port: number;
  let printed = '';

  before(async () => {
    port = await freePort();
    const args = [rootPath('test/support/start.mjs'), '--no-open', '--port', String(port)];
    const env = { ...outsideVSCode(process.env), PATH: pathWithoutCode() };
    program = startGroup(installedNode(), args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    program.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    if (program) await stopGroup(program);
  });

  it('prints an address and a password that lead into a workbench with the extension', async () => {
    const [url, password] = await printedAddress();
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    await page.goto(url);
    await page.locator('input[type=password]').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => !address.pathname.startsWith('/login'));
    await openWorkbench(page, url);
    await runCommand(page, 'ML Interviewer: Show Log');
    await page.locator('.part.panel').getByRole('tab', { name: 'Output' }).waitFor();
    assert.match(await page.title(), /workspace/);
  });

  it('lets nobody in without the password', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/?folder=/`, { redirect: 'manual' });
    assert.equal(answer.status, 302);
    assert.match(answer.headers.get('location') ?? '', /login/);
  });

  it('ends everything on Ctrl+C', async () => {
    const gone = new Promise<void>((resolve) => program.once('exit', () => resolve()));
    process.kill(-(program.pid ?? 0), 'SIGINT');
    await gone;
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
  });

  async function printedAddress(): Promise<[url: string, password: string]> {
    const deadline = Date.now() + 120_000;
    while (Date.now() < deadline && program.exitCode === null) {
      const found = /is at {2}(\S+)\nThe password is {7}(\S+)/.exec(printed);
      if (found?.[1] && found[2]) return [found[1], found[2]];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`npm start printed no address:\n${printed}`);
  }
});

function pathWithoutCode(): string {
  return ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/bin'].join(':');
}
