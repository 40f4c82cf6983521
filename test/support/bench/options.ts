import { parseArgs } from 'node:util';

export const measurements = ['activation', 'click', 'judging', 'check', 'sizes'] as const;
export type Measurement = (typeof measurements)[number];

export interface BenchOptions {
  readonly rounds: number;
  readonly only: ReadonlySet<Measurement>;
}

/** `--rounds N` (default 5), `--only name` (may be repeated). @throws with what is allowed. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '5' }, only: { type: 'string', multiple: true } },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number of 1 or more.');
  const only = (values.only ?? measurements).map((name) => {
    const known = measurements.find((item) => item === name);
    if (!known) throw new Error(`--only takes one of: ${measurements.join(', ')}.`);
    return known;
  });
  return { rounds, only: new Set(only) };
}
