import { fieldTerm, type Lexicon } from '../lexicon.ts';
import type { Problem } from '../problem.ts';
import { type Form, prepare, termsOf } from './forms.ts';
import { conceptsOf, type Recogniser } from './recogniser.ts';
import { Lexis } from './text/lexis.ts';

/** A key point made ready for judging. */
export interface PointForms {
  readonly id: string;
  readonly met: readonly Form[];
  readonly partial: readonly { readonly forms: readonly Form[]; readonly missing: string }[];
}

export interface ErrorForms {
  /** The misconception; none where a key point's own opposite was said. */
  readonly id: string | undefined;
  readonly held: readonly Form[];
  readonly contradicts?: string;
}

/** A problem and a lexicon, made ready once and then used for every answer. */
export interface Compiled {
  readonly lexis: Lexis;
  readonly points: readonly PointForms[];
  readonly errors: readonly ErrorForms[];
  readonly steps: readonly { readonly id: string; readonly forms: readonly Form[] }[];
  /** What an answer to this problem engages with: slots of its recognisers' concepts. */
  readonly topics: readonly string[];
}

const cache = new WeakMap<Lexicon, WeakMap<Problem, Compiled>>();

/** Compiled once per pair of objects; both are taken as immutable. */
export function compile(problem: Problem, lexicon: Lexicon): Compiled {
  const byProblem = cache.get(lexicon) ?? new WeakMap<Problem, Compiled>();
  cache.set(lexicon, byProblem);
  const compiled = byProblem.get(problem) ?? build(problem, lexicon);
  byProblem.set(problem, compiled);
  return compiled;
}

export function lexisFor(lexicon: Lexicon, forms: readonly Form[]): Lexis {
  return new Lexis(lexicon, new Set(forms.flatMap(termsOf)));
}

function build(problem: Problem, lexicon: Lexicon): Compiled {
  const ready = (list: readonly Recogniser[]): Form[] => list.flatMap((item) => prepare(item, lexicon, problem));
  const points = problem.key_points.map((point) => ({
    id: point.id,
    met: ready(point.met),
    partial: (point.partial ?? []).map((item) => ({ forms: ready(item.when), missing: item.missing })),
  }));
  const errors: ErrorForms[] = [
    ...problem.misconceptions.map((item) => ({
      id: item.id,
      held: ready(item.held),
      ...(item.contradicts ? { contradicts: item.contradicts } : {}),
    })),
    ...problem.key_points.flatMap(({ id, against }) =>
      against ? [{ id: undefined, held: ready(against), contradicts: id }] : [],
    ),
  ];
  const steps = problem.steps.map((step) => ({ id: step.id, forms: ready(step.named) }));
  const forms = [
    ...steps.flatMap((step) => step.forms),
    ...points.flatMap((point) => [...point.met, ...point.partial.flatMap((item) => item.forms)]),
    ...errors.flatMap((item) => item.held),
  ];
  return { lexis: lexisFor(lexicon, forms), points, errors, steps, topics: topicsOf(problem, lexicon) };
}

function topicsOf(problem: Problem, lexicon: Lexicon): string[] {
  const recognisers = [
    ...problem.key_points.flatMap((point) => point.met),
    ...problem.misconceptions.flatMap((item) => item.held),
  ];
  const terms = recognisers.flatMap(conceptsOf).filter((id) => fieldTerm(lexicon, id));
  return [...new Set(terms)].map((id) => `$${id}`);
}
