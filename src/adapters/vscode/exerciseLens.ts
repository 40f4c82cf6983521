import * as vscode from 'vscode';
import type { Session } from '../../app/session.ts';
import { exerciseAtHand } from './exerciseAtHand.ts';

const actions = [
  ['$(play) Run', 'mlInterviewer.exercise.run', 'Train, with the curves in the interview panel'],
  ['$(beaker) Check', 'mlInterviewer.exercise.check', 'Judge a copy of this folder'],
  ['$(debug-alt) Debug', 'mlInterviewer.exercise.debug', 'Run under the Python debugger'],
  ['$(lightbulb) Hint', 'mlInterviewer.hint', 'The next hint; hints are counted'],
] as const;

/** What can be done with the exercise, above the first line of its entry file. */
export class ExerciseLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #registration: vscode.Disposable;
  #session: Session | undefined;
  #place: string | undefined;

  constructor() {
    this.#registration = vscode.languages.registerCodeLensProvider({ scheme: 'file', language: 'python' }, this);
  }

  show(session: Session | undefined): void {
    this.#session = session;
    const place = entryOf(session)?.toString();
    if (place === this.#place) return;
    this.#place = place;
    this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (document.uri.toString() !== entryOf(this.#session)?.toString()) return [];
    const top = new vscode.Range(0, 0, 0, 0);
    return actions.map(([title, command, tooltip]) => new vscode.CodeLens(top, { title, command, tooltip }));
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

/** The entry file of the attempt at hand, while the interview goes on. */
function entryOf(session: Session | undefined): vscode.Uri | undefined {
  const at = exerciseAtHand(session);
  if (!at?.folder || !session || session.interviewer.state.ended) return undefined;
  return vscode.Uri.joinPath(vscode.Uri.file(at.folder), at.exercise.entry);
}
