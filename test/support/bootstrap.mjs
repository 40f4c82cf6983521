// What runs before anything is installed: only what Node.js 20 brings along, and no import of an installed package.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Installs the packages of the lock file unless they are all there, and runs a TypeScript program on the Node.js that came with them.
 * The program takes over the terminal; this process ends with its exit code.
 * @param {string} program path from the root of the checkout
 * @param {string[]} args
 */
export function runInstalled(program, args) {
  requireNode(process.versions.node);
  installPackages();
  const child = spawn(installedNode(), [join(root, program), ...args], {
    stdio: 'inherit',
    cwd: root,
    env: installedEnv(),
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // The terminal sends Ctrl+C to the child as well; it ends its servers, and only then does this process follow.
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  }
  child.on('exit', (code) => process.exit(code ?? 1));
}

/** @param {string} version */
function requireNode(version) {
  if (Number.parseInt(version, 10) >= 20) return;
  console.error(`Node.js 20 or newer is needed; this is ${version}. Get it from nodejs.org or with: nvm install 20`);
  process.exit(1);
}

function installPackages() {
  const installed = readLock('node_modules/.package-lock.json');
  const wanted = readLock('package-lock.json');
  if (wanted && installed && isComplete(wanted, installed) && existsSync(installedNode())) return;
  console.log('Installing packages (npm ci) …');
  const [command, prefix, shell] = npm();
  const result = spawnSync(command, [...prefix, 'ci', '--loglevel=error'], {
    cwd: root,
    shell,
    stdio: ['ignore', 2, 2],
  });
  if (result.status === 0) return;
  console.error('npm ci failed; its own message is above. Without a network, nothing can be installed.');
  process.exit(1);
}

/**
 * True when every package that the lock file wants here is installed in that version. Optional ones are for other platforms.
 * @param {Record<string, LockEntry>} wanted
 * @param {Record<string, LockEntry>} installed
 */
export function isComplete(wanted, installed) {
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  );
}

/**
 * @typedef {{ version?: string, optional?: boolean }} LockEntry
 * @param {string} file
 * @returns {Record<string, LockEntry> | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The Node.js that the lock file pins; the one on the PATH may be older than the tools need. */
export function installedNode() {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** This process's environment with the installed tools first on the PATH. */
export function installedEnv() {
  const bin = [dirname(installedNode()), join(root, 'node_modules', '.bin')];
  const separator = process.platform === 'win32' ? ';' : ':';
  const path = (process.env.PATH ?? '').split(separator).filter((folder) => !bin.includes(folder));
  return { ...process.env, PATH: [...bin, ...path].join(separator) };
}

/**
 * How to call npm: through the script that npm names to what it runs, else by the PATH (which needs a shell on Windows).
 * @returns {[command: string, prefix: string[], shell: boolean]}
 */
export function npm() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return [process.execPath, [script], false];
  return ['npm', [], process.platform === 'win32'];
}
