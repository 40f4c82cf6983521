import * as vscode from 'vscode';
import { commands, openingCommands } from './adapters/vscode/commands.ts';
import { InterviewTree } from './adapters/vscode/interviewTree.ts';
import { withoutLinks } from './adapters/vscode/messageText.ts';
import { PanelWindow } from './adapters/vscode/panelWindow.ts';
import { ProblemTree } from './adapters/vscode/problemTree.ts';
import { SessionTree } from './adapters/vscode/sessionTree.ts';
import { remembered } from './app/remembered.ts';
import type { House } from './house.ts';

let closeHouse: (() => Promise<void>) | undefined;

/**
 * First half of the composition root: activation only registers. The interview, the problem bank, Python and the model
 * are loaded (`house.ts`) when a candidate first does something that needs them.
 */
export function activate(context: vscode.ExtensionContext): unknown {
  const channel = vscode.window.createOutputChannel('ML Interviewer', { log: true });
  const house = remembered(async () => {
    const { buildHouse } = await import('./house.ts');
    const built = buildHouse(context, channel, trees);
    closeHouse = () => built.close();
    return built;
  });
  const trees = makeTrees(context, house);
  context.subscriptions.push(
    channel,
    ...trees.disposables,
    vscode.window.registerWebviewViewProvider('mlInterviewer.scorecard', {
      resolveWebviewView: async (view) => (await house()).desk.scorecard.resolve(view),
    }),
    vscode.window.registerWebviewPanelSerializer('mlInterviewer.chat', {
      deserializeWebviewPanel: async (panel, state: { session?: unknown } | undefined) => {
        const window = new PanelWindow(panel, context.extensionUri);
        await (await house()).desk.restore(window, typeof state?.session === 'string' ? state.session : undefined);
      },
    }),
    vscode.commands.registerCommand('mlInterviewer.showLog', () => channel.show()),
    ...registerCommands(context.extensionUri, house),
  );
  return context.extensionMode === vscode.ExtensionMode.Test ? { house, trees } : undefined;
}

/** Ends processes and lets go of sessions. VS Code may give no time for it: everything is on disk already, and leases go stale. */
export function deactivate(): Promise<void> | undefined {
  return closeHouse?.();
}

function makeTrees(context: vscode.ExtensionContext, house: () => Promise<House>) {
  const problems = new ProblemTree({
    bank: async () => (await house()).bank(),
    practised: async () => (await house()).library.practised(),
    fileOf: ({ file }) =>
      /^(?:\/|[A-Za-z]:|\\\\)/.test(file)
        ? vscode.Uri.file(file)
        : vscode.Uri.joinPath(context.extensionUri, 'problems', file),
  });
  const sessions = new SessionTree(async () => (await house()).library.list());
  const interview = new InterviewTree((title, time) => {
    view.description = time ?? '';
    view.message = title ?? '';
  });
  const view: vscode.TreeView<unknown> = vscode.window.createTreeView('mlInterviewer.interview', {
    treeDataProvider: interview,
  });
  const disposables = [
    view,
    vscode.window.registerTreeDataProvider('mlInterviewer.problems', problems),
    vscode.window.registerTreeDataProvider('mlInterviewer.sessions', sessions),
  ];
  return { interview, problems, sessions, disposables };
}

function registerCommands(extensionUri: vscode.Uri, house: () => Promise<House>): vscode.Disposable[] {
  return Object.entries(commands).map(([id, run]) =>
    vscode.commands.registerCommand(id, async (argument?: unknown) => {
      const window = openingCommands.has(id) ? PanelWindow.open(extensionUri) : undefined;
      try {
        await run((await house()).commandContext, argument, window);
      } catch (error) {
        window?.panel.dispose();
        void vscode.window.showErrorMessage(withoutLinks(error instanceof Error ? error.message : String(error)));
      }
    }),
  );
}
