import * as vscode from 'vscode';
import { exportReport } from '../../app/exportReport.ts';
import type { Session } from '../../app/session.ts';

/** Asks where to, writes the report there and opens it. */
export async function saveReport(session: Session, format: 'markdown' | 'json'): Promise<void> {
  const report = exportReport(session, format);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: 'Export Scorecard',
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, report.fileName) } : {}),
    filters: format === 'json' ? { JSON: ['json'] } : { Markdown: ['md'] },
  });
  if (!uri) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(report.text));
  await vscode.window.showTextDocument(uri);
}
