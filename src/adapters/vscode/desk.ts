import * as vscode from 'vscode';
import type { Library, SessionRow } from '../../app/library.ts';
import type { Log } from '../../app/ports.ts';
import type { Session } from '../../app/session.ts';
import type { Bank } from '../../core/bank.ts';
import type { StartOptions } from '../../core/interview/plan.ts';
import { ChatPanel, type ChatPanelHost } from './chatPanel.ts';
import { editorWorkspace } from './editorWorkspace.ts';
import type { InterviewTree } from './interviewTree.ts';
import { openLink } from './links.ts';
import { interviewerLabel } from './modelChoice.ts';
import type { ProblemTree } from './problemTree.ts';
import { saveReport } from './reportFile.ts';
import { type ScorecardHost, ScorecardView, scorecardViewId } from './scorecardView.ts';
import type { SessionTree } from './sessionTree.ts';
import { TimeItem } from './timeItem.ts';

export interface DeskDeps {
  readonly extensionUri: vscode.Uri;
  readonly library: Library;
  readonly bank: () => Promise<Bank>;
  readonly log: Log;
  readonly trees: { readonly interview: InterviewTree; readonly problems: ProblemTree; readonly sessions: SessionTree };
  readonly python: { choose(): Promise<void>; setUp(): Promise<void> };
}

/** How often a window that may only read looks whether it may write by now. ms */
const retryEvery = 1_500;

