import type { EventOf } from '../../core/event.ts';
import { verdictWord } from '../../core/exerciseVerdict.ts';
import { probeNames } from '../../core/probes.ts';
import type { Problem } from '../../core/problem.ts';
import { exerciseOf, isOver, type State } from '../../core/state.ts';
import type { ExerciseCard, VerdictView } from '../../protocol/chat.ts';
import type { Activity, Live } from '../live.ts';
import { errorLine } from './errorLine.ts';
import { findingsOf } from './findings.ts';
import { runsOf } from './runs.ts';

export function exerciseCard(problem: Problem, state: State, live: Live): ExerciseCard {
  const exercise = exerciseOf(state, problem.id);
  const activity = live.activity?.problem === problem.id ? live.activity : undefined;
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
    state: stateOf(activity, folder !== undefined && !missing, over),
    runs: runsOf(exercise, activity),
    probes: (problem.exercise?.probes ?? []).map((id) => ({ id, name: probeNames[id] })),
    findings: findingsOf(exercise),
    attempts: exercise.attempts.length,
    ...(folder ? { folder: live.folderLabels[folder] ?? folder } : {}),
    ...(verdict ? { verdict: verdictOf(verdict, problem.kind) } : {}),
    ...(blocked ? { blocked } : {}),
    ...(over && problem.exercise ? { explanation: problem.exercise.explanation } : {}),
  };
}

const packageNames = { numpy: 'NumPy', torch: 'PyTorch' } as const;

function metaOf(problem: Problem): string {
  const needs = problem.exercise?.needs.map((name) => packageNames[name]) ?? [];
  return [...needs, `level ${problem.level}`, `${problem.minutes} min`].join(' · ');
}

const doing = { run: 'running', check: 'checking', probe: 'probing' } as const;

function stateOf(activity: Activity | undefined, opened: boolean, over: boolean): ExerciseCard['state'] {
  if (activity) return doing[activity.kind];
  if (over) return 'done';
  return opened ? 'open' : 'offered';
}

/** What a candidate may see of a judgement. */
export function verdictOf(check: EventOf<'checked'>, kind: Problem['kind']): VerdictView {
  // While the symptom is there, the names of the broken properties would name the fault; code to be written has none.
  const cause = check.verdict === 'unfixed' && kind !== 'coding' ? [] : check.cause;
  const all = [...check.symptom, ...cause];
  const passed = all.filter((item) => item.passed).length;
  const error = check.error ? errorLine(check.error) : undefined;
  return {
    verdict: check.verdict,
    word: verdictWord(check.verdict, kind),
    summary: error ?? `${passed} of ${all.length} properties hold.`,
    symptom: check.symptom,
    cause,
    notes: check.notes,
    seconds: check.seconds,
  };
}
