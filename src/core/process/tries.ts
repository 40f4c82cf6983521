import type { CodeChange, CodeSign } from '../event.ts';
import type { ExerciseProgress } from '../state.ts';
import type { Place } from './signal.ts';

/** A run, a check or a probe: the code was tried, and something was seen. */
export interface Tried {
  /** For example "run 2" or "check 1". */
  readonly name: string;
  readonly attempt: number;
  /** Interview clock when it ended and, as near as is known, when it began. ms */
  readonly clock: number;
  readonly began: number;
  /** A run that came to its end. */
  readonly finished: boolean;
  readonly changes: readonly CodeChange[];
  /** Units that do something else, apart from prints and seeds. */
  readonly changed: ReadonlyMap<string, CodeChange>;
  /** Whether one of them is code, and not the configuration alone. */
  readonly edited: boolean;
  /** Of everything but prints, seeds and configuration, and of the seeds: equal where the states are. */
  readonly code: string;
  readonly seeds: string;
}

interface Fact {
  readonly name: string;
  readonly attempt: number;
  readonly clock: number;
  readonly seconds: number;
  readonly ending?: string;
  readonly changes?: readonly CodeChange[] | undefined;
  readonly diff?: readonly unknown[];
}

/** More than a person makes between two tries; a journal from elsewhere could hold any number. */
const mostChanges = 100;
const mostLinks = 20;

/**
 * In the order in which they ended. Without those whose changes Python could not tell, and those of code that does not
 * parse, which was not tried at all.
 */
export function triesOf(exercise: ExerciseProgress): Tried[] {
  return factsOf(exercise)
    .flatMap((fact) => {
      const changes = fact.changes?.slice(0, mostChanges) ?? (fact.diff?.length === 0 ? [] : undefined);
      const isReadable = changes?.every(({ kind }) => kind !== 'unreadable') === true;
      return changes && isReadable ? [tried(fact, changes)] : [];
    })
    .sort((a, b) => a.clock - b.clock);
}

/** When the first run or check began of changed files of which it is not known what the change does. Interview clock, ms */
export function firstUnknown(exercise: ExerciseProgress): number {
  const unknown = factsOf(exercise).filter(({ changes, diff }) => !changes && diff && diff.length > 0);
  return unknown.reduce((first, fact) => Math.min(first, beganAt(fact)), Number.POSITIVE_INFINITY);
}

function beganAt({ clock, seconds }: Fact): number {
  return clock - seconds * 1000;
}

function factsOf({ runs, checks, probes }: ExerciseProgress): Fact[] {
  return [
    ...runs.map((run) => ({ ...run, name: `run ${run.run}` })),
    ...checks.map((check, i) => ({ ...check, name: `check ${i + 1}` })),
    ...probes.map((probe, i) => ({ ...probe, name: `probe ${i + 1}` })),
  ];
}

function tried(fact: Fact, changes: readonly CodeChange[]): Tried {
  const does = changes.filter(({ kind }) => kind !== 'debug' && kind !== 'seed');
  const code = does.filter(({ kind }) => kind !== 'config');
  return {
    name: fact.name,
    attempt: fact.attempt,
    clock: fact.clock,
    began: beganAt(fact),
    finished: fact.name.startsWith('run') && fact.ending === 'finished',
    changes,
    changed: new Map(does.map((change) => [unitOf(change), change])),
    edited: code.length > 0,
    code: mark(code, 'digest'),
    seeds: mark(
      changes.filter(({ kind }) => kind !== 'debug' && kind !== 'config'),
      'seeds',
    ),
  };
}

function mark(changes: readonly CodeChange[], of: 'digest' | 'seeds'): string {
  return JSON.stringify(changes.map((change) => [unitOf(change), change[of]]).sort());
}

function unitOf({ file, unit }: CodeChange): string {
  return `${file}#${unit}`;
}

/** The first sign of that kind in one of these tries. */
export function signIn(
  tries: readonly Tried[],
  ...kinds: CodeSign['what'][]
): { tried: Tried; sign: CodeSign; place: Place } | undefined {
  for (const tried of tries) {
    for (const { file, signs = [] } of tried.changes) {
      const sign = signs.find(({ what }) => kinds.includes(what));
      if (sign) return { tried, sign, place: { attempt: tried.attempt, file, line: sign.line } };
    }
  }
  return undefined;
}

/** How many of the changes from one try to the next stood alone. */
export function isolatedShare(tries: readonly Tried[]): {
  isolated: number;
  steps: number;
  crowded?: { tried: Tried; changes: number };
} {
  const steps = tries.flatMap((later, i) => {
    const changes = changesBetween(tries[i - 1]?.changed ?? new Map(), later.changed);
    return changes > 0 ? [{ tried: later, changes }] : [];
  });
  const crowded = steps.find(({ changes }) => changes > 1);
  return {
    isolated: steps.filter(({ changes }) => changes === 1).length,
    steps: steps.length,
    ...(crowded ? { crowded } : {}),
  };
}

/**
 * Changes that do not hang together by a name of the project. All of the configuration counts as one. Going back to the
 * start state on the way to something new is no change of its own.
 */
function changesBetween(earlier: ReadonlyMap<string, CodeChange>, later: ReadonlyMap<string, CodeChange>): number {
  const fresh = [...later].flatMap(([unit, change]) => (earlier.get(unit)?.digest === change.digest ? [] : [change]));
  const reverted = [...earlier.keys()].some((unit) => !later.has(unit));
  return fresh.length === 0 && reverted ? 1 : groupsOf(fresh.map(bondsOf)).length;
}

function bondsOf(change: CodeChange): Set<string> {
  return new Set([
    ...(change.links ?? []).slice(0, mostLinks),
    ...(change.kind === 'config' ? ['the configuration'] : [unitOf(change)]),
  ]);
}

/** Sets that share an element, directly or by way of others, become one. */
function groupsOf(sets: readonly ReadonlySet<string>[]): Set<string>[] {
  return sets.reduce<Set<string>[]>((groups, set) => {
    const touching = groups.filter((group) => [...set].some((name) => group.has(name)));
    const others = groups.filter((group) => !touching.includes(group));
    return [...others, new Set([...set, ...touching.flatMap((group) => [...group])])];
  }, []);
}
