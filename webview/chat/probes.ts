import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ExerciseCard, FindingView, RunView } from '../../src/protocol/chat.ts';
import type { ChatActions } from './actions.ts';

/** The questions that can be put to the code, by name. Nothing is shown before it was asked for. */
export function probesTemplate(card: ExerciseCard, actions: ChatActions, off: boolean): TemplateResult {
  const button = ({ id, name }: ExerciseCard['probes'][number]) =>
    html`<li><vscode-button appearance="secondary" ?disabled=${off} @click=${() => actions.probe(card.problem, id)}>${name}</vscode-button></li>`;
  return html`<details class="probes">
    <summary>Probe the code</summary>
    <ul class="row" aria-label="Probes">${card.probes.map(button)}</ul>
  </details>`;
}

/** What the probes showed: the newest in full, those before it on request. */
export function findingsTemplate(findings: readonly FindingView[]): TemplateResult {
  const newest = findings.at(-1);
  const earlier = findings.slice(0, -1).reverse();
  return html`<div class="findings">
    ${newest ? findingTemplate(newest) : nothing}
    ${
      earlier.length > 0
        ? html`<details><summary>Earlier probes (${earlier.length})</summary>${earlier.map(findingTemplate)}</details>`
        : nothing
    }
  </div>`;
}

const endings = {
  finished: '',
  failed: 'ended with an error.',
  stopped: 'was stopped.',
  timed_out: 'ran out of time and was stopped.',
};

/** The state of a probe in words; empty when it has an answer. */
export function endingOf({ ending, message }: FindingView): string {
  return [endings[ending], message].filter(Boolean).join(' ');
}

function findingTemplate(finding: FindingView): TemplateResult {
  const ending = endingOf(finding);
  return html`<section class="finding" aria-label=${`${finding.name}, ${finding.when}`}>
    <h3>${finding.name} <small>${finding.when}</small></h3>
    ${ending ? html`<p class="run-status">${ending}</p>` : nothing}
    ${finding.text ? html`<p>${finding.text}</p>` : nothing}
    ${finding.table ? tableTemplate(finding.name, finding.table) : nothing}
    ${finding.series ? html`<mli-curves .axis=${finding.axis} .wide=${true} .runs=${linesOf(finding)}></mli-curves>` : nothing}
  </section>`;
}

function tableTemplate(name: string, { columns, rows }: NonNullable<FindingView['table']>): TemplateResult {
  return html`<div class="table-frame" tabindex="0" role="group" aria-label=${`${name} as a table`}>
    <table class="numbers">
      <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td class=${Number.isNaN(Number(cell)) ? 'words' : ''}>${cell}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}

const drawn = new WeakMap<FindingView, RunView[]>();

/** Each curve of a probe as a line of its own in one plot. The same array for the same finding, so that it is drawn once. */
function linesOf(finding: FindingView): RunView[] {
  const known = drawn.get(finding);
  if (known) return known;
  const lines = Object.entries(finding.series ?? {}).map(
    ([name, points], index): RunView => ({
      ...{ run: index + 1, label: name, ending: 'finished', series: { [finding.name]: points } },
    }),
  );
  drawn.set(finding, lines);
  return lines;
}
