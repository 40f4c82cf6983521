import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ChatView, Strip } from '../../src/protocol/chat.ts';
import type { ChatActions } from './actions.ts';

type Phase = Strip['phases'][number];

/** The one line above the transcript: phases, time, Pause and End. */
export function stripTemplate(view: ChatView, actions: ChatActions): TemplateResult {
  const { strip, phase } = view;
  const open = phase === 'running' || phase === 'paused';
  return html`<header class="strip">
    <ol class="phases" aria-label="Phases">${strip.phases.map(phaseTemplate)}</ol>
    ${positionTemplate(strip)}
    <mli-clock class="clock" .reading=${strip}></mli-clock>
    ${open ? controls(phase, actions) : nothing}
  </header>`;
}

function phaseTemplate(phase: Phase): TemplateResult {
  const said = { done: 'done', now: 'current', ahead: 'ahead' }[phase.state];
  return html`<li class=${phase.state} aria-current=${phase.state === 'now' ? 'step' : nothing} title=${phase.title}>
    <span class="phase-title">${phase.title}</span><span class="unseen">, ${said}</span>
  </li>`;
}

/** Stands in for the titles where they have no room. */
function positionTemplate({ phases }: Strip): TemplateResult | typeof nothing {
  const now = phases.findIndex((phase) => phase.state === 'now');
  const phase = phases[now];
  if (!phase) return nothing;
  return html`<span class="position" aria-hidden="true"><b>${phase.title}</b> <small>${now + 1} of ${phases.length}</small></span>`;
}

function controls(phase: ChatView['phase'], actions: ChatActions): TemplateResult {
  const paused = phase === 'paused';
  return html`<span class="strip-controls">
    <vscode-button class="bare" appearance="icon" aria-label=${paused ? 'Resume the interview' : 'Pause the interview'} @click=${() => actions.pause(!paused)}>${paused ? 'Resume' : 'Pause'}</vscode-button>
    <vscode-button class="bare" appearance="icon" aria-label="End the interview and see the scorecard" @click=${() => actions.end()}>End</vscode-button>
  </span>`;
}
