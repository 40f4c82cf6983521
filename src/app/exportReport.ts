import { grade } from '../core/grading.ts';
import { scorecardJson } from '../core/report/json.ts';
import { scorecardMarkdown } from '../core/report/markdown.ts';
import { factsLine, judgeLine } from './present/scorecard.ts';
import type { Session } from './session.ts';

/** A session's scorecard as a file. The same journal always gives the same bytes. */
export function exportReport(session: Session, format: 'markdown' | 'json'): { fileName: string; text: string } {
  const { state, bank, session: id } = session.interviewer;
  const card = grade(state, bank);
  const name = `scorecard-${id}`;
  if (format === 'json') return { fileName: `${name}.json`, text: scorecardJson(card, id, session.title) };
  return {
    fileName: `${name}.md`,
    text: scorecardMarkdown(card, session.title, factsLine(card, state), judgeLine(card)),
  };
}
