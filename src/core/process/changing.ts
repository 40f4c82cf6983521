import type { Turn } from '../state.ts';
import type { Hunt } from './searching.ts';
import { type Found, notAssessed, notShown, shown, unreadable } from './signal.ts';
import { firstUnknown, isolatedShare, signIn, type Tried, triesOf } from './tries.ts';

/** Share of the changes between two tries that have to stand alone; one larger step may happen. Own choice. */
const isolatedEnough = 0.75;
/** A suspicion takes a few words. */
const fewestWords = 6;

export function changedOneThing({ exercise, tries }: Hunt): Found {
  const { isolated, steps, crowded } = isolatedShare(tries);
  if (firstUnknown(exercise) < Number.POSITIVE_INFINITY) return notAssessed(unreadable);
  if (steps === 0) return notAssessed('no change was tried');
  const text = `${isolated} of ${steps} ${steps === 1 ? 'change' : 'changes'} between tries stood alone`;
  if (isolated / steps >= isolatedEnough) return shown(text);
  return notShown(crowded ? `${text}; ${crowded.tried.name} tried ${crowded.changes} at once` : text);
}

/** @param unfit turns whose words are no answer: passes, echoes, words about something else */
export function saidHypothesis({ exercise, turns, tries }: Hunt, unfit: ReadonlySet<number>): Found {
  const isAsked = ({ moves = [] }: Turn) =>
    moves.some((move) => move.kind === 'hypothesis' && move.problem === exercise.problem);
  const asked = turns.find(isAsked);
  if (!asked) return notAssessed('it was not asked for');
  const first = tries.find(({ changed }) => changed.size > 0);
  const answer = turns.find(
    ({ turn, who, problem, text }) =>
      who === 'candidate' && turn > asked.turn && problem === exercise.problem && !unfit.has(turn) && isWordy(text),
  );
  const unknown = firstUnknown(exercise);
  if (answer && answer.clock < Math.min(first?.began ?? unknown, unknown))
    return shown('before the first change was tried', { turn: answer.turn });
  if (unknown < (first?.clock ?? Number.POSITIVE_INFINITY)) return notAssessed(unreadable);
  return first ? notShown(`a change was tried first (${first.name})`) : notAssessed('no change was tried');
}

/** Some words, and not only a question back. */
function isWordy(text = ''): boolean {
  const sentences = text.split(/(?<=[.!?])\s+/).filter((sentence) => !sentence.trim().endsWith('?'));
  return sentences.join(' ').trim().split(/\s+/).length >= fewestWords;
}

/** After a repair, runs of the repair; without one, two runs of any change. */
export function verified({ exercise, tries }: Hunt): Found {
  const fixed = exercise.checks.findIndex(({ verdict }) => verdict === 'fixed');
  const repair = tries.find(({ name }) => name === `check ${fixed + 1}`);
  const runs = tries.filter(({ finished, edited, code }) => finished && edited && (!repair || code === repair.code));
  const isBlind = firstUnknown(exercise) < Number.POSITIVE_INFINITY;
  if (!repair && runs.length === 0) return notAssessed(isBlind ? unreadable : 'no change was run to its end');
  for (const [i, later] of runs.entries()) {
    const earlier = runs.slice(0, i).find((item) => item.code === later.code && item.seeds !== later.seeds);
    if (earlier) return shown(`${earlier.name} and ${later.name}: the same code, another seed`);
  }
  const loop = signIn(
    tries.filter((item) => isVerifying(item, repair)),
    'many_seeds',
  );
  if (loop) return shown(`${loop.tried.name}: ${loop.sign.text}`, { code: loop.place });
  if (isBlind) return notAssessed(unreadable);
  return notShown(`no two runs of ${repair ? 'the repair' : 'the same code'} with different seeds`);
}

/** A run that goes over several seeds holds the repair and, besides, the loop itself. */
function isVerifying({ finished, edited, changed }: Tried, repair: Tried | undefined): boolean {
  const held = [...(repair?.changed ?? [])].every(
    ([unit, { digest, kind }]) => kind === 'config' || changed.get(unit)?.digest === digest,
  );
  return finished && edited && held;
}

/** What was checked: the repair, or else the last state. */
export function cleanedUp({ exercise }: Hunt): Found {
  const checks = triesOf({ ...exercise, runs: [], probes: [] });
  const fixed = exercise.checks.findIndex(({ verdict }) => verdict === 'fixed');
  const judged = fixed >= 0 ? fixed : exercise.checks.length - 1;
  const check = checks.find(({ name }) => name === `check ${judged + 1}`);
  if (judged >= 0 && !check) return notAssessed(unreadable);
  if (!check || check.changes.length === 0) return notAssessed('no changed state was checked');
  const left = check.changes.find(({ prints }) => prints > 0);
  if (!left) return shown(`nothing of the search is in what was checked (${check.name})`);
  const sign = left.signs?.find(({ what }) => what === 'print' || what === 'breakpoint' || what === 'commented');
  const code = { attempt: check.attempt, file: left.file, line: sign?.line ?? left.line };
  return notShown(`left in ${check.name}: ${sign?.text ?? 'a print'}`, { code });
}
