import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Banner, ChatView } from '../../src/protocol/chat.ts';
import type { ChatActions } from './actions.ts';
import { type ComposerView, composerTemplate } from './composer.ts';
import { stripTemplate } from './strip.ts';
import { turnTemplate } from './turn.ts';

export interface PanelView extends ComposerView {
  readonly revealed: number | undefined;
  /** There is something new below what is on screen. */
  readonly unseen: boolean;
}

/** The whole panel. Turns that did not change are not looked at again. */
export function panelTemplate(shown: PanelView, actions: ChatActions): TemplateResult {
  const { view } = shown;
  return html`<div class="panel">
    <h1 class="unseen">${view.title}</h1>
    ${stripTemplate(view, actions)}
    ${view.banner ? bannerTemplate(view.banner, actions) : nothing}
    <div class="log" role="log" aria-live="off" aria-label="Transcript" tabindex="0">
      <div class="turns">${turnsTemplate(view, shown.revealed, actions)}</div>
    </div>
    <div class="below">
      ${shown.unseen ? html`<vscode-button class="unseen-button" appearance="secondary" @click=${() => actions.toBottom()}>New message</vscode-button>` : nothing}
    </div>
    ${composerTemplate(shown, actions)}
  </div>`;
}

export function loadingTemplate(): TemplateResult {
  return html`<div class="loading"><span class="ring"></span><p>Opening the interview…</p></div>`;
}

function turnsTemplate(view: ChatView, revealed: number | undefined, actions: ChatActions): unknown {
  return repeat(
    view.turns,
    (turn) => turn.turn,
    (turn) => guard([turn, turn.turn === revealed], () => turnTemplate(turn, turn.turn === revealed, actions)),
  );
}

function bannerTemplate(banner: Banner, actions: ChatActions): TemplateResult {
  return html`<div class=${`banner ${banner.tone}`} role=${banner.tone === 'error' ? 'alert' : 'status'}>
    <span class="grow">${banner.text}</span>
    ${banner.actions.map(({ id, label }) => html`<vscode-button appearance="secondary" @click=${() => actions.banner(id)}>${label}</vscode-button>`)}
  </div>`;
}
