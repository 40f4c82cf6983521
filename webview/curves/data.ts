import type { RunView, SeriesView } from '../../src/protocol/chat.ts';

/** Earlier runs drawn beside the newest one; more lines than that are not read any more. */
export const shownRuns = 3;

export type Column = (number | null | undefined)[];

/** The newest runs that logged the scalar, oldest first. */
export function runsWith(runs: readonly RunView[], scalar: string): RunView[] {
  return runs.filter((run) => (run.series[scalar]?.length ?? 0) > 0).slice(-shownRuns);
}

/** Names of all logged scalars: those with `loss` in their name first, then as they appeared. */
export function scalarNames(runs: readonly RunView[]): string[] {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run.series)))];
  return names.sort((a, b) => Number(b.includes('loss')) - Number(a.includes('loss')));
}

/** One column of steps and one column of values for each run, as uPlot wants it. Runs may have logged different steps. */
export function alignedColumns(runs: readonly RunView[], scalar: string): [number[], ...Column[]] {
  const byRun = runs.map((run) => new Map(run.series[scalar] ?? []));
  const steps = [...new Set(byRun.flatMap((points) => [...points.keys()]))].sort((a, b) => a - b);
  return [steps, ...byRun.map((points) => steps.map((step) => points.get(step)))];
}

export interface Summary {
  readonly label: string;
  readonly first: number | null;
  readonly last: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly steps: number;
}

/** What the curve says, in numbers. Values that are not finite count as absent, as they do in the plot. */
export function summaryOf(run: RunView, scalar: string): Summary {
  const points: SeriesView[string] = run.series[scalar] ?? [];
  const values = points
    .map(([, value]) => value)
    .filter((value): value is number => value !== null && Number.isFinite(value));
  return {
    label: run.label,
    first: values[0] ?? null,
    last: points.at(-1)?.[1] ?? null,
    lowest: values.length > 0 ? values.reduce((a, b) => Math.min(a, b)) : null,
    highest: values.length > 0 ? values.reduce((a, b) => Math.max(a, b)) : null,
    steps: points.at(-1)?.[0] ?? 0,
  };
}

/** A number with about four digits that matter; `not a number` where the script logged none. */
export function shortNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'not a number';
  if (value !== 0 && (Math.abs(value) < 0.001 || Math.abs(value) >= 100_000)) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}

/** The curve in one sentence, for people who cannot see it. */
export function curveSentence(runs: readonly RunView[], scalar: string): string {
  const ends = runs.map((run) => {
    const { label, last, steps } = summaryOf(run, scalar);
    return `${label} ${run.ending === 'running' ? 'is at' : 'ends at'} ${shortNumber(last)} after step ${steps}`;
  });
  return `${scalar}: ${ends.join('; ')}.`;
}
