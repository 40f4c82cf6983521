import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openWorkbench, quietSettings, type Theme } from './browser.ts';
import { cacheFolder, cachePath } from './paths.ts';
import { folderUrl, installExtension, type RunningServer, startUserServer } from './vscode-web.ts';

export interface UserSession {
  /** An empty folder, opened as the workspace. */
  workspace: string;
  extensionsDir: string;
  userDataDir: string;
  server: RunningServer;
  browser: Browser;
  page: Page;
  /** Saves a picture of the page into .vscode-test/screenshots. */
  screenshot(name: string): Promise<void>;
  /** Ends browser and server and removes the session's folders. */
  close(): Promise<void>;
}

export interface UserSessionOptions {
  theme?: Theme;
  settings?: Record<string, unknown>;
  workspaceTrust?: boolean;
  viewport?: { width: number; height: number };
  env?: NodeJS.ProcessEnv;
}

/** The packaged extension (ML_INTERVIEWER_TEST_VSIX) in a fresh VS Code in a browser, as a person has it. */
export async function openUserSession(options: UserSessionOptions = {}): Promise<UserSession> {
  const home = await mkdtemp(join(cacheFolder('tmp'), 'user-'));
  const [workspace, extensionsDir, userDataDir] = ['workspace', 'extensions', 'data'].map((name) =>
    join(home, name),
  ) as [string, string, string];
  await mkdir(workspace);
  await installExtension(packagedVsix(), { extensionsDir, userDataDir });
  const server = await startUserServer({
    ...{ extensionsDir, userDataDir, workspaceTrust: options.workspaceTrust ?? false, env: options.env ?? {} },
    settings: { ...quietSettings(options.theme), ...options.settings },
  });
  const browser = await launchBrowser();
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const page = await browser.newPage({ viewport: options.viewport ?? { width: 1400, height: 900 } });
  await openWorkbench(page, folderUrl(server, workspace)).catch(async (error) => {
    await close();
    throw error;
  });
  const screenshot = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(cacheFolder('screenshots'), `${name}.png`) });
  };
  return { workspace, extensionsDir, userDataDir, server, browser, page, screenshot, close };
}

/** The VSIX under test: `npm run test:browser` packs it and names it here. */
export function packagedVsix(): string {
  return process.env.ML_INTERVIEWER_TEST_VSIX ?? cachePath('ml-interviewer.vsix');
}
