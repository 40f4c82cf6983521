import * as vscode from 'vscode';
import type { SessionRow } from '../../app/library.ts';
import type { Bank } from '../../core/bank.ts';
import { type ProbeId, probeNames } from '../../core/probes.ts';
import { dateText } from './time.ts';

export async function pickProblem(bank: Bank): Promise<string | undefined> {
  const items = [...bank.problems.values()].map((problem) => ({
    label: problem.title,
    description: `level ${problem.level} · ${problem.minutes} min`,
    detail: problem.exercise ? 'Exercise with files' : 'Question',
    id: problem.id,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Practise One Problem', matchOnDetail: true });
  return picked?.id;
}

export async function pickProbe(offered: readonly ProbeId[]): Promise<ProbeId | undefined> {
  if (offered.length === 0) {
    void vscode.window.showInformationMessage('This exercise offers no probes.');
    return undefined;
  }
  const items = offered.map((id) => ({ label: probeNames[id], id }));
  const title = 'Probe the Exercise';
  const placeHolder = 'What do you want to see of the code as it is now?';
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.id;
}

export async function pickSession(rows: readonly SessionRow[]): Promise<SessionRow | undefined> {
  if (rows.length === 0) {
    void vscode.window.showInformationMessage('There is no session yet.');
    return undefined;
  }
  const items = rows.map((row) => ({
    label: row.title,
    description: `${dateText(row.started)} · ${row.turns} turns`,
    row,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Sessions' }))?.row;
}
