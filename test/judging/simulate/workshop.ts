import { join } from 'node:path';
import { Bench, statesOf, withState } from '../../../src/adapters/node/authoring/bench.ts';
import type { CheckOutcome } from '../../../src/app/ports.ts';
import type { ExerciseVerdict } from '../../../src/core/exerciseVerdict.ts';
import { ScriptedPython } from '../../support/fakes.ts';
import { rootPath } from '../../support/paths.ts';
import { pick } from './words.ts';

/** Judges the exercises' own variants with real Python, each once in a process. */
export class Workshop {
  readonly #bench = new Bench(rootPath(), undefined);
  readonly #known = new Map<string, Promise<CheckOutcome>>();

  /** What the check says of one of the variants that were written to earn a verdict. */
  async outcome(problem: string, verdict: ExerciseVerdict, draw: number): Promise<CheckOutcome> {
    const [exercise] = await this.#bench.exercises([problem]);
    if (!exercise) throw new Error(`There is no exercise "${problem}".`);
    const variants = (await statesOf(exercise)).filter((name) => name.startsWith(`${verdict}-`));
    const variant = variants.length > 0 ? pick(variants, draw) : 'start';
    const key = join(problem, variant);
    const known = this.#known.get(key) ?? withState(exercise, variant, (copy) => this.#bench.check(exercise, copy));
    this.#known.set(key, known);
    return known;
  }

  close(): void {
    this.#bench.close();
  }
}

/** Python for one person: whatever the exercise, the files are as the drawn variant has them. */
export class VariantPython extends ScriptedPython {
  readonly #workshop: Workshop;
  readonly #verdict: ExerciseVerdict;
  readonly #draw: number;

  constructor(workshop: Workshop, verdict: ExerciseVerdict, draw: number) {
    super({ changes: [[]] });
    this.#workshop = workshop;
    this.#verdict = verdict;
    this.#draw = draw;
  }

  override check(problem: string): Promise<CheckOutcome> {
    return this.#workshop.outcome(problem, this.#verdict, this.#draw);
  }
}
