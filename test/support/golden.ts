// golden.ts: plays the golden tests and records what they find. Read the difference before you keep it.
process.env.UPDATE_GOLDEN = '1';
process.argv.push('golden');
await import('./run-suite.ts');

export {};
