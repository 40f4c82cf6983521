import { runInstalled } from './bootstrap.mjs';

runInstalled('test/support/start/main.ts', process.argv.slice(2));
