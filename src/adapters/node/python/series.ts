import type { Point } from '../../../app/ports.ts';

/**
 * At most `limit` points (≥ 4) that draw the same curve: of each stretch the lowest and the highest in their order, or
 * a gap if it holds one (a loss that became NaN must not vanish). The first and the last point stay.
 */
export function downsampled(points: readonly Point[], limit: number): Point[] {
  if (points.length <= limit) return [...points];
  const [first, last] = [points[0] as Point, points.at(-1) as Point];
  const inner = points.slice(1, -1);
  const stretches = Math.floor((limit - 2) / 2);
  const kept: Point[] = [first];
  for (let i = 0; i < stretches; i++) {
    const from = Math.floor((i * inner.length) / stretches);
    kept.push(...extremes(inner.slice(from, Math.floor(((i + 1) * inner.length) / stretches))));
  }
  return [...kept, last];
}

function extremes(stretch: readonly Point[]): Point[] {
  let [low, high] = [0, 0];
  const gap = stretch.findIndex(([, value]) => value === null);
  for (const [i, [, value]] of stretch.entries()) {
    if (value === null) continue;
    if (value < (stretch[low]?.[1] ?? Number.POSITIVE_INFINITY)) low = i;
    if (value > (stretch[high]?.[1] ?? Number.NEGATIVE_INFINITY)) high = i;
  }
  const chosen = gap < 0 ? [low, high] : [gap, high];
  return [...new Set(chosen)]
    .sort((a, b) => a - b)
    .map((i) => stretch[i])
    .filter((point) => point !== undefined);
}
