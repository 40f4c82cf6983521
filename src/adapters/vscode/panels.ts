import * as vscode from 'vscode';
import type { Library } from '../../app/library.ts';
import type { Log } from '../../app/ports.ts';
import type { Session } from '../../app/session.ts';
import { ChatPanel, type ChatPanelHost } from './chatPanel.ts';
import { withoutLinks } from './messageText.ts';
import { PanelWindow } from './panelWindow.ts';

export interface PanelsDeps {
  readonly library: Library;
  readonly log: Log;
  readonly host: Omit<ChatPanelHost, 'closed'>;
  /** A panel came up with this session, or came to the front. */
  shown(session: Session): void;
  opened(): void;
  /** The same session was read anew from disk, and the panel shows that now. */
  replaced(before: Session, after: Session): void;
  /** No panel shows this session any more. */
  closed(session: Session): void;
}

/** How often a window that may only read looks whether it may write by now. ms */
const retryEvery = 1_500;

/** The interview panels of this window, and which session each of them shows. */
export class Panels implements vscode.Disposable {
  readonly #deps: PanelsDeps;
  readonly #host: ChatPanelHost;
  readonly #panels = new Set<ChatPanel>();
  readonly #waiting = new Map<ChatPanel, ReturnType<typeof setInterval>>();

  constructor(deps: PanelsDeps) {
    this.#deps = deps;
    this.#host = { ...deps.host, closed: (panel) => this.#closed(panel) };
  }

  of(session: Session): ChatPanel | undefined {
    return [...this.#panels].find((panel) => panel.session === session);
  }

  /** @param session id of a session */
  showing(session: string): ChatPanel | undefined {
    return [...this.#panels].find((panel) => panel.session?.interviewer.session === session);
  }

  /**
   * A panel that is shown while the session is being loaded: its page loads meanwhile.
   * @param window one that is on screen already; when it was closed since, nothing is loaded.
   */
  async open(load: () => Promise<Session>, window = PanelWindow.open(this.#host.extensionUri)): Promise<void> {
    if (!window.closed) await this.#fill(this.#adopt(new ChatPanel(window, this.#host)), load);
  }

  /** A panel that VS Code brought back after a reload; closed when there is no session for it. */
  async restore(window: PanelWindow, load: (() => Promise<Session>) | undefined): Promise<void> {
    if (load) await this.open(load, window);
    else window.panel.dispose();
  }

  /** @param session id of a session */
  close(session: string): void {
    for (const panel of this.#panels) if (panel.session?.interviewer.session === session) panel.panel.dispose();
  }

  /**
   * Goes on as the writer once the other window has let go of the session: after a reload that is the window's own
   * former self, which may take a moment to end. No effect on a session that this window writes.
   */
  waitForTurn(session: Session): void {
    const panel = this.of(session);
    if (!panel || session.interviewer.writable || this.#waiting.has(panel)) return;
    const look = () => void this.#tryToWrite(panel).then((done) => done && this.#stopWaiting(panel));
    this.#waiting.set(panel, setInterval(look, retryEvery));
  }

  dispose(): void {
    for (const panel of this.#waiting.keys()) this.#stopWaiting(panel);
  }

  #adopt(panel: ChatPanel): ChatPanel {
    this.#panels.add(panel);
    panel.panel.onDidChangeViewState(() => {
      if (panel.panel.active && panel.session) this.#deps.shown(panel.session);
    });
    return panel;
  }

  async #fill(panel: ChatPanel, load: () => Promise<Session>): Promise<void> {
    try {
      const session = await load();
      this.#deps.shown(session);
      panel.attach(session);
      this.#deps.opened();
      this.waitForTurn(session);
    } catch (error) {
      panel.panel.dispose();
      const text = error instanceof Error ? error.message : String(error);
      this.#deps.log.error('A session could not be opened.', error);
      const chosen = await vscode.window.showErrorMessage(
        withoutLinks(`The session could not be opened. ${text}`),
        'Show Log',
      );
      if (chosen) await vscode.commands.executeCommand('mlInterviewer.showLog');
    }
  }

  /** True when there is nothing more to wait for. */
  async #tryToWrite(panel: ChatPanel): Promise<boolean> {
    const before = panel.session;
    if (!before || !this.#panels.has(panel) || before.interviewer.writable) return true;
    const after = await this.#deps.library.reopen(before.interviewer.session).catch((error) => {
      this.#deps.log.warn(`A session that another window wrote could not be read anew. ${String(error)}`);
      return undefined;
    });
    if (!after) return true;
    if (!this.#panels.has(panel)) {
      this.#deps.closed(after);
      return true;
    }
    this.#deps.replaced(before, after);
    panel.attach(after);
    return after.interviewer.writable;
  }

  #stopWaiting(panel: ChatPanel): void {
    clearInterval(this.#waiting.get(panel));
    this.#waiting.delete(panel);
  }

  #closed(panel: ChatPanel): void {
    this.#panels.delete(panel);
    this.#stopWaiting(panel);
    if (panel.session && !this.of(panel.session)) this.#deps.closed(panel.session);
  }
}
