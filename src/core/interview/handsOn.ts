import type { Bank } from '../bank.ts';
import type { EventOf, Hunk } from '../event.ts';
import type { Move } from '../move.ts';
import { type ExerciseProgress, exerciseOf, type State } from '../state.ts';
import { advance } from './advance.ts';

/** Changes the interviewer asks about in one exercise; more would get in the way of the work. */
const maxChangesDiscussed = 2;

/** After a run: a question about one real change that has not been talked about yet. */
export function onRun(state: State, run: EventOf<'ran'>): Move[] {
  const exercise = exerciseOf(state, run.problem);
  const change = state.current === run.problem ? freshChange(exercise, run.diff) : undefined;
  if (!change || run.ending === 'stopped' || exercise.discussed.length >= maxChangesDiscussed) return [];
  return [{ kind: 'about-change', problem: run.problem, ...change }];
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
