import Mocha from 'mocha';
import { CountingReporter } from './reporter.ts';

/** Loads and runs test files; resolves with the number of failures, and leaves the counts in `countsFile` if it came to an end. */
export async function runMocha(files: string[], countsFile: string, timeoutMs: number): Promise<number> {
  const mocha = new Mocha({
    ui: 'bdd',
    forbidOnly: true,
    timeout: timeoutMs,
    slow: timeoutMs,
    reporter: CountingReporter,
    reporterOptions: { countsFile },
  });
  for (const file of files.toSorted()) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => mocha.run(resolve));
}
