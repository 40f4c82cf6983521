import { html, type TemplateResult } from 'lit/html.js';
import type { ScorecardActions } from './actions.ts';

const formats = [
  { format: 'markdown', label: 'Markdown' },
  { format: 'json', label: 'JSON' },
  { format: 'report', label: 'Report…' },
] as const;

/** A button that opens a menu of what can be exported. The popover closes by itself on Escape or a click elsewhere. */
export function exportMenu(actions: ScorecardActions): TemplateResult {
  const item = ({ format, label }: (typeof formats)[number]) => html`<button
    role="menuitem"
    @click=${(event: Event) => {
      menuOf(event)?.hidePopover();
      actions.exportAs(format);
    }}
  >${label}</button>`;
  return html`<div class="menu-anchor">
    <vscode-button class="bare" appearance="icon" aria-label="Export" aria-haspopup="menu" @click=${toggle}>Export</vscode-button>
    <div class="menu" role="menu" aria-label="Export as" popover @keydown=${moveInMenu}>${formats.map(item)}</div>
  </div>`;
}

function toggle(event: Event): void {
  const menu = menuOf(event);
  menu?.togglePopover();
  if (menu?.matches(':popover-open')) menu.querySelector('button')?.focus();
}

function moveInMenu(event: KeyboardEvent): void {
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const here = items.indexOf(document.activeElement as HTMLButtonElement);
  items.at((here + step) % items.length)?.focus();
}

function menuOf(event: Event): HTMLElement | null {
  return (event.currentTarget as HTMLElement).closest('.menu-anchor')?.querySelector<HTMLElement>('.menu') ?? null;
}
