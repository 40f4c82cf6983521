import uPlot from 'uplot';
import type { RunView } from '../../src/protocol/chat.ts';
import { themeColour } from '../ui/theme.ts';
import { alignedColumns, isWide, shortNumber } from './data.ts';
import { dashes } from './styles.ts';

const height = 160;

export interface Drawn {
  readonly runs: readonly RunView[];
  readonly scalar: string;
  /** What the horizontal axis counts. */
  readonly axis: string;
  /** Numbers that spread far get a logarithmic scale. */
  readonly wide: boolean;
}

/** A uPlot chart of one scalar over the given runs. Colours are read from the theme when it is made. */
export function makePlot(target: HTMLElement, drawn: Drawn, readout: (text: string) => void): uPlot {
  const { runs, scalar } = drawn;
  const [steps, ...columns] = alignedColumns(runs, scalar);
  const scale = (values: readonly (number | null | undefined)[]) =>
    drawn.wide && isWide(values) ? { distr: 3 as const } : {};
  const plot = new uPlot(
    {
      width: Math.max(200, target.clientWidth),
      height,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
      scales: { x: { time: false, ...scale(steps) }, y: scale(columns.flat()) },
      axes: [axis({ size: 26 }), axis({ size: 54 })],
      series: [{}, ...runs.map((_, index) => lineStyle(runs.length - 1 - index))],
      hooks: { setCursor: [(self) => readout(readoutText(self, drawn))] },
    },
    [steps, ...columns],
    target,
  );
  return plot;
}

export function updatePlot(plot: uPlot, runs: readonly RunView[], scalar: string): void {
  plot.setData(alignedColumns(runs, scalar));
}

export function resizePlot(plot: uPlot, width: number): void {
  if (width > 0 && Math.abs(plot.width - width) > 1) plot.setSize({ width, height });
}

function axis(more: Partial<uPlot.Axis>): uPlot.Axis {
  const rule = themeColour('--vscode-widget-border', '--vscode-panel-border', '--vscode-contrastBorder');
  return {
    stroke: themeColour('--vscode-descriptionForeground', '--vscode-foreground'),
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: rule, width: 1, dash: [2, 4], filter: decades },
    ticks: { stroke: rule, width: 1, size: 4, filter: decades },
    border: { show: true, stroke: rule, width: 1 },
    values: (_self, splits) => splits.map((value) => (value === null ? '' : shortNumber(value))),
    ...more,
  };
}

/** Of a logarithmic scale only the powers of ten: a line for each division would hide the curves. */
function decades(plot: uPlot, splits: number[], axis: number): (number | null)[] {
  const scale = plot.scales[plot.axes[axis]?.scale ?? ''];
  if (scale?.distr !== 3) return splits;
  return splits.map((value) => (Math.abs(Math.log10(value) % 1) < 1e-6 ? value : null));
}

/** `age` 0 is the newest run. Lines differ by dash and width as well as by colour. */
function lineStyle(age: number): uPlot.Series {
  const dash = [...(dashes[age] ?? [])];
  const colours = [
    themeColour('--vscode-charts-blue', '--vscode-textLink-foreground'),
    themeColour('--vscode-editorWarning-foreground', '--vscode-charts-orange', '--vscode-foreground'),
    themeColour('--vscode-descriptionForeground', '--vscode-foreground'),
    themeColour('--vscode-charts-green', '--vscode-foreground'),
    themeColour('--vscode-charts-purple', '--vscode-charts-yellow', '--vscode-foreground'),
    themeColour('--vscode-charts-red', '--vscode-foreground'),
  ];
  return {
    stroke: colours[age] ?? colours[2] ?? '',
    width: age === 0 ? 2 : 1.5,
    dash,
    spanGaps: true,
    points: { show: false },
  };
}

function readoutText(plot: uPlot, { runs, scalar, axis: unit }: Drawn): string {
  const index = plot.cursor.idx;
  if (index === null || index === undefined) return '';
  const values = runs.map((run, column) => {
    const value = plot.data[column + 1]?.[index];
    return value === undefined ? '' : `${run.label} ${shortNumber(value)}`;
  });
  return `${scalar} at ${unit} ${plot.data[0][index]}: ${values.filter(Boolean).join(' · ')}`;
}
