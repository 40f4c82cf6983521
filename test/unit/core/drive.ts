import type { Bank } from '../../../src/core/bank.ts';
import type { Entry, EventOf, InterviewEvent, Request } from '../../../src/core/event.ts';
import type { Flag, Judgement, Verdict } from '../../../src/core/grading/verdict.ts';
import { nextMoves } from '../../../src/core/interview/director.ts';
import { type StartOptions, startInterview, startPractice } from '../../../src/core/interview/plan.ts';
import { speak } from '../../../src/core/interview/wording.ts';
import { decide, evolve } from '../../../src/core/interview.ts';
import type { Move } from '../../../src/core/move.ts';
import { emptyState, nextTurn, type State } from '../../../src/core/state.ts';
import { smallBank, track } from './smallBank.ts';

/** What the judge is to have found in one answer. Points that are not named are missed. */
export interface Found {
  readonly met?: readonly string[];
  readonly partial?: readonly string[];
  readonly contradicted?: readonly string[];
  readonly notEnough?: readonly string[];
  readonly held?: readonly string[];
  readonly flags?: readonly Flag[];
}

/** Plays an interview over the pure core: the director's rules with verdicts that the test writes. */
export class Drive {
  readonly bank: Bank;
  readonly entries: Entry[] = [];
  state: State = emptyState;
  #clock = 0;

  constructor(bank: Bank = smallBank()) {
    this.bank = bank;
  }

  start(options: StartOptions = {}): Move[] {
    return this.fact(startInterview(track, this.bank, options, () => 0));
  }

  practise(problem: string): Move[] {
    const found = this.bank.problems.get(problem);
    if (!found) throw new Error(`The small bank has no problem "${problem}".`);
    return this.fact(startPractice(found, track));
  }

  /** Starts and talks through the background, up to the project question. */
  begin(options: StartOptions = {}): Move[] {
    this.start(options);
    return this.answer('I trained models for some years.');
  }

  /** Skips ahead until `problem` is asked. */
  to(problem: string): Move[] {
    let moves: Move[] = [];
    for (let i = 0; this.state.current !== problem; i++) {
      if (i > 20 || this.state.ended) throw new Error(`The interview never came to "${problem}".`);
      moves = this.request('skip');
    }
    return moves;
  }

  answer(text: string, found: Found = {}): Move[] {
    const decided = decide(this.state, { kind: 'answer', text });
    if (!Array.isArray(decided)) throw new Error(decided.refused);
    for (const event of decided) this.#put(event);
    const turn = this.state.turns.at(-1)?.turn ?? 0;
    if (this.state.owed === 'judgement')
      this.#put({ type: 'judged', turn, judgement: this.#judgement(turn, text, found) });
    return this.#move();
  }

  request(what: Request): Move[] {
    const decided = decide(this.state, { kind: 'request', what });
    if (!Array.isArray(decided)) throw new Error(decided.refused);
    for (const event of decided) this.#put(event);
    return this.#move();
  }

  fact(event: InterviewEvent): Move[] {
    this.#put(event);
    return this.state.owed ? this.#move() : [];
  }

  wait(minutes: number): void {
    this.#clock += minutes * 60_000;
  }

  /** The authored words of the last turn. */
  words(): string {
    const turn = this.state.turns.at(-1);
    return turn ? speak(turn.moves ?? [], this.state, this.bank, turn.turn) : '';
  }

  #move(): Move[] {
    const moves = nextMoves(this.state, this.bank);
    this.#put({ type: 'moved', turn: nextTurn(this.state), moves });
    if (moves.some((move) => move.kind === 'close')) this.#put({ type: 'ended', early: false });
    return moves;
  }

  #put(event: InterviewEvent): void {
    const entry = { seq: this.entries.length, at: this.#clock, clock: this.#clock, event };
    this.entries.push(entry);
    this.state = evolve(this.state, entry);
  }

  #judgement(turn: number, text: string, found: Found): Judgement {
    const problem = this.bank.problems.get(this.state.current ?? '');
    if (!problem) throw new Error('No question is open.');
    return judgementOf(
      problem.id,
      problem.key_points.map((point) => point.id),
      turn,
      text,
      found,
    );
  }
}

/** A judgement as a judge would write it: what needs a quote has the whole answer as its quote. */
export function judgementOf(
  problem: string,
  points: readonly string[],
  turn: number,
  text: string,
  found: Found,
): Judgement {
  const quote = { turn, text };
  const verdictOf = (id: string): Verdict => {
    if (found.met?.includes(id)) return 'met';
    if (found.partial?.includes(id)) return 'partial';
    if (found.contradicted?.includes(id)) return 'contradicted';
    return found.notEnough?.includes(id) ? 'not_enough' : 'missed';
  };
  return {
    problem,
    by: 'a test',
    verdicts: points.map((keyPoint) => {
      const verdict = verdictOf(keyPoint);
      return { keyPoint, verdict, ...(verdict === 'missed' || verdict === 'not_enough' ? {} : { quote }) };
    }),
    held: (found.held ?? []).map((id) => ({ id, quote })),
    flags: [...(found.flags ?? [])],
    relevance: 1,
  };
}

export function kinds(moves: readonly Move[]): string[] {
  return moves.map((move) => move.kind);
}

const oneChange = [{ file: 'data.py', line: 7, removed: ['y = shuffle(y)'], added: ['x, y = together(x, y)'] }];

export function ran(more: Partial<EventOf<'ran'>> = {}): EventOf<'ran'> {
  return {
    ...{ type: 'ran', problem: 'files', attempt: 1, run: 1, ending: 'finished', exitCode: 0, seconds: 1 },
    ...{ series: { loss: [[0, 2.3]] }, diff: oneChange },
    ...more,
  };
}

export function checked(
  verdict: EventOf<'checked'>['verdict'],
  more: Partial<EventOf<'checked'>> = {},
): EventOf<'checked'> {
  const cause = [{ check: 'pairs', passed: verdict === 'fixed', message: 'Row i and label i belong together' }];
  const symptom = [{ check: 'falls', passed: verdict === 'fixed' || verdict === 'masked', message: 'The loss falls' }];
  return {
    ...{
      type: 'checked',
      problem: 'files',
      attempt: 1,
      verdict,
      symptom,
      cause,
      notes: [],
      seconds: 2,
      diff: oneChange,
    },
    ...more,
  };
}

export const opened: EventOf<'opened'> = { type: 'opened', problem: 'files', attempt: 1, folder: '/work/files-1' };
