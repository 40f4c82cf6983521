import uPlot from 'uplot';
import type { RunView } from '../../src/protocol/chat.ts';
import { themeColour } from '../ui/theme.ts';
import { alignedColumns, shortNumber } from './data.ts';
import { dashes } from './styles.ts';

const height = 160;

/** A uPlot chart of one scalar over the given runs. Colours are read from the theme when it is made. */
export function makePlot(
  target: HTMLElement,
  runs: readonly RunView[],
  scalar: string,
  readout: (text: string) => void,
): uPlot {
  const plot = new uPlot(
    {
      width: Math.max(200, target.clientWidth),
      height,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
      scales: { x: { time: false } },
      axes: [axis({ size: 26 }), axis({ size: 54 })],
      series: [{}, ...runs.map((_, index) => lineStyle(runs.length - 1 - index))],
      hooks: { setCursor: [(self) => readout(readoutText(self, runs, scalar))] },
    },
    alignedColumns(runs, scalar),
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
    grid: { stroke: rule, width: 1, dash: [2, 4] },
    ticks: { stroke: rule, width: 1, size: 4 },
    border: { show: true, stroke: rule, width: 1 },
    values: (_self, splits) => splits.map((value) => (value === null ? '' : shortNumber(value))),
    ...more,
  };
}

/** `age` 0 is the newest run. Lines differ by dash and width as well as by colour. */
function lineStyle(age: number): uPlot.Series {
  const dash = [...(dashes[age] ?? [])];
  const colours = [
    themeColour('--vscode-charts-blue', '--vscode-textLink-foreground'),
    themeColour('--vscode-charts-orange', '--vscode-foreground'),
    themeColour('--vscode-descriptionForeground', '--vscode-foreground'),
  ];
  return {
    stroke: colours[age] ?? colours[2] ?? '',
    width: age === 0 ? 2 : 1.5,
    dash,
    spanGaps: true,
    points: { show: false },
  };
}

function readoutText(plot: uPlot, runs: readonly RunView[], scalar: string): string {
  const index = plot.cursor.idx;
  if (index === null || index === undefined) return '';
  const values = runs.map((run, column) => {
    const value = plot.data[column + 1]?.[index];
    return value === undefined ? '' : `${run.label} ${shortNumber(value)}`;
  });
  return `${scalar} at step ${plot.data[0][index]}: ${values.filter(Boolean).join(' · ')}`;
}
