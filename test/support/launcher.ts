// Stands in for the VS Code program that @vscode/test-electron starts: same arguments, same output, same exit code; the tests run
// in the extension host of the web VS Code. With a desktop VS Code at hand the same suite runs there instead (integration.ts).
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { cacheFolder } from './paths.ts';
import { TestReport } from './test-report.ts';
import { type RunningServer, startTestServer } from './vscode-web.ts';

const limitMs = Number(process.env.ML_INTERVIEWER_TEST_LIMIT_MS ?? 600_000);

process.exitCode = await launch(process.argv.slice(2));

async function launch(args: string[]): Promise<number> {
  const dataDir = await mkdtemp(join(cacheFolder('tmp'), 'host-'));
  const server = await startTestServer(dataDir);
  const browser = await launchBrowser();
  try {
    return await runInPage(await browser.newPage(), testUrl(server, args));
  } finally {
    await browser.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runInPage(page: Page, url: string): Promise<number> {
  const report = new TestReport();
  const { promise, resolve } = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationExit', resolve);
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => report.add(args.join(' ')));
  page.once('crash', () => resolve(1));
  const timer = setTimeout(() => {
    console.error(`The tests did not end within ${limitMs} ms.`);
    resolve(1);
  }, limitMs);
  await page.goto(url);
  const code = await promise;
  clearTimeout(timer);
  if (code !== 0) report.showLog();
  return code;
}

function testUrl(server: RunningServer, args: string[]): string {
  const remote = (path: string): string => `vscode-remote://localhost:${server.port}${path}`;
  const payload = [
    ...values(args, '--extensionDevelopmentPath').map((path) => ['extensionDevelopmentPath', remote(path)]),
    ...values(args, '--extensionTestsPath').map((path) => ['extensionTestsPath', remote(path)]),
    ['skipWelcome', 'true'],
  ];
  const folder = args.find((arg) => !arg.startsWith('--'));
  const query = new URLSearchParams({ ...(folder ? { folder } : {}), payload: JSON.stringify(payload) });
  return `${server.origin}/?${query}`;
}

function values(args: string[], name: string): string[] {
  return args.filter((arg) => arg.startsWith(`${name}=`)).map((arg) => arg.slice(name.length + 1));
}