/** The sessions that are open in this window and the surfaces that show them. */
export class Desk implements vscode.Disposable {
  readonly scorecard: ScorecardView;
  readonly #deps: DeskDeps;
  readonly #panels = new Set<ChatPanel>();
  readonly #waiting = new Set<ChatPanel>();
  readonly #time = new TimeItem();
  readonly #disposables: vscode.Disposable[];
  #current: Session | undefined;
  #listening: { dispose(): void } | undefined;
  #ended = false;

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.scorecard = new ScorecardView(this.#scorecardHost());
    this.#disposables = [
      this.#time,
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#refreshLive()),
      vscode.workspace.onDidChangeConfiguration(() => this.#refreshLive()),
      vscode.workspace.onDidDeleteFiles(() => void this.#current?.handsOn.look()),
      vscode.workspace.onDidRenameFiles(() => void this.#current?.handsOn.look()),
    ];
  }

  get current(): Session | undefined {
    return this.#current;
  }

  /** The panel is shown while the session is being made: the page loads meanwhile. */
  async start(track: string, options: StartOptions): Promise<void> {
    await this.#inPanel(() => this.#deps.library.start(track, options));
  }

  async practise(problem: string): Promise<void> {
    await this.#inPanel(() => this.#deps.library.practise(problem));
  }

  async open(session: string, takeOver = false): Promise<void> {
    const shown = [...this.#panels].find((panel) => panel.session?.interviewer.session === session);
    if (shown && !takeOver) {
      this.#show(shown.session as Session);
      return shown.reveal();
    }
    shown?.panel.dispose();
    await this.#inPanel(() => this.#deps.library.open(session, takeOver));
  }

  /** A panel that VS Code brought back after a reload. */
  async restore(panel: vscode.WebviewPanel, session: string | undefined): Promise<void> {
    const restored = this.#adopt(new ChatPanel(panel, this.#chatHost()));
    if (session) await this.#fill(restored, () => this.#deps.library.open(session));
    else panel.dispose();
  }

  /** Brings the current interview to the front; opens the newest unfinished one when none is open. */
  async openPanel(turn?: number): Promise<void> {
    const panel = this.#current && this.#panelOf(this.#current);
    if (panel) return panel.reveal(turn);
    const session = this.#current?.interviewer.session ?? (await this.#newest())?.session;
    if (session) await this.open(session);
    else
      void vscode.window.showInformationMessage(
        'There is no interview to open yet. Start one with “ML Interviewer: Start Interview”.',
      );
    if (turn !== undefined && this.#current) this.#panelOf(this.#current)?.reveal(turn);
  }

  /** Ends an interview for good, after asking. */
  async end(session = this.#current): Promise<void> {
    if (!session || session.interviewer.state.ended) return;
    const question = 'End the interview now and see the scorecard? An interview that has ended cannot be gone on with.';
    if (await editorWorkspace.confirm(question, 'End Interview')) await session.interviewer.end();
  }

  async rename(row: SessionRow): Promise<void> {
    const title = await vscode.window.showInputBox({ title: 'Rename Session', value: row.title });
    if (!title?.trim()) return;
    await this.#deps.library.rename(row.session, title);
    this.#deps.trees.sessions.refresh();
  }

  async remove(row: SessionRow): Promise<void> {
    const question = `Delete “${row.title}” and its scorecard? Exercise files in your workspace stay.`;
    if (!(await editorWorkspace.confirm(question, 'Delete'))) return;
    for (const panel of this.#panels) if (panel.session?.interviewer.session === row.session) panel.panel.dispose();
    if (this.#current?.interviewer.session === row.session) this.#show(undefined);
    await this.#deps.library.remove(row.session);
    this.#deps.trees.sessions.refresh();
  }

  async showData(): Promise<void> {
    const folder = this.#deps.library.location;
    const text = `Sessions are kept in ${folder}, one folder each, on this machine only. Nothing is sent anywhere unless you set up a model.`;
    const chosen = await vscode.window.showInformationMessage(text, 'Open Folder', 'Copy Path');
    if (chosen === 'Copy Path') await vscode.env.clipboard.writeText(folder);
    if (chosen === 'Open Folder') await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
  }

  async showScorecard(): Promise<void> {
    await vscode.commands.executeCommand(`${scorecardViewId}.focus`);
  }

  async exportAs(format: 'markdown' | 'json'): Promise<void> {
    if (!this.#current?.interviewer.state.ended) {
      return void vscode.window.showInformationMessage(
        'There is no scorecard to export yet: it is made when an interview ends.',
      );
    }
    await saveReport(this.#current, format);
  }

  async dispose(): Promise<void> {
    this.#listening?.dispose();
    for (const item of this.#disposables) item.dispose();
    await this.#deps.library.closeAll();
  }

  async #inPanel(load: () => Promise<Session>): Promise<void> {
    await this.#fill(this.#adopt(ChatPanel.create(this.#chatHost())), load);
  }

  async #fill(panel: ChatPanel, load: () => Promise<Session>): Promise<void> {
    try {
      const session = await load();
      this.#show(session);
      panel.attach(session);
      this.#deps.trees.sessions.refresh();
      if (!session.interviewer.writable) this.#waitForTurn(panel);
    } catch (error) {
      panel.panel.dispose();
      const text = error instanceof Error ? error.message : String(error);
      this.#deps.log.error('A session could not be opened.', error);
      const chosen = await vscode.window.showErrorMessage(`The session could not be opened. ${text}`, 'Show Log');
      if (chosen) await vscode.commands.executeCommand('mlInterviewer.showLog');
    }
  }

  /**
   * Goes on as the writer once the other window has let go of the session: after a reload that is the window's own
   * former self, which may take a moment to end.
   */
  #waitForTurn(panel: ChatPanel): void {
    if (this.#waiting.has(panel)) return;
    this.#waiting.add(panel);
    const timer = setInterval(() => void this.#tryToWrite(panel).then((done) => done && stop()), retryEvery);
    const stop = () => {
      clearInterval(timer);
      this.#waiting.delete(panel);
    };
  }

  /** True when there is nothing more to wait for. */
  async #tryToWrite(panel: ChatPanel): Promise<boolean> {
    const old = panel.session;
    if (!old || !this.#panels.has(panel) || old.interviewer.writable) return true;
    const session = await this.#deps.library.reopen(old.interviewer.session).catch(() => undefined);
    if (!session || !this.#panels.has(panel)) return session === undefined;
    if (this.#current === old) this.#show(session);
    panel.attach(session);
    return session.interviewer.writable;
  }

  #adopt(panel: ChatPanel): ChatPanel {
    this.#panels.add(panel);
    panel.panel.onDidChangeViewState(() => {
      if (panel.panel.active && panel.session) this.#show(panel.session);
    });
    return panel;
  }

  /** Makes a session the one that trees, status bar, commands and scorecard speak of. */
  #show(session: Session | undefined): void {
    if (session === this.#current) return;
    this.#listening?.dispose();
    this.#current = session;
    this.#ended = session?.interviewer.state.ended !== undefined;
    this.#listening = session?.listen({ changed: () => this.#changed(session) });
    this.#refreshLive();
    this.scorecard.show(session);
    this.#deps.trees.interview.show(session);
    this.#time.show(session);
    this.#tellContext();
  }

  #changed(session: Session): void {
    const ended = session.interviewer.state.ended !== undefined;
    this.#deps.trees.interview.refresh();
    this.#time.refresh();
    if (ended && !this.#ended) {
      void this.showScorecard();
      this.#deps.trees.sessions.refresh();
      this.#deps.trees.problems.refresh();
    }
    this.#ended = ended;
    const panel = this.#panelOf(session);
    if (panel && !session.interviewer.writable) this.#waitForTurn(panel);
    this.#tellContext();
  }

  #refreshLive(): void {
    this.#current?.change({
      blocked: editorWorkspace.blocked(),
      interviewer: interviewerLabel(),
    });
  }

  #tellContext(): void {
    const state = this.#current?.interviewer.state;
    const context = !state ? 'none' : state.ended ? 'ended' : state.paused ? 'paused' : 'running';
    void vscode.commands.executeCommand('setContext', 'mlInterviewer.session', context);
    const problem = this.#current?.interviewer.bank.problems.get(state?.current ?? '');
    void vscode.commands.executeCommand('setContext', 'mlInterviewer.exercise', problem?.exercise !== undefined);
  }

  #panelOf(session: Session): ChatPanel | undefined {
    return [...this.#panels].find((panel) => panel.session === session);
  }

  async #newest(): Promise<SessionRow | undefined> {
    const rows = await this.#deps.library.list();
    return rows.find((row) => row.state === 'running') ?? rows.find((row) => row.state === 'ended');
  }

  #chatHost(): ChatPanelHost {
    return {
      extensionUri: this.#deps.extensionUri,
      log: this.#deps.log,
      openLink,
      openScorecard: () => void this.showScorecard(),
      end: (session) => this.end(session),
      bannerAction: (session, id) => void this.#bannerAction(session, id),
      closed: (panel) => this.#panelClosed(panel),
    };
  }

  /** A closed panel releases its session, unless code of it is running or another panel shows it. */
  #panelClosed(panel: ChatPanel): void {
    this.#panels.delete(panel);
    const { session } = panel;
    if (!session || this.#panelOf(session)) return;
    if (session.interviewer.state.ended) return;
    if (this.#current === session) this.#show(undefined);
    void this.#deps.library.close(session.interviewer.session);
    this.#deps.trees.sessions.refresh();
  }

  async #bannerAction(session: Session, id: string): Promise<void> {
    const { current } = session.interviewer.state;
    if (id === 'take-over') return this.open(session.interviewer.session, true);
    if (id === 'trust') return void vscode.commands.executeCommand('workbench.trust.manage');
    if (id === 'reopen' && current) return session.handsOn.open(current);
    if (id === 'choose-python') await this.#deps.python.choose();
    if (id === 'make-venv') await this.#deps.python.setUp();
    session.change({ notice: undefined });
  }

  #scorecardHost(): ScorecardHost {
    return {
      extensionUri: this.#deps.extensionUri,
      log: this.#deps.log,
      openTurn: (_session, turn) => void this.openPanel(turn),
      openCode: (_session, problem, attempt, file, line) => void this.#openCode(problem, attempt, file, line),
      openLink,
      practise: (problem) => void this.practise(problem),
      exportAs: (_session, format) => void this.exportAs(format),
      start: () => void vscode.commands.executeCommand('mlInterviewer.start'),
    };
  }

  async #openCode(problem: string, attempt: number, file: string, line: number): Promise<void> {
    const exercise = this.#current?.interviewer.state.exercises[problem];
    const folder = exercise?.attempts.find((item) => item.attempt === attempt)?.folder;
    if (!folder) return;
    const uri = vscode.Uri.joinPath(vscode.Uri.file(folder), file);
    const at = new vscode.Position(Math.max(0, line - 1), 0);
    try {
      await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
    } catch {
      void vscode.window.showWarningMessage(`${file} is not in ${folder} any more.`);
    }
  }
}
