import { type Spread, spread } from './statistics.ts';

export interface Row {
  readonly figure: string;
  readonly measured: string;
  /** The floor or the bare run that it stands beside. */
  readonly beside?: string;
  readonly goal?: string;
  readonly ok?: boolean;
}

/** `12.3 ms (11.0–14.8)` */
export function withUnit(values: readonly number[], unit: string, digits = 1): string {
  const { min, median, max } = spread(values);
  if (values.length === 1) return `${median.toFixed(digits)} ${unit}`;
  return `${median.toFixed(digits)} ${unit} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}

/** Median over median, against a goal. */
export function ratioRow(figure: string, [values, floor]: [number[], number[]], unit: string, goal: number): Row {
  const digits = unit === 's' ? 2 : 1;
  const ratio = median(values) / median(floor);
  return {
    figure,
    measured: `${withUnit(values, unit, digits)} = ${ratio.toFixed(2)} ×`,
    beside: withUnit(floor, unit, digits),
    goal: `≤ ${goal} ×`,
    ok: ratio <= goal,
  };
}

/** The median against a goal in the same unit. */
export function limitRow(figure: string, values: readonly number[], unit: string, goal: number, floor?: number[]): Row {
  const beside = floor ? { beside: withUnit(floor, unit) } : {};
  return { figure, measured: withUnit(values, unit), ...beside, goal: `≤ ${goal} ${unit}`, ok: median(values) <= goal };
}

export function median(values: readonly number[]): number {
  return (spread(values) satisfies Spread).median;
}

/** Columns as wide as their longest cell. */
export function table(rows: readonly Row[]): string {
  const head = ['', 'measured: median (min–max)', 'beside', 'goal', ''];
  const cells = rows.map(({ figure, measured, beside, goal, ok }) => [
    figure,
    measured,
    beside ?? '',
    goal ?? '',
    ok === undefined ? '' : ok ? 'ok' : 'over',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.map(line)].join('\n');
}
