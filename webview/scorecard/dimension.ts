import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { DimensionView, SumLine } from '../../src/protocol/scorecard.ts';
import { cssVariable } from '../ui/cssVariable.ts';
import type { ScorecardActions } from './actions.ts';
import { evidenceTemplate, placeLink } from './evidence.ts';

type Habits = DimensionView['signals'][number];

const highest = 5;

/** One dimension of the rubric: level in words, number, scale, why, and what it rests on. */
export function dimensionTemplate(dimension: DimensionView, actions: ScorecardActions): TemplateResult {
  return html`<section class="dimension" aria-label=${dimension.title}>
    <div class="row"><h3>${dimension.title}</h3><span class="spacer"></span>${levelTemplate(dimension)}</div>
    ${dimension.score === null ? nothing : scaleTemplate(dimension.score)}
    ${dimension.justification ? html`<p>${dimension.justification}</p>` : nothing}
    ${dimension.anchor ? html`<p class="anchor"><span class="unseen">What this level means: </span>${dimension.anchor}</p>` : nothing}
    ${evidenceList(dimension, actions)}
    ${dimension.signals.map((exercise) => habitsTemplate(exercise, actions))}
    ${sumTemplate(dimension.sum)}
  </section>`;
}

const habitStates = { shown: 'shown', not_shown: 'not shown', not_assessed: 'not assessed' } as const;

/** How the candidate went about an exercise, habit by habit, with what shows it. */
function habitsTemplate({ title, signals }: Habits, actions: ScorecardActions): TemplateResult {
  const habit = ({ name, state, evidence, turn, code }: Habits['signals'][number]) => html`<li>
    <span class=${`habit ${state}`}>${name}: <b>${habitStates[state]}</b></span>
    <small>${evidence}</small>
    ${turn === undefined ? nothing : html`<button class="link" aria-label=${`Open turn ${turn}`} @click=${() => actions.openTurn(turn)}>turn ${turn}</button>`}
    ${code ? placeLink(code, actions) : nothing}
  </li>`;
  return html`<details class="habits" open>
    <summary>How “${title}” was hunted</summary>
    <ul>${signals.map(habit)}</ul>
  </details>`;
}

/** Every line of the arithmetic, so that a person can redo it. */
export function sumTemplate(sum: readonly SumLine[]): TemplateResult | typeof nothing {
  if (sum.length === 0) return nothing;
  return html`<details class="sum">
    <summary>The sum</summary>
    <div class="table-frame" tabindex="0" role="group" aria-label="The sum">
      <table>
        <tbody>
          ${sum.map(({ label, value, how }) => html`<tr><th scope="row">${label}</th><td class="number">${shown(value)}</td><td>${how}</td></tr>`)}
        </tbody>
      </table>
    </div>
  </details>`;
}

export function shown(value: number): string {
  return String(Number(value.toFixed(3)));
}

function levelTemplate({ level, score }: DimensionView): TemplateResult {
  if (score === null) return html`<span class="not-assessed">not assessed</span>`;
  return html`<span class="level">${level ?? 'too little to tell'} <span class="mono">${score.toFixed(1)} / ${highest}</span></span>`;
}

/** Only a picture of the number beside it, so it is hidden from screen readers. */
function scaleTemplate(score: number): TemplateResult {
  const share = Math.max(0, Math.min(100, (100 * score) / highest));
  return html`<div class="scale" aria-hidden="true"><i ${cssVariable('--share', `${share}%`)}></i></div>
    <div class="anchors" aria-hidden="true"><span>Novice</span><span>Intermediate</span><span>Expert</span></div>`;
}

const shownAtOnce = 2;

function evidenceList({ evidence }: DimensionView, actions: ScorecardActions): TemplateResult | typeof nothing {
  if (evidence.length === 0) return nothing;
  const first = evidence.slice(0, shownAtOnce);
  const rest = evidence.slice(shownAtOnce);
  return html`${first.map((one) => evidenceTemplate(one, actions))}
    ${rest.length > 0 ? html`<details><summary>${rest.length} more</summary>${rest.map((one) => evidenceTemplate(one, actions))}</details>` : nothing}`;
}
