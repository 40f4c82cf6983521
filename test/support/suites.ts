import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installedEnv, installedNode, root } from './bootstrap.mjs';
import { cacheFolder } from './paths.ts';
import { type Need, prepare } from './prerequisites.ts';
import { run } from './processes.ts';
import type { Counts } from './reporter.ts';

export interface SuiteResult {
  name: string;
  passed: number;
  failed: number;
  /** Why a failure is counted that no test reports. */
  notes: string[];
}

interface Suite {
  needs: Need[];
  /** Arguments for Node.js; the suite writes its counts into `countsFile` when it comes to its end. */
  args(countsFile: string): string[];
}

const second = 1000;
// With CI set, mocha would colour even what goes to a file.
const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };

export const suites: Readonly<Record<string, Suite>> = {
  check: { needs: [], args: (counts) => ['test/support/check.ts', counts] },
  unit: mochaSuite('unit', ['python'], 10 * second),
  contract: mochaSuite('contract', ['python', 'llama'], 60 * second),
  golden: mochaSuite('golden', [], 20 * second),
  problems: mochaSuite('problems', ['python', 'torch'], 180 * second),
  integration: {
    needs: ['codeServer', 'browser', 'build', 'python'],
    args: (counts) => ['test/support/integration.ts', counts],
  },
  browser: mochaSuite('browser', ['codeServer', 'browser', 'build', 'vsix', 'python', 'torch', 'llama'], 240 * second),
};

function mochaSuite(name: string, needs: Need[], timeoutMs: number): Suite {
  return { needs, args: (counts) => ['test/support/run-mocha.ts', name, counts, String(timeoutMs)] };
}

/** Runs one suite as a child process and reads what it counted. Never throws: whatever goes wrong is a failure in the result. */
export async function runSuite(name: string): Promise<SuiteResult> {
  const suite = suites[name];
  if (!suite)
    return {
      name,
      passed: 0,
      failed: 1,
      notes: [`There is no suite of that name: ${Object.keys(suites).join(', ')}.`],
    };
  const unmet = await prepare(suite.needs);
  if (unmet.length > 0) return { name, passed: 0, failed: 1, notes: unmet };
  const countsFile = join(cacheFolder('counts'), `${name}.json`);
  await rm(countsFile, { force: true });
  const outcome = await run(installedNode(), suite.args(countsFile), {
    cwd: root,
    env: { ...installedEnv(), ...plain },
    inherit: true,
    timeoutMs: 2700 * second,
  });
  const text = await readFile(countsFile, 'utf8').catch(() => undefined);
  return judgeSuite(name, text, outcome, !!process.env.CI);
}

/** Counts of a suite from what it left behind. A crash, a suite without tests, and (in CI) a skipped test are failures. */
export function judgeSuite(
  name: string,
  countsText: string | undefined,
  outcome: { code: number; timedOut: boolean },
  pendingFails: boolean,
): SuiteResult {
  const counts = parseCounts(countsText);
  if (!counts) {
    const why = outcome.timedOut ? 'It did not end in time.' : `It ended with code ${outcome.code} before its end.`;
    return { name, passed: 0, failed: 1, notes: [why] };
  }
  const notes: string[] = [];
  let { failed } = counts;
  if (counts.pending > 0 && pendingFails) {
    failed += counts.pending;
    notes.push(`${counts.pending} skipped, which counts as failed here.`);
  }
  if (counts.passed + counts.failed === 0) notes.push('It has no tests.');
  else if (outcome.code !== 0 && counts.failed === 0)
    notes.push(`Its tests passed, but it ended with code ${outcome.code}.`);
  if (failed === 0 && notes.length > 0) failed = 1;
  return { name, passed: counts.passed, failed, notes };
}

function parseCounts(text: string | undefined): Counts | undefined {
  try {
    const { passed, failed, pending } = JSON.parse(text ?? '') as Partial<Counts>;
    const valid = (count: unknown): count is number => Number.isInteger(count) && Number(count) >= 0;
    return valid(passed) && valid(failed) && valid(pending) ? { passed, failed, pending } : undefined;
  } catch {
    return undefined;
  }
}
