import type { ProbeId } from '../probes.ts';
import type { ExerciseProgress, Turn } from '../state.ts';
import { changedOneThing, cleanedUp, saidHypothesis, verified } from './changing.ts';
import { checkedLossAtInit, type Hunt, lookedAtData, overfittedOneBatch } from './searching.ts';
import type { Found, Signal } from './signal.ts';
import { triesOf } from './tries.ts';

/**
 * How the candidate went about an exercise, from what was done alone: probes, runs, checks, the changes between them by
 * Python's syntax tree, and when the hypothesis was said. Nothing for an exercise whose files were never opened.
 * @param unfit turns whose words are no answer, as the judge found them
 */
export function processSignals(
  exercise: ExerciseProgress,
  turns: readonly Turn[],
  offered: readonly ProbeId[],
  unfit: ReadonlySet<number> = new Set(),
): Signal[] {
  if (exercise.attempts.length === 0) return [];
  const tries = triesOf(exercise);
  const hunt: Hunt = { exercise, turns, offered, tries, firstEdit: tries.find(({ edited }) => edited) };
  const found: Record<Signal['id'], Found> = {
    'looked-at-data': lookedAtData(hunt),
    'loss-at-init': checkedLossAtInit(hunt),
    'one-batch': overfittedOneBatch(hunt),
    'one-change': changedOneThing(hunt),
    hypothesis: saidHypothesis(hunt, unfit),
    'second-seed': verified(hunt),
    'cleaned-up': cleanedUp(hunt),
  };
  return Object.entries(found).map(([id, signal]) => ({ id: id as Signal['id'], ...signal }));
}

/** One or two habits are no way of working: a quarter of a dimension must not hang on them. Own choice. */
const fewestSignals = 3;

/** Shown of those that could be assessed, 0–1; null when those are too few. */
export function processScore(signals: readonly Signal[]): number | null {
  const assessed = signals.filter(({ state }) => state !== 'not_assessed');
  return assessed.length < fewestSignals
    ? null
    : assessed.filter(({ state }) => state === 'shown').length / assessed.length;
}
