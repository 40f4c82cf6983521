import * as vscode from 'vscode';
import { systemClock } from './adapters/node/clock.ts';
import { CompiledBank } from './adapters/node/compiledBank.ts';
import { ExerciseFiles } from './adapters/node/exerciseFiles.ts';
import { systemIds } from './adapters/node/ids.ts';
import { OwnExercises } from './adapters/node/ownExercises.ts';
import { ProblemFolder } from './adapters/node/problemFolder.ts';
import { Interpreters } from './adapters/node/python/interpreter.ts';
import { PythonProcess } from './adapters/node/python/pythonProcess.ts';
import { PrivatePython } from './adapters/node/python/venv.ts';
import { SessionFolder } from './adapters/node/sessionFolder.ts';
import type { CommandContext } from './adapters/vscode/commands.ts';
import { askedConsent } from './adapters/vscode/consent.ts';
import { Desk, type DeskDeps } from './adapters/vscode/desk.ts';
import { editorWorkspace, referenceScheme, startScheme } from './adapters/vscode/editorWorkspace.ts';
import { outputLog } from './adapters/vscode/log.ts';
import { configuredModels, judgeChoice } from './adapters/vscode/modelChoice.ts';
import { forgetKey, setKey, setUpModel } from './adapters/vscode/modelCommands.ts';
import { ModelKeys } from './adapters/vscode/modelKeys.ts';
import { pickProbe, pickProblem, pickSession } from './adapters/vscode/pickers.ts';
import { choosePython, chosenInterpreters, hasPythonSetting } from './adapters/vscode/pythonChoice.ts';
import { setUpPrivatePython } from './adapters/vscode/pythonSetUp.ts';
import { onSettingChange, userSetting } from './adapters/vscode/settings.ts';
import { askHowToStart, startDefaults } from './adapters/vscode/startDialog.ts';
import { referenceTexts, startTexts } from './adapters/vscode/startTexts.ts';
import { Library } from './app/library.ts';
import { remembered } from './app/remembered.ts';
import type { Bank } from './core/bank.ts';
import { exerciseOf, wasFixed } from './core/state.ts';

export interface House {
  readonly desk: Desk;
  readonly library: Library;
  readonly bank: () => Promise<Bank>;
  readonly commandContext: CommandContext;
  /** Ends processes at once, then lets go of the sessions. */
  close(): Promise<void>;
}

/** Second half of the composition root: builds and wires everything. Writes nothing and starts no process. */
export function buildHouse(
  context: vscode.ExtensionContext,
  channel: vscode.LogOutputChannel,
  trees: DeskDeps['trees'],
): House {
  const log = outputLog(channel);
  const problems = new ProblemFolder(vscode.Uri.joinPath(context.extensionUri, 'problems').fsPath);
  const compiled = new CompiledBank(problems, vscode.Uri.joinPath(context.extensionUri, 'dist', 'bank.json').fsPath);
  const source = new OwnExercises(compiled, problems, () => userSetting('exercises.folder', ''));
  const bank = remembered(() => source.load());
  const storage = context.globalStorageUri.fsPath;
  const keys = new ModelKeys(context.secrets);
  const privatePython = new PrivatePython(vscode.Uri.joinPath(context.globalStorageUri, 'python').fsPath);
  const python = new PythonProcess({
    interpreters: new Interpreters({ choices: () => chosenInterpreters(() => privatePython.present()) }),
    library: vscode.Uri.joinPath(context.extensionUri, 'problems', '_lib').fsPath,
    problemFolder: (problem) => source.folderOf(problem),
    runLimitSeconds: () => userSetting('run.timeLimit', 120),
  });
  const exercises = new ExerciseFiles((problem) => source.folderOf(problem));
  const library = new Library({
    bank,
    sessions: new SessionFolder(vscode.Uri.joinPath(context.globalStorageUri, 'sessions').fsPath, {
      window: vscode.env.sessionId,
    }),
    clock: systemClock,
    ids: systemIds,
    models: configuredModels(loadModelAdapter, keys),
    judging: judgeChoice,
    log,
    exercises,
    python,
    workspace: editorWorkspace,
    consent: askedConsent(context.globalState, (problem) => source.fingerprint(problem)),
  });
  const pythonCommands = {
    choose: async () => void (await choosePython()),
    setUp: (packages: readonly string[]) => setUpPrivatePython(privatePython, packages, hasPythonSetting(), log),
  };
  const desk = new Desk({ extensionUri: context.extensionUri, library, log, trees, python: pythonCommands });
  context.subscriptions.push(
    desk,
    onSettingChange(['exercises.folder'], () => {
      bank.forget();
      trees.problems.refresh();
    }),
    vscode.workspace.registerTextDocumentContentProvider(startScheme, startTexts(exercises)),
    vscode.workspace.registerTextDocumentContentProvider(
      referenceScheme,
      referenceTexts(exercises, (problem) => isOver(desk, problem)),
    ),
  );
  log.info(`Sessions and the private Python live in ${storage}. Node ${process.versions.node}.`);
  const commandContext: CommandContext = {
    desk,
    python: pythonCommands,
    model: {
      setUp: async () => setUpModel(await loadModelAdapter(), keys),
      setKey: async () => setKey(await loadModelAdapter(), keys),
      forgetKey: async () => forgetKey(await loadModelAdapter(), keys),
    },
    startDefaults,
    askHowToStart: async () => askHowToStart(await bank()),
    pickProblem: async () => pickProblem(await bank()),
    pickProbe,
    pickSession: async () => pickSession(await library.list()),
    tell: (message) => void vscode.window.showInformationMessage(message),
  };
  const close = () => {
    python.dispose();
    return library.closeAll();
  };
  return { desk, library, bank, commandContext, close };
}

async function loadModelAdapter() {
  const [{ openAiCompatible }, rules] = await Promise.all([
    import('./adapters/model/openAiCompatible.ts'),
    import('./adapters/model/baseUrl.ts'),
  ]);
  return { openAiCompatible, ...rules };
}

/** Whether the interview on screen is done with an exercise, so that its solution may be seen. */
function isOver(desk: Desk, problem: string): boolean {
  const state = desk.current?.interviewer.state;
  if (!state) return false;
  const exercise = exerciseOf(state, problem);
  return exercise.gaveUp || wasFixed(exercise);
}
