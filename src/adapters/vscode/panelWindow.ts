import * as vscode from 'vscode';
import { webviewHtml, webviewOptions } from './webviewHost.ts';

export const chatViewType = 'mlInterviewer.chat';

/**
 * A panel that VS Code shows and loads while the rest of the extension is still being read: this file imports next to
 * nothing. Keeps what the page says until someone listens.
 */
export class PanelWindow {
  readonly panel: vscode.WebviewPanel;
  readonly #extensionUri: vscode.Uri;
  readonly #early: unknown[] = [];
  #receive: (data: unknown) => void = (data) => this.#early.push(data);
  #closed = false;

  /** @param panel one that VS Code brought back; see `open` for a new one. */
  constructor(panel: vscode.WebviewPanel, extensionUri: vscode.Uri) {
    this.panel = panel;
    this.#extensionUri = extensionUri;
    panel.webview.options = webviewOptions(extensionUri);
    panel.webview.onDidReceiveMessage((data) => this.#receive(data));
    panel.onDidDispose(() => {
      this.#closed = true;
    });
    this.load();
  }

  static open(extensionUri: vscode.Uri): PanelWindow {
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(chatViewType, 'Interview', column, webviewOptions(extensionUri));
    const opened = new PanelWindow(panel, extensionUri);
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'panel.svg');
    keepOwnColumn(panel);
    return opened;
  }

  /** The candidate may close it before anyone listens. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Loads the page, anew if it is there. */
  load(): void {
    this.panel.webview.html = webviewHtml(this.panel.webview, this.#extensionUri, 'chat');
  }

  listen(receive: (data: unknown) => void): void {
    this.#receive = receive;
    for (const data of this.#early.splice(0)) receive(data);
  }
}

/** Files are to open beside the interview, never over it: a column that holds only the panel is locked to it. */
function keepOwnColumn(panel: vscode.WebviewPanel): void {
  const group = vscode.window.tabGroups.all.find((item) => item.viewColumn === panel.viewColumn);
  if (panel.active && (group?.tabs.length ?? 0) <= 1) {
    void vscode.commands.executeCommand('workbench.action.lockEditorGroup');
  }
}
