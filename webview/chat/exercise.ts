import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ExerciseAction, ExerciseCard, RunView } from '../../src/protocol/chat.ts';
import type { ChatActions } from './actions.ts';
import { findingsTemplate, probesTemplate } from './probes.ts';
import { verdictTemplate } from './verdict.ts';

/** An exercise: the task, its files, what can be done with it, its runs and its verdict. */
export function exerciseTemplate(card: ExerciseCard, actions: ChatActions): TemplateResult {
  return html`<section class="card exercise" aria-label=${`Exercise: ${card.title}`}>
    <h2>${card.title} <small>${card.meta}</small></h2>
    <details class="statement" ?open=${card.state === 'offered'}>
      <summary>Task</summary>
      <mli-markdown class="markdown" .text=${card.statement}></mli-markdown>
    </details>
    ${card.files.length > 0 ? filesTemplate(card, actions) : nothing}
    ${card.runs.length > 0 ? runsTemplate(card.runs) : nothing}
    ${card.blocked ? html`<p class="blocked" role="note">${card.blocked}</p>` : nothing}
    ${actionsTemplate(card, actions)}
    ${card.findings.length > 0 ? findingsTemplate(card.findings) : nothing}
    ${card.verdict ? verdictTemplate(card.verdict) : nothing}
    ${card.explanation ? explanationTemplate(card, card.explanation, actions) : nothing}
  </section>`;
}

function filesTemplate(card: ExerciseCard, actions: ChatActions): TemplateResult {
  const link = (file: string) =>
    html`<li><button class="link" @click=${() => actions.openFile(card.problem, file)}>${file}</button></li>`;
  return html`<div class="files">
    <ul aria-label="Files">${card.files.map(link)}</ul>
    ${card.folder ? html`<small class="folder">in <span class="mono">${card.folder}</span></small>` : nothing}
  </div>`;
}

function runsTemplate(runs: readonly RunView[]): TemplateResult {
  const last = runs.at(-1);
  const hasPoints = runs.some((run) => Object.values(run.series).some((points) => points.length > 0));
  return html`<div class="runs">
    ${hasPoints ? html`<mli-runs .runs=${runs}></mli-runs>` : nothing}
    ${last ? runStatus(last, hasPoints) : nothing}
    ${last?.output ? html`<details class="output"><summary>Output of ${last.label}</summary><pre tabindex="0" role="group" aria-label="Output">${last.output}</pre></details>` : nothing}
  </div>`;
}

function runStatus(run: RunView, hasPoints: boolean): TemplateResult | typeof nothing {
  const words = {
    running: hasPoints ? '' : 'started; waiting for its first numbers…',
    finished: hasPoints ? '' : 'finished without logging any numbers.',
    failed: 'ended with an error.',
    stopped: 'was stopped.',
    timed_out: 'ran out of time and was stopped.',
  }[run.ending];
  if (!words && !run.message) return nothing;
  return html`<p class="run-status"><b>${run.label}</b> ${words} ${run.message ?? ''}</p>`;
}

function actionsTemplate(card: ExerciseCard, actions: ChatActions): TemplateResult {
  const act = (action: ExerciseAction) => () => actions.exercise(card.problem, action);
  if (card.state === 'offered') {
    return html`<div class="row">
      <vscode-button @click=${act('open')}>Open exercise</vscode-button>
      <small>Copies the files into your workspace.</small>
    </div>`;
  }
  const busy = doing[card.state];
  const off = busy !== undefined || card.blocked !== undefined;
  const primary = card.state === 'done' ? 'secondary' : 'primary';
  return html`<div class="row">
    ${
      busy
        ? html`<vscode-button @click=${act('stop')}>Stop</vscode-button>${busyTemplate(busy)}`
        : html`<vscode-button appearance=${primary} ?disabled=${off} @click=${act('run')}>Run</vscode-button>
          <vscode-button appearance="secondary" ?disabled=${off} @click=${act('check')}>Check</vscode-button>`
    }
    <span class="spacer"></span>
    ${bare('Compare with the start', act('compare'))}
    ${bare('Reset…', act('reset'), busy !== undefined)}
    ${card.explanation ? nothing : bare('Give up and explain…', act('give-up'), busy !== undefined)}
  </div>
  ${card.probes.length > 0 ? probesTemplate(card, actions, off) : nothing}`;
}

/** What is under way, by the state of the card. */
const doing: { readonly [State in ExerciseCard['state']]?: string } = {
  running: 'Running…',
  checking: 'Checking a copy of the folder…',
  probing: 'Probing the code…',
};

function busyTemplate(words: string): TemplateResult {
  return html`<span class="busy"><span class="ring"></span>${words}</span>`;
}

function bare(label: string, act: () => void, disabled = false): TemplateResult {
  return html`<vscode-button class="bare" appearance="icon" aria-label=${label} ?disabled=${disabled} @click=${act}>${label}</vscode-button>`;
}

function explanationTemplate(card: ExerciseCard, explanation: string, actions: ChatActions): TemplateResult {
  return html`<div class="explanation">
    <h3>What was wrong</h3>
    <mli-markdown class="markdown" .text=${explanation}></mli-markdown>
    <vscode-button appearance="secondary" @click=${() => actions.exercise(card.problem, 'reference')}>Show the reference fix</vscode-button>
  </div>`;
}
