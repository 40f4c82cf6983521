import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installedEnv, installedNode, npm } from './bootstrap.mjs';
import { cachePath, rootPath } from './paths.ts';
import { missing } from './platform.ts';
import { run, runOrThrow } from './processes.ts';

/** The programs of the installed web VS Code, to be run with the Node.js of this checkout. */
export interface CodeServer {
  /** code-server itself: what a person starts; installs extensions. */
  entry: string;
  /** VS Code's own server, which can run an extension's tests. */
  serverMain: string;
}

// The server's own modules; sqlite3 (a minute and a half to compile) serves only its agent host, kerberos and deviceid nothing here.
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog', 'node-pty', '@vscode/fs-copyfile'];
const home = cachePath('code-server');
const packageFolder = join(home, 'node_modules', 'code-server');
const codeFolder = join(packageFolder, 'lib', 'vscode');

/**
 * Installs code-server into the checkout's git-ignored folder, continuing where an earlier attempt stopped; a complete one is only looked at.
 * Throws with a next step where the system cannot build it.
 */
export async function ensureCodeServer(log: (line: string) => void = console.error): Promise<CodeServer> {
  if (process.platform === 'win32')
    throw new Error('The web VS Code does not run on Windows: install desktop VS Code.');
  for (const [name, step] of steps) await once(name, step, log);
  return {
    entry: join(packageFolder, 'out', 'node', 'entry.js'),
    serverMain: join(codeFolder, 'out', 'server-main.js'),
  };
}

const steps: [name: string, step: () => Promise<void>][] = [
  ['Downloading the web VS Code', installPackage],
  ["Installing the web VS Code's packages", installDependencies],
  ["Building the web VS Code's native modules (a minute)", buildNative],
];

async function installPackage(): Promise<void> {
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    await cp(rootPath('test/support/vscode-web', file), join(home, file));
  }
  await cp(rootPath('.npmrc'), join(home, '.npmrc'));
  await runNpm(['ci', '--ignore-scripts'], home);
}

async function installDependencies(): Promise<void> {
  // Its shrinkwrap pins every version, but does not match its package.json to the letter, so `npm ci` refuses it.
  await runNpm(['install', '--omit=dev', '--ignore-scripts', '--no-save'], codeFolder);
}

async function buildNative(): Promise<void> {
  for (const tool of ['c++', 'make']) {
    if ((await run(tool, ['--version'])).code !== 0) throw new Error(missing(process.platform, 'compiler'));
  }
  // A person's own npm settings may point `nodedir` at another version's headers, so the right ones are named here.
  await runNpm(['rebuild', ...nativeModules], codeFolder, { npm_config_nodedir: headersFolder(), JOBS: 'max' });
  const requireAll = nativeModules.map((name) => `require(${JSON.stringify(name)})`).join(';');
  await runOrThrow(installedNode(), ['-e', requireAll], { cwd: codeFolder, env: installedEnv() });
}

async function runNpm(args: string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const [command, prefix, shell] = npm();
  await runOrThrow(command, [...prefix, ...args, '--loglevel=error'], {
    cwd,
    shell,
    env: { ...installedEnv(), ...env },
  });
}

function headersFolder(): string {
  const nested = rootPath('node_modules', 'node', 'node_modules', `node-${process.platform}-${process.arch}`);
  const flat = rootPath('node_modules', `node-${process.platform}-${process.arch}`);
  return existsSync(nested) ? nested : flat;
}

/** Runs a step unless its mark is there. A mark holds the pinned versions, so that a new lock file or Node.js starts over. */
async function once(name: string, step: () => Promise<void>, log: (line: string) => void): Promise<void> {
  const file = join(home, `.done-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`);
  const wanted = await versions();
  if ((await readFile(file, 'utf8').catch(() => '')) === wanted) return;
  log(`${name} …`);
  await step();
  await writeFile(file, wanted);
}

async function versions(): Promise<string> {
  const lock = await readFile(rootPath('test/support/vscode-web/package-lock.json'));
  const digest = createHash('sha256').update(lock).update(nativeModules.join()).digest('hex');
  return `${process.platform} ${process.arch} ${process.version} ${digest}\n`;
}
