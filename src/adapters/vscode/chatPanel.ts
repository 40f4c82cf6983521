import * as vscode from 'vscode';
import type { Log } from '../../app/ports.ts';
import { patchBetween } from '../../app/present.ts';
import type { Session } from '../../app/session.ts';
import { Channel, type Handlers } from '../../protocol/channel.ts';
import { type ChatView, fromChat, toChat } from '../../protocol/chat.ts';
import type { PanelWindow } from './panelWindow.ts';

/** What the panel asks of the rest of the extension. */
export interface ChatPanelHost {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  openLink(url: string): void;
  openScorecard(session: string): void;
  end(session: Session): Promise<void>;
  bannerAction(session: Session, id: string): void;
  closed(panel: ChatPanel): void;
}

/** A webview that shows no sign of life after this long is loaded again, at most twice (VS Code issue 125993). ms. */
const patience = 8_000;
const maxReloads = 2;

/** One interview panel: sends the view as it changes, passes on what the candidate does. Holds no facts of its own. */
export class ChatPanel {
  readonly panel: vscode.WebviewPanel;
  readonly #window: PanelWindow;
  readonly #host: ChatPanelHost;
  readonly #channel: Channel<typeof fromChat>;
  readonly #disposables: { dispose(): unknown }[] = [];
  #session: Session | undefined;
  #listening: { dispose(): void } | undefined;
  #sent: ChatView | undefined;
  #seq = 0;
  #ready = false;
  #scheduled = false;
  #reveal: number | undefined;

  constructor(window: PanelWindow, host: ChatPanelHost) {
    const { panel } = window;
    this.panel = panel;
    this.#window = window;
    this.#host = host;
    const wire = { post: (envelope: unknown) => void panel.webview.postMessage(envelope) };
    this.#channel = new Channel(wire, fromChat, this.#handlers(), (problem) => host.log.warn(problem));
    this.#disposables.push(
      panel.onDidChangeViewState(() => this.#hiddenOrShown()),
      panel.onDidDispose(() => this.#closed()),
    );
    window.listen((data) => this.#channel.receive(data));
    this.#watchLoading(maxReloads);
  }

  get session(): Session | undefined {
    return this.#session;
  }

  /** Shows a session, in the place of another if need be; the whole view is sent as soon as the page is ready. */
  attach(session: Session): void {
    this.#listening?.dispose();
    this.#session = session;
    this.#listening = session.listen({
      changed: () => this.#changed(),
      delta: (turn, offset, text) => this.#ifShown(() => this.#channel.send(toChat.delta, { turn, offset, text })),
      progress: (problem, run, series, output) => this.#ifShown(() => this.#sendProgress(problem, run, series, output)),
    });
    void this.#sendView();
  }

  /** Brings the panel to the front, at a turn if one is given. */
  reveal(turn?: number): void {
    this.#reveal = turn;
    this.panel.reveal(undefined, false);
    this.#sendReveal();
  }

  #watchLoading(reloads: number): void {
    const timer = setTimeout(() => {
      if (this.#ready || !this.panel.visible) return;
      if (reloads > 0) {
        this.#window.load();
        return this.#watchLoading(reloads - 1);
      }
      this.#host.log.error('The interview panel did not load.');
      void vscode.window.showErrorMessage('The interview panel did not load. Close it and open the session again.');
    }, patience);
    this.#disposables.push({ dispose: () => clearTimeout(timer) });
  }

