// Runs inside the extension host, bundled beside the test files (integration.ts), and is called as VS Code calls a test runner.
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import Mocha from 'mocha';
import { runMocha } from './mocha.ts';
import { reportMark } from './test-report.ts';

declare const COUNTS_FILE: string;

export async function run(): Promise<void> {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'integration');
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(reportMark + format(...args));
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith('.test.js')).map((name) => join(folder, name));
  const failures = await runMocha(files, COUNTS_FILE, 60_000);
  if (failures > 0) throw new Error(`${failures} failed`);
}
