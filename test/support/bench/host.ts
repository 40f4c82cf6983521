import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchBrowser, openWorkbench, quietSettings } from '../browser.ts';
import { cacheFolder } from '../paths.ts';
import { folderUrl, startUserServer } from '../vscode-web.ts';
import { install, probeFolder, type Subject } from './subjects.ts';

/** How long a fresh window is left alone before it is measured. ms */
const settling = 5_000;

export interface Host {
  /** Everything that VS Code and its extensions write. */
  readonly home: string;
  readonly page: Page;
  /** Asks the probe inside the extension host. @throws with the probe's words. */
  ask<T>(path: string, given: Record<string, string>): Promise<T>;
}

/** A fresh server, extension host, browser and profile with the subject and the probe, for one measurement. */
export async function withHost<T>(
  subject: Subject,
  work: (host: Host) => Promise<T>,
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<T> {
  const home = await mkdtemp(join(cacheFolder('tmp'), 'bench-'));
  const [workspace, extensionsDir, userDataDir] = [join(home, 'work'), join(home, 'extensions'), join(home, 'data')];
  await Promise.all([workspace, extensionsDir].map((folder) => mkdir(folder)));
  await Promise.all([probeFolder, subject.folder].map((folder) => install(folder, extensionsDir)));
  const portFile = join(home, 'probe-port');
  const server = await startUserServer({
    ...{ extensionsDir, userDataDir, settings: quietSettings(), env: { ML_INTERVIEWER_BENCH_PROBE: portFile } },
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await prepare(page);
    await openWorkbench(page, folderUrl(server, workspace));
    const port = await probePort(portFile);
    await sleep(settling);
    return await work({ home, page, ask: (path, given) => ask(port, path, given) });
  } finally {
    await browser.close();
    await server.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function probePort(file: string): Promise<number> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const port = Number(await readFile(file, 'utf8').catch(() => ''));
    if (port > 0) return port;
    await sleep(50);
  }
  throw new Error('The probe did not start in the extension host.');
}

async function ask<T>(port: number, path: string, given: Record<string, string>): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}?${new URLSearchParams(given)}`);
  const value = (await answer.json()) as T | { error: string };
  if (typeof value === 'object' && value && 'error' in value) throw new Error(value.error);
  return value as T;
}
