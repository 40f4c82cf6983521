import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionFolder } from '../../src/adapters/node/sessionFolder.ts';
import { exportReport, exportScorecard } from '../../src/app/exportReport.ts';
import type { RunOutcome } from '../../src/app/ports.ts';
import { transcriptText } from '../../src/app/present.ts';
import type { Session } from '../../src/app/session.ts';
import type { CodeChange, Hunk, Request } from '../../src/core/event.ts';
import type { Move } from '../../src/core/move.ts';
import { FixedClock, ScriptedPython } from '../support/fakes.ts';
import { realBank, rehearsalId, say, stage } from '../support/rehearsal.ts';
import { MemoryExercises, MemoryWorkspace } from '../unit/app/workbench.ts';
import type { Candidate, Work } from './interviewsCandidates.ts';

/** All that an interview leaves: what was seen, what was graded, and the file from which both come again. */
export interface Kept {
  readonly transcript: string;
  readonly json: string;
  readonly markdown: string;
  readonly report: string;
  readonly journal: string;
}

/** Longest interview, in steps; a person and a policy that never come to an end are a fault. */
const maxSteps = 120;

/** Lets the candidate sit their track, with real journal files. */
export async function rehearse(candidate: Candidate): Promise<Kept> {
  return inFolder(async (root) => {
    const clock = new FixedClock();
    const exercises = new MemoryExercises();
    const { library } = stage({
      bank: await realBank(),
      clock,
      sessions: new SessionFolder(root, { window: 'rehearsal', clock }),
      exercises,
      workspace: new MemoryWorkspace(exercises),
      python: new ScriptedPython({
        runs: candidate.files.flatMap((work) => (work.do === 'run' ? [outcomeOf(work.loss)] : [])),
        checks: candidate.files.flatMap((work) => (work.do === 'check' ? [work.outcome] : [])),
        probes: candidate.files.flatMap((work) =>
          work.do === 'probe' ? [{ ending: 'finished', seconds: 1.2, text: work.text }] : [],
        ),
        changes: candidate.files.flatMap((work, i) =>
          work.do === 'give-up' ? [] : [stateAt(candidate.files.slice(0, i + 1)).map(changeOf)],
        ),
      }),
    });
    const session = await library.start(candidate.track ?? 'quick', { candidate: candidate.name });
    await new Person(candidate, session, clock, exercises).sit();
    const kept = reportsOf(session);
    await library.closeAll();
    return { ...kept, journal: await readFile(join(root, rehearsalId, 'journal.jsonl'), 'utf8') };
  });
}

function stateAt(works: readonly Work[]): Hunk[] {
  const last = works.findLast((work) => 'diff' in work);
  return last && 'diff' in last ? last.diff : [];
}

/** As `changes.py` tells of these two files: all hunks in data.py lie in `batches`. */
function changeOf({ file, line, added }: Hunk): CodeChange {
  const isConfig = file.endsWith('.json');
  const unit = isConfig ? (/"(\w+)"/.exec(added.join())?.[1] ?? '') : 'batches';
  return { file, unit, line, kind: isConfig ? 'config' : 'code', prints: 0, digest: added.join(), seeds: '' };
}

/** Opens a journal file as a session, and writes its reports anew. */
export async function reopen(journal: string): Promise<Omit<Kept, 'journal'>> {
  return inFolder(async (root) => {
    await mkdir(join(root, rehearsalId));
    await writeFile(join(root, rehearsalId, 'journal.jsonl'), journal);
    const clock = new FixedClock();
    const { library } = stage({
      bank: await realBank(),
      clock,
      sessions: new SessionFolder(root, { window: 'reader', clock }),
    });
    const session = await library.open(rehearsalId);
    await session.interviewer.catchUp();
    const kept = reportsOf(session);
    await library.closeAll();
    return kept;
  });
}

function reportsOf(session: Session): Omit<Kept, 'journal'> {
  return {
    transcript: transcriptText(session.interviewer.state, session.interviewer.bank),
    json: exportScorecard(session, 'json').text,
    markdown: exportScorecard(session, 'markdown').text,
    report: exportReport(session, 'all', 'markdown').text,
  };
}

