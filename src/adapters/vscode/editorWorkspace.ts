import * as vscode from 'vscode';
import { ExerciseError, type Workspace } from '../../app/ports.ts';

export const startScheme = 'ml-interviewer-start';
export const referenceScheme = 'ml-interviewer-reference';

const debuggerId = 'ms-python.debugpy';

/** Folder below the workspace that exercises are copied into. */
const exerciseFolder = 'ml-interview';

/** Files, diffs and questions of the editor. Nothing is written into a workspace before the candidate opens an exercise. */
export const editorWorkspace: Workspace = {
  async exerciseParent() {
    const folder = vscode.workspace.workspaceFolders?.find((item) => item.uri.scheme === 'file');
    if (folder) return vscode.Uri.joinPath(folder.uri, exerciseFolder).fsPath;
    const chosen = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      title: 'Where should the exercise files be put?',
      openLabel: 'Put Exercises Here',
    });
    return chosen?.[0] && vscode.Uri.joinPath(chosen[0], exerciseFolder).fsPath;
  },

  blocked() {
    if (!vscode.workspace.isTrusted) {
      return 'This window is in Restricted Mode: exercises can be read and talked about; running and checking code needs your trust in this folder.';
    }
    const folders = vscode.workspace.workspaceFolders ?? [];
    const isVirtual = folders.length > 0 && folders.every((item) => item.uri.scheme !== 'file');
    return isVirtual
      ? 'This is a virtual workspace: code cannot run here. Open a folder on disk to run exercises.'
      : undefined;
  },

  async exists(path) {
    return vscode.workspace.fs.stat(vscode.Uri.file(path)).then(
      () => true,
      () => false,
    );
  },

  label: (path) => vscode.workspace.asRelativePath(path, false),

  async openFiles(folder, files) {
    const column = columnForFiles();
    const [first, ...rest] = files.map((file) => vscode.Uri.joinPath(vscode.Uri.file(folder), file));
    for (const uri of rest) await open(uri, column, true);
    if (first) await open(first, column, false);
  },

  async save(folder) {
    const root = `${vscode.Uri.file(folder).path}/`;
    const dirty = vscode.workspace.textDocuments.filter((item) => item.isDirty && item.uri.path.startsWith(root));
    const saved = await Promise.all(dirty.map((item) => item.save()));
    if (saved.every(Boolean)) return;
    throw new ExerciseError('io', 'A changed file could not be saved. Save it yourself, then try again.');
  },

  async compare(problem, folder, files, against) {
    const scheme = against === 'start' ? startScheme : referenceScheme;
    const title = against === 'start' ? 'as given ↔ yours' : 'reference fix ↔ yours';
    for (const file of files.slice(0, 5)) {
      const left = vscode.Uri.from({ scheme, path: `/${problem}/${file}` });
      const right = vscode.Uri.joinPath(vscode.Uri.file(folder), file);
      await vscode.commands.executeCommand('vscode.diff', left, right, `${file} (${title})`, {
        preview: false,
        viewColumn: columnForFiles(),
      });
    }
  },

  async debug(folder, entry, python) {
    if (!vscode.extensions.getExtension(debuggerId)) {
      throw new ExerciseError(
        'io',
        `Debugging needs the Python Debugger extension (${debuggerId}). Install it from the Extensions view, then try again. Run and Check work without it.`,
      );
    }
    const uri = vscode.Uri.joinPath(vscode.Uri.file(folder), entry);
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), {
      type: 'debugpy',
      request: 'launch',
      name: `Debug ${entry}`,
      program: uri.fsPath,
      cwd: folder,
      python,
      console: 'integratedTerminal',
    });
  },

  async confirm(question, yes) {
    return (await vscode.window.showWarningMessage(question, { modal: true }, yes)) === yes;
  },
};

/** The code stays in sight: files open beside the interview, in the column where code already is. */
function columnForFiles(): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const isChat = (tab: vscode.Tab) => tab.input instanceof vscode.TabInputWebview;
  const code = groups.find((group) => group.tabs.length > 0 && !group.tabs.some(isChat));
  if (code) return code.viewColumn;
  return groups.some((group) => group.tabs.some(isChat)) ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}

async function open(uri: vscode.Uri, viewColumn: vscode.ViewColumn, preserveFocus: boolean): Promise<void> {
  try {
    await vscode.window.showTextDocument(uri, { viewColumn, preserveFocus, preview: false });
  } catch {
    throw new ExerciseError('entry-missing', `${uri.path.split('/').at(-1)} is not in the exercise folder any more.`);
  }
}
