import type { Session } from '../../../src/app/session.ts';
import type { Bank } from '../../../src/core/bank.ts';
import { problemOf } from '../../../src/core/bank.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { wordsOf } from '../../../src/core/prompt.ts';
import { FixedClock } from '../../support/fakes.ts';
import { rehearsalId, say, stage } from '../../support/rehearsal.ts';
import { MemoryExercises, MemoryWorkspace } from '../../unit/app/workbench.ts';
import type { Answer } from '../eval/answers.ts';
import { generator } from '../eval/statistics.ts';
import type { Profile } from './profiles.ts';
import { empty, pick } from './words.ts';
import { VariantPython, type Workshop } from './workshop.ts';

/** Longest interview, in steps; a person and a policy that never come to an end are a fault. */
const maxSteps = 200;

export interface Sitting {
  readonly bank: Bank;
  readonly track: string;
  readonly profile: Profile;
  readonly seed: number;
  /** The answers that the person may give; the judge has not met them. */
  readonly answers: readonly Answer[];
  readonly workshop: Workshop;
}

/** Lets a simulated person sit a whole interview, and hands the session over while it is still open. */
export async function sit<T>(sitting: Sitting, then: (session: Session) => T): Promise<T> {
  const { bank, track, profile, seed, workshop } = sitting;
  const next = generator(seed * 7919 + profile.name.length);
  const draw = Math.floor(next() * 1000);
  const clock = new FixedClock();
  const exercises = new MemoryExercises();
  const { library } = stage({
    ...{ bank, clock, exercises, workspace: new MemoryWorkspace(exercises) },
    python: new VariantPython(workshop, profile.exercise[draw % profile.exercise.length] ?? 'unfixed', draw),
    ids: { session: () => rehearsalId, mark: () => 'mark', pick: (below) => Math.floor(next() * below) },
  });
  const session = await library.start(track, { candidate: `Robin (${profile.name} ${seed})` });
  await new Person(sitting, session, clock, next).sit();
  const made = then(session);
  await library.closeAll();
  return made;
}

class Person {
  readonly #sitting: Sitting;
  readonly #session: Session;
  readonly #clock: FixedClock;
  readonly #next: () => number;
  readonly #said = new Set<string>();
  readonly #begun = new Set<string>();
  #turns = 0;

  constructor(sitting: Sitting, session: Session, clock: FixedClock, next: () => number) {
    this.#sitting = sitting;
    this.#session = session;
    this.#clock = clock;
    this.#next = next;
  }

  async sit(): Promise<void> {
    const { interviewer } = this.#session;
    await interviewer.catchUp();
    await this.#say('I have worked with neural networks for some years.');
    for (let step = 0; !interviewer.state.ended; step += 1) {
      if (step > maxSteps) throw new Error('This interview does not come to its end.');
      await this.#step(interviewer.state.current);
    }
  }

  async #step(id: string | undefined): Promise<void> {
    if (!id) return this.#say('No, thank you.');
    const problem = problemOf(this.#sitting.bank, id);
    const first = !this.#begun.has(id);
    this.#begun.add(id);
    if (problem.exercise) return this.#exercise(problem, first);
    if (first && this.#next() < this.#sitting.profile.hints) await this.#press('hint');
    const answer = this.#answer(problem, first);
    await (answer === undefined ? this.#press('skip') : this.#say(answer));
  }

  async #exercise(problem: Problem, first: boolean): Promise<void> {
    const { exercise } = this.#sitting.profile;
    if (!first) return this.#press('skip');
    await this.#session.handsOn.open(problem.id);
    this.#clock.advance(300_000);
    if (exercise.length === 0) return this.#session.handsOn.giveUp(problem.id);
    await this.#session.handsOn.check(problem.id);
    // The root cause in the person's own words is not among the independent answers.
    if (this.#session.interviewer.state.current === problem.id) await this.#press('skip');
  }

  /** A text that was not said before, or nothing. */
  #answer(problem: Problem, first: boolean): string | undefined {
    const { profile, bank, answers } = this.#sitting;
    const nothing = empty[profile.name];
    if (nothing)
      return first ? nothing({ problem, bank, asked: this.#asked(), at: this.#turns + this.#sitting.seed }) : undefined;
    const own = answers.filter((answer) => answer.problem === problem.id && !this.#said.has(answer.id));
    const full = own.filter(({ mark, holds, falsehood }) => mark === 1 && !holds && !falsehood);
    const list = this.#next() < profile.knows ? full : first ? own.filter((one) => profile.answers?.(one)) : [];
    if (list.length === 0) return first ? 'I would have to read up on that.' : undefined;
    const chosen = pick(list, Math.floor(this.#next() * list.length));
    this.#said.add(chosen.id);
    return chosen.answer;
  }

  #asked(): string {
    const { state, bank } = this.#session.interviewer;
    const last = state.turns.findLast(({ who }) => who === 'interviewer');
    return last ? wordsOf(last, state, bank) : '';
  }

  async #press(what: 'hint' | 'skip'): Promise<void> {
    this.#clock.advance(15_000);
    await this.#session.interviewer.request(what);
    await this.#session.interviewer.catchUp();
  }

  async #say(text: string): Promise<void> {
    this.#turns += 1;
    await say(this.#session, this.#clock, text, 10 + Math.round(text.split(/\s+/).length * 0.2));
  }
}
