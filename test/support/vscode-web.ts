import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { installedEnv, installedNode } from './bootstrap.mjs';
import { ensureCodeServer } from './code-server.ts';
import { outsideVSCode } from './platform.ts';
import { runOrThrow, startGroup, stopGroup } from './processes.ts';

export interface RunningServer {
  port: number;
  /** `http://localhost:<port>`; webviews render there, as it counts as a secure context. */
  origin: string;
  /** Everything the server has printed so far. */
  output(): string;
  /** The server's process, the leader of its group. */
  process: ChildProcess;
  /** Ends the server with its extension hosts and terminals. */
  stop(): Promise<void>;
}

export interface UserServerOptions {
  extensionsDir: string;
  userDataDir: string;
  /** The password that the page asks for; left out, everyone on this machine can enter, which only a test may do. */
  password?: string;
  /** Restricted Mode for new folders, as VS Code has it by default. Tests turn it off unless they are about it. */
  workspaceTrust?: boolean;
  /** User settings, written before the start. Left out, the folder's own stay. */
  settings?: Record<string, unknown>;
  port?: number;
  env?: NodeJS.ProcessEnv;
}

/** VS Code's own server, which runs the tests that the page's address names inside its extension host. */
export async function startTestServer(dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<RunningServer> {
  const { serverMain } = await ensureCodeServer();
  return start(await freePort(), env, (port) => [
    serverMain,
    ...['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', dataDir],
    ...['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--disable-workspace-trust', '--enable-smoke-test-driver'],
  ]);
}

/** VS Code as a person has it in a browser, with what `installExtension` put into `extensionsDir`. */
export async function startUserServer(options: UserServerOptions): Promise<RunningServer> {
  const { entry } = await ensureCodeServer();
  if (options.settings) await writeUserSettings(options.userDataDir, options.settings);
  const env = options.password === undefined ? {} : { PASSWORD: options.password };
  return start(await freePort(options.port), { ...options.env, ...env }, (port) => [
    entry,
    ...['--bind-addr', `127.0.0.1:${port}`, '--auth', options.password === undefined ? 'none' : 'password'],
    ...folders(options),
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--disable-proxy'],
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
  ]);
}

/** Installs a VSIX for a later `startUserServer` with the same folders. */
export async function installExtension(
  vsix: string,
  where: Pick<UserServerOptions, 'extensionsDir' | 'userDataDir'>,
): Promise<void> {
  const { entry } = await ensureCodeServer();
  await runOrThrow(installedNode(), [entry, '--install-extension', vsix, '--force', ...folders(where)], {
    env: outsideVSCode(installedEnv()),
  });
}

/** The address that opens a folder in a running server. */
export function folderUrl(server: RunningServer, folder: string): string {
  return `${server.origin}/?folder=${encodeURIComponent(folder)}`;
}

// A configuration file and a session socket of its own keep the server away from a person's own code-server.
function folders(options: Pick<UserServerOptions, 'extensionsDir' | 'userDataDir'>): string[] {
  return [
    ...['--extensions-dir', options.extensionsDir, '--user-data-dir', options.userDataDir],
    ...['--config', join(options.userDataDir, 'code-server.yaml')],
  ];
}

async function writeUserSettings(userDataDir: string, settings: Record<string, unknown>): Promise<void> {
  await mkdir(join(userDataDir, 'User'), { recursive: true });
  await writeFile(join(userDataDir, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
}

async function start(port: number, env: NodeJS.ProcessEnv, args: (port: number) => string[]): Promise<RunningServer> {
  const child = startGroup(installedNode(), args(port), {
    env: outsideVSCode({ ...installedEnv(), ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-200_000);
    });
  }
  const server: RunningServer = {
    port,
    origin: `http://localhost:${port}`,
    output: () => output,
    process: child,
    stop: () => stopGroup(child),
  };
  await untilItAnswers(server).catch(async (error) => {
    await server.stop();
    throw error;
  });
  return server;
}

async function untilItAnswers(server: RunningServer): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (server.process.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${server.port}/`, { redirect: 'manual' }).catch(() => undefined);
    if (answer && answer.status < 500) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    `The web VS Code did not answer on port ${server.port}. It printed:\n${server.output().slice(-4000)}`,
  );
}

/** A loopback port that is free now; rejects when one is wished for that is not. */
export function freePort(wished = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', () => reject(new Error(`Port ${wished} is in use: choose another.`)));
    probe.listen(wished, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
