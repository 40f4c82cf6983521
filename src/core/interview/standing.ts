import type { Judgement, KeyPointVerdict } from '../grading/verdict.ts';
import { type KeyPoint, openingKeyPoints, type Problem } from '../problem.ts';
import { latestJudgement, type Progress, type State } from '../state.ts';

/** Where a candidate stands on one problem, as the director sees it. Shares are of key-point weight, 0–1. */
export interface Standing {
  readonly judgement: Judgement | undefined;
  /** Key points that have been asked about so far: by the question, a push or a probe. */
  readonly asked: readonly KeyPoint[];
  readonly coverage: number;
  readonly unmet: readonly KeyPoint[];
}

export function standingOn(problem: Problem, progress: Progress): Standing {
  const judgement = latestJudgement(progress);
  const asked = askedKeyPoints(problem, progress);
  const unmet = asked.filter((point) => verdictOf(judgement, point.id)?.verdict !== 'met');
  return { judgement, asked, coverage: coverageOf(asked, judgement), unmet };
}

/** Share of the points' weight that a judgement finds met, partly met points counting half. */
export function coverageOf(points: readonly KeyPoint[], judgement: Judgement | undefined): number {
  const total = points.reduce((all, point) => all + point.weight, 0);
  const worth = { met: 1, partial: 0.5, missed: 0, contradicted: 0, not_enough: 0 } as const;
  const reached = points.reduce(
    (all, point) => all + point.weight * worth[verdictOf(judgement, point.id)?.verdict ?? 'not_enough'],
    0,
  );
  return total === 0 ? 0 : reached / total;
}

export function verdictOf(judgement: Judgement | undefined, keyPoint: string): KeyPointVerdict | undefined {
  return judgement?.verdicts.find((item) => item.keyPoint === keyPoint);
}

/**
 * Key points that count as asked about. With only the easier entry asked, those that it names (all opening points when
 * it names none); otherwise the opening points; plus what pushes, follow-ups and probes have asked for since.
 */
export function askedKeyPoints(problem: Problem, progress: Progress): KeyPoint[] {
  const entries = progress.entries.map((item) => item.entry);
  const ids = new Set<string>();
  const onlyEasier = entries.length > 0 && entries.every((entry) => entry === 'easier');
  const opening = onlyEasier && problem.easier.asks.length > 0 ? problem.easier.asks : openingIds(problem);
  for (const id of opening) ids.add(id);
  if (entries.includes('harder')) for (const id of problem.harder.asks) ids.add(id);
  for (const { id } of progress.followUps) {
    for (const point of problem.follow_ups.find((item) => item.id === id)?.asks ?? []) ids.add(point);
  }
  for (const { keyPoint } of progress.probes) ids.add(keyPoint);
  return problem.key_points.filter((point) => ids.has(point.id));
}

function openingIds(problem: Problem): string[] {
  return openingKeyPoints(problem).map((point) => point.id);
}

/** Minutes of the interview clock used in the present phase and altogether. */
export function minutesUsed(state: State): { phase: number; all: number } {
  const begun = state.phaseStarted[state.phase] ?? 0;
  return { phase: (state.clock - begun) / 60_000, all: state.clock / 60_000 };
}
