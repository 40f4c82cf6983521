// Measures from inside the extension host, on request over loopback: GET /activate?id=…, GET /run?command=…
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';

/** How long the event loop is watched after an activation. ms */
const watched = 1_500;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** @param {vscode.ExtensionContext} context */
export function activate(context) {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const answer = await handle(pathname, searchParams).catch((error) => ({ error: String(error) }));
    response.end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const file = process.env.ML_INTERVIEWER_BENCH_PROBE;
    if (file && address && typeof address === 'object') writeFileSync(file, String(address.port));
  });
  context.subscriptions.push({ dispose: () => server.close() });
}

/**
 * @param {string} path
 * @param {URLSearchParams} given
 */
async function handle(path, given) {
  if (path === '/activate') return measureActivation(given.get('id') ?? '');
  if (path === '/run') return runCommand(given.get('command') ?? '');
  throw new Error(`There is no ${path}.`);
}

/** @param {string} id */
async function measureActivation(id) {
  const extension = vscode.extensions.getExtension(id);
  if (!extension || extension.isActive) throw new Error(`${id} is ${extension ? 'active already' : 'not installed'}.`);
  const [before, childrenBefore] = [await memory(), children()];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await sleep(50);
  delay.reset();
  const started = performance.now();
  await extension.activate();
  const activated = performance.now() - started;
  await sleep(watched);
  delay.disable();
  const after = await memory();
  return {
    activated,
    block: delay.max / 1e6,
    rss: after.rss - before.rss,
    heap: after.heap - before.heap,
    children: children() - childrenBefore,
  };
}

/** Megabytes, after collecting garbage until nothing more goes. */
async function memory() {
  for (let i = 0; i < 3; i += 1) {
    collectGarbage();
    await sleep(50);
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { rss: rss / 1e6, heap: heapUsed / 1e6 };
}

/** Child processes of the extension host that Node.js knows of. */
function children() {
  return process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
}

/** @param {string} command */
async function runCommand(command) {
  const at = Date.now();
  await vscode.commands.executeCommand(command);
  return { at };
}
