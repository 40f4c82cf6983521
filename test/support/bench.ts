// npm run bench [-- --rounds N] [--only activation|click|judging|check|sizes]…
// A measurement and no test: it ends with code 0 whenever it could measure, whatever the figures.
import { cpus, loadavg } from 'node:os';
import { type BenchOptions, benchOptions } from './bench/options.ts';
import { rowsOf } from './bench/rows.ts';
import { measureSizes } from './bench/sizes.ts';
import { shuffled } from './bench/statistics.ts';
import { prepareSubjects, type Subjects } from './bench/subjects.ts';
import { table } from './bench/table.ts';
import { noResults, type Results, tasksOf } from './bench/tasks.ts';

const options = benchOptions(process.argv.slice(2));
console.error('Building and packing …');
const subjects = await prepareSubjects();
console.log(circumstances('Before'));
const results = await rounds(options, subjects);
const sizes = options.only.has('sizes') ? await measureSizes(subjects.vsix, subjects.product.folder) : undefined;
console.log(`${circumstances('After')}\n\n${table(rowsOf(results, sizes))}`);
if (sizes) console.log(`\nThe panel loads at first: ${sizes.panelFiles.join(', ')}`);

/** Every round in another order, so that nothing always comes after the same. */
async function rounds({ rounds, only }: BenchOptions, subjects: Subjects): Promise<Results> {
  const results = noResults();
  for (let round = 1; round <= rounds; round += 1) {
    for (const task of shuffled(tasksOf(subjects).filter((one) => only.has(one.of)))) {
      console.error(`Round ${round} of ${rounds}: ${task.name}`);
      await task.run(results);
    }
  }
  return results;
}

/** A busy machine makes every figure worse, and some of the ratios. */
function circumstances(when: string): string {
  const load = loadavg().map((value) => value.toFixed(1));
  return `${when}: load ${load.join(' ')} on ${cpus().length} processors, Node.js ${process.versions.node}`;
}
