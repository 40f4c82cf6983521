import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { problemsFolder, realPython } from './pythonBench.ts';

/** A host to be killed: runs `train.py` of a folder, or checks it, and passes on what it prints. */
const [kind, folder, problem = ''] = process.argv.slice(2) as [string, string, string?];
const python = realPython({ problemFolder: (id) => join(problemsFolder, id) });
const progress = { points: () => {}, output: (text: string) => void writeSync(1, text) };
const { signal } = new AbortController();
process.on('SIGTERM', () => {
  python.dispose();
  process.exit(0);
});
if (kind === 'run') await python.run(folder, 'train.py', [], progress, signal);
else await python.check(problem, folder, [], signal);
