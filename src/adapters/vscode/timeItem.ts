import * as vscode from 'vscode';
import type { Session } from '../../app/session.ts';
import { minutesText } from './time.ts';

/** How often the minutes are looked at. ms */
const every = 15_000;

/** Interview time in the status bar, only while an interview is open and has not ended. */
export class TimeItem implements vscode.Disposable {
  #session: Session | undefined;
  #item: vscode.StatusBarItem | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  show(session: Session | undefined): void {
    this.#session = session;
    this.refresh();
  }

  refresh(): void {
    const view = this.#session?.chat();
    if (!view || view.phase === 'ended' || view.phase === 'read-only') {
      this.dispose();
      return;
    }
    this.#item ??= this.#make();
    const now = view.strip.phases.find((phase) => phase.state === 'now')?.title;
    const paused = view.phase === 'paused' ? ' (paused)' : '';
    this.#item.text = `$(clock) ${minutesText(view.strip.elapsed)}${paused}`;
    this.#item.tooltip = `${view.title}\n${now ?? ''}: ${minutesText(view.strip.elapsed)} of ${minutesText(view.strip.total)} used`;
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#item?.dispose();
    this.#item = undefined;
  }

  #make(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem('mlInterviewer.time', vscode.StatusBarAlignment.Left, 0);
    item.name = 'Interview Time';
    item.command = 'mlInterviewer.openPanel';
    item.show();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.refresh(), every);
    return item;
  }
}
