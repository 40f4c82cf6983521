import * as vscode from 'vscode';
import type { Session } from '../../app/session.ts';
import type { ChatView } from '../../protocol/chat.ts';
import { minutesText } from './time.ts';

type Phase = ChatView['strip']['phases'][number];

/** The current session in the activity bar: its phases and the time. Empty (welcome text) without one. */
export class InterviewTree implements vscode.TreeDataProvider<Phase> {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #describe: (title: string | undefined, time: string | undefined) => void;
  #session: Session | undefined;
  #shown = '';

  /** @param describe shows time beside the view's name. */
  constructor(describe: (title: string | undefined, time: string | undefined) => void) {
    this.#describe = describe;
  }

  show(session: Session | undefined): void {
    this.#session = session;
    this.refresh();
  }

  refresh(): void {
    const view = this.#session?.chat();
    const time = view && `${minutesText(view.strip.elapsed)} of ${minutesText(view.strip.total)}`;
    this.#describe(view?.title, time);
    const shown = JSON.stringify([view?.session, view?.strip.phases, view?.phase]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#changed.fire();
  }

  getChildren(parent?: Phase): Phase[] {
    return parent ? [] : (this.#session?.chat().strip.phases ?? []);
  }

  getTreeItem(phase: Phase): vscode.TreeItem {
    const item = new vscode.TreeItem(phase.title);
    item.id = phase.id;
    const icon = { done: 'pass', now: 'arrow-right', ahead: 'circle-outline' }[phase.state];
    item.iconPath = new vscode.ThemeIcon(icon);
    if (phase.state === 'now') item.description = this.#session?.chat().phase === 'paused' ? 'paused' : 'now';
    const word = { done: 'done', now: 'current phase', ahead: 'ahead' }[phase.state];
    item.accessibilityInformation = { label: `${phase.title}, ${word}` };
    item.command = { command: 'mlInterviewer.openPanel', title: 'Open Interview Panel' };
    return item;
  }
}
