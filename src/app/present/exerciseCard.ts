import type { EventOf } from '../../core/event.ts';
import type { Problem } from '../../core/problem.ts';
import { type ExerciseProgress, exerciseOf, isOver, type State } from '../../core/state.ts';
import type { ExerciseCard, RunView, VerdictView } from '../../protocol/chat.ts';
import type { Live } from '../live.ts';

/** Runs whose curves are drawn over one another. */
const shownRuns = 3;

export function exerciseCard(problem: Problem, state: State, live: Live): ExerciseCard {
  const exercise = exerciseOf(state, problem.id);
  const folder = exercise.attempts.at(-1)?.folder;
  const missing = folder !== undefined && live.missing.includes(folder);
  const over = isOver(exercise);
  const verdict = exercise.checks.at(-1);
  const blocked = missing
    ? 'The exercise folder is not where it was. Put it back, or open the exercise again for a fresh copy.'
    : state.ended
      ? 'The interview has ended. Practise this exercise from the Problems view to go on with it.'
      : live.blocked;
  return {
    kind: 'exercise',
    problem: problem.id,
    title: problem.title,
    meta: metaOf(problem),
    statement: problem.statement,
    files: folder && !missing ? [...(problem.exercise?.open ?? [])] : [],
    state: stateOf(problem, live, folder !== undefined && !missing, over),
    runs: runsOf(problem, exercise, live),
    attempts: exercise.attempts.length,
    ...(folder ? { folder: live.folderLabels[folder] ?? folder } : {}),
    ...(verdict ? { verdict: verdictOf(verdict) } : {}),
    ...(blocked ? { blocked } : {}),
    ...(over && problem.exercise ? { explanation: problem.exercise.explanation } : {}),
  };
}

const packageNames = { numpy: 'NumPy', torch: 'PyTorch' } as const;

function metaOf(problem: Problem): string {
  const needs = problem.exercise?.needs.map((name) => packageNames[name]) ?? [];
  return [...needs, `level ${problem.level}`, `${problem.minutes} min`].join(' · ');
}

function stateOf(problem: Problem, live: Live, opened: boolean, over: boolean): ExerciseCard['state'] {
  if (live.activity?.problem === problem.id) return live.activity.kind === 'run' ? 'running' : 'checking';
  if (over) return 'done';
  return opened ? 'open' : 'offered';
}

function runsOf(problem: Problem, exercise: ExerciseProgress, live: Live): RunView[] {
  const kept = exercise.runs.map((run): RunView => {
    const message = run.error && errorLine(run.error);
    return {
      run: run.run,
      label: runLabel(run),
      ending: run.ending,
      series: run.series,
      ...(message ? { message } : {}),
    };
  });
  const { activity } = live;
  if (activity?.problem !== problem.id || activity.kind !== 'run') return kept.slice(-shownRuns);
  const running: RunView = {
    run: activity.run,
    label: `run ${activity.run}`,
    ending: 'running',
    series: {},
    output: '',
  };
  return [...kept, running].slice(-shownRuns);
}

/** Names a run by what was changed for it. */
function runLabel(run: EventOf<'ran'>): string {
  if (run.diff.length === 0) return `run ${run.run}, as found`;
  const files = [...new Set(run.diff.map((hunk) => hunk.file))];
  return `run ${run.run}, ${files.slice(0, 2).join(', ')} changed`;
}

/** What a candidate may see of a judgement. */
export function verdictOf(check: EventOf<'checked'>): VerdictView {
  // While the symptom is there, the names of the broken properties would name the fault.
  const cause = check.verdict === 'unfixed' ? [] : check.cause;
  const all = [...check.symptom, ...cause];
  const passed = all.filter((item) => item.passed).length;
  const error = check.error ? errorLine(check.error) : undefined;
  return {
    verdict: check.verdict,
    summary: error ?? `${passed} of ${all.length} properties hold.`,
    symptom: check.symptom,
    cause,
    notes: check.notes,
    seconds: check.seconds,
  };
}

function errorLine(error: {
  kind: string;
  message: string;
  file?: string | null | undefined;
  line?: number | null | undefined;
}): string {
  const place = error.file ? ` (${error.file}${error.line ? `:${error.line}` : ''})` : '';
  return `${error.kind}: ${error.message}${place}`;
}
