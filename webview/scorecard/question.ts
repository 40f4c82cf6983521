import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { QuestionView } from '../../src/protocol/scorecard.ts';
import type { ScorecardActions } from './actions.ts';
import { sumTemplate } from './dimension.ts';
import { disputeTemplate } from './dispute.ts';
import { quoteTemplate } from './evidence.ts';

type KeyPoint = QuestionView['keyPoints'][number];

/** One question, closed at first: its key points with quotes, what was said wrongly, and the sum. */
export function questionTemplate(question: QuestionView, actions: ScorecardActions): TemplateResult {
  const score = question.score === null ? 'not enough to judge' : `${question.score.toFixed(1)} / 5`;
  const hints = question.hints > 0 ? ` · ${question.hints} ${question.hints === 1 ? 'hint' : 'hints'}` : '';
  const disputes = disputesIn(question);
  const disputed = disputes > 0 ? ` · ${disputes} disputed` : '';
  return html`<details class="question">
    <summary><span class="grow">${question.title}</span> <small>${score}${hints}${disputed}</small></summary>
    <ul class="key-points" aria-label="Key points">${question.keyPoints.map((point) => keyPointTemplate(point, question, actions))}</ul>
    ${question.notes.map((note) => html`<p class="note">${note}</p>`)}
    ${question.corrections.length > 0 ? correctionsTemplate(question, actions) : nothing}
    ${sumTemplate(question.sum)}
    <button class="link" aria-label=${`Practise again: ${question.title}`} @click=${() => actions.practise(question.problem)}>Practise again</button>
  </details>`;
}

function disputesIn({ keyPoints, corrections }: QuestionView): number {
  return [...keyPoints, ...corrections].filter(({ dispute }) => dispute).length;
}

function keyPointTemplate(point: KeyPoint, question: QuestionView, actions: ScorecardActions): TemplateResult {
  const disputed = { problem: question.problem, about: 'key_point', id: point.id } as const;
  return html`<li>
    <p><span class=${`pill ${point.verdict}`}>${point.verdict.replaceAll('_', ' ')}</span> ${point.claim} <small>${point.worth}</small></p>
    ${point.quote ? quoteTemplate(point.quote.turn, point.quote.text, '', actions) : nothing}
    ${point.missing ? html`<p class="note">${point.missing}</p>` : nothing}
    ${point.otherwise ? html`<p class="note">${point.otherwise}</p>` : nothing}
    ${point.why ? html`<details class="why"><summary>Why this verdict</summary><p>${point.why}</p></details>` : nothing}
    ${point.disputable ? disputeTemplate(disputed, point.dispute, question.sentences, actions) : nothing}
  </li>`;
}

function correctionsTemplate(question: QuestionView, actions: ScorecardActions): TemplateResult {
  const { problem, corrections, sentences } = question;
  return html`<h4>Corrections</h4>
    ${corrections.map(
      ({ id, said, turn, correction, dispute }) =>
        html`<div class="correction">
          ${quoteTemplate(turn, said, '', actions)}
          <p>${correction}</p>
          ${disputeTemplate({ problem, about: 'misconception', id }, dispute, sentences, actions)}
        </div>`,
    )}`;
}
