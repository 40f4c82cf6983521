import type { ExerciseName } from './checks.ts';
import type { Sizes } from './sizes.ts';
import { limitRow, type Row, ratioRow, withUnit } from './table.ts';
import type { Results } from './tasks.ts';

/** The goals of the project; what is measured stands beside the floor of the same run. */
export const goals = {
  activation: 3, // × the empty extension
  block: 16, // ms
  memory: 5, // MB
  click: 1.4, // × the minimal webview
  judging: 5, // ms, 99th percentile
  check: 1.5, // × the same trainings run bare
  verdict: 20, // s
  vsix: 900, // kB without the problems
  panel: 160, // kB, gzipped
} as const;

export function rowsOf(results: Results, sizes: Sizes | undefined): Row[] {
  return [
    ...activationRows(results),
    ...clickRows(results),
    ...judgingRows(results),
    ...Object.keys(results.check).flatMap((name) => checkRows(results, name as ExerciseName)),
    ...(sizes ? sizeRows(sizes) : []),
  ];
}

function activationRows({ activation: { empty, mini, product } }: Results): Row[] {
  if (product.length === 0 || empty.length === 0) return [];
  const of = (key: 'activated' | 'block' | 'rss' | 'heap') => [product, empty].map((list) => list.map((a) => a[key]));
  const [block, emptyBlock] = of('block') as [number[], number[]];
  const [rss, emptyRss] = of('rss') as [number[], number[]];
  const [heap, emptyHeap] = of('heap') as [number[], number[]];
  const written = product.flatMap((one) => one.written);
  const children = Math.max(...product.map((one) => one.children));
  return [
    ratioRow('activation, empty extension beside', of('activated') as [number[], number[]], 'ms', goals.activation),
    {
      figure: '  minimal webview extension',
      measured: withUnit(
        mini.map((one) => one.activated),
        'ms',
      ),
    },
    limitRow('longest block until 1.5 s after', block, 'ms', goals.block, emptyBlock),
    limitRow('memory added (RSS)', rss, 'MB', goals.memory, emptyRss),
    limitRow('memory added (JavaScript heap)', heap, 'MB', goals.memory, emptyHeap),
    none('files written by then', written.length === 0 ? '0' : `${written.length}: ${written[0]}`, written.length),
    none('child processes by then', String(children), children),
  ];
}

function none(figure: string, measured: string, count: number): Row {
  return { figure, measured, goal: 'none', ok: count === 0 };
}

function clickRows({ click: { mini, product } }: Results): Row[] {
  if (mini.length === 0 || product.length === 0) return [];
  const times: [number[], number[]] = [product.map((one) => one.painted), mini.map((one) => one.painted)];
  return [ratioRow('first click → first question, minimal webview beside', times, 'ms', goals.click)];
}

function judgingRows({ judging }: Results): Row[] {
  if (judging.length === 0) return [];
  const of = (pick: (one: Results['judging'][number]) => number) => judging.map(pick);
  return [
    {
      figure: `judging one of ${judging[0]?.answers} answers, p50`,
      measured: withUnit(
        of((one) => one.wall.p50),
        'ms',
      ),
    },
    limitRow(
      '  p99',
      of((one) => one.wall.p99),
      'ms',
      goals.judging,
    ),
    limitRow(
      '  p99, processor time',
      of((one) => one.cpu.p99),
      'ms',
      goals.judging,
    ),
  ];
}

function checkRows({ check }: Results, name: ExerciseName): Row[] {
  const times = check[name];
  if (times.length === 0) return [];
  const pair: [number[], number[]] = [times.map((one) => one.check), times.map((one) => one.bare)];
  return [
    ratioRow(`check of ${name}, bare trainings beside`, pair, 's', goals.check),
    limitRow(
      '  first verdict, Python looked for',
      times.map((one) => one.verdict),
      's',
      goals.verdict,
    ),
  ];
}

function sizeRows(sizes: Sizes): Row[] {
  return [
    { figure: 'VSIX', measured: kilobytes(sizes.vsix) },
    limitRow('  without problems', [sizes.vsixWithoutProblems], 'kB', goals.vsix),
    { figure: 'extension host, eager', measured: kilobytes(sizes.eagerHost) },
    { figure: 'all JavaScript', measured: kilobytes(sizes.allScripts) },
    limitRow('panel at first load, gzipped', [sizes.panelGzipped], 'kB', goals.panel),
  ];
}

function kilobytes(size: number): string {
  return `${size.toFixed(1)} kB`;
}
