import type { Aspect } from '../communication/aspects.ts';
import { type Block, heading, type Item, list, paragraph } from './blocks.ts';
import type { AskedQuestion, Header, InterviewReport } from './interviewReport.ts';

/** The parts of the reports, in the order in which the whole one has them. */
export const reportParts = ['transcript', 'questions', 'evaluation', 'hiring', 'recommendation'] as const;
export type ReportPart = (typeof reportParts)[number] | 'all';

export const partTitles: Readonly<Record<ReportPart, string>> = {
  transcript: 'Interview transcript',
  questions: 'Questions and answers',
  evaluation: 'Evaluation',
  hiring: 'Hiring report',
  recommendation: 'Recommendation',
  all: 'Interview report',
};

export function reportBlocks(report: InterviewReport, part: ReportPart): Block[] {
  const parts = part === 'all' ? reportParts : [part];
  return [
    heading(1, partTitles[part]),
    headerBlock(report.header),
    ...parts.flatMap((item) => [...(part === 'all' ? [heading(2, partTitles[item])] : []), ...sections[item](report)]),
  ];
}

function headerBlock(header: Header): Block {
  const shown = (value: number | null, of: string) => (value === null ? 'no question was answered' : `${value}${of}`);
  const rows: [string, string][] = [
    ['Candidate', header.candidate],
    ['Position', header.position],
    ...(header.company ? [['Company', header.company] as [string, string]] : []),
    ['Turns', `${header.turns} in ${header.minutes} min`],
    ['Mean relevance', shown(header.relevance, '')],
    ['Mean score', shown(header.score, ' / 5')],
    ['Judged by', header.judge.length > 0 ? header.judge.join(', ') : 'nobody: no technical answer was given'],
  ];
  return { kind: 'facts', rows };
}

const sections: Record<Exclude<ReportPart, 'all'>, (report: InterviewReport) => Block[]> = {
  transcript: ({ transcript }) => transcript.map((turn) => ({ kind: 'speech', ...turn })),
  questions: ({ questions }) =>
    questions.length > 0 ? questions.flatMap(questionBlocks) : [none('No question was asked.')],
  evaluation: evaluationBlocks,
  hiring: hiringBlocks,
  recommendation: ({ recommendation }) => [paragraph(recommendation.because, `${capital(recommendation.word)}.`)],
};

function questionBlocks(asked: AskedQuestion): Block[] {
  const relevance = asked.relevance === null ? 'not answered' : `relevance ${asked.relevance}`;
  return [
    heading(3, `Q${asked.number} [${asked.type}] ${asked.title} (${relevance})`),
    { kind: 'speech', who: 'Question', text: asked.question },
    ...asked.answers.map(({ turn, text }): Block => ({ kind: 'speech', who: 'Answer', text, turn })),
    ...(asked.answers.length > 0 ? [list(asked.verdicts)] : []),
    ...(asked.disputes.length > 0 ? [paragraph('', 'Disputed by the candidate:'), list(asked.disputes)] : []),
  ];
}

function evaluationBlocks({ questions, exercises }: InterviewReport): Block[] {
  const project = questions.filter(({ type }) => type === 'PROJECT');
  const technical = questions.filter(({ type }) => type !== 'PROJECT');
  return [
    heading(3, 'Project and experience'),
    ...(project.length > 0 ? project.flatMap(scored) : [none('Not asked.')]),
    heading(3, 'Technical questions'),
    ...(technical.length > 0 ? technical.flatMap(scored) : [none('Not asked.')]),
    ...(exercises.length > 0 ? [heading(3, 'Exercises'), list(exercises)] : []),
  ];
}

function scored({ number, type, title, score, justification, disputes }: AskedQuestion): Block[] {
  const points = score === null ? 'not answered' : `${score} / 5`;
  const disputed =
    disputes.length > 0 ? ' The candidate disputes a verdict on this question; see questions and answers.' : '';
  return [paragraph(`${justification}${disputed}`, `Q${number} [${type}] ${title}: ${points}.`)];
}

function hiringBlocks(report: InterviewReport): Block[] {
  const { header, recommendation, levels, notAssessed, skills } = report;
  const fit = levels.map(({ title, level, because }) => ({ text: `${title}: ${capital(level)}. ${because}` }));
  return [
    heading(3, 'Suitability for the role'),
    paragraph(`${header.position}: ${recommendation.word}. ${recommendation.because}`),
    ...(fit.length > 0 ? [list(fit)] : []),
    ...(notAssessed.length > 0 ? [paragraph(`Not assessed: ${notAssessed.join(', ')}.`)] : []),
    heading(3, 'Key strengths'),
    orNone(report.strengths, 'The answers give none that could be shown with a quote.'),
    heading(3, 'Development areas and critical gaps'),
    orNone(
      [...report.criticalGaps.map((gap) => ({ ...gap, text: `Critical. ${gap.text}` })), ...report.development],
      'None was found in what was asked.',
    ),
    heading(3, 'Skills demonstrated'),
    orNone(skills.demonstrated, 'None: no key point was met.'),
    heading(3, 'Skills mentioned'),
    orNone(skills.mentioned, 'No others.'),
    heading(3, 'Skills implied'),
    orNone(skills.implied, 'None.'),
    heading(3, 'Communication'),
    list(report.communication.map(aspectItem)),
    heading(3, 'Overall recommendation'),
    paragraph(recommendation.because, `${capital(recommendation.word)}.`),
  ];
}

function aspectItem({ title, state, because, quote }: Aspect): Item {
  const head = state === 'not_assessed' ? title : `${title}, ${state}`;
  return { text: `${head}. ${because}`, ...(quote ? { quote } : {}) };
}

function orNone(items: readonly Item[], otherwise: string): Block {
  return items.length > 0 ? list(items) : none(otherwise);
}

const none = (text: string): Block => paragraph(text);

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
