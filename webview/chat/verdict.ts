import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { VerdictView } from '../../src/protocol/chat.ts';

type Check = VerdictView['symptom'][number];

/** The judgement of a check: the word, a sentence, and every property that was looked at. Never the repair. */
export function verdictTemplate(verdict: VerdictView): TemplateResult {
  const checks = [...verdict.symptom, ...verdict.cause];
  const failed = checks.filter((check) => !check.passed);
  const held = checks.filter((check) => check.passed);
  return html`<div class="verdict">
    <p class="row">
      <span class=${`pill ${verdict.verdict}`}>${verdict.word}</span>
      <span class="grow">${verdict.summary}</span>
    </p>
    ${failed.length > 0 ? checkList('Does not hold', failed) : nothing}
    ${held.length > 0 ? heldList(held, checks.length) : nothing}
    ${verdict.notes.length > 0 ? html`<ul class="notes" aria-label="Notes">${verdict.notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}
    <small>Checked in ${verdict.seconds.toFixed(1)} s</small>
  </div>`;
}

function checkList(label: string, checks: readonly Check[]): TemplateResult {
  return html`<ul class="checks" aria-label=${label}>${checks.map(checkTemplate)}</ul>`;
}

function heldList(held: readonly Check[], all: number): TemplateResult {
  return html`<details class="held">
    <summary>What holds (${held.length} of ${all})</summary>
    ${checkList('Holds', held)}
  </details>`;
}

function checkTemplate(check: Check): TemplateResult {
  return html`<li class=${check.passed ? 'passed' : 'failed'}>
    <span class="mark" aria-hidden="true">${check.passed ? '✓' : '×'}</span>
    <span><b>${check.check}</b><span class="unseen">${check.passed ? ' holds. ' : ' does not hold. '}</span>
    ${check.message ? html`<br />${check.message}` : nothing}</span>
  </li>`;
}
