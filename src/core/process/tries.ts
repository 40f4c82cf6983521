import type { CodeChange } from '../event.ts';
import type { ExerciseProgress } from '../state.ts';

/** A run or a check, with what it had changed against the start. */
export interface Tried {
  /** For example "run 2" or "check 1". */
  readonly name: string;
  readonly clock: number;
  /** A run that came to its end. */
  readonly finished: boolean;
  readonly changes: readonly CodeChange[];
  /** Units that do something else, apart from prints and seeds, and the files they are in. */
  readonly changed: ReadonlyMap<string, CodeChange>;
  /** Of everything but prints and seeds, and of the seeds: equal where the states are. */
  readonly code: string;
  readonly seeds: string;
}

/** Units that belong to one change: the function, and the import or constant that it needs. Own choice. */
const unitsOfOneChange = 2;

/** In the order in which they ended; those whose changes Python could not tell are left out. */
export function triesOf({ runs, checks }: ExerciseProgress): Tried[] {
  const all = [
    ...runs.map((run) => ({ ...run, name: `run ${run.run}`, finished: run.ending === 'finished' })),
    ...checks.map((check, i) => ({ ...check, name: `check ${i + 1}`, finished: false })),
  ];
  return all
    .flatMap(({ name, clock, finished, changes }) => (changes ? [tried(name, clock, finished, changes)] : []))
    .sort((a, b) => a.clock - b.clock);
}

/** How many of the changes from one try to the next stood alone: in one file, or in two units at most. */
export function isolatedShare(tries: readonly Tried[]): { isolated: number; steps: number } {
  const start = tried('start', 0, false, []);
  const steps = tries.map((later, i) => unitsBetween(tries[i - 1] ?? start, later)).filter((units) => units.length > 0);
  const isolated = steps.filter((units) => {
    const files = new Set(units.map((unit) => unit.split('#')[0]));
    return units.length <= unitsOfOneChange || files.size === 1;
  });
  return { isolated: isolated.length, steps: steps.length };
}

function unitsBetween(earlier: Tried, later: Tried): string[] {
  const units = new Set([...earlier.changed.keys(), ...later.changed.keys()]);
  return [...units].filter((unit) => earlier.changed.get(unit)?.digest !== later.changed.get(unit)?.digest);
}

function tried(name: string, clock: number, finished: boolean, changes: readonly CodeChange[]): Tried {
  const behaviour = changes.filter(({ kind }) => kind !== 'debug' && kind !== 'seed');
  const mark = (list: readonly CodeChange[], of: (change: CodeChange) => string) =>
    JSON.stringify(list.map((change) => [nameOf(change), of(change)]).sort());
  return {
    name,
    clock,
    finished,
    changes,
    changed: new Map(behaviour.map((change) => [nameOf(change), change])),
    code: mark(behaviour, ({ digest }) => digest),
    seeds: mark(
      changes.filter(({ kind }) => kind !== 'debug'),
      ({ seeds }) => seeds,
    ),
  };
}

function nameOf({ file, unit }: CodeChange): string {
  return `${file}#${unit}`;
}
