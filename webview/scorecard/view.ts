import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Advice, ScorecardState, ScorecardView } from '../../src/protocol/scorecard.ts';
import type { ScorecardActions } from './actions.ts';
import { dimensionTemplate } from './dimension.ts';
import { evidenceTemplate } from './evidence.ts';
import { exportMenu } from './exportMenu.ts';
import { questionTemplate } from './question.ts';

/** The scorecard in each of its states. */
export function scorecardTemplate(state: ScorecardState, actions: ScorecardActions): TemplateResult {
  if (state.kind === 'card') return cardTemplate(state.card, actions);
  if (state.kind === 'running') {
    return html`<div class="score empty"><h1>${state.title}</h1><p>The interview is running. The scorecard opens here when it ends, early ends included.</p></div>`;
  }
  return html`<div class="score empty">
    <h1>No scorecard yet</h1>
    <p>After an interview this shows your level in each dimension, with the words and the lines of code that decided it.</p>
    <vscode-button @click=${() => actions.start()}>Start an interview</vscode-button>
  </div>`;
}

function cardTemplate(card: ScorecardView, actions: ScorecardActions): TemplateResult {
  return html`<article class="score">
    <header class="row"><h1>${card.title}</h1><span class="spacer"></span>${exportMenu(actions)}</header>
    <p class="facts">${card.facts}</p>
    <section class="recommendation" aria-label="Recommendation"><p>Recommendation: <b>${card.recommendation.word}</b></p><p>${card.recommendation.because}</p></section>
    ${section(
      'Rubric',
      card.dimensions.map((dimension) => dimensionTemplate(dimension, actions)),
    )}
    ${section('Strengths', adviceList(card.strengths, card.strengthsNote, actions))}
    ${section('Work on', adviceList(card.improvements, card.improvementsNote, actions))}
    ${
      card.questions.length > 0
        ? section(
            'Questions',
            card.questions.map((question) => questionTemplate(question, actions)),
          )
        : nothing
    }
    ${card.resources.length > 0 ? section('Read next', resourcesTemplate(card.resources, actions)) : nothing}
    <footer><small>${card.judge}</small></footer>
  </article>`;
}

function section(title: string, content: unknown): TemplateResult {
  return html`<section aria-label=${title}><h2>${title}</h2>${content}</section>`;
}

function adviceList(advice: readonly Advice[], note: string | undefined, actions: ScorecardActions): TemplateResult {
  const item = (one: Advice) => html`<li>
    ${one.text}
    ${one.evidence ? evidenceTemplate(one.evidence, actions) : nothing}
    ${one.practise ? practiseLink(one.practise, one.text, actions) : nothing}
  </li>`;
  return html`${advice.length > 0 ? html`<ul class="advice">${advice.map(item)}</ul>` : nothing}
    ${note ? html`<p class="note">${note}</p>` : nothing}`;
}

function practiseLink(problem: string, what: string, actions: ScorecardActions): TemplateResult {
  return html`<button class="link" aria-label=${`Practise: ${what}`} @click=${() => actions.practise(problem)}>Practise</button>`;
}

function resourcesTemplate(resources: ScorecardView['resources'], actions: ScorecardActions): TemplateResult {
  return html`<ul class="resources">
    ${resources.map(
      ({ title, by, url, why }) => html`<li>
        <button class="link" role="link" title=${url} @click=${() => actions.openLink(url)}>${title}</button>
        <small>${by}</small><br /><small>${why}</small>
      </li>`,
    )}
  </ul>`;
}
