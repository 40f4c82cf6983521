import type { Bank } from '../bank.ts';
import type { Recogniser } from '../grading/recogniser.ts';
import { matches } from '../grading/requests.ts';
import type { Move } from '../move.ts';
import type { ProbeId } from '../probes.ts';
import type { Problem } from '../problem.ts';
import { exerciseOf, isOver, type State } from '../state.ts';

const within = 'sentence' as const;

/** What a candidate asks for in words; the terms stand here and not in the bank, since the six are the same for every exercise. */
const topics: Readonly<Record<ProbeId, readonly Recogniser[]>> = {
  raw_batch: [
    {
      all: 'show|see|look|print|inspect + batch|batches|minibatch|raw data|data|examples|samples|rows|pairs|inputs|labels',
      within,
    },
  ],
  loss_at_init: [
    {
      all: 'loss + initialisation|initialization|at init|initial|untrained|step 0|step zero|first step|at the start|before training|starting|start with|begin with',
      within,
    },
  ],
  one_batch: [
    { all: 'overfit|overfitting|memorise|memorize|learn by heart + one|single|small|few|ten|a batch|the same', within },
  ],
  gradient_norms: [
    { all: 'gradient norm|gradient norms|grad norm|grad norms', within },
    {
      all: 'gradient|gradients + norm|norms|size|sizes|magnitude|magnitudes|per layer|each layer|layers|how large|how big',
      within,
    },
  ],
  learning_rates: [
    {
      all: 'learning rate|learning rates|lr + sweep|range|scan|several|different|other|various|higher|lower|larger|smaller|which',
      within,
    },
  ],
  train_eval: [
    { all: 'train|training + eval|evaluation|inference + mode|modes|difference|differ|compare|same', within },
  ],
};

const request = /\?\s*$|\b(show me|let me (see|look)|give me|i('d| would)? (like|want) to (see|look|know))\b/i;

/**
 * When the candidate asks for something that the exercise's probes can show: which one to press. Once for each probe, and
 * not after it was used: then it is known where it is.
 */
export function pointsToProbe(state: State, bank: Bank, problem: Problem, text: string): Move[] | undefined {
  const exercise = exerciseOf(state, problem.id);
  if (!problem.exercise || isOver(exercise)) return undefined;
  const asking = sentencesOf(text).filter((sentence) => request.test(sentence));
  if (asking.length === 0) return undefined;
  const known = new Set([...exercise.offered, ...exercise.probes.map((item) => item.probe)]);
  const probe = problem.exercise.probes.find(
    (id) => !known.has(id) && asking.some((sentence) => matches(topics[id], bank.lexicon, sentence)),
  );
  return probe && [{ kind: 'offer-probe', problem: problem.id, probe }];
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+/);
}
