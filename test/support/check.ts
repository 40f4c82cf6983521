// Types of every project and the lint, side by side: check.ts [counts file]
import { writeFile } from 'node:fs/promises';
import { root } from './bootstrap.mjs';
import { rootPath } from './paths.ts';
import { run } from './processes.ts';
import type { Counts } from './reporter.ts';

const tsc = rootPath('node_modules/typescript/bin/tsc');
const biome = rootPath('node_modules/@biomejs/biome/bin/biome');
const checks: Record<string, string[]> = {
  'types of everything': [tsc, '--noEmit', '-p', 'tsconfig.json'],
  'types of src (no DOM)': [tsc, '--noEmit', '-p', 'src'],
  'types of core, app and protocol (no Node.js, no DOM)': [tsc, '--noEmit', '-p', 'src/core'],
  'types of webview (no Node.js)': [tsc, '--noEmit', '-p', 'webview'],
  'lint and format': [biome, 'ci', '--colors=off', '--error-on-warnings'],
};

const counts: Counts = { passed: 0, failed: 0, pending: 0 };
await Promise.all(Object.entries(checks).map(([name, args]) => check(name, args)));
const [countsFile] = process.argv.slice(2);
if (countsFile) await writeFile(countsFile, JSON.stringify(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;

async function check(name: string, args: string[]): Promise<void> {
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd: root });
  counts[code === 0 ? 'passed' : 'failed'] += 1;
  console.log(code === 0 ? `  ok    ${name}` : `  FAIL  ${name}\n${stdout}${stderr}`);
}
