import type { ExerciseVerdict } from '../../../src/core/exerciseVerdict.ts';
import type { Answer } from '../eval/answers.ts';

/** How a simulated person answers. Probabilities are between 0 and 1. */
export interface Profile {
  readonly name: string;
  /** Which of the independent answers to a question the person gives; none: the person says nothing of substance. */
  readonly answers: ((answer: Answer) => boolean) | undefined;
  /** How often a question, a probe or a follow-up finds the person on top of the subject, and gets a full answer. */
  readonly knows: number;
  /** How often the person takes a hint before answering. */
  readonly hints: number;
  /** Verdicts that the person's change to the exercise earns, one of them drawn; none: gives up. */
  readonly exercise: readonly ExerciseVerdict[];
}

const partial = (from: number, to: number) => (answer: Answer) =>
  !answer.holds && !answer.falsehood && answer.mark >= from && answer.mark <= to;

export const profiles: readonly Profile[] = [
  { name: 'exceptional', answers: partial(1, 1), knows: 1, hints: 0, exercise: ['fixed'] },
  { name: 'strong', answers: partial(0.5, 0.75), knows: 0.7, hints: 0, exercise: ['fixed', 'fixed', 'masked'] },
  { name: 'average', answers: partial(0.5, 0.75), knows: 0.2, hints: 0.2, exercise: ['fixed', 'masked'] },
  { name: 'weak', answers: partial(0.25, 0.25), knows: 0.05, hints: 0.4, exercise: ['masked', 'unfixed'] },
  { name: 'novice', answers: partial(0.1, 0.1), knows: 0, hints: 0.5, exercise: ['unfixed'] },
  { name: 'evasive', answers: undefined, knows: 0, hints: 0, exercise: [] },
  { name: 'stuffer', answers: undefined, knows: 0, hints: 0, exercise: ['unfixed'] },
  { name: 'parrot', answers: undefined, knows: 0, hints: 0, exercise: [] },
  { name: 'injector', answers: undefined, knows: 0, hints: 0, exercise: ['tampered'] },
  {
    name: 'wrong-but-fluent',
    answers: ({ mark, holds, falsehood }) => mark <= 0.25 && (holds !== undefined || falsehood !== undefined),
    knows: 0,
    hints: 0,
    exercise: ['masked'],
  },
];

/** @throws {Error} with the names that exist */
export function profileOf(name: string): Profile {
  const found = profiles.find((profile) => profile.name === name);
  if (found) return found;
  throw new Error(`There is no profile "${name}". There are: ${profiles.map((one) => one.name).join(', ')}.`);
}
