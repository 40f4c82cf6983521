import type { CodeChange } from '../event.ts';
import { type ProbeId, probeNames } from '../probes.ts';
import type { ExerciseProgress, Turn } from '../state.ts';
import { isolatedShare, type Tried, triesOf } from './tries.ts';

/** What an experienced engineer does while hunting a fault. The order is that of a sound hunt. */
export const signalNames = {
  'looked-at-data': 'Looked at the data first',
  'loss-at-init': 'Checked the loss at initialisation',
  'one-batch': 'Tried to overfit one batch',
  'one-change': 'Changed one thing at a time',
  hypothesis: 'Said what they suspected before changing anything',
  'second-seed': 'Verified with a second seed',
  'cleaned-up': 'Left nothing behind',
} as const;

export interface Signal {
  readonly id: keyof typeof signalNames;
  readonly state: 'shown' | 'not_shown' | 'not_assessed';
  /** What was seen, or where it was looked for. */
  readonly evidence: string;
  /** The candidate's turn that shows it. */
  readonly turn?: number;
}

type Found = Omit<Signal, 'id'>;

/** Share of the changes between two tries that have to stand alone; one larger step may happen. Own choice. */
const isolatedEnough = 0.75;
/** A suspicion takes a few words. */
const fewestWords = 6;

/**
 * How the candidate went about an exercise, from what was done alone: probes, runs, checks, the changes between them by
 * Python's syntax tree, and when the hypothesis was said. Nothing for an exercise whose files were never opened.
 */
export function processSignals(
  exercise: ExerciseProgress,
  turns: readonly Turn[],
  offered: readonly ProbeId[],
): Signal[] {
  if (exercise.attempts.length === 0) return [];
  const tries = triesOf(exercise);
  const firstEdit = tries.find((item) => item.changed.size > 0)?.clock;
  const found: Record<Signal['id'], Found> = {
    'looked-at-data': printedData(tries, firstEdit) ?? probed(exercise, 'raw_batch', offered, firstEdit),
    'loss-at-init':
      saidExpectedLoss(exercise, turns, firstEdit) ?? probed(exercise, 'loss_at_init', offered, firstEdit),
    'one-batch': probed(exercise, 'one_batch', offered),
    'one-change': changedOneThing(tries),
    hypothesis: saidHypothesis(exercise, turns, firstEdit),
    'second-seed': verified(tries),
    'cleaned-up': cleanedUp(exercise),
  };
  return Object.entries(found).map(([id, signal]) => ({ id: id as Signal['id'], ...signal }));
}

/** Shown of those that could be assessed, 0–1; null when none could. */
export function processScore(signals: readonly Signal[]): number | null {
  const assessed = signals.filter(({ state }) => state !== 'not_assessed');
  return assessed.length === 0 ? null : assessed.filter(({ state }) => state === 'shown').length / assessed.length;
}

/** @param before the clock by which it has to have happened; without one any time will do */
function probed(
  exercise: ExerciseProgress,
  probe: ProbeId,
  offered: readonly ProbeId[],
  before = Number.POSITIVE_INFINITY,
): Found {
  const done = exercise.probes.find((item) => item.probe === probe && item.ending === 'finished');
  if (done && done.clock < before) return shown(`probe “${probeNames[probe]}”`);
  if (!offered.includes(probe)) return notAssessed('this exercise has no such probe');
  if (exercise.runs.length + exercise.checks.length === 0) return notAssessed('nothing was run or checked');
  return notShown(
    done ? `probe “${probeNames[probe]}” only after the first change` : `no probe “${probeNames[probe]}”`,
  );
}

function printedData(tries: readonly Tried[], firstEdit = Number.POSITIVE_INFINITY): Found | undefined {
  for (const { name, clock, changes } of tries) {
    const print = changes.find((change) => change.prints > 0 && handlesData.test(`${change.file} ${change.unit}`));
    if (print && clock <= firstEdit) return shown(`${name} printed values in ${placeOf(print)}`);
  }
  return undefined;
}

const handlesData = /data|batch|load/i;
/** The loss of a uniform guess, as it is said. */
const expectedLoss = /\b(?:ln|log)\s*\(?\s*(?:\d+|k|c|n)\b/i;

function saidExpectedLoss(
  exercise: ExerciseProgress,
  turns: readonly Turn[],
  firstEdit = Number.POSITIVE_INFINITY,
): Found | undefined {
  const own = turns.filter(
    ({ who, problem, clock }) => who === 'candidate' && problem === exercise.problem && clock < firstEdit,
  );
  const said = own.find(({ text }) => expectedLoss.test(text ?? ''));
  return said && { ...shown(`“${expectedLoss.exec(said.text ?? '')?.[0]}” in turn ${said.turn}`), turn: said.turn };
}

function changedOneThing(tries: readonly Tried[]): Found {
  const { isolated, steps } = isolatedShare(tries);
  if (steps === 0) return notAssessed('no change was tried');
  const text = `${isolated} of ${steps} ${steps === 1 ? 'change' : 'changes'} between tries stood alone`;
  return isolated / steps >= isolatedEnough ? shown(text) : notShown(text);
}

function saidHypothesis(exercise: ExerciseProgress, turns: readonly Turn[], firstEdit: number | undefined): Found {
  const isAsked = (turn: Turn) =>
    turn.moves?.some((move) => move.kind === 'hypothesis' && move.problem === exercise.problem) === true;
  const asked = turns.find(isAsked);
  if (!asked) return notAssessed('it was not asked for');
  const answer = turns.find((turn) => turn.who === 'candidate' && turn.turn > asked.turn && isWordy(turn.text));
  if (answer && answer.clock < (firstEdit ?? Number.POSITIVE_INFINITY))
    return { ...shown(`turn ${answer.turn}, before the first change was tried`), turn: answer.turn };
  return firstEdit === undefined ? notAssessed('no change was tried') : notShown('a change was tried first');
}

function isWordy(text = ''): boolean {
  return text.trim().split(/\s+/).length >= fewestWords;
}

function verified(tries: readonly Tried[]): Found {
  const runs = tries.filter(({ finished, changed }) => finished && changed.size > 0);
  if (runs.length === 0) return notAssessed('no change was run to its end');
  for (const [i, later] of runs.entries()) {
    const earlier = runs.slice(0, i).find((item) => item.code === later.code && item.seeds !== later.seeds);
    if (earlier) return shown(`${earlier.name} and ${later.name}: the same code, another seed`);
  }
  return notShown('no two runs of the same code with different seeds');
}

function cleanedUp(exercise: ExerciseProgress): Found {
  const check = exercise.checks.findLast(({ changes }) => changes !== undefined);
  if (!check?.changes || check.changes.length === 0) return notAssessed('no changed state was checked');
  const left = check.changes.find(({ prints }) => prints > 0);
  return left
    ? notShown(`a print was left in ${placeOf(left)}`)
    : shown('nothing of the search is in what was checked');
}

function placeOf({ file, line }: CodeChange): string {
  return `${file}:${line}`;
}

function shown(evidence: string): Found {
  return { state: 'shown', evidence };
}

function notShown(evidence: string): Found {
  return { state: 'not_shown', evidence };
}

function notAssessed(evidence: string): Found {
  return { state: 'not_assessed', evidence };
}
