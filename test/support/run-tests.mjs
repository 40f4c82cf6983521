import { runInstalled } from './bootstrap.mjs';

runInstalled('test/support/run-suite.ts', process.argv.length > 2 ? process.argv.slice(2) : ['all']);
