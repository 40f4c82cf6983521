import { probeNames } from '../../core/probes.ts';
import type { ExerciseProgress } from '../../core/state.ts';
import type { FindingView } from '../../protocol/chat.ts';
import { errorLine } from './errorLine.ts';

/** Probes whose results are shown; older ones stay in the journal. */
const shownFindings = 8;

const axes: Readonly<Record<string, string>> = { learning_rates: 'learning rate' };

export function findingsOf(exercise: ExerciseProgress): FindingView[] {
  return exercise.probes
    .map(({ probe, runs, ending, text, table, series, error }, index): FindingView => {
      const message = error ? errorLine(error) : undefined;
      return {
        ...{ number: index + 1, probe, name: probeNames[probe], when: whenOf(runs), ending },
        axis: axes[probe] ?? 'step',
        ...(text ? { text } : {}),
        ...(table ? { table: { columns: table.columns, rows: table.rows.map((row) => row.map(cellText)) } } : {}),
        ...(series && Object.keys(series).length > 0 ? { series } : {}),
        ...(message ? { message } : {}),
      };
    })
    .slice(-shownFindings);
}

function whenOf(runs: number): string {
  return runs === 0 ? 'before the first run' : `after run ${runs}`;
}

/** Numbers with the four digits that matter. */
function cellText(value: string | number): string {
  if (typeof value === 'string') return value;
  if (value !== 0 && (Math.abs(value) < 0.001 || Math.abs(value) >= 100_000)) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}
