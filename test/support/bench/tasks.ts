import { ensureTestPython } from '../python.ts';
import { type Activation, measureActivation } from './activation.ts';
import { type CheckTime, type ExerciseName, exercises, measureCheck } from './checks.ts';
import { type Click, measureClick } from './click.ts';
import { type Judging, measureJudging } from './judging.ts';
import type { Measurement } from './options.ts';
import type { Subjects } from './subjects.ts';

/** What was measured, one entry for each repetition. */
export interface Results {
  readonly activation: Record<'empty' | 'mini' | 'product', Activation[]>;
  readonly click: Record<'mini' | 'product', Click[]>;
  readonly judging: Judging[];
  readonly check: Record<ExerciseName, CheckTime[]>;
}

export interface Task {
  readonly name: string;
  readonly of: Measurement;
  run(results: Results): Promise<void>;
}

export function noResults(): Results {
  return {
    activation: { empty: [], mini: [], product: [] },
    click: { mini: [], product: [] },
    judging: [],
    check: { 'separate-shuffles': [], 'softmax-twice': [] },
  };
}

/** One round: everything that is measured more than once. */
export function tasksOf(subjects: Subjects): Task[] {
  const activation = (['empty', 'mini', 'product'] as const).map(
    (name): Task => ({
      name: `activation of ${name}`,
      of: 'activation',
      run: async ({ activation }) => void activation[name].push(await measureActivation(subjects[name])),
    }),
  );
  const click = (['mini', 'product'] as const).map(
    (name): Task => ({
      name: `first click on ${name}`,
      of: 'click',
      run: async ({ click }) => void click[name].push(await measureClick(subjects[name])),
    }),
  );
  const check = (Object.keys(exercises) as ExerciseName[]).map(
    (name): Task => ({
      name: `check of ${name}`,
      of: 'check',
      run: async ({ check }) => void check[name].push(await measureCheck(name, await ensureTestPython())),
    }),
  );
  const judging: Task = {
    name: 'offline judging',
    of: 'judging',
    run: async (results) => void results.judging.push(await measureJudging()),
  };
  return [...activation, ...click, ...check, judging];
}
