import * as vscode from 'vscode';
import type { Session } from '../../app/session.ts';
import { editorWorkspace } from './editorWorkspace.ts';
import type { InterviewTree } from './interviewTree.ts';
import { interviewerLabel } from './modelChoice.ts';
import type { ProblemTree } from './problemTree.ts';
import { type ScorecardView, scorecardViewId } from './scorecardView.ts';
import type { SessionTree } from './sessionTree.ts';

export interface Trees {
  readonly interview: InterviewTree;
  readonly problems: ProblemTree;
  readonly sessions: SessionTree;
}

/** Shows something of the current session; told again whenever its state has changed. */
export interface Follower extends vscode.Disposable {
  show(session: Session | undefined): void;
}

export interface Surfaces {
  readonly trees: Trees;
  readonly followers: readonly Follower[];
  readonly scorecard: ScorecardView;
  /** Something about the current session changed, after the surfaces here were told. */
  changed(session: Session): void;
}

/** The session that trees, status bar, context keys and scorecard speak of, and that commands act on. */
export class CurrentSession implements vscode.Disposable {
  readonly #surfaces: Surfaces;
  readonly #disposables: vscode.Disposable[];
  #session: Session | undefined;
  #listening: { dispose(): void } | undefined;
  #ended = false;
  /** What the surfaces here were last told of: numbers and output of a run are not their concern. */
  #seen: { state: unknown; writable: boolean } | undefined;

  constructor(surfaces: Surfaces) {
    this.#surfaces = surfaces;
    this.#disposables = [
      ...surfaces.followers,
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#trusted()),
      vscode.workspace.onDidChangeConfiguration(() => this.#refreshLive()),
      vscode.workspace.onDidDeleteFiles(() => void this.#session?.handsOn.look()),
      vscode.workspace.onDidRenameFiles(() => void this.#session?.handsOn.look()),
    ];
  }

  get session(): Session | undefined {
    return this.#session;
  }

  show(session: Session | undefined): void {
    if (session === this.#session) return;
    this.#listening?.dispose();
    this.#session = session;
    this.#ended = hasEnded(session);
    this.#seen = undefined;
    this.#listening = session?.listen({ changed: () => this.#changed(session) });
    this.#refreshLive();
    this.#surfaces.scorecard.show(session);
    this.#surfaces.trees.interview.show(session);
    for (const follower of this.#surfaces.followers) follower.show(session);
    this.#tellContext();
  }

  dispose(): void {
    this.#listening?.dispose();
    for (const item of this.#disposables) item.dispose();
  }

  #changed(session: Session): void {
    const { state, writable } = session.interviewer;
    if (state === this.#seen?.state && writable === this.#seen.writable) return;
    this.#seen = { state, writable };
    const { trees, followers } = this.#surfaces;
    trees.interview.refresh();
    for (const follower of followers) follower.show(session);
    if (hasEnded(session) && !this.#ended) {
      void focusScorecard();
      trees.sessions.refresh();
      trees.problems.refresh();
    }
    this.#ended = hasEnded(session);
    this.#tellContext();
    this.#surfaces.changed(session);
  }

  #refreshLive(): void {
    this.#session?.change({ blocked: editorWorkspace.blocked(), interviewer: interviewerLabel() });
  }

  /** What asked for trust has got it. */
  #trusted(): void {
    const asked = this.#session?.live.notice?.actions.some(({ id }) => id === 'trust');
    if (asked) this.#session?.change({ notice: undefined });
    this.#refreshLive();
  }

  /** What the `when` clauses of the manifest read. */
  #tellContext(): void {
    const state = this.#session?.interviewer.state;
    const context = !state ? 'none' : state.ended ? 'ended' : state.paused ? 'paused' : 'running';
    void vscode.commands.executeCommand('setContext', 'mlInterviewer.session', context);
    const problem = this.#session?.interviewer.bank.problems.get(state?.current ?? '');
    void vscode.commands.executeCommand('setContext', 'mlInterviewer.exercise', problem?.exercise !== undefined);
  }
}

/** Brings the scorecard to the front, wherever the user has moved its view. */
export async function focusScorecard(): Promise<void> {
  await vscode.commands.executeCommand(`${scorecardViewId}.focus`);
}

function hasEnded(session: Session | undefined): boolean {
  return session?.interviewer.state.ended !== undefined;
}
