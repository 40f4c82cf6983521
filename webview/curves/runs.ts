import { repeat } from 'lit/directives/repeat.js';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { RunView } from '../../src/protocol/chat.ts';
import { takeEarlyProperty } from '../ui/early.ts';
import { comparisonTemplate } from './compare.ts';
import { drawnRuns, mostDrawn, runsByDefault } from './data.ts';

/** `<mli-runs .runs>`: the curves of the newest run over earlier ones that the candidate chooses, and two runs compared. */
export class RunsElement extends HTMLElement {
  #runs: readonly RunView[] = [];
  /** Earlier runs to draw; undefined until the candidate has chosen. */
  #chosen: ReadonlySet<number> | undefined;
  /** The run that the newest is compared with; the one before it until the candidate has chosen. */
  #against: number | undefined;

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
  }

  #draw(): void {
    const earlier = this.#runs.slice(0, -1);
    const newest = this.#runs.at(-1);
    const chosen = this.#chosen ?? runsByDefault(this.#runs);
    const both = newest && earlier.length > 0;
    render(
      html`<mli-curves .runs=${drawnRuns(this.#runs, chosen)}></mli-curves>
        ${both ? this.#overlayTemplate(earlier, newest, chosen) : nothing}
        ${both && newest.ending !== 'running' ? this.#comparisonTemplate(earlier, newest) : nothing}`,
      this,
    );
  }

  #overlayTemplate(earlier: readonly RunView[], newest: RunView, chosen: ReadonlySet<number>): TemplateResult {
    const full = earlier.filter(({ run }) => chosen.has(run)).length >= mostDrawn - 1;
    const item = ({ run, label, change }: RunView) => html`<li>
      <vscode-checkbox .checked=${chosen.has(run)} ?disabled=${full && !chosen.has(run)} @change=${(event: Event) => this.#choose(run, event)}>${change ? `Run ${run}: ${change}` : label}</vscode-checkbox>
    </li>`;
    return html`<details class="overlay">
      <summary>Earlier runs (${earlier.length})</summary>
      <ul aria-label=${`Draw with run ${newest.run}`}>${repeat(earlier.toReversed(), ({ run }) => run, item)}</ul>
      ${full ? html`<small>${mostDrawn} curves at a time.</small>` : nothing}
    </details>`;
  }

  #comparisonTemplate(earlier: readonly RunView[], newest: RunView): TemplateResult | typeof nothing {
    const against = earlier.find(({ run }) => run === this.#against) ?? earlier.at(-1);
    if (!against) return nothing;
    const option = ({ run, change }: RunView) =>
      html`<option value=${run} .selected=${run === against.run}>run ${run}${change ? `, ${change}` : ''}</option>`;
    return html`<details class="comparison">
      <summary>Compare run ${newest.run} with run ${against.run}</summary>
      ${
        earlier.length > 1
          ? html`<label>Compare with <select @change=${(event: Event) => this.#compareWith(event)}>${repeat(earlier.toReversed(), ({ run }) => run, option)}</select></label>`
          : nothing
      }
      ${comparisonTemplate(against, newest)}
    </details>`;
  }

  #choose(run: number, event: Event): void {
    const chosen = new Set(this.#chosen ?? runsByDefault(this.#runs));
    if ((event.target as HTMLElement & { checked: boolean }).checked) chosen.add(run);
    else chosen.delete(run);
    // The toolkit tells of what a script has set, too.
    if (chosen.size === (this.#chosen ?? runsByDefault(this.#runs)).size) return;
    this.#chosen = chosen;
    this.#draw();
  }

  #compareWith(event: Event): void {
    this.#against = Number((event.target as HTMLSelectElement).value);
    this.#draw();
  }
}
