import type { Bank } from '../bank.ts';
import type { Started } from '../event.ts';
import type { Problem } from '../problem.ts';
import type { Track } from '../track.ts';

export interface StartOptions {
  readonly candidate?: string;
  readonly role?: string;
  readonly company?: string;
  readonly difficulty?: Started['difficulty'];
  readonly minutes?: number;
  readonly resume?: { readonly name: string; readonly text: string };
}

/**
 * The fact that begins an interview: which problems it will ask, in which phase. What the selectors leave open is drawn
 * with `pick(below)`, a whole number in [0, below).
 */
export function startInterview(
  track: Track,
  bank: Bank,
  options: StartOptions,
  pick: (below: number) => number,
): Started {
  const { difficulty = 'hard', minutes = track.minutes, role = track.role, ...rest } = options;
  const plan = track.phases.map((phase) => ({ phase: phase.id, problems: draw(phase.pick, bank, pick) }));
  return { type: 'started', track: track.id, minutes, role, difficulty, plan, ...rest };
}

/** Practice of one problem, without an interview around it. */
export function startPractice(problem: Problem, track: Track): Started {
  return {
    type: 'started',
    track: track.id,
    minutes: problem.minutes,
    difficulty: 'hard',
    practice: true,
    plan: [{ phase: 'practice', problems: [problem.id] }],
  };
}

function draw(pickFrom: Track['phases'][number]['pick'], bank: Bank, pick: (below: number) => number): string[] {
  if (!pickFrom) return [];
  const { ids, areas, count } = pickFrom;
  const candidates = ids
    ? ids.flatMap((id) => bank.problems.get(id) ?? [])
    : [...bank.problems.values()].filter((problem) => !areas || problem.areas.some((area) => areas.includes(area)));
  const chosen: Problem[] = [];
  const left = [...candidates];
  while (chosen.length < count && left.length > 0) chosen.push(...left.splice(pick(left.length), 1));
  return chosen
    .sort((a, b) => a.level - b.level || candidates.indexOf(a) - candidates.indexOf(b))
    .map((problem) => problem.id);
}
