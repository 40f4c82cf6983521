import type * as vscode from 'vscode';
import { RefusedError } from '../../app/interviewer.ts';
import type { Log } from '../../app/ports.ts';
import type { Session } from '../../app/session.ts';
import { Channel, type Handlers } from '../../protocol/channel.ts';
import { fromScorecard, type ScorecardState, toScorecard } from '../../protocol/scorecard.ts';
import { webviewHtml, webviewOptions } from './webviewHost.ts';

export const scorecardViewId = 'mlInterviewer.scorecard';

export interface ScorecardHost {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  openTurn(session: string, turn: number): void;
  openCode(session: string, problem: string, attempt: number, file: string, line: number): void;
  openLink(url: string): void;
  practise(problem: string): void;
  exportAs(session: string, format: 'markdown' | 'json' | 'report'): void;
  start(): void;
}

/** The scorecard in the side panel: of the session shown last, once that has ended. */
export class ScorecardView {
  readonly #host: ScorecardHost;
  #view: vscode.WebviewView | undefined;
  #channel: Channel<typeof fromScorecard> | undefined;
  #session: Session | undefined;
  #listening: { dispose(): void } | undefined;
  #shown = '';

  constructor(host: ScorecardHost) {
    this.#host = host;
  }

  resolve(view: vscode.WebviewView): void {
    this.#channel?.dispose();
    this.#view = view;
    view.webview.options = webviewOptions(this.#host.extensionUri);
    const wire = { post: (envelope: unknown) => void view.webview.postMessage(envelope) };
    const channel = new Channel(wire, fromScorecard, this.#handlers(), (problem) => this.#host.log.warn(problem));
    this.#channel = channel;
    const received = view.webview.onDidReceiveMessage((data) => channel.receive(data));
    view.onDidDispose(() => {
      received.dispose();
      channel.dispose();
      if (this.#view === view) this.#view = undefined;
    });
    view.webview.html = webviewHtml(view.webview, this.#host.extensionUri, 'scorecard');
  }

  show(session: Session | undefined): void {
    if (session !== this.#session) {
      this.#listening?.dispose();
      this.#session = session;
      this.#listening = session?.listen({ changed: () => this.#send() });
    }
    this.#send();
  }

  #state(): ScorecardState {
    if (!this.#session) return { kind: 'none' };
    const card = this.#session.scorecard();
    return card ? { kind: 'card', card } : { kind: 'running', title: this.#session.title };
  }

  #send(force = false): void {
    if (!this.#view || !this.#channel) return;
    const state = this.#state();
    const text = JSON.stringify(state);
    if (!force && text === this.#shown) return;
    this.#shown = text;
    this.#channel.send(toScorecard.show, state);
  }

  #handlers(): Handlers<typeof fromScorecard> {
    const of = (work: (session: string) => void) => {
      if (this.#session) work(this.#session.interviewer.session);
    };
    return {
      ready: () => this.#send(true),
      openTurn: ({ turn }) => of((session) => this.#host.openTurn(session, turn)),
      openCode: ({ problem, attempt, file, line }) =>
        of((session) => this.#host.openCode(session, problem, attempt, file, line)),
      openLink: ({ url }) => this.#host.openLink(url),
      practise: ({ problem }) => this.#host.practise(problem),
      exportAs: ({ format }) => of((session) => this.#host.exportAs(session, format)),
      start: () => this.#host.start(),
      dispute: (dispute) => refusalOf(this.#session?.interviewer.dispute(dispute)),
      withdraw: (disputed) => refusalOf(this.#session?.interviewer.withdraw(disputed)),
    };
  }
}

/** Why it had no effect, in the candidate's words; null when it had. */
async function refusalOf(work: Promise<void> | undefined): Promise<string | null> {
  if (!work) return 'The session of this scorecard is not open any more.';
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
}
