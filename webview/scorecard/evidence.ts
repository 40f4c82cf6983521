import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Evidence } from '../../src/protocol/scorecard.ts';
import type { ScorecardActions } from './actions.ts';

/** A quote that leads to its turn, code that leads to its line, or the verdict of a check. */
export function evidenceTemplate(evidence: Evidence, actions: ScorecardActions): TemplateResult {
  if (evidence.kind === 'quote') return quoteTemplate(evidence.turn, evidence.text, evidence.note, actions);
  if (evidence.kind === 'code') return codeTemplate(evidence, actions);
  return html`<p class="evidence"><span class=${`pill ${evidence.verdict}`}>${evidence.word}</span> <small>${evidence.note}</small></p>`;
}

export function quoteTemplate(turn: number, text: string, note: string, actions: ScorecardActions): TemplateResult {
  return html`<blockquote>
    “${text}”<br />
    <button class="link" aria-label=${`Open turn ${turn}`} @click=${() => actions.openTurn(turn)}>turn ${turn}</button>
    ${note ? html`<small>${note}</small>` : nothing}
  </blockquote>`;
}

function codeTemplate(code: Extract<Evidence, { kind: 'code' }>, actions: ScorecardActions): TemplateResult {
  const { text, note } = code;
  return html`<div class="evidence">
    ${placeLink(code, actions)}
    ${note ? html`<small>${note}</small>` : nothing}
    ${text ? html`<pre tabindex="0" role="group" aria-label="Code"><code>${text.trim()}</code></pre>` : nothing}
  </div>`;
}

/** A line of the candidate's code, to be opened. */
export function placeLink(
  place: Parameters<ScorecardActions['openCode']>[0],
  actions: ScorecardActions,
): TemplateResult {
  const { problem, attempt, file, line } = place;
  return html`<button class="link mono" aria-label=${`Open ${file}:${line}`} @click=${() => actions.openCode({ problem, attempt, file, line })}>${file}:${line}</button>`;
}
