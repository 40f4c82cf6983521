import { changesSince } from '../../core/changes.ts';
import type { EventOf, Hunk } from '../../core/event.ts';
import type { ExerciseProgress } from '../../core/state.ts';
import type { RunView } from '../../protocol/chat.ts';
import type { Activity } from '../live.ts';
import { errorLine } from './errorLine.ts';

/** Runs that a card lists; older ones stay in the journal. */
const shownRuns = 40;
/** Lines of a difference beyond which a card does not show it. */
const shownLines = 400;

/** The runs of an exercise, oldest first, with the one under way. */
export function runsOf(exercise: ExerciseProgress, activity: Activity | undefined): RunView[] {
  const kept = exercise.runs.map((run, index) => keptRun(run, exercise.runs[index - 1]));
  if (activity?.kind !== 'run') return kept.slice(-shownRuns);
  const { run } = activity;
  const running: RunView = { run, label: `run ${run}`, ending: 'running', series: {}, output: '' };
  return [...kept, running].slice(-shownRuns);
}

function keptRun(run: EventOf<'ran'>, before: EventOf<'ran'> | undefined): RunView {
  const message = run.error && errorLine(run.error);
  return {
    ...{ run: run.run, label: runLabel(run), ending: run.ending, series: run.series },
    change: changeLine(run, before),
    ...(linesOf(run.diff) > shownLines ? {} : { diff: run.diff }),
    ...(message ? { message } : {}),
  };
}

/** Names a run by what was changed for it. */
function runLabel(run: EventOf<'ran'>): string {
  if (run.diff.length === 0) return `run ${run.run}, as found`;
  const files = [...new Set(run.diff.map((hunk) => hunk.file))];
  return `run ${run.run}, ${files.slice(0, 2).join(', ')} changed`;
}

/** What is new in this run against the one before it, or against the start. */
function changeLine(run: EventOf<'ran'>, before: EventOf<'ran'> | undefined): string {
  const changes = changesSince(before?.diff ?? [], run.diff);
  const [first] = changes;
  if (!first) return before ? `same files as run ${before.run}` : 'the files as found';
  if (changes.length > 1)
    return `${changes.length} places in ${[...new Set(changes.map(({ file }) => file))].join(', ')}`;
  const words = [...first.added, ...first.removed.map((line) => `removed ${line.trim()}`)]
    .map((line) => line.trim())
    .find((line) => line !== '');
  return `${first.file}:${first.line} ${words ?? ''}`.trim().slice(0, 120);
}

function linesOf(diff: readonly Hunk[]): number {
  return diff.reduce((sum, { removed, added }) => sum + removed.length + added.length, 0);
}
