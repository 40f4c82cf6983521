import type { EventOf } from '../event.ts';
import { type ProbeId, probeNames } from '../probes.ts';
import type { ExerciseProgress, Turn } from '../state.ts';
import { lossNamed } from './lossNamed.ts';
import { type Found, notAssessed, notShown, shown, unreadable } from './signal.ts';
import { firstUnknown, signIn, type Tried } from './tries.ts';

/** What the signals are read from. */
export interface Hunt {
  readonly exercise: ExerciseProgress;
  readonly turns: readonly Turn[];
  /** Probes that the exercise has. */
  readonly offered: readonly ProbeId[];
  readonly tries: readonly Tried[];
  /** The first try of edited code, if there is one. */
  readonly firstEdit: Tried | undefined;
}

const never = Number.POSITIVE_INFINITY;

export function lookedAtData(hunt: Hunt): Found {
  const printed = signIn(beforeEdit(hunt), 'data');
  if (printed) return shown(`${printed.tried.name}: ${printed.sign.text}`, { code: printed.place });
  return probed(hunt, 'raw_batch', hunt.firstEdit);
}

export function checkedLossAtInit(hunt: Hunt): Found {
  const byProbe = probed(hunt, 'loss_at_init', hunt.firstEdit);
  if (byProbe.state === 'shown') return byProbe;
  const printed = signIn(beforeEdit(hunt), 'loss');
  if (printed) return shown(`${printed.tried.name}: ${printed.sign.text}`, { code: printed.place });
  return saidLoss(hunt) ?? byProbe;
}

export function overfittedOneBatch(hunt: Hunt): Found {
  const byProbe = probed(hunt, 'one_batch');
  if (byProbe.state === 'shown') return byProbe;
  const written = signIn(hunt.tries, 'one_batch');
  return written ? shown(`${written.tried.name}: ${written.sign.text}`, { code: written.place }) : byProbe;
}

function beforeEdit({ tries, firstEdit }: Hunt): Tried[] {
  return tries.filter(({ clock }) => clock < (firstEdit?.clock ?? never));
}

/** @param edit the try before which it has to have happened; without one any time will do */
function probed({ exercise, offered }: Hunt, probe: ProbeId, edit?: Tried): Found {
  const done = exercise.probes.filter((item) => item.probe === probe && item.ending === 'finished');
  const early = done.find(({ clock }) => clock < (edit?.clock ?? never));
  const isBlind = firstUnknown(exercise) < never;
  if (early && !(isBlind && probe !== 'one_batch' && firstUnknown(exercise) < early.clock))
    return shown(`probe “${probeNames[probe]}”`);
  if (!offered.includes(probe)) return notAssessed('this exercise has no such probe');
  if (isBlind) return notAssessed(unreadable);
  if (exercise.runs.length + exercise.checks.length === 0) return notAssessed('nothing was run or checked');
  if (done.length > 0) return notShown(`probe “${probeNames[probe]}” only after the first change`);
  return notShown(`no probe “${probeNames[probe]}”`);
}

/** The loss of a uniform guess as it is said, or the loss that a run of the project as it was began with. */
function saidLoss({ exercise, turns, firstEdit }: Hunt): Found | undefined {
  const edit = Math.min(firstEdit?.began ?? never, firstUnknown(exercise));
  const about = turns.filter(({ problem, clock }) => problem === exercise.problem && clock < edit);
  for (const { turn, who, text, clock } of about) {
    if (who !== 'candidate') continue;
    const told = about.filter((earlier) => earlier.turn < turn).flatMap(figuresTold);
    const seen = exercise.runs.filter((run) => run.clock <= clock && run.diff.length === 0).flatMap(firstLoss);
    const words = lossNamed(text ?? '', seen, told);
    if (words) return shown(`“${words}”`, { turn });
  }
  return undefined;
}

/** A loss that the interviewer has named is no longer the candidate's own reading. */
function figuresTold({ moves = [] }: Turn): number[] {
  return moves.flatMap((move) => (move.kind === 'about-run' ? [move.first] : []));
}

function firstLoss(run: EventOf<'ran'>): number[] {
  const value = run.series.loss?.[0]?.[1];
  return typeof value === 'number' ? [value] : [];
}
