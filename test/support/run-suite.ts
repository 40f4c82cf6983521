// run-suite.ts all | <suite>…: runs suites one after the other and closes with `N passed, N failed`.
import { prepare } from './prerequisites.ts';
import { runSuite, type SuiteResult, suites } from './suites.ts';

const wanted = process.argv.slice(2).flatMap((name) => (name === 'all' ? Object.keys(suites) : [name]));
// Downloads and compiling take minutes on a new machine; they go on beside the first suites, which need none of it.
void prepare(wanted.flatMap((name) => suites[name]?.needs ?? []).filter((need) => need !== 'build' && need !== 'vsix'));

const results: SuiteResult[] = [];
for (const name of wanted) {
  console.log(`\n──── ${name}`);
  const result = await runSuite(name);
  console.log(describeResult(result));
  results.push(result);
}

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`\n${results.map(describeResult).join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function describeResult({ name, passed, failed, notes }: SuiteResult): string {
  return [`${name.padEnd(12)} ${passed} passed, ${failed} failed`, ...notes.map((note) => `  ${note}`)].join('\n');
}
