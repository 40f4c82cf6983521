import * as z from 'zod/mini';
import type { Point } from '../../../app/ports.ts';
import type { Finding } from '../../../core/event.ts';
import { downsampled } from './series.ts';

/** What a journal line and a card can bear. `probe.py` keeps to the same; what does not come from it is cut here. */
const limits = { text: 400, cell: 60, rows: 12, columns: 10, series: 4, points: 200 };

const cell = z.union([z.number(), z.string()]);
const replySchema = z.object({
  text: z.optional(z.string()),
  table: z.optional(z.object({ columns: z.array(z.string()), rows: z.array(z.array(cell)) })),
  series: z.optional(z.record(z.string(), z.array(z.tuple([z.number(), z.nullable(z.number())])))),
});

/** Decodes the one line that `probe.py` prints. Undefined when there is no such line. */
export function probeReply(printed: string): Finding | undefined {
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  const reply = replySchema.safeParse(lines.length === 1 ? json(lines[0] ?? '') : undefined);
  if (!reply.success) return undefined;
  const { text, table, series } = reply.data;
  return {
    ...(text ? { text: text.slice(0, limits.text) } : {}),
    ...(table ? { table: cutTable(table) } : {}),
    ...(series ? { series: cutSeries(series) } : {}),
  };
}

function cutTable({ columns, rows }: NonNullable<Finding['table']>): NonNullable<Finding['table']> {
  const cut = (value: string | number) => (typeof value === 'string' ? value.slice(0, limits.cell) : value);
  return {
    columns: columns.slice(0, limits.columns).map((name) => name.slice(0, limits.cell)),
    rows: rows.slice(0, limits.rows).map((row) => row.slice(0, limits.columns).map(cut)),
  };
}

function cutSeries(series: Record<string, Point[]>): Record<string, [number, number | null][]> {
  return Object.fromEntries(
    Object.entries(series)
      .slice(0, limits.series)
      .map(([name, points]) => [
        name.slice(0, limits.cell),
        downsampled(points, limits.points).map(([x, y]): [number, number | null] => [x, y]),
      ]),
  );
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
