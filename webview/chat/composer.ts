import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ChatView, Composer } from '../../src/protocol/chat.ts';
import type { TextControl } from '../ui/toolkit.ts';
import type { ChatActions } from './actions.ts';
import { longestAnswer } from './draft.ts';
import { isSendKey } from './keys.ts';
import type { Sending } from './state.ts';

export interface ComposerView {
  readonly view: ChatView;
  readonly sending: Sending;
  readonly length: number;
  /** What stands below the text: a refusal, a limit, a reason; undefined for nothing. */
  readonly notice: { readonly tone: 'info' | 'error'; readonly text: string } | undefined;
}

/** Where a candidate answers, asks for help, or learns why that is not possible now. */
export function composerTemplate(shown: ComposerView, actions: ChatActions): TemplateResult {
  const { view } = shown;
  if (view.phase === 'ended') {
    return html`<footer class="composer closed"><p>The interview has ended.</p><vscode-button @click=${() => actions.openScorecard()}>Open scorecard</vscode-button></footer>`;
  }
  if (view.phase === 'read-only') {
    return html`<footer class="composer closed"><p>This interview is open for reading only.</p></footer>`;
  }
  const paused = view.phase === 'paused';
  return html`<footer class="composer">
    ${paused ? pausedTemplate(actions) : nothing}
    ${inputTemplate(shown, actions)}
    <div class="notice ${shown.notice?.tone ?? ''}" id="notice" role="status">${shown.notice?.text ?? ''}</div>
    ${rowTemplate(shown, actions)}
  </footer>`;
}

function inputTemplate({ view, sending }: ComposerView, actions: ChatActions): TemplateResult {
  const { composer } = view;
  const onKey = (event: KeyboardEvent) => {
    if (!isSendKey(event)) return;
    event.preventDefault();
    actions.send();
  };
  return html`<vscode-text-area
    id="answer"
    class="answer"
    placeholder=${composer.placeholder}
    ?readonly=${sending.kind === 'sending'}
    ?disabled=${!composer.enabled}
    spellcheck
    @keydown=${onKey}
    @input=${(event: Event) => actions.typed((event.target as TextControl).value)}
    >Your answer</vscode-text-area
  >`;
}

function pausedTemplate(actions: ChatActions): TemplateResult {
  return html`<p class="paused">Paused. The clock has stopped. <vscode-button appearance="secondary" @click=${() => actions.pause(false)}>Resume</vscode-button></p>`;
}

function rowTemplate({ view, sending, length }: ComposerView, actions: ChatActions): TemplateResult {
  const { composer } = view;
  const open = composer.enabled;
  const sendable = open && sending.kind !== 'sending' && length <= longestAnswer;
  return html`<div class="row">
    ${helpTemplate(composer, open && sending.kind !== 'sending', actions)}
    <span class="composer-end">
    <small>${composer.interviewer}</small>
    ${composer.busy ? html`<vscode-button appearance="secondary" @click=${() => actions.stop()}>Stop</vscode-button>` : nothing}
    <vscode-button class="send" ?disabled=${!sendable} @click=${() => actions.send()}>${sending.kind === 'sending' ? 'Sending…' : html`Send <kbd>Enter</kbd>`}</vscode-button>
    </span>
  </div>`;
}

function helpTemplate(composer: Composer, open: boolean, actions: ChatActions): TemplateResult {
  const { nextHint } = composer;
  const hint = nextHint === null ? 'Hint' : `Hint ${nextHint} of 4`;
  return html`<vscode-button appearance="secondary" ?disabled=${!open || nextHint === null} @click=${() => actions.ask('hint')}>${hint}</vscode-button>
    ${bare('Easier', open && composer.canEase, () => actions.ask('easier'))}
    ${bare('Harder', open && composer.canHarden, () => actions.ask('harder'))}
    ${bare('Skip', open && composer.canSkip, () => actions.ask('skip'))}
    ${bare('I don’t know', open, () => actions.ask('pass'))}`;
}

function bare(label: string, enabled: boolean, act: () => void): TemplateResult {
  return html`<vscode-button class="bare" appearance="icon" aria-label=${label} ?disabled=${!enabled} @click=${act}>${label}</vscode-button>`;
}
