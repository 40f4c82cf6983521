import type { RunView, SeriesView } from '../../src/protocol/chat.ts';

/** Lines in one plot; more than that are not read any more. */
export const mostDrawn = 6;
/** Runs before the newest that are drawn with it unless the candidate chooses otherwise. */
const drawnBefore = 2;

export type Column = (number | null | undefined)[];

/** The numbers of the runs that are drawn with the newest when nothing was chosen: the last ones that logged anything. */
export function runsByDefault(runs: readonly RunView[]): ReadonlySet<number> {
  const logged = runs.slice(0, -1).filter((run) => Object.values(run.series).some((points) => points.length > 0));
  return new Set(logged.slice(-drawnBefore).map(({ run }) => run));
}

/** The newest run and those chosen, oldest first. */
export function drawnRuns(runs: readonly RunView[], chosen: ReadonlySet<number>): RunView[] {
  return runs.filter((run, index) => index === runs.length - 1 || chosen.has(run.run)).slice(-mostDrawn);
}

/** The runs that logged the scalar. */
export function runsWith(runs: readonly RunView[], scalar: string): RunView[] {
  return runs.filter((run) => (run.series[scalar]?.length ?? 0) > 0).slice(-mostDrawn);
}

/** Whether numbers spread so far, and above zero, that only a logarithmic scale shows the small ones. */
export function isWide(values: readonly (number | null | undefined)[]): boolean {
  const finite = values.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  const lowest = Math.min(...finite);
  return finite.length > 1 && lowest > 0 && Math.max(...finite) / lowest > 50;
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
export function curveSentence(runs: readonly RunView[], scalar: string, axis = 'step'): string {
  const at = axis === 'step' ? 'after step' : `at ${axis}`;
  const ends = runs.map((run) => {
    const { label, last, steps } = summaryOf(run, scalar);
    return `${label} ${run.ending === 'running' ? 'is at' : 'ends at'} ${shortNumber(last)} ${at} ${steps}`;
  });
  return `${scalar}: ${ends.join('; ')}.`;
}
