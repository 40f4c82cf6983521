import { Channel, type Handlers } from '../../src/protocol/channel.ts';
import { fromChat, toChat } from '../../src/protocol/chat.ts';
import { ClockElement } from '../ui/clock.ts';
import { loadControls } from '../ui/controls.ts';
import { connectHost } from '../ui/host.ts';
import { MarkdownElement } from '../ui/markdown/element.ts';
import type { ChatActions } from './actions.ts';
import { problemWithAnswer, restoredDraft, savedDraft } from './draft.ts';
import { turnKeys } from './keys.ts';
import { Panel } from './panel.ts';
import type { ChatInput } from './state.ts';

/** Typing is reported once in this time, ms: often enough to survive a crash, rarely enough to cost nothing. */
const draftInterval = 300;

customElements.define('mli-clock', ClockElement);
customElements.define('mli-markdown', MarkdownElement);

const host = connectHost();
const app = element('app');
const panel = new Panel(app, liveRegion(app), host.storage, actions());
const channel = new Channel(
  host.wire,
  toChat,
  handlers(),
  (problem) => console.warn(problem),
  Number.POSITIVE_INFINITY,
);
let draftTimer: ReturnType<typeof setTimeout> | undefined;

host.listen((data) => channel.receive(data));
turnKeys(document, app, () => panel.focusComposer());
app.addEventListener('mli-slept', () => channel.send(fromChat.resync, {}));
app.addEventListener('mli-link', (event) => channel.send(fromChat.openLink, { url: detail(event) }));
app.addEventListener('mli-insert', (event) => insert(detail(event)));
channel.send(fromChat.ready, {});

function handlers(): Handlers<typeof toChat> {
  return {
    view: ({ seq, view, draft }) => {
      const first = panel.state.view?.session !== view.session;
      panel.apply({ kind: 'view', seq, view });
      void loadControls();
      if (!first) return;
      panel.setDraft(restoredDraft(savedDraft(host.storage, view.session), draft, view));
      if (document.hasFocus()) panel.focusComposer();
    },
    patch: (patch) => applyOrResync({ kind: 'patch', patch }),
    delta: (delta) => applyOrResync({ kind: 'delta', delta }),
    progress: (progress) => applyOrResync({ kind: 'progress', progress }),
    reveal: ({ turn }) => panel.reveal(turn),
  };
}

function applyOrResync(input: ChatInput): void {
  const wasStale = panel.state.stale;
  if (panel.apply(input).stale && !wasStale) channel.send(fromChat.resync, {});
}

function actions(): ChatActions {
  return {
    send: () => void send(),
    typed: (text) => {
      panel.typed(text);
      reportDraftSoon();
    },
    ask: (what) => channel.send(fromChat.ask, { what }),
    stop: () => channel.send(fromChat.stop, {}),
    pause: (paused) => channel.send(fromChat.pause, { paused }),
    end: () => channel.send(fromChat.end, {}),
    exercise: (problem, action) => channel.send(fromChat.exercise, { problem, action }),
    probe: (problem, probe) => channel.send(fromChat.probe, { problem, probe }),
    openFile: (problem, file) => channel.send(fromChat.openFile, { problem, file }),
    banner: (id) => channel.send(fromChat.banner, { id }),
    openScorecard: () => channel.send(fromChat.openScorecard, {}),
    toBottom: () => panel.toBottom(),
  };
}

/** The words leave the composer only when the host says that they are on disk. */
async function send(): Promise<void> {
  const { view, sending } = panel.state;
  if (sending.kind === 'sending' || !view?.composer.enabled) return;
  const text = panel.draft;
  const problem = problemWithAnswer(text);
  if (problem) return panel.notify(problem);
  clearTimeout(draftTimer);
  draftTimer = undefined;
  panel.apply({ kind: 'sending', sending: { kind: 'sending', text } });
  try {
    await channel.ask(fromChat.answer, { text });
    panel.apply({ kind: 'sending', sending: { kind: 'idle' } });
    if (panel.draft === text) panel.setDraft('');
  } catch (error) {
    panel.apply({ kind: 'sending', sending: { kind: 'refused', message: (error as Error).message } });
    reportDraftSoon();
  }
}

function reportDraftSoon(): void {
  draftTimer ??= setTimeout(() => {
    draftTimer = undefined;
    channel.send(fromChat.draft, { text: panel.draft });
  }, draftInterval);
}

function insert(text: string): void {
  panel.setDraft(panel.draft ? `${panel.draft.trimEnd()}\n\n${text}` : text);
  panel.focusComposer();
  reportDraftSoon();
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

function liveRegion(parent: HTMLElement): HTMLElement {
  const region = document.createElement('div');
  region.className = 'unseen';
  region.setAttribute('role', 'status');
  region.setAttribute('aria-label', 'Announcements');
  parent.after(region);
  return region;
}

function detail(event: Event): string {
  return String((event as CustomEvent<unknown>).detail);
}
