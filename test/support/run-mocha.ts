// One suite in a process of its own: run-mocha.ts <suite folder under test/> <counts file> <time limit of a test in ms>
import { globSync } from 'node:fs';
import { runMocha } from './mocha.ts';
import { rootPath } from './paths.ts';

const [suite = '', countsFile = '', timeoutMs = '10000'] = process.argv.slice(2);
const files = globSync(rootPath('test', suite, '**/*.test.ts'));
const failures = await runMocha(files, countsFile, Number(timeoutMs));
process.exitCode = failures > 0 ? 1 : 0;
