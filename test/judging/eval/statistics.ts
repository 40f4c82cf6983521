/** Figures on agreement and rank. All are pure; `undefined` where a figure has no meaning for the sample. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Share of pairs that are equal, 0–1. */
export function accuracy<T>(pairs: readonly (readonly [T, T])[]): number | undefined {
  if (pairs.length === 0) return undefined;
  return pairs.filter(([a, b]) => a === b).length / pairs.length;
}

/** Cohen's kappa (Cohen 1960): (p − e) / (1 − e), with the agreement e that the two marginals give by chance. */
export function kappa<T>(pairs: readonly (readonly [T, T])[]): number | undefined {
  const observed = accuracy(pairs);
  if (observed === undefined) return undefined;
  const classes = new Set(pairs.flat());
  let expected = 0;
  for (const one of classes) {
    const left = pairs.filter(([a]) => a === one).length / pairs.length;
    const right = pairs.filter(([, b]) => b === one).length / pairs.length;
    expected += left * right;
  }
  return expected === 1 ? undefined : (observed - expected) / (1 - expected);
}

/** Spearman's rank correlation with mid-ranks for ties: Pearson's correlation of the ranks. */
export function spearman(pairs: readonly (readonly [number, number])[]): number | undefined {
  return pearson(ranks(pairs.map(([a]) => a)), ranks(pairs.map(([, b]) => b)));
}

function ranks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}

function pearson(x: readonly number[], y: readonly number[]): number | undefined {
  const [mx, my] = [mean(x), mean(y)];
  if (mx === undefined || my === undefined) return undefined;
  const along = (list: readonly number[], middle: number) => list.reduce((sum, v) => sum + (v - middle) ** 2, 0);
  const both = x.reduce((sum, v, i) => sum + (v - mx) * ((y[i] ?? 0) - my), 0);
  const size = Math.sqrt(along(x, mx) * along(y, my));
  return size === 0 ? undefined : both / size;
}

export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0) / values.length;
}

const z = 1.959964;

/** 95 % interval of a proportion (Wilson 1927), which holds for small samples and near 0 and 1. */
export function wilson(hits: number, n: number): Interval | undefined {
  if (n === 0) return undefined;
  const p = hits / n;
  const middle = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

const draws = 1000;

/**
 * 95 % percentile interval of a figure by the bootstrap (Efron 1979) over clusters: what belongs to one answer is drawn
 * together, since the key points of an answer are not independent. The same sample gives the same interval.
 */
export function bootstrap<T>(
  clusters: readonly (readonly T[])[],
  figure: (sample: readonly T[]) => number | undefined,
): Interval | undefined {
  const next = generator(20_250);
  const found: number[] = [];
  for (let i = 0; i < draws && clusters.length > 1; i += 1) {
    const sample = clusters.flatMap(() => clusters[Math.floor(next() * clusters.length)] ?? []);
    const value = figure(sample);
    if (value !== undefined) found.push(value);
  }
  if (found.length === 0) return undefined;
  found.sort((a, b) => a - b);
  const at = (share: number) => found[Math.min(found.length - 1, Math.floor(share * found.length))] ?? 0;
  return { low: at(0.025), high: at(0.975) };
}

/** Numbers in [0, 1) by mulberry32, the same for the same seed. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
