import { html, nothing, type TemplateResult } from 'lit/html.js';
import { changesSince } from '../../src/core/changes.ts';
import type { RunView } from '../../src/protocol/chat.ts';
import { shortNumber, summaryOf } from './data.ts';

type Change = NonNullable<RunView['diff']>[number];

/** Two runs side by side: where each logged value ended, and what was changed in the files between them. */
export function comparisonTemplate(earlier: RunView, later: RunView): TemplateResult {
  return html`${finalValues(earlier, later)}
    <h4>What changed since run ${earlier.run}</h4>
    ${changesTemplate(earlier, later)}`;
}

function finalValues(earlier: RunView, later: RunView): TemplateResult | typeof nothing {
  const names = [...new Set([earlier, later].flatMap((run) => Object.keys(run.series)))];
  if (names.length === 0) return nothing;
  const cell = (run: RunView, name: string) =>
    html`<td>${run.series[name] ? shortNumber(summaryOf(run, name).last) : 'not logged'}</td>`;
  return html`<div class="table-frame" tabindex="0" role="group" aria-label=${`Last values of run ${earlier.run} and run ${later.run}`}>
    <table class="numbers">
      <thead><tr><th scope="col">last value</th><th scope="col">run ${earlier.run}</th><th scope="col">run ${later.run}</th></tr></thead>
      <tbody>${names.map((name) => html`<tr><th scope="row">${name}</th>${cell(earlier, name)}${cell(later, name)}</tr>`)}</tbody>
    </table>
  </div>`;
}

function changesTemplate(earlier: RunView, later: RunView): TemplateResult {
  if (!earlier.diff || !later.diff)
    return html`<p>Too much was changed to be shown here. “Compare with the start” shows it file by file.</p>`;
  const changes = changesSince(earlier.diff, later.diff);
  return changes.length === 0 ? html`<p>Nothing: the files are the same.</p>` : html`${changes.map(changeTemplate)}`;
}

function changeTemplate({ file, line, removed, added }: Change): TemplateResult {
  const place = `${file}:${line}`;
  return html`<figure class="change">
    <figcaption class="mono">${place}</figcaption>
    <pre tabindex="0" role="group" aria-label=${`Change at ${place}`}>${removed.map((text) => lineTemplate(text, false))}${added.map((text) => lineTemplate(text, true))}</pre>
  </figure>`;
}

/** On one template line, since every space in a `pre` is shown. */
function lineTemplate(text: string, added: boolean): TemplateResult {
  return added
    ? html`<ins><span aria-hidden="true">+ </span><span class="unseen">added: </span>${text}\n</ins>`
    : html`<del><span aria-hidden="true">− </span><span class="unseen">removed: </span>${text}\n</del>`;
}
