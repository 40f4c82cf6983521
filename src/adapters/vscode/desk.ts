import * as vscode from 'vscode';
import type { Library, SessionRow } from '../../app/library.ts';
import type { Log } from '../../app/ports.ts';
import type { Session } from '../../app/session.ts';
import type { StartOptions } from '../../core/interview/plan.ts';
import { exerciseOf } from '../../core/state.ts';
import { CheckTests } from './checkTests.ts';
import { CurrentSession, focusScorecard, type Trees } from './currentSession.ts';
import { editorWorkspace } from './editorWorkspace.ts';
import { ExerciseLens } from './exerciseLens.ts';
import { openLink } from './links.ts';
import { withoutLinks } from './messageText.ts';
import { Panels, type PanelsDeps } from './panels.ts';
import type { PanelWindow } from './panelWindow.ts';
import { saveReport, saveScorecard } from './reportFile.ts';
import { type ScorecardHost, ScorecardView } from './scorecardView.ts';
import { TimeItem } from './timeItem.ts';

export interface DeskDeps {
  readonly extensionUri: vscode.Uri;
  readonly library: Library;
  readonly log: Log;
  readonly trees: Trees;
  readonly python: { choose(): Promise<void>; setUp(packages: readonly string[]): Promise<void> };
}

/** What can be done with sessions in this window: the panels that show them, and the one that is current. */
export class Desk implements vscode.Disposable {
  readonly scorecard: ScorecardView;
  readonly #deps: DeskDeps;
  readonly #panels: Panels;
  readonly #current: CurrentSession;

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.scorecard = new ScorecardView(this.#scorecardHost());
    this.#panels = new Panels(this.#panelsDeps());
    this.#current = new CurrentSession({
      trees: deps.trees,
      scorecard: this.scorecard,
      followers: [new TimeItem(), new CheckTests(), new ExerciseLens()],
      changed: (session) => this.#panels.waitForTurn(session),
    });
  }

  get current(): Session | undefined {
    return this.#current.session;
  }

  /** @param window the panel, when it is on screen already. */
  async start(track: string, options: StartOptions, window?: PanelWindow): Promise<void> {
    await this.#panels.open(() => this.#deps.library.start(track, options), window);
  }

  async practise(problem: string): Promise<void> {
    await this.#panels.open(() => this.#deps.library.practise(problem));
  }

  async open(session: string, takeOver = false): Promise<void> {
    const shown = this.#panels.showing(session);
    if (shown?.session && !takeOver) {
      this.#current.show(shown.session);
      return shown.reveal();
    }
    shown?.panel.dispose();
    await this.#panels.open(() => this.#deps.library.open(session, takeOver));
  }

  /**
   * A panel that VS Code brought back after a reload.
   * @param known its session; undefined when VS Code had not yet written it down: then it is the one that “Open Interview” opens
   */
  async restore(window: PanelWindow, known: string | undefined): Promise<void> {
    const session = known ?? (await this.#newest())?.session;
    const load = session && !this.#panels.showing(session) ? () => this.#deps.library.open(session) : undefined;
    await this.#panels.restore(window, load);
  }

  /** Brings the current interview to the front; opens the newest unfinished one when none is open. */
  async openPanel(turn?: number): Promise<void> {
    const panel = this.current && this.#panels.of(this.current);
    if (panel) return panel.reveal(turn);
    const session = this.current?.interviewer.session ?? (await this.#newest())?.session;
    if (session) await this.open(session);
    else
      void vscode.window.showInformationMessage(
        'There is no interview to open yet. Start one with “ML Interviewer: Start Interview”.',
      );
    if (turn !== undefined && this.current) this.#panels.of(this.current)?.reveal(turn);
  }

  /** Ends an interview for good, after asking. */
  async end(session = this.current): Promise<void> {
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
    this.#panels.close(row.session);
    if (this.current?.interviewer.session === row.session) this.#current.show(undefined);
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
    await focusScorecard();
  }

  async exportAs(format: 'markdown' | 'json' | 'report'): Promise<void> {
    if (!this.current?.interviewer.state.ended) {
      return void vscode.window.showInformationMessage(
        'There is no scorecard to export yet: it is made when an interview ends.',
      );
    }
    if (format === 'report') await saveReport(this.current);
    else await saveScorecard(this.current, format);
  }

  async dispose(): Promise<void> {
    this.#panels.dispose();
    this.#current.dispose();
    await this.#deps.library.closeAll();
  }

  async #newest(): Promise<SessionRow | undefined> {
    const rows = await this.#deps.library.list();
    return rows.find((row) => row.state === 'running') ?? rows.find((row) => row.state === 'ended');
  }

  #panelsDeps(): PanelsDeps {
    const { extensionUri, library, log, trees } = this.#deps;
    return {
      library,
      log,
      host: {
        extensionUri,
        log,
        openLink,
        openScorecard: () => void this.showScorecard(),
        end: (session) => this.end(session),
        bannerAction: (session, id) => void this.#bannerAction(session, id),
      },
      shown: (session) => this.#current.show(session),
      opened: () => trees.sessions.refresh(),
      replaced: (before, after) => {
        if (this.current === before) this.#current.show(after);
      },
      closed: (session) => this.#release(session),
    };
  }

  /** A session without a panel is let go of, unless it has ended: its scorecard stays in the side panel. */
  #release(session: Session): void {
    if (session.interviewer.state.ended) return;
    if (this.current === session) this.#current.show(undefined);
    void this.#deps.library.close(session.interviewer.session);
    this.#deps.trees.sessions.refresh();
  }

  async #bannerAction(session: Session, id: string): Promise<void> {
    const { current } = session.interviewer.state;
    if (id === 'take-over') return this.open(session.interviewer.session, true);
    if (id === 'trust') return void vscode.commands.executeCommand('workbench.trust.manage');
    if (id === 'reopen' && current) return session.handsOn.open(current);
    if (id === 'choose-python') await this.#deps.python.choose();
    if (id === 'make-venv') await this.#deps.python.setUp(['numpy']);
    if (id === 'make-venv-torch') await this.#deps.python.setUp(['numpy', 'torch']);
    session.change({ notice: undefined });
  }

  #scorecardHost(): ScorecardHost {
    return {
      extensionUri: this.#deps.extensionUri,
      log: this.#deps.log,
      openTurn: (_session, turn) => void this.openPanel(turn),
      openCode: (_session, problem, attempt, file, line) => void openCode(this.current, problem, attempt, file, line),
      openLink,
      practise: (problem) => void this.practise(problem),
      exportAs: (_session, format) => void this.exportAs(format),
      start: () => void vscode.commands.executeCommand('mlInterviewer.start'),
    };
  }
}

/** Opens a line of an exercise attempt, as the scorecard names it. */
async function openCode(
  session: Session | undefined,
  problem: string,
  attempt: number,
  file: string,
  line: number,
): Promise<void> {
  const exercise = session && exerciseOf(session.interviewer.state, problem);
  const folder = exercise?.attempts.find((item) => item.attempt === attempt)?.folder;
  if (!folder) return;
  const uri = vscode.Uri.joinPath(vscode.Uri.file(folder), file);
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  try {
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
  } catch {
    void vscode.window.showWarningMessage(withoutLinks(`${file} is not in ${folder} any more.`));
  }
}
