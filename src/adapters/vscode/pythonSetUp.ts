import * as vscode from 'vscode';
import type { Log } from '../../app/ports.ts';
import { withoutLinks } from './messageText.ts';

/** The private environment as the dialog needs it. */
export interface PrivateEnvironment {
  make(packages: readonly string[], progress: (message: string) => void, signal: AbortSignal): Promise<void>;
}

/** Makes the private environment with progress and cancel; says what it will do before it does it. */
export async function setUpPrivatePython(
  environment: PrivateEnvironment,
  packages: readonly string[],
  overridden: boolean,
  log: Log,
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    return void vscode.window.showWarningMessage('This window is in Restricted Mode: no Python is started here.');
  }
  const question = packages.includes('torch')
    ? 'Make a private Python environment with NumPy and PyTorch in the extension’s storage? PyTorch is large: from some 200 MB to 3 GB are downloaded from the Python package index, by system. If you have a Python with PyTorch already, choose that one instead.'
    : 'Make a private Python environment with NumPy in the extension’s storage? Some 100 MB are downloaded from the Python package index; your own environments stay as they are.';
  if ((await vscode.window.showInformationMessage(question, { modal: true }, 'Set Up')) !== 'Set Up') return;
  const options = { location: vscode.ProgressLocation.Notification, title: 'Private Python', cancellable: true };
  try {
    await vscode.window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      await environment.make(packages, (message) => progress.report({ message }), abort.signal);
    });
    const note = overridden ? ' The setting “Python: Path” comes first, clear it to use this one.' : '';
    void vscode.window.showInformationMessage(`The private Python is ready.${note}`);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    log.warn(`Private Python: ${text}`);
    void vscode.window.showErrorMessage(withoutLinks(text));
  }
}
