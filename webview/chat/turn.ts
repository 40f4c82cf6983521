import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Card, TurnView } from '../../src/protocol/chat.ts';
import type { ChatActions } from './actions.ts';
import { exerciseTemplate } from './exercise.ts';

/** One turn of the transcript with its cards. */
export function turnTemplate(turn: TurnView, revealed: boolean, actions: ChatActions): TemplateResult {
  const name = speakerOf(turn);
  return html`<article
    id=${`turn-${turn.turn}`}
    class=${`turn ${turn.hint ? 'hint' : turn.who}${revealed ? ' revealed' : ''}`}
    tabindex="-1"
    aria-label=${`${name}, turn ${turn.turn}, ${turn.phase}`}
    aria-busy=${turn.speaking ? 'true' : 'false'}
  >
    ${turn.hint ? hintHeader(turn.hint) : turnHeader(turn, name)}
    ${turn.partial ? partialTemplate(turn.partial) : nothing}
    <mli-markdown class="markdown" .typed=${turn.who === 'candidate'} .live=${turn.speaking === true} .text=${turn.markdown}></mli-markdown>
    ${turn.cards.map((card) => cardTemplate(card, actions))}
  </article>`;
}

export function speakerOf(turn: TurnView): string {
  if (turn.hint) return `Hint ${turn.hint.level} of 4`;
  return { interviewer: 'Interviewer', candidate: 'You', note: 'Note' }[turn.who];
}

function turnHeader(turn: TurnView, name: string): TemplateResult | typeof nothing {
  if (turn.who === 'note') return nothing;
  const facts = [
    `turn ${turn.turn}`,
    turn.who === 'interviewer' ? turn.phase : '',
    turn.by ? `phrased by ${turn.by}` : '',
  ];
  return html`<header>
    <b>${name}</b>
    <small>${facts.filter(Boolean).join(' · ')}</small>
    ${turn.speaking ? html`<small class="speaking">speaking…</small>` : nothing}
  </header>`;
}

function hintHeader(hint: { level: number; effect: string }): TemplateResult {
  return html`<header><b>Hint ${hint.level} of 4</b> <small>${hint.effect}</small></header>`;
}

function partialTemplate(partial: { text: string; why: string }): TemplateResult {
  return html`<div class="partial">
    ${partial.text ? html`<mli-markdown class="markdown" .text=${partial.text}></mli-markdown>` : nothing}
    <small>${partial.why}</small>
  </div>`;
}

function cardTemplate(card: Card, actions: ChatActions): TemplateResult {
  return card.kind === 'exercise'
    ? exerciseTemplate(card, actions)
    : html`<mli-attention class="card"></mli-attention>`;
}
