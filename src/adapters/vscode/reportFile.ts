import * as vscode from 'vscode';
import { exportReport, exportScorecard, type ReportFile, type ReportFormat } from '../../app/exportReport.ts';
import type { Session } from '../../app/session.ts';
import { partTitles, type ReportPart, reportParts } from '../../core/report/parts.ts';

/** Asks where to, writes the scorecard there and opens it. */
export function saveScorecard(session: Session, format: 'markdown' | 'json'): Promise<void> {
  return save(exportScorecard(session, format), format, 'Export Scorecard');
}

/** Asks which part of the report, in which format and where to, writes it there and opens it. */
export async function saveReport(session: Session): Promise<void> {
  const part = await vscode.window.showQuickPick(
    (['all', ...reportParts] as const).map((id) => ({ label: partTitles[id], description: partHints[id], id })),
    { title: 'Export Report', placeHolder: 'Which part?' },
  );
  if (!part) return;
  const format = await vscode.window.showQuickPick(formats, {
    title: partTitles[part.id],
    placeHolder: 'Which format?',
  });
  if (format) await save(exportReport(session, part.id, format.id), format.id, `Export ${partTitles[part.id]}`);
}

const partHints: Record<ReportPart, string> = {
  all: 'everything below in one document',
  transcript: 'what was said, turn by turn',
  questions: 'every question with its answer and verdicts',
  evaluation: 'the score of every question, and what it rests on',
  hiring: 'strengths, gaps, skills, communication',
  recommendation: 'the recommendation alone',
};

const formats: readonly { label: string; description: string; id: ReportFormat }[] = [
  { label: 'HTML', description: 'to read in a browser or to print', id: 'html' },
  { label: 'Markdown', description: 'to read or edit here', id: 'markdown' },
  { label: 'JSON', description: 'for programs', id: 'json' },
];

const filters: Record<ReportFormat, Record<string, string[]>> = {
  html: { HTML: ['html'] },
  markdown: { Markdown: ['md'] },
  json: { JSON: ['json'] },
};

async function save(report: ReportFile, format: ReportFormat, title: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title,
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, report.fileName) } : {}),
    filters: filters[format],
  });
  if (!uri) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(report.text));
  await vscode.window.showTextDocument(uri);
}
