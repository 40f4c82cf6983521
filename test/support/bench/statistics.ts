export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** @throws when there is nothing to summarise. */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('Nothing was measured.');
  const sorted = values.toSorted((a, b) => a - b);
  return { min: sorted[0] as number, median: quantile(sorted, 0.5), max: sorted.at(-1) as number };
}

/** Linear interpolation between the two nearest ranks. @param sorted ascending, not empty. @param q 0 to 1. */
export function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number];
  return low + (high - low) * (at - Math.floor(at));
}

/** A copy in random order. */
export function shuffled<T>(items: readonly T[]): T[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
  }
  return copy;
}
