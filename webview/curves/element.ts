import { html, render, svg, type TemplateResult } from 'lit/html.js';
import type uPlot from 'uplot';
import type { RunView } from '../../src/protocol/chat.ts';
import { watchTheme } from '../ui/theme.ts';
import { curveSentence, runsWith, scalarNames, shortNumber, summaryOf } from './data.ts';
import { makePlot, resizePlot, updatePlot } from './plot.ts';
import { dashes, lineClasses } from './styles.ts';

export function defineCurves(): void {
  if (!customElements.get('mli-curves')) customElements.define('mli-curves', CurvesElement);
}

/** `<mli-curves .runs>`: the logged scalars of the last runs, live, with a legend and the same facts as a table. */
class CurvesElement extends HTMLElement {
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
    const choose = (name: string) => {
      this.#scalar = name;
      this.#draw();
    };
    return html`<figure class="curves">
      <div class="curves-head">
        ${names.length > 1 ? scalarChoice(names, this.#scalar, choose) : html`<small>${this.#scalar}</small>`}
        <span class="readout" aria-hidden="true"></span>
      </div>
      <div class="plot" role="img" aria-label=${curveSentence(runs, this.#scalar)}></div>
      <ul class="legend" aria-label="Runs">${runs.map((run, index) => legendItem(run, this.#scalar, runs.length - 1 - index))}</ul>
      <details><summary>Numbers as a table</summary>${numbersTable(runs, this.#scalar)}</details>
    </figure>`;
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
    this.#plot = makePlot(this.#target(), runs, this.#scalar, (text) => {
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

/** A property that was set before the element was defined hides the accessor: set it again through it. */
function takeEarlyProperty<Key extends keyof CurvesElement>(element: CurvesElement, key: Key): void {
  if (!Object.hasOwn(element, key)) return;
  const early = element[key];
  delete (element as Partial<CurvesElement>)[key];
  element[key] = early;
}

function scalarChoice(names: readonly string[], chosen: string, choose: (name: string) => void): TemplateResult {
  const changed = (event: Event) => choose((event.target as HTMLElement & { value: string }).value);
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

function numbersTable(runs: readonly RunView[], scalar: string): TemplateResult {
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
      <thead><tr><th scope="col">${scalar}</th><th scope="col">first</th><th scope="col">lowest</th><th scope="col">highest</th><th scope="col">last</th><th scope="col">step</th></tr></thead>
      <tbody>${runs.map(row)}</tbody>
    </table>
  </div>`;
}
