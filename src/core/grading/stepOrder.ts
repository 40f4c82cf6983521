import type { Problem } from '../problem.ts';
import type { Judgement } from './verdict.ts';

/** How far the steps of finding a fault were named from the simple to the complex. */
export interface StepOrder {
  /** Of the pairs of named steps, the share in which the simpler one came first. 0–1 */
  readonly value: number;
  /** In words, the jumps included. */
  readonly how: string;
}

/** Steps that were not named are the key points' business. Undefined for fewer than two that were. */
export function orderOfSteps({ steps }: Problem, named: NonNullable<Judgement['steps']>): StepOrder | undefined {
  const place = (id: string) => named.findIndex(({ step }) => step === id);
  const told = steps.filter(({ id }) => place(id) >= 0);
  if (told.length < 2) return undefined;
  let [right, pairs] = [0, 0];
  const jumps: string[] = [];
  told.forEach((step, i) => {
    const late = told.slice(0, i).filter(({ id }) => place(id) > place(step.id));
    pairs += i;
    right += i - late.length;
    if (late.length > 0) jumps.push(`${step.name} before ${late.map(({ name }) => name).join(', ')}`);
  });
  const how =
    jumps.length > 0 ? `named ${jumps.join('; ')}` : `named in order: ${told.map(({ name }) => name).join(', ')}`;
  return { value: right / pairs, how };
}
