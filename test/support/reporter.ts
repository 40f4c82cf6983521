import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What one run of mocha did; written only at its end, so that a crash leaves no file. */
export interface Counts {
  passed: number;
  failed: number;
  pending: number;
}

/** mocha's readable report, with the counts in the file that ML_INTERVIEWER_TEST_COUNTS (or the `countsFile` option) names. */
export class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = options.reporterOptions?.countsFile ?? process.env.ML_INTERVIEWER_TEST_COUNTS;
    const counts: Counts = { passed: 0, failed: 0, pending: 0 };
    runner.on('pass', () => (counts.passed += 1));
    runner.on('fail', () => (counts.failed += 1));
    runner.on('pending', () => (counts.pending += 1));
    runner.once('end', () => file && writeFileSync(file, JSON.stringify(counts)));
  }
}
