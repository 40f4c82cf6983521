import type { Bank } from '../core/bank.ts';
import type { Check, CodeChange, Entry, Finding, Header, Hunk, InterviewEvent, RunError } from '../core/event.ts';
import type { ExerciseVerdict } from '../core/exerciseVerdict.ts';
import type { ChatModel } from '../core/model.ts';
import type { ProbeId } from '../core/probes.ts';

/** What the use cases need of the world. Each port has one contract suite that runs against every adapter. */

export interface Clock {
  /** Wall time, ms since 1970. */
  now(): number;
  /** Never goes back; may or may not advance while the machine sleeps. ms. */
  monotonic(): number;
  /** Calls back about every `ms`; returns what stops it. */
  every(ms: number, callback: () => void): Disposable;
}

export interface Disposable {
  dispose(): void;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

/** What opening a session found: every readable entry in order, and a notice when something had to be mended. */
export interface OpenedJournal {
  readonly header: Header;
  readonly entries: readonly Entry[];
  readonly notices: readonly string[];
  readonly journal: Journal;
}

/** The append-only record of one session. An entry counts as kept only when `append` has resolved (it is on disk). */
export interface Journal {
  readonly session: string;
  /** @throws {JournalError} nothing of the batch counts then; the next append is still well formed. */
  append(entries: readonly Entry[]): Promise<void>;
  /** False when another window writes this session. */
  readonly writable: boolean;
  onDidLoseLease(listener: () => void): Disposable;
  readDraft(): Promise<string>;
  writeDraft(text: string): Promise<void>;
  close(): Promise<void>;
}

export interface SessionSummary {
  readonly session: string;
  readonly started: number;
  readonly entries: readonly Entry[];
  readonly fault?: string;
}

export interface Sessions {
  /** Absolute path of the folder that holds all sessions, for "where is my data". */
  readonly location: string;
  create(header: Header): Promise<OpenedJournal>;
  /** @param takeOver write even though another window holds the lease. */
  open(session: string, takeOver?: boolean): Promise<OpenedJournal>;
  list(): Promise<SessionSummary[]>;
  remove(session: string): Promise<void>;
}

export class JournalError extends Error {
  readonly reason: 'read-only' | 'full' | 'locked' | 'unreadable' | 'io';
  constructor(reason: JournalError['reason'], message: string) {
    super(message);
    this.name = 'JournalError';
    this.reason = reason;
  }
}

export interface ProblemSource {
  load(): Promise<Bank>;
}

/** Files of exercises. Paths are given as they are on this machine; `/`-separated inside an exercise folder. */
export interface Exercises {
  /** Copies the starter to a new, so far unused folder `name` or `name-2`… below `into`; never overwrites. Returns it. */
  copyStarter(problem: string, into: string, name: string): Promise<string>;
  /** Keeps the folder's present state beside it as an earlier attempt and lays the starter anew. Returns the kept folder. */
  reset(problem: string, folder: string): Promise<string>;
  /** Changed regions of `folder` against the starter. @throws {ExerciseError} when the folder is gone. */
  diff(problem: string, folder: string): Promise<Hunk[]>;
  /** Text of a starter file, for comparing; empty when the starter has no such file. */
  starterFile(problem: string, file: string): Promise<string>;
  /** The reference fix, file by file; only for showing after *fixed* or *give up*. */
  reference(problem: string): Promise<{ file: string; text: string }[]>;
}

export class ExerciseError extends Error {
  readonly reason: 'folder-missing' | 'entry-missing' | 'exists' | 'read-only' | 'io';
  constructor(reason: ExerciseError['reason'], message: string) {
    super(message);
    this.name = 'ExerciseError';
    this.reason = reason;
  }
}

export type Point = readonly [step: number, value: number | null];

export interface RunProgress {
  /** New points by scalar name, since the last call. */
  points(series: Readonly<Record<string, readonly Point[]>>): void;
  output(text: string): void;
}

export interface RunOutcome {
  readonly ending: 'finished' | 'failed' | 'stopped' | 'timed_out';
  readonly exitCode: number | null;
  readonly seconds: number;
  readonly series: Record<string, [number, number | null][]>;
  readonly error?: RunError;
}

export interface CheckOutcome {
  readonly verdict: ExerciseVerdict;
  readonly symptom: Check[];
  readonly cause: Check[];
  readonly notes: string[];
  readonly seconds: number;
  readonly error?: RunError | null;
}

/** Bounded where it comes in: at most 12 rows, 4 series of 200 points, 400 characters of text. */
export interface ProbeOutcome extends Finding {
  readonly ending: 'finished' | 'failed' | 'stopped' | 'timed_out';
  readonly seconds: number;
  readonly error?: RunError;
}

export interface Interpreter {
  readonly path: string;
  readonly version: string;
  readonly packages: Readonly<Record<string, string | null>>;
}

export interface PythonRunner {
  /** The interpreter that runs and checks use; probed once per path and change. @throws {PythonError} */
  interpreter(needs: readonly string[]): Promise<Interpreter>;
  run(
    folder: string,
    entry: string,
    needs: readonly string[],
    progress: RunProgress,
    signal: AbortSignal,
  ): Promise<RunOutcome>;
  check(problem: string, folder: string, needs: readonly string[], signal: AbortSignal): Promise<CheckOutcome>;
  /** What `folder` changes in what the start state does; undefined when Python could not tell. Never throws. */
  changes(problem: string, folder: string, needs: readonly string[]): Promise<CodeChange[] | undefined>;
  /** Asks the problem's `probes.py` about the code in `folder`. @throws {PythonError | ExerciseError} as `run` does. */
  probe(
    problem: string,
    folder: string,
    probe: ProbeId,
    needs: readonly string[],
    signal: AbortSignal,
  ): Promise<ProbeOutcome>;
}

/** Leave to run code that judges or probes and did not come with the extension. */
export interface Consent {
  /** Asks the person where that is needed; false when they said no. */
  given(problem: string, title: string): Promise<boolean>;
}

/** What the use cases ask of the editor. Paths are absolute paths of this machine. */
export interface Workspace {
  /** The folder that exercises are copied into; asks when no folder is open; undefined when that was cancelled. */
  exerciseParent(): Promise<string | undefined>;
  /** Why code must not run here (Restricted Mode, virtual workspace), in a sentence; undefined when it may. */
  blocked(): string | undefined;
  exists(path: string): Promise<boolean>;
  /** A path as a person would name it here: relative to the workspace where it lies inside. */
  label(path: string): string;
  openFiles(folder: string, files: readonly string[]): Promise<void>;
  /** Saves the changed files below a folder, so that what runs is what is seen. */
  save(folder: string): Promise<void>;
  compare(problem: string, folder: string, files: readonly string[], against: 'start' | 'reference'): Promise<void>;
  /** Starts a file under the Python debugger. @throws {ExerciseError} when there is none. */
  debug(folder: string, entry: string, python: string): Promise<void>;
  /** Shows a modal question; true when `yes` was chosen. */
  confirm(question: string, yes: string): Promise<boolean>;
}

export class PythonError extends Error {
  readonly reason: 'missing' | 'too-old' | 'broken' | 'package-missing' | 'judge-failed';
  /** Names of the packages that are missing, where that is the reason. */
  readonly packages: readonly string[];
  constructor(reason: PythonError['reason'], message: string, packages: readonly string[] = []) {
    super(message);
    this.name = 'PythonError';
    this.reason = reason;
    this.packages = packages;
  }
}

/** The model to speak with, or undefined for the offline interviewer. Asked anew for every turn, so settings may change. */
export interface ChatModels {
  current(): Promise<ChatModel | undefined>;
}

/** Who reads the answers: the offline judge, the set-up model once, or three times for the majority. */
export type JudgeChoice = 'offline' | 'model' | 'model-majority';

export interface Ids {
  /** A new session id: sortable by time, safe as a folder name. */
  session(now: number): string;
  /** A word that nobody can foresee. */
  mark(): string;
  /** A whole number in [0, below). */
  pick(below: number): number;
}

export type { Bank, Check, Entry, Header, Hunk, InterviewEvent };
