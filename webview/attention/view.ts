import { html, type TemplateResult } from 'lit/html.js';
import { cssVariable } from '../ui/cssVariable.ts';
import { type Attention, type AttentionSettings, headCount, headWidth, mostTokens } from './maths.ts';
import { type Cell, fixed, rowSentence, rowsAsText, workedOut } from './words.ts';

export interface ExplorerActions {
  change(change: Partial<AttentionSettings>): void;
  retype(text: string): void;
  choose(cell: Cell): void;
  insert(): void;
}

export function explorerTemplate(
  settings: AttentionSettings,
  attention: Attention,
  cell: Cell,
  actions: ExplorerActions,
): TemplateResult {
  return html`<section class="attention" aria-label="Self-attention explorer">
    <h2>Self-attention, by hand <small>${headCount} heads · d_k = ${headWidth} · fixed random weights, not trained</small></h2>
    ${controlsTemplate(settings, actions)}
    <div class="attention-flow">
      <div>
        <p class="caption" id="heat-caption">weights = softmax(Q Kᵀ${settings.scaled ? ' / √d_k' : ''}); each row sums to 1. Move with the arrow keys.</p>
        ${heatTemplate(settings, attention, cell, actions)}
      </div>
      <div class="worked" aria-live="polite">
        <p class="caption">The cell “${settings.tokens[cell.row]}” → “${settings.tokens[cell.column]}”</p>
        <div class="sum-frame" tabindex="0" role="group" aria-label="The cell worked out"><dl>${workedOut(settings, attention, cell).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div>
        <p class="caption">${rowSentence(settings, attention, cell.row)}</p>
      </div>
    </div>
    <details><summary>Read as text</summary>${rowsAsText(settings, attention).map((row) => html`<p>${row}</p>`)}</details>
    <div class="row"><vscode-button appearance="secondary" @click=${() => actions.insert()}>Put this view into my answer</vscode-button></div>
  </section>`;
}

function controlsTemplate(settings: AttentionSettings, actions: ExplorerActions): TemplateResult {
  const heads = Array.from({ length: headCount }, (_, head) => head);
  return html`<div class="attention-controls">
    <vscode-text-field class="tokens" value=${settings.tokens.join(' ')} maxlength="120" @input=${(event: Event) => actions.retype(typed(event))}>Tokens, up to ${mostTokens}</vscode-text-field>
    <vscode-radio-group aria-label="Head" @change=${(event: Event) => actions.change({ head: Number(typed(event)) })}>
      ${heads.map((head) => html`<vscode-radio value=${head} ?checked=${head === settings.head}>head ${head + 1}</vscode-radio>`)}
    </vscode-radio-group>
    ${tick('÷ √d_k', settings.scaled, (scaled) => actions.change({ scaled }))}
    ${tick('causal mask', settings.causal, (causal) => actions.change({ causal }))}
    ${tick('positions', settings.positions, (positions) => actions.change({ positions }))}
    <label class="temperature">temperature
      <input type="range" min="0.1" max="4" step="0.1" .value=${String(settings.temperature)} @input=${(event: Event) => actions.change({ temperature: Number(typed(event)) })} />
      <output>${settings.temperature.toFixed(1)}</output>
    </label>
  </div>`;
}

function tick(label: string, checked: boolean, change: (checked: boolean) => void): TemplateResult {
  const changed = (event: Event) => change((event.target as HTMLInputElement).checked);
  return html`<vscode-checkbox ?checked=${checked} @change=${changed}>${label}</vscode-checkbox>`;
}

function typed(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

function heatTemplate(
  settings: AttentionSettings,
  attention: Attention,
  cell: Cell,
  actions: ExplorerActions,
): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    const target = neighbour(event.key, cell, settings.tokens.length);
    if (!target || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    actions.choose(target);
  };
  const row = (token: string, index: number) => html`<tr>
    <th scope="row">${token}</th>
    ${settings.tokens.map((_, column) => cellTemplate(settings, attention, { row: index, column }, cell, actions))}
  </tr>`;
  return html`<div class="table-frame">
    <table class="heat" role="grid" aria-labelledby="heat-caption" @keydown=${onKey}>
      <thead><tr><th scope="col"><span class="unseen">query, then key</span></th>${settings.tokens.map((token) => html`<th scope="col">${token}</th>`)}</tr></thead>
      <tbody>${settings.tokens.map(row)}</tbody>
    </table>
  </div>`;
}

function cellTemplate(
  settings: AttentionSettings,
  attention: Attention,
  here: Cell,
  chosen: Cell,
  actions: ExplorerActions,
): TemplateResult {
  const isChosen = here.row === chosen.row && here.column === chosen.column;
  const masked = settings.causal && here.column > here.row;
  const weight = attention.weights[here.row]?.[here.column] ?? 0;
  return html`<td
    role="gridcell"
    class=${masked ? 'masked' : ''}
    tabindex=${isChosen ? 0 : -1}
    aria-selected=${isChosen ? 'true' : 'false'}
    aria-label=${`${settings.tokens[here.row]} to ${settings.tokens[here.column]}: ${masked ? 'masked' : fixed(weight)}`}
    ${cssVariable('--heat', `${heat(weight)}%`)}
    @click=${() => actions.choose(here)}
  >${masked ? '–' : fixed(weight)}</td>`;
}

/** Share of the accent colour in a cell. Kept low enough that the number on it stays readable in every theme. */
function heat(weight: number): number {
  return Math.round(42 * weight ** 0.7);
}

function neighbour(key: string, { row, column }: Cell, count: number): Cell | undefined {
  const moves: Record<string, Cell> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row, column: 0 },
    End: { row, column: count - 1 },
  };
  return moves[key];
}
