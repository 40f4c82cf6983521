import * as vscode from 'vscode';
import { verdictOf } from '../../app/present/exerciseCard.ts';
import type { Session } from '../../app/session.ts';
import type { Check, EventOf } from '../../core/event.ts';
import { exerciseOf } from '../../core/state.ts';
import type { VerdictView } from '../../protocol/chat.ts';
import { exerciseAtHand } from './exerciseAtHand.ts';

const groups = { symptom: 'Symptom', cause: 'Cause' } as const;

/** The checks of the exercise at hand in the Test Explorer: what it shows is the last verdict, and running it is *Check*. */
export class CheckTests implements vscode.Disposable {
  #controller: vscode.TestController | undefined;
  #session: Session | undefined;
  /** Problem, attempt and number of checks that were mirrored last. */
  #shown = '';

  show(session: Session | undefined): void {
    this.#session = session;
    const at = exerciseAtHand(session);
    if (!session || !at?.folder) {
      this.#clear();
      return;
    }
    const { checks, attempts } = exerciseOf(session.interviewer.state, at.problem);
    const key = [session.interviewer.session, at.problem, attempts.length, checks.length].join(' ');
    if (key === this.#shown) return;
    this.#shown = key;
    const controller = this.#made();
    const uri = vscode.Uri.joinPath(vscode.Uri.file(at.folder), at.exercise.entry);
    const root = controller.createTestItem(at.problem, at.title, uri);
    controller.items.replace([root]);
    const last = checks.at(-1);
    if (last) this.#mirror(controller, root, verdictOf(last, at.kind), last, uri);
  }

  dispose(): void {
    this.#controller?.dispose();
    this.#controller = undefined;
  }

  #clear(): void {
    this.#shown = '';
    this.#controller?.items.replace([]);
  }

  #made(): vscode.TestController {
    if (this.#controller) return this.#controller;
    const controller = vscode.tests.createTestController('mlInterviewer.checks', 'ML Interviewer');
    controller.createRunProfile('Check', vscode.TestRunProfileKind.Run, () => this.#check(), true);
    this.#controller = controller;
    return controller;
  }

  /** The grader judges the folder whole, so whichever item is run, all of them are. */
  async #check(): Promise<void> {
    const at = exerciseAtHand(this.#session);
    if (at && this.#session) await this.#session.handsOn.check(at.problem);
  }

  #mirror(
    controller: vscode.TestController,
    root: vscode.TestItem,
    shown: VerdictView,
    checked: EventOf<'checked'>,
    uri: vscode.Uri,
  ): void {
    const run = controller.createTestRun(new vscode.TestRunRequest([root]), `${root.label}: ${shown.word}`, false);
    for (const group of ['symptom', 'cause'] as const) {
      if (shown[group].length === 0) continue;
      const item = controller.createTestItem(`${root.id}/${group}`, groups[group]);
      root.children.add(item);
      for (const check of shown[group]) report(run, controller, item, check, uri);
    }
    if (checked.symptom.length === 0) run.errored(root, messageOf(checked, uri));
    for (const note of checked.notes) run.appendOutput(`${note}\r\n`);
    run.end();
  }
}

function report(
  run: vscode.TestRun,
  controller: vscode.TestController,
  parent: vscode.TestItem,
  check: Check,
  uri: vscode.Uri,
): void {
  const item = controller.createTestItem(`${parent.id}/${check.check}`, check.check.replaceAll('-', ' '), uri);
  parent.children.add(item);
  if (check.passed) run.passed(item);
  else run.failed(item, new vscode.TestMessage(check.message));
}

/** Why nothing could be checked, at the line that is to blame where there is one. */
function messageOf({ verdict, error, notes }: EventOf<'checked'>, entry: vscode.Uri): vscode.TestMessage {
  const text = error ? `${error.kind}: ${error.message}` : notes.join('\n') || verdict;
  const message = new vscode.TestMessage(text);
  if (error?.file && error.line) {
    const uri = vscode.Uri.joinPath(entry, '..', error.file);
    message.location = new vscode.Location(uri, new vscode.Position(error.line - 1, 0));
  }
  return message;
}