async function inFolder<T>(work: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'golden-'));
  try {
    return await work(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function outcomeOf(loss: readonly number[]): RunOutcome {
  return {
    ending: 'finished',
    exitCode: 0,
    seconds: 4.1,
    series: { loss: loss.map((value, step) => [step * 50, value]) },
  };
}

class Person {
  readonly #candidate: Candidate;
  readonly #session: Session;
  readonly #clock: FixedClock;
  readonly #exercises: MemoryExercises;
  readonly #pressed = new Map<string, number>();
  readonly #otherwise = new Map<string, number>();
  readonly #handled = new Set<string>();
  #questions = 0;

  constructor(candidate: Candidate, session: Session, clock: FixedClock, exercises: MemoryExercises) {
    this.#candidate = candidate;
    this.#session = session;
    this.#clock = clock;
    this.#exercises = exercises;
  }

  async sit(): Promise<void> {
    const { interviewer } = this.#session;
    await interviewer.catchUp();
    await this.#say(this.#candidate.background);
    for (let step = 0; !interviewer.state.ended; step++) {
      if (step > maxSteps) throw new Error('This interview does not come to its end.');
      await this.#step(interviewer.state.current);
    }
  }

  async #step(problem: string | undefined): Promise<void> {
    if (!problem) return this.#say(this.#candidate.questions[this.#questions++] ?? 'No.');
    const button = this.#nextButton(problem);
    if (button) return this.#press(button);
    if (this.#session.interviewer.bank.problems.get(problem)?.exercise) return this.#exercise(problem);
    await this.#reply(problem, this.#lastAsked(problem));
  }

  #nextButton(problem: string): Request | undefined {
    const at = this.#pressed.get(problem) ?? 0;
    const button = this.#candidate.presses[problem]?.[at];
    if (button) this.#pressed.set(problem, at + 1);
    return button;
  }

  async #exercise(problem: string): Promise<void> {
    if (this.#handled.has(problem)) return this.#reply(problem, 'root-cause');
    this.#handled.add(problem);
    await this.#reply(problem, 'hypothesis');
    await this.#session.handsOn.open(problem);
    for (const work of this.#candidate.files) await this.#work(problem, work);
    if (this.#session.interviewer.state.current === problem && this.#candidate.rootCause)
      await this.#say(this.#candidate.rootCause);
  }

  async #work(problem: string, work: Work): Promise<void> {
    this.#clock.advance(90_000);
    if (work.do === 'give-up') return this.#session.handsOn.giveUp(problem);
    if (work.do === 'probe') return this.#session.handsOn.probe(problem, work.probe);
    this.#exercises.diffs = work.diff;
    await (work.do === 'run' ? this.#session.handsOn.run(problem) : this.#session.handsOn.check(problem));
  }

  async #reply(problem: string, asked: string): Promise<void> {
    const { says, profile } = this.#candidate;
    const sample = this.#session.interviewer.bank.problems
      .get(problem)
      ?.sample_answers.find((item) => item.profile === profile);
    const own = says[`${problem} ${asked}`] ?? says[`${problem} ${asked.split(' ')[0]}`];
    const text = own ?? (asked === 'main' ? sample?.text : undefined);
    return text && !this.#handled.has(`${problem} ${text}`)
      ? this.#sayOnce(problem, text)
      : this.#sayOtherwise(problem);
  }

  async #sayOnce(problem: string, text: string): Promise<void> {
    this.#handled.add(`${problem} ${text}`);
    await this.#say(text);
  }

  async #sayOtherwise(problem: string): Promise<void> {
    const at = this.#otherwise.get(problem) ?? 0;
    this.#otherwise.set(problem, at + 1);
    const next = this.#candidate.otherwise[Math.min(at, this.#candidate.otherwise.length - 1)] ?? { press: 'skip' };
    await (typeof next === 'string' ? this.#say(next) : this.#press(next.press));
  }

  /** What the interviewer asked last about the problem, as `Candidate.says` names it. */
  #lastAsked(problem: string): string {
    const moves = this.#session.interviewer.state.turns.flatMap((turn) => turn.moves ?? []);
    const asking = moves.findLast(
      (move) => 'problem' in move && move.problem === problem && nameOf(move) !== undefined,
    );
    return (asking && nameOf(asking)) ?? 'main';
  }

  async #press(what: Request): Promise<void> {
    this.#clock.advance(15_000);
    await this.#session.interviewer.request(what);
    await this.#session.interviewer.catchUp();
  }

  /** Speaks at some 150 words a minute, after a moment of thought. */
  async #say(text: string): Promise<void> {
    await say(this.#session, this.#clock, text, 10 + Math.round(text.split(/\s+/).length * 0.4));
  }
}

function nameOf(move: Move): string | undefined {
  switch (move.kind) {
    case 'ask':
      return move.entry;
    case 'probe':
      return `probe ${move.keyPoint}`;
    case 'follow-up':
      return `follow-up ${move.followUp}`;
    case 'challenge':
      return `challenge ${move.misconception}`;
    case 'nudge':
    case 'reveal':
    case 'hypothesis':
    case 'root-cause':
    case 'hint':
      return move.kind;
    default:
      return undefined;
  }
}
