import type { Bank } from '../bank.ts';
import type { EventOf, Hunk } from '../event.ts';
import type { Move } from '../move.ts';
import { type ExerciseProgress, exerciseOf, type State } from '../state.ts';
import { advance } from './advance.ts';

/** Changes the interviewer asks about in one exercise; more would get in the way of the work. */
const maxChangesDiscussed = 2;

/** After a run: a question about its loss as found, or about one real change that has not been talked about yet. */
export function onRun(state: State, run: EventOf<'ran'>): Move[] {
  if (state.current !== run.problem || run.ending === 'stopped') return [];
  const exercise = exerciseOf(state, run.problem);
  if (run.diff.length === 0) return aboutFirstRun(exercise, run);
  const change = freshChange(exercise, run.diff);
  if (!change || exercise.discussed.length >= maxChangesDiscussed) return [];
  const [before, after] = [endOf(exercise.runs.at(-2)), endOf(run)];
  const loss = before !== undefined && after !== undefined ? { loss: { before, after } } : {};
  return [{ kind: 'about-change', problem: run.problem, ...change, ...loss }];
}

/** Once, and only about a project that is as it was handed out. */
function aboutFirstRun(exercise: ExerciseProgress, run: EventOf<'ran'>): Move[] {
  const losses = lossesOf(run);
  const [first, last] = [losses[0], losses.at(-1)];
  if (exercise.runs.length > 1 || first === undefined || last === undefined || losses.length < 2) return [];
  return [{ kind: 'about-run', problem: run.problem, run: run.run, first, last }];
}

function endOf(run: EventOf<'ran'> | undefined): number | undefined {
  return run && lossesOf(run).at(-1);
}

/** What the script logged as `loss`, step by step, without values that are no numbers. */
function lossesOf(run: EventOf<'ran'>): number[] {
  return (run.series.loss ?? []).flatMap(([, value]) => (value === null ? [] : [value]));
}

/** After a check: what its verdict means for the talk. A masked symptom leads to a conversation, not to a red cross. */
export function onCheck(state: State, check: EventOf<'checked'>): Move[] {
  if (state.current !== check.problem) return [];
  const failed = [...check.symptom, ...check.cause].find((item) => !item.passed);
  const verdict: Move = {
    kind: 'about-verdict',
    problem: check.problem,
    verdict: check.verdict,
    ...(failed ? { failed: failed.message } : {}),
  };
  const exercise = exerciseOf(state, check.problem);
  if (isRepeat(exercise, check)) return [];
  if (check.verdict === 'fixed' && !exercise.rootCauseAsked)
    return [verdict, { kind: 'root-cause', problem: check.problem }];
  return [verdict];
}

export function onGiveUp(state: State, bank: Bank, problem: string): Move[] {
  const explain: Move = { kind: 'explain', problem };
  return state.current === problem ? [explain, ...advance(state, bank)] : [explain];
}

/** The same verdict on the same files twice in a row is not talked about again. */
function isRepeat(exercise: ExerciseProgress, check: EventOf<'checked'>): boolean {
  const before = exercise.checks.at(-2);
  return before?.verdict === check.verdict && JSON.stringify(before.diff) === JSON.stringify(check.diff);
}

function freshChange(
  exercise: ExerciseProgress,
  diff: readonly Hunk[],
): { file: string; line: number; text: string } | undefined {
  for (const hunk of diff) {
    if (!hunk.file.endsWith('.py') && !hunk.file.endsWith('.json')) continue;
    const text = firstWords([...hunk.added, ...hunk.removed]);
    if (text && !exercise.discussed.includes(`${hunk.file}:${text}`)) return { file: hunk.file, line: hunk.line, text };
  }
  return undefined;
}

function firstWords(lines: readonly string[]): string | undefined {
  return lines
    .map((line) => line.trim())
    .find((line) => line !== '')
    ?.slice(0, 160);
}
