import type { DimensionGrade } from '../grading/dimensions.ts';
import type { AnsweredDispute } from '../grading/dispute.ts';
import type { ExerciseGrade } from '../grading/exerciseGrade.ts';
import type { QuestionGrade } from '../grading/questionGrade.ts';
import { outOfFive, round, type SumLine } from '../grading/sum.ts';
import type { Scorecard } from '../grading.ts';
import { inert, quoted } from '../interview/quote.ts';
import { type Signal, signalNames } from '../process/signal.ts';

/** The scorecard as Markdown, for reading outside the editor. What a candidate or a model named is escaped. */
export function scorecardMarkdown(card: Scorecard, title: string, facts: string, judge: string): string {
  return [
    `# ${inert(title)}`,
    `${facts}. ${inert(judge)}`,
    `**Recommendation: ${card.recommendation.word}.** ${card.recommendation.because}`,
    '## Rubric',
    ...card.dimensions.map(dimension),
    '## Questions',
    ...card.questions.map((item) => question(item, card)),
    ...(card.exercises.length > 0
      ? ['## Exercises', list(card.exercises.map((item) => `${item.problem.title}: ${item.how}`))]
      : []),
    '## Strengths',
    list(card.strengths.map(({ text, quote }) => withQuote(text, quote))),
    '## Work on',
    list(card.improvements.map(({ text, quote }) => withQuote(text, quote))),
    '## Read next',
    list(card.resources.map((item) => `[${item.title}](${item.url}), ${item.by} (${item.why})`)),
    '',
  ].join('\n\n');
}

function dimension(item: DimensionGrade): string {
  const head = item.score === null ? 'not assessed' : `${item.level}, ${outOfFive(item.score)} / 5`;
  const lines = [`### ${item.title}: ${head}`, item.because];
  if (item.anchor) lines.push(`> ${item.anchor}`);
  if (item.id === 'debugging') lines.push(...item.exercises.flatMap(habits));
  if (item.sum.length > 0) lines.push(table(item.sum));
  return lines.join('\n\n');
}

function habits({ problem, signals }: ExerciseGrade): string[] {
  if (signals.length === 0) return [];
  const lines = signals.map(
    (signal) => `${signalNames[signal.id]}: ${signal.state.replace('_', ' ')} (${inert(whereabouts(signal))})`,
  );
  return [`How “${problem.title}” was hunted:`, list(lines)];
}

function whereabouts({ evidence, turn, code }: Signal): string {
  const places = [...(turn === undefined ? [] : [`turn ${turn}`]), ...(code ? [`${code.file}:${code.line}`] : [])];
  return [evidence, ...places].join(', ');
}

function question(item: QuestionGrade, card: Scorecard): string {
  const disputes = card.disputes.filter(({ problem }) => problem === item.problem.id).map(disputed);
  const head = item.score === null ? 'not answered' : `${outOfFive(item.score)} / 5`;
  const points = item.keyPoints.map((point) => {
    const quote = point.quote ? ` ${quoted(point.quote.text)} (turn ${point.quote.turn})` : '';
    return `${point.verdict.replace('_', ' ')}: ${point.point.claim}${quote}`;
  });
  const wrong = item.held.map(
    ({ misconception, quote }) => `${quoted(quote.text)} (turn ${quote.turn}): ${misconception.correction}`,
  );
  return [
    `### ${item.problem.title}: ${head}`,
    `Hints: ${item.hints}. Relevance: ${round(item.relevance)}.`,
    list(points),
    ...(wrong.length > 0 ? ['Corrections:', list(wrong)] : []),
    ...(disputes.length > 0 ? ['Disputed:', list(disputes)] : []),
    table(item.sum),
  ].join('\n\n');
}

function disputed({ claim, quotes, reason, answer }: AnsweredDispute): string {
  const words = quotes.map(({ turn, text }) => `${quoted(text)} (turn ${turn})`).join(', ');
  return `${claim} The candidate points at ${words}.${reason ? ` ${quoted(reason)}.` : ''} ${inert(answer)}`;
}

function withQuote(text: string, quote: { turn: number; text: string } | undefined): string {
  return quote ? `${text} ${quoted(quote.text)} (turn ${quote.turn})` : text;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'None.' : items.map((item) => `- ${item}`).join('\n');
}

function table(sum: readonly SumLine[]): string {
  const rows = sum.map((line) => `| ${cell(line.label)} | ${round(line.value)} | ${cell(line.how)} |`);
  return ['| | value | how |', '|---|---:|---|', ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
