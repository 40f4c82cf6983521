import type { Lexicon, Resources } from './lexicon.ts';
import type { Problem } from './problem.ts';
import type { Rubric } from './rubric.ts';
import type { Track } from './track.ts';

/** Everything that `problems/` holds, decoded. `faults` are the folders left out, each with a message for a person. */
export interface Bank {
  readonly problems: ReadonlyMap<string, Problem>;
  readonly tracks: ReadonlyMap<string, Track>;
  readonly lexicon: Lexicon;
  readonly resources: Resources;
  readonly rubric: Rubric;
  readonly faults: readonly BankFault[];
}

/** A file of the bank that could not be used: path relative to the bank, 1-based line, field, and what is wrong. */
export interface BankFault {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

/** @throws when the id is unknown: a journal names a problem that this bank does not have (any more). */
export function problemOf(bank: Bank, id: string): Problem {
  const problem = bank.problems.get(id);
  if (!problem) throw new Error(`The problem "${id}" is not in the problem bank of this version.`);
  return problem;
}
