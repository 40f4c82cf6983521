import { render } from 'lit/html.js';
import type { ChatView } from '../../src/protocol/chat.ts';
import { Announcer } from '../ui/announcer.ts';
import { loadControls } from '../ui/controls.ts';
import type { ViewStorage } from '../ui/host.ts';
import type { TextControl } from '../ui/toolkit.ts';
import type { ChatActions } from './actions.ts';
import { lengthNote, saveDraft } from './draft.ts';
import { FollowEnd } from './follow.ts';
import { focusTurn } from './keys.ts';
import { loadCards } from './lazy.ts';
import { Speech } from './speech.ts';
import { type ChatInput, type ChatState, initialState, reduce, type Sending } from './state.ts';
import { loadingTemplate, panelTemplate } from './view.ts';

interface Notice {
  readonly tone: 'info' | 'error';
  readonly text: string;
}

/** The panel on screen: takes inputs, keeps the draft, the scroll position and the focus, and draws once a frame. */
export class Panel {
  readonly #root: HTMLElement;
  readonly #storage: ViewStorage;
  readonly #actions: ChatActions;
  readonly #announcer: Announcer;
  readonly #speech = new Speech();
  #state: ChatState = initialState;
  #draft = '';
  #notice: string | undefined;
  #revealed: number | undefined;
  #composerAwaited = false;
  #unseen = false;
  #follow: FollowEnd | undefined;
  #frame = 0;

  constructor(root: HTMLElement, region: HTMLElement, storage: ViewStorage, actions: ChatActions) {
    this.#root = root;
    this.#storage = storage;
    this.#actions = actions;
    this.#announcer = new Announcer(region);
    render(loadingTemplate(), root);
  }

  get state(): ChatState {
    return this.#state;
  }

  get draft(): string {
    return this.#draft;
  }

  /** Returns the new state, so that the caller sees whether the whole view is needed again. */
  apply(input: ChatInput): ChatState {
    const before = this.#state;
    this.#state = reduce(before, input);
    if (this.#state === before) return before;
    if (this.#state.view && this.#state.view !== before.view) this.#hear(this.#state.view, before.view);
    if (input.kind === 'view') this.draw();
    else this.#schedule();
    return this.#state;
  }

  /** Words that did not come from the keyboard: a restored draft, a view of the attention card, nothing after sending. */
  setDraft(text: string): void {
    this.typed(text);
    const area = this.#area();
    if (area && area.value !== text) area.value = text;
  }

  typed(text: string): void {
    this.#draft = text;
    this.#notice = undefined;
    if (this.#state.sending.kind === 'refused') this.apply({ kind: 'sending', sending: { kind: 'idle' } });
    if (this.#state.view) saveDraft(this.#storage, this.#state.view.session, text);
    this.#schedule();
  }

  notify(text: string): void {
    this.#notice = text;
    this.#schedule();
  }

  say(text: string): void {
    this.#announcer.say(text);
  }

  /** Once its controls are loaded, unless a turn is revealed meanwhile: the reader is then led there. */
  focusComposer(): void {
    this.#composerAwaited = true;
    void loadControls().then(() => {
      if (this.#composerAwaited) this.#area()?.focus();
    });
  }

  reveal(turn: number): void {
    this.#composerAwaited = false;
    this.#revealed = turn;
    this.draw();
    const node = this.#root.querySelector<HTMLElement>(`#turn-${turn}`);
    focusTurn(node ?? undefined);
    const center = () => {
      node?.scrollIntoView({ block: 'center' });
      this.#follow?.measure();
    };
    center();
    // Turns above were only estimated in height until they came near; by the next frame they are laid out.
    requestAnimationFrame(center);
    const unmark = () => {
      if (this.#revealed === turn) this.#revealed = undefined;
      this.#schedule();
    };
    node?.addEventListener('focusout', unmark, { once: true });
  }

  toBottom(): void {
    this.#unseen = false;
    this.#follow?.toEnd();
    this.draw();
    this.focusComposer();
  }

  #hear(view: ChatView, before: ChatView | undefined): void {
    for (const words of this.#speech.next(view)) this.#announcer.say(words);
    const grown = view.turns.length > (before?.turns.length ?? 0);
    if (grown && before && this.#follow?.atEnd === false) this.#unseen = true;
  }

  #schedule(): void {
    this.#frame ||= requestAnimationFrame(() => this.draw());
  }

  draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { view, sending } = this.#state;
    if (!view) return;
    const focused = document.activeElement;
    const shown = {
      view,
      sending,
      length: this.#draft.length,
      notice: this.#noticeFor(sending),
      revealed: this.#revealed,
    };
    render(panelTemplate({ ...shown, unseen: this.#unseen }, this.#actions), this.#root);
    this.#startFollowing();
    loadCards(this.#root);
    const area = this.#area();
    if (area && area.value !== this.#draft && sending.kind !== 'sending') area.value = this.#draft;
    // The button that had the focus may be gone (Stop, Resume): the keyboard then goes on in the composer.
    // Not while the keyboard is elsewhere in VS Code: that would close what the candidate has open there.
    const lost = focused && focused !== document.body && !focused.isConnected;
    if (lost && document.hasFocus()) this.focusComposer();
  }

  #noticeFor(sending: Sending): Notice | undefined {
    if (sending.kind === 'refused')
      return { tone: 'error', text: `Not sent: ${sending.message} Your words are still here.` };
    const text = this.#notice ?? lengthNote(this.#draft.length);
    return text ? { tone: this.#notice || text.includes('Shorten') ? 'error' : 'info', text } : undefined;
  }

  #startFollowing(): void {
    if (this.#follow) return;
    const log = this.#root.querySelector<HTMLElement>('.log');
    const turns = this.#root.querySelector<HTMLElement>('.turns');
    if (!log || !turns) return;
    this.#follow = new FollowEnd(log, turns, () => {
      if (this.#follow?.atEnd) this.#unseen = false;
      this.#schedule();
    });
    this.#follow.toEnd();
  }

  #area(): TextControl | null {
    return this.#root.querySelector<TextControl>('#answer');
  }
}
