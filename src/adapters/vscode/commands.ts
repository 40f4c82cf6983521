import type { SessionRow } from '../../app/library.ts';
import type { Request } from '../../core/event.ts';
import type { StartOptions } from '../../core/interview/plan.ts';
import type { ProbeId } from '../../core/probes.ts';
import type { Desk } from './desk.ts';
import { exerciseAtHand } from './exerciseAtHand.ts';
import type { PanelWindow } from './panelWindow.ts';

/** What commands need beside the desk. */
export interface CommandContext {
  readonly desk: Desk;
  readonly model: { setUp(): Promise<void>; setKey(): Promise<void>; forgetKey(): Promise<void> };
  readonly python: { choose(): Promise<void>; setUp(packages: readonly string[]): Promise<void> };
  startDefaults(): StartOptions;
  askHowToStart(): Promise<{ track: string; options: StartOptions } | undefined>;
  pickProblem(): Promise<string | undefined>;
  pickProbe(offered: readonly ProbeId[]): Promise<ProbeId | undefined>;
  pickSession(): Promise<SessionRow | undefined>;
  tell(message: string): void;
}

/** @param window the panel of a command in `openingCommands`, on screen already. */
type Run = (context: CommandContext, argument?: unknown, window?: PanelWindow) => unknown;

/** Every command of the palette; the manifest lists the same ids, and a test compares the two. */
export const commands = {
  'mlInterviewer.start': ({ desk, startDefaults }, _, window) => desk.start('quick', startDefaults(), window),
  'mlInterviewer.startWith': async ({ desk, askHowToStart }) => {
    const chosen = await askHowToStart();
    if (chosen) await desk.start(chosen.track, chosen.options);
  },
  'mlInterviewer.openPanel': ({ desk }) => desk.openPanel(),
  'mlInterviewer.hint': request('hint'),
  'mlInterviewer.easier': request('easier'),
  'mlInterviewer.harder': request('harder'),
  'mlInterviewer.skip': request('skip'),
  'mlInterviewer.pass': request('pass'),
  'mlInterviewer.pause': (context) => pause(context, true),
  'mlInterviewer.resume': (context) => pause(context, false),
  'mlInterviewer.end': ({ desk }) => desk.end(),
  'mlInterviewer.practise': async ({ desk, pickProblem }, argument) => {
    const problem = typeof argument === 'string' ? argument : (problemOf(argument) ?? (await pickProblem()));
    if (problem) await desk.practise(problem);
  },
  'mlInterviewer.exercise.open': exercise((handsOn, problem) => handsOn.open(problem)),
  'mlInterviewer.exercise.run': exercise((handsOn, problem) => handsOn.run(problem)),
  'mlInterviewer.exercise.stop': exercise((handsOn) => handsOn.stop()),
  'mlInterviewer.exercise.check': exercise((handsOn, problem) => handsOn.check(problem)),
  'mlInterviewer.exercise.probe': async (context) => {
    const at = exerciseAtHand(context.desk.current);
    if (!at) return context.tell(noExercise);
    const probe = await context.pickProbe(at.exercise.probes);
    if (probe) await context.desk.current?.handsOn.probe(at.problem, probe);
  },
  'mlInterviewer.exercise.debug': exercise((handsOn, problem) => handsOn.debug(problem)),
  'mlInterviewer.exercise.compare': exercise((handsOn, problem) => handsOn.compare(problem, 'start')),
  'mlInterviewer.exercise.reset': exercise((handsOn, problem) => handsOn.reset(problem)),
  'mlInterviewer.exercise.giveUp': exercise((handsOn, problem) => handsOn.giveUp(problem)),
  'mlInterviewer.session.open': onSession((desk, row) => desk.open(row.session)),
  'mlInterviewer.session.rename': onSession((desk, row) => desk.rename(row)),
  'mlInterviewer.session.delete': onSession((desk, row) => desk.remove(row)),
  'mlInterviewer.session.showData': ({ desk }) => desk.showData(),
  'mlInterviewer.scorecard.show': ({ desk }) => desk.showScorecard(),
  'mlInterviewer.scorecard.exportMarkdown': ({ desk }) => desk.exportAs('markdown'),
  'mlInterviewer.scorecard.exportJson': ({ desk }) => desk.exportAs('json'),
  'mlInterviewer.report.export': ({ desk }) => desk.exportAs('report'),
  'mlInterviewer.model.setUp': ({ model }) => model.setUp(),
  'mlInterviewer.model.setKey': ({ model }) => model.setKey(),
  'mlInterviewer.model.forgetKey': ({ model }) => model.forgetKey(),
  'mlInterviewer.python.choose': ({ python }) => python.choose(),
  'mlInterviewer.python.setUp': ({ python }) => python.setUp(['numpy']),
  'mlInterviewer.python.setUpTorch': ({ python }) => python.setUp(['numpy', 'torch']),
} as const satisfies Record<string, Run>;

export type CommandId = keyof typeof commands;

/** They show the panel whatever comes next, so it is opened before the house is loaded. */
export const openingCommands: ReadonlySet<string> = new Set<CommandId>(['mlInterviewer.start']);

function request(what: Request): Run {
  return async ({ desk, tell }) => {
    if (!desk.current) return tell('No interview is open. Start one first.');
    await desk.current.interviewer.request(what);
  };
}

async function pause({ desk, tell }: CommandContext, paused: boolean): Promise<void> {
  if (!desk.current) return tell('No interview is open. Start one first.');
  await desk.current.interviewer.pause(paused);
}

const noExercise = 'No exercise is open. Start an interview, or practise an exercise from the Problems view.';

/** Commands on the exercise that the interview is at, else on the one opened last. */
function exercise(work: (handsOn: NonNullable<Desk['current']>['handsOn'], problem: string) => unknown): Run {
  return ({ desk, tell }) => {
    const session = desk.current;
    const problem = exerciseAtHand(session)?.problem;
    if (!session || !problem) return tell(noExercise);
    return work(session.handsOn, problem);
  };
}

function onSession(work: (desk: Desk, row: SessionRow) => unknown): Run {
  return async ({ desk, pickSession }, argument) => {
    const row = isRow(argument) ? argument : await pickSession();
    if (row) await work(desk, row);
  };
}

function isRow(value: unknown): value is SessionRow {
  return typeof value === 'object' && value !== null && 'session' in value && 'title' in value;
}

function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('problem' in value)) return undefined;
  const { problem } = value as { problem: { id?: unknown } };
  return typeof problem?.id === 'string' ? problem.id : undefined;
}
