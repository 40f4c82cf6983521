import type { Bank } from '../core/bank.ts';
import type { State } from '../core/state.ts';

/** A session's name: what the candidate called it, else what it is and for whom. */
export function titleOf(state: State, bank: Bank): string {
  if (state.title) return state.title;
  const { started } = state;
  if (!started) return 'Interview';
  if (started.practice)
    return `Practice: ${bank.problems.get(started.plan[0]?.problems[0] ?? '')?.title ?? 'one question'}`;
  const role = started.role ?? bank.tracks.get(started.track)?.role ?? 'Practice';
  return started.company ? `${role} interview, ${started.company}` : `${role} interview`;
}
