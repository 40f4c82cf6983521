import type { Bank } from '../bank.ts';
import type { Move } from '../move.ts';
import type { State } from '../state.ts';
import { advance } from './advance.ts';
import { headlineClaim } from './claim.ts';

/** After the background: the project question, quoting a claim with a figure from the answer, else from the résumé. */
export function onBackground(state: State, bank: Bank): Move[] {
  const project = state.started?.plan[state.phase]?.problems[0];
  if (!project || state.progress[project]) return advance(state, bank);
  const claim = claimOf(state);
  if (claim) return [{ kind: 'ask', problem: project, entry: 'main', claim }];
  return [
    { kind: 'receive', style: 0 },
    { kind: 'ask', problem: project, entry: 'main' },
  ];
}

/** Turn 0 stands for the résumé. */
function claimOf(state: State): { turn: number; text: string } | undefined {
  const answer = state.turns.findLast((turn) => turn.who === 'candidate');
  const said = answer?.text && headlineClaim(answer.text);
  if (answer && said) return { turn: answer.turn, text: said };
  const written = state.started?.resume && headlineClaim(state.started.resume.text);
  return written ? { turn: 0, text: written } : undefined;
}
