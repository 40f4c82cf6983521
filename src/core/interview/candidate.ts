import type { State } from '../state.ts';

const introduction =
  /\b(?:[Mm]y name is|I['’]m|I am)\s+((?:Dr\.?\s+|Prof\.?\s+)?\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+){0,2})/u;

/** How the interviewer addresses the candidate: the name given at the start, else the one they introduced themselves with. */
export function candidateName(state: State): string | undefined {
  const given = state.started?.candidate?.trim();
  if (given) return addressed(given);
  const first = state.turns.find((turn) => turn.who === 'candidate')?.text ?? '';
  const found = introduction.exec(first)?.[1];
  return found && addressed(found);
}

/** "Dr. Amanda Foster" is addressed as "Dr. Foster", "Amanda Foster" as "Amanda". */
function addressed(name: string): string {
  const words = name.split(/\s+/);
  const title = /^(?:Dr|Prof)\.?$/.test(words[0] ?? '') ? words[0] : undefined;
  if (!title) return words[0] ?? name;
  return `${title.replace(/\.?$/, '.')} ${words.at(-1)}`;
}
