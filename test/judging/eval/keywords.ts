import type { Bank } from '../../../src/core/bank.ts';
import { fieldTerm } from '../../../src/core/lexicon.ts';
import type { Problem } from '../../../src/core/problem.ts';

/** The field's terms that the key points of a problem are recognised by, each by its first alias. */
export function keywords({ key_points }: Problem, bank: Bank): string[] {
  const named = JSON.stringify(key_points.map(({ met }) => met)).match(/\$[a-z0-9-]+/g) ?? [];
  return [...new Set(named)].flatMap((slot) => fieldTerm(bank.lexicon, slot.slice(1))?.aliases.slice(0, 1) ?? []);
}