  /** A hidden webview gets no messages, so nothing is sent until it is ready again. */
  #hiddenOrShown(): void {
    if (!this.panel.visible) this.#ready = false;
  }

  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#sendPatch();
    });
  }

  async #sendView(): Promise<void> {
    const session = this.#session;
    if (!session || !this.#ready) return;
    const draft = await session.interviewer.readDraft().catch(() => '');
    if (session !== this.#session || !this.#ready) return;
    this.#sent = session.chat();
    this.panel.title = session.title;
    this.#channel.send(toChat.view, { seq: ++this.#seq, view: this.#sent, draft });
    const { activity } = session.live;
    if (activity) this.#sendProgress(activity.problem, activity.run, activity.series, activity.output);
    this.#sendReveal();
  }

  #sendProgress(problem: string, run: number, series: Parameters<typeof copied>[0], output: string): void {
    this.#channel.send(toChat.progress, { problem, run, series: copied(series), output });
  }

  #sendPatch(): void {
    const session = this.#session;
    if (!session || !this.#sent || !this.#ready) return;
    const view = session.chat();
    const patch = patchBetween(this.#sent, view, this.#seq + 1);
    if (!patch) return;
    this.#seq += 1;
    this.#sent = view;
    if (patch.title) this.panel.title = patch.title;
    this.#channel.send(toChat.patch, patch);
  }

  #sendReveal(): void {
    const turn = this.#reveal;
    if (turn === undefined || !this.#sent || !this.#ready) return;
    this.#reveal = undefined;
    this.#channel.send(toChat.reveal, { turn });
  }

  #ifShown(send: () => void): void {
    if (this.#ready && this.#sent) send();
  }

  #handlers(): Handlers<typeof fromChat> {
    const { log } = this.#host;
    const doing = (work: (session: Session) => unknown) => {
      const session = this.#session;
      if (!session) return;
      Promise.resolve(work(session)).catch((error) => this.#refused(error));
    };
    return {
      ready: () => {
        this.#ready = true;
        void this.#sendView();
      },
      resync: () => void this.#sendView(),
      answer: async ({ text }) => {
        if (!this.#session) throw new Error('The session is still loading. Send it again in a moment.');
        const turn = await this.#session.interviewer.answer(text);
        await this.#session.interviewer.writeDraft('').catch((error) => log.warn(String(error)));
        return { turn };
      },
      ask: ({ what }) => doing((session) => session.interviewer.request(what)),
      stop: () => doing((session) => session.interviewer.stop()),
      pause: ({ paused }) => doing((session) => session.interviewer.pause(paused)),
      end: () => doing((session) => this.#host.end(session)),
      draft: ({ text }) => doing((session) => session.interviewer.writeDraft(text)),
      exercise: ({ problem, action }) => doing(({ handsOn }) => exerciseAction(handsOn, problem, action)),
      probe: ({ problem, probe }) => doing(({ handsOn }) => handsOn.probe(problem, probe)),
      openFile: ({ problem, file }) => doing(({ handsOn }) => handsOn.openFile(problem, file)),
      openLink: ({ url }) => this.#host.openLink(url),
      banner: ({ id }) => doing((session) => this.#host.bannerAction(session, id)),
      openScorecard: () => doing((session) => this.#host.openScorecard(session.interviewer.session)),
    };
  }

  #refused(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    this.#session?.change({ notice: { tone: 'warning', text, actions: [] } });
  }

  #closed(): void {
    this.#channel.dispose();
    this.#listening?.dispose();
    for (const item of this.#disposables.splice(0)) item.dispose();
    this.#host.closed(this);
  }
}

function exerciseAction(handsOn: Session['handsOn'], problem: string, action: string): Promise<void> | void {
  switch (action) {
    case 'open':
      return handsOn.open(problem);
    case 'run':
      return handsOn.run(problem);
    case 'stop':
      return handsOn.stop();
    case 'check':
      return handsOn.check(problem);
    case 'compare':
      return handsOn.compare(problem, 'start');
    case 'reference':
      return handsOn.compare(problem, 'reference');
    case 'reset':
      return handsOn.reset(problem);
    case 'give-up':
      return handsOn.giveUp(problem);
  }
}

function copied(series: Parameters<NonNullable<Parameters<Session['listen']>[0]['progress']>>[2]) {
  return Object.fromEntries(
    Object.entries(series).map(([name, points]) => [name, points.map(([x, y]): [number, number | null] => [x, y])]),
  );
}
