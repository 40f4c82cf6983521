import * as vscode from 'vscode';
import type { SessionRow } from '../../app/library.ts';
import { dateText } from './time.ts';

/** All sessions on this machine, newest first. */
export class SessionTree implements vscode.TreeDataProvider<SessionRow> {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #list: () => Promise<SessionRow[]>;

  constructor(list: () => Promise<SessionRow[]>) {
    this.#list = list;
  }

  refresh(): void {
    this.#changed.fire();
  }

  async getChildren(parent?: SessionRow): Promise<SessionRow[]> {
    return parent ? [] : this.#list();
  }

  getTreeItem(row: SessionRow): vscode.TreeItem {
    const item = new vscode.TreeItem(row.title);
    item.id = row.session;
    item.contextValue = 'session';
    const state = { running: 'in progress', ended: 'ended', unreadable: 'cannot be read' }[row.state];
    item.description = `${dateText(row.started)} · ${state}`;
    const icon = { running: 'debug-pause', ended: 'checklist', unreadable: 'warning' }[row.state];
    item.iconPath = new vscode.ThemeIcon(icon);
    item.tooltip = row.fault ?? `${row.turns} turns. Open it to read on or go on.`;
    item.command = { command: 'mlInterviewer.session.open', title: 'Open', arguments: [row] };
    return item;
  }
}
