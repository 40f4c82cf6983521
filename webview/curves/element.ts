import { html, nothing, render, svg, type TemplateResult } from 'lit/html.js';
import type uPlot from 'uplot';
import type { RunView } from '../../src/protocol/chat.ts';
import { takeEarlyProperty } from '../ui/early.ts';
import { watchTheme } from '../ui/theme.ts';
import { curveSentence, runsWith, scalarNames, shortNumber, summaryOf } from './data.ts';
import { makePlot, resizePlot, updatePlot } from './plot.ts';
import { dashes, lineClasses } from './styles.ts';

/** `<mli-curves .runs>`: the logged scalars of some runs, live, with a legend and the same facts as a table. */
export class CurvesElement extends HTMLElement {
  /** What the horizontal axis counts, if not steps; to be set before `runs`. No initial value: it may be set before this is defined. */
  declare axis?: string;
  /** Whether numbers that spread far get a logarithmic scale; to be set before `runs`. */
  declare wide?: boolean;
  #runs: readonly RunView[] = [];
  #scalar = '';
  #plot: uPlot | undefined;
  /** What the present plot was made for; other runs or another scalar need a new one. */
  #plotted = '';
  #observer: ResizeObserver | undefined;
  #stopWatching: (() => void) | undefined;

  get runs(): readonly RunView[] {
    return this.#runs;
  }

  set runs(runs: readonly RunView[]) {
    this.#runs = runs;
    if (this.isConnected) this.#draw();
  }

  connectedCallback(): void {
    takeEarlyProperty(this, 'runs');
    this.#draw();
    this.#observer = new ResizeObserver(() => this.#plot && resizePlot(this.#plot, this.#target().clientWidth));
    this.#observer.observe(this);
    this.#stopWatching = watchTheme(() => this.#redraw());
  }

  disconnectedCallback(): void {
    this.#observer?.disconnect();
    this.#stopWatching?.();
    this.#forgetPlot();
  }

  #draw(): void {
    const names = scalarNames(this.#runs);
    if (!names.includes(this.#scalar)) this.#scalar = names[0] ?? '';
    const runs = runsWith(this.#runs, this.#scalar);
    render(this.#template(names, runs), this);
    this.#showPlot(runs);
  }

  #template(names: readonly string[], runs: readonly RunView[]): TemplateResult {
    return html`<figure class="curves">
      <div class="curves-head">
        ${this.#headTemplate(names)}
        <span class="readout" aria-hidden="true"></span>
      </div>
      <div class="plot" role="img" aria-label=${curveSentence(runs, this.#scalar, this.axis)}></div>
      <ul class="legend" aria-label="Runs">${runs.map((run, index) => legendItem(run, this.#scalar, runs.length - 1 - index))}</ul>
      <details><summary>Numbers as a table</summary>${numbersTable(runs, this.#scalar, this.axis ?? 'step')}</details>
    </figure>`;
  }

  /** Names the value, but not where what surrounds the curves has named it. */
  #headTemplate(names: readonly string[]): TemplateResult | typeof nothing {
    const choose = (name: string) => {
      this.#scalar = name;
      this.#draw();
    };
    if (names.length > 1) return scalarChoice(names, this.#scalar, choose);
    return this.axis === undefined ? html`<small>${this.#scalar}</small>` : nothing;
  }

  #showPlot(runs: readonly RunView[]): void {
    const wanted = [this.#scalar, ...runs.map((run) => run.run)].join('/');
    if (this.#plot && wanted === this.#plotted) updatePlot(this.#plot, runs, this.#scalar);
    else this.#makePlot(runs, wanted);
  }

  #makePlot(runs: readonly RunView[], wanted: string): void {
    this.#forgetPlot();
    this.#plotted = wanted;
    const readout = this.querySelector('.readout');
    const drawn = { runs, scalar: this.#scalar, axis: this.axis ?? 'step', wide: this.wide ?? false };
    this.#plot = makePlot(this.#target(), drawn, (text) => {
      if (readout) readout.textContent = text;
    });
  }

  #redraw(): void {
    this.#forgetPlot();
    this.#draw();
  }

  #forgetPlot(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #target(): HTMLElement {
    return this.querySelector<HTMLElement>('.plot') ?? this;
  }
}

/** Beyond this many names a list to choose from takes less room than buttons. */
const mostRadios = 4;

function scalarChoice(names: readonly string[], chosen: string, choose: (name: string) => void): TemplateResult {
  const changed = (event: Event) => choose((event.target as HTMLElement & { value: string }).value);
  if (names.length > mostRadios) {
    return html`<select class="scalars" aria-label="Logged value" @change=${changed}>
      ${names.map((name) => html`<option .selected=${name === chosen}>${name}</option>`)}
    </select>`;
  }
  return html`<vscode-radio-group class="scalars" aria-label="Logged value" @change=${changed}>
    ${names.map((name) => html`<vscode-radio value=${name} ?checked=${name === chosen}>${name}</vscode-radio>`)}
  </vscode-radio-group>`;
}

function legendItem(run: RunView, scalar: string, age: number): TemplateResult {
  const { last } = summaryOf(run, scalar);
  return html`<li>
    <svg class=${`sample ${lineClasses[age] ?? ''}`} viewBox="0 0 24 8" width="24" height="8" aria-hidden="true">
      ${svg`<path d="M0 4H24" stroke-dasharray=${(dashes[age] ?? []).join(' ')}></path>`}
    </svg>
    ${run.label} <span class="mono">${shortNumber(last)}</span>${run.ending === 'running' ? ' running…' : ''}
  </li>`;
}

function numbersTable(runs: readonly RunView[], scalar: string, axis: string): TemplateResult {
  const row = (run: RunView) => {
    const numbers = summaryOf(run, scalar);
    return html`<tr>
      <th scope="row">${numbers.label}</th>
      ${[numbers.first, numbers.lowest, numbers.highest, numbers.last].map((value) => html`<td>${shortNumber(value)}</td>`)}
      <td>${numbers.steps}</td>
    </tr>`;
  };
  return html`<div class="table-frame" tabindex="0" role="group" aria-label=${`${scalar} in numbers`}>
    <table class="numbers">
      <thead><tr><th scope="col">${scalar}</th><th scope="col">first</th><th scope="col">lowest</th><th scope="col">highest</th><th scope="col">last</th><th scope="col">${axis}</th></tr></thead>
      <tbody>${runs.map(row)}</tbody>
    </table>
  </div>`;
}
