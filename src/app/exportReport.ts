import { grade } from '../core/grading.ts';
import { toMarkdown } from '../core/report/blocks.ts';
import { toHtml } from '../core/report/html.ts';
import { type InterviewReport, interviewReport } from '../core/report/interviewReport.ts';
import { scorecardJson } from '../core/report/json.ts';
import { scorecardMarkdown } from '../core/report/markdown.ts';
import { partTitles, type ReportPart, reportBlocks } from '../core/report/parts.ts';
import { factsLine, judgeLine } from './present/scorecard.ts';
import type { Session } from './session.ts';

export interface ReportFile {
  readonly fileName: string;
  readonly text: string;
}

export const reportFormats = ['markdown', 'html', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A session's scorecard as a file. The same journal always gives the same bytes. */
export function exportScorecard(session: Session, format: 'markdown' | 'json'): ReportFile {
  const { state, bank, session: id } = session.interviewer;
  const card = grade(state, bank);
  const name = `scorecard-${id}`;
  if (format === 'json') return { fileName: `${name}.json`, text: scorecardJson(card, id, session.title) };
  return {
    fileName: `${name}.md`,
    text: scorecardMarkdown(card, session.title, factsLine(card, state), judgeLine(card)),
  };
}

/** One part of the interview's report, or all of it, as a file. The same journal always gives the same bytes. */
export function exportReport(session: Session, part: ReportPart, format: ReportFormat): ReportFile {
  const { state, bank, session: id } = session.interviewer;
  const report = interviewReport(state, bank, grade(state, bank));
  const name = `${part === 'all' ? 'report' : part}-${id}`;
  if (format === 'json')
    return { fileName: `${name}.json`, text: `${JSON.stringify(dataOf(report, part), null, 2)}\n` };
  const blocks = reportBlocks(report, part);
  if (format === 'markdown') return { fileName: `${name}.md`, text: toMarkdown(blocks) };
  return { fileName: `${name}.html`, text: toHtml(blocks, `${partTitles[part]}: ${session.title}`) };
}

function dataOf(report: InterviewReport, part: ReportPart): unknown {
  const { header, transcript, questions, exercises, recommendation, ...hiring } = report;
  const parts = {
    transcript: { transcript },
    questions: { questions },
    evaluation: {
      evaluation: questions.map(({ number, type, title, score, justification }) => ({
        ...{ number, type, title, score, justification },
      })),
      exercises,
    },
    hiring: { ...hiring, recommendation },
    recommendation: { recommendation },
    all: report,
  };
  return { header, ...parts[part] };
}
