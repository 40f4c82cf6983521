import * as z from 'zod/mini';

/** One judgement as `calibrate.py` prints it, or the seconds of its questions answered bare. */
export const judgedSchema = z.object({
  variant: z.string(),
  seed: z.number(),
  seconds: z.optional(z.number()),
  bare: z.optional(z.number()),
  verdict: z.optional(z.string()),
  checks: z._default(
    z.array(z.object({ group: z.string(), check: z.string(), passed: z.boolean(), value: z.nullable(z.number()) })),
    [],
  ),
});
export type Judged = z.infer<typeof judgedSchema>;

interface Row {
  readonly variant: string;
  readonly values: readonly number[];
  readonly failed: number;
  readonly total: number;
}

/**
 * Tables in Markdown: for each check the values of every variant (lowest, median, highest), how often it failed, and the
 * gap between the values that passed in repairs and those that failed; at the end the time of a judgement over the same
 * questions answered bare.
 */
export function figures(judged: readonly Judged[]): string {
  const names = [...new Map(judged.flatMap(({ checks }) => checks).map((item) => [item.check, item.group]))];
  return [...names.map(([check, group]) => table(judged, check, group)), timing(judged)].join('\n\n');
}

function table(judged: readonly Judged[], check: string, group: string): string {
  const rows = [...new Set(judged.map(({ variant }) => variant))].flatMap((variant) => rowOf(judged, variant, check));
  const lines = rows.map(
    ({ variant, values, failed, total }) =>
      `| ${variant} | ${shown(Math.min(...values))} | ${shown(median(values))} | ${shown(Math.max(...values))} | ${failed} of ${total} |`,
  );
  return [
    `**${check}** (${group})${gapText(judged, check)}`,
    '',
    '| variant | lowest | median | highest | failed |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function rowOf(judged: readonly Judged[], variant: string, check: string): Row[] {
  const found = judged.filter((item) => item.variant === variant).flatMap((item) => item.checks);
  const own = found.filter((item) => item.check === check);
  if (own.length === 0) return [];
  const values = own.flatMap(({ value }) => (value === null ? [] : [value]));
  return [{ variant, values, failed: own.filter(({ passed }) => !passed).length, total: own.length }];
}

/** Smallest distance between a value that failed and one of a repair, on a check where a number decides. */
export function gap(judged: readonly Judged[], check: string): { fix: number; wrong: number } | undefined {
  const values = (wanted: boolean, of: (item: Judged) => boolean) =>
    judged
      .filter(of)
      .flatMap((item) => item.checks)
      .flatMap((item) => (item.check === check && item.passed === wanted && item.value !== null ? [item.value] : []));
  const fixes = values(true, ({ variant }) => variant.startsWith('fixed'));
  const wrong = values(false, ({ variant }) => !variant.startsWith('fixed'));
  const pairs = fixes.flatMap((fix) => wrong.map((value) => ({ fix, wrong: value })));
  return pairs.toSorted((a, b) => Math.abs(a.fix - a.wrong) - Math.abs(b.fix - b.wrong))[0];
}

function gapText(judged: readonly Judged[], check: string): string {
  const found = gap(judged, check);
  const distance = found
    ? `: repairs end at ${shown(found.fix)}, the nearest wrong state at ${shown(found.wrong)}`
    : '';
  return `${distance}${rejected(judged, check)}`;
}

function rejected(judged: readonly Judged[], check: string): string {
  const fixes = judged.filter(({ variant }) => variant.startsWith('fixed')).flatMap(({ checks }) => checks);
  const failed = fixes.filter((item) => item.check === check && !item.passed).length;
  return failed > 0 ? `; **repairs are rejected in ${failed} of their judgements**` : '';
}

function timing(judged: readonly Judged[]): string {
  const fixes = judged.filter(({ variant }) => variant.startsWith('fixed'));
  const whole = fixes.flatMap(({ seconds }) => (seconds === undefined ? [] : [seconds]));
  const bare = fixes.flatMap((item) => (item.bare === undefined ? [] : [item.bare]));
  if (whole.length === 0 || bare.length === 0) return '';
  const ratio = median(whole) / median(bare);
  return `A judgement of a repair takes ${shown(median(whole))} s (median; at most ${shown(Math.max(...whole))} s), the same questions answered bare ${shown(median(bare))} s: ${ratio.toFixed(2)} times.`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5
    ? String(Number(value.toPrecision(4)))
    : value.toExponential(1);
}
