// Runs test/integration inside VS Code through @vscode/test-electron: integration.ts <counts file>
//
// By default inside the web VS Code. ML_INTERVIEWER_TEST_VSCODE takes a desktop program's path, or `download` to let the tool get one.
import { globSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { installedNode, root } from './bootstrap.mjs';
import { cacheFolder, cachePath, rootPath } from './paths.ts';

const [countsFile = cachePath('counts', 'integration.json')] = process.argv.slice(2);
const outdir = cachePath('integration');
const folder = await mkdtemp(join(cacheFolder('tmp'), 'workspace-'));

await bundleTests();
const extensionTestsPath = join(outdir, 'support', 'integration-entry.js');
const extensionDevelopmentPath = [root, ...(await helperExtensions())];
try {
  await runTests({ ...program(), extensionDevelopmentPath, extensionTestsPath });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

function program(): { vscodeExecutablePath?: string; launchArgs: string[] } {
  const desktop = process.env.ML_INTERVIEWER_TEST_VSCODE;
  if (desktop === 'download') return { launchArgs: [folder] };
  if (desktop) return { vscodeExecutablePath: desktop, launchArgs: [folder] };
  return { vscodeExecutablePath: installedNode(), launchArgs: [rootPath('test/support/launcher.ts'), folder] };
}

/** Test-only extensions that are loaded beside ours: folders with a manifest in test/support/extensions. */
async function helperExtensions(): Promise<string[]> {
  const names = await readdir(rootPath('test/support/extensions')).catch(() => []);
  return names.map((name) => rootPath('test/support/extensions', name));
}

async function bundleTests(): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  const tests = globSync(rootPath('test/integration/**/*.test.ts'));
  await esbuild.build({
    entryPoints: [...tests, rootPath('test/support/integration-entry.ts')],
    outdir,
    outbase: rootPath('test'),
    bundle: true,
    format: 'esm',
    splitting: true,
    platform: 'node',
    target: 'node22',
    sourcemap: 'inline',
    packages: 'external',
    external: ['vscode'],
    define: { COUNTS_FILE: JSON.stringify(countsFile) },
    logLevel: 'warning',
  });
}
