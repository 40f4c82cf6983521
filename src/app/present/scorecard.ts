import type { Bank } from '../../core/bank.ts';
import { verdictWord } from '../../core/exerciseVerdict.ts';
import type { Advice as GradedAdvice } from '../../core/grading/advice.ts';
import type { DimensionGrade } from '../../core/grading/dimensions.ts';
import type { AnsweredDispute } from '../../core/grading/dispute.ts';
import type { ExerciseGrade } from '../../core/grading/exerciseGrade.ts';
import type { KeyPointGrade, QuestionGrade } from '../../core/grading/questionGrade.ts';
import { outOfFive, round, roundedLines } from '../../core/grading/sum.ts';
import { sentencesIn } from '../../core/grading/text/pieces.ts';
import { grade, type Scorecard } from '../../core/grading.ts';
import { signalNames } from '../../core/process/signal.ts';
import { progressOf, type State } from '../../core/state.ts';
import type {
  Advice,
  DimensionView,
  DisputeView,
  Evidence,
  QuestionView,
  ScorecardView,
} from '../../protocol/scorecard.ts';
import { judgingNotes, whyVerdict } from './judging.ts';

const levelWords = { novice: 'Novice', intermediate: 'Intermediate', expert: 'Expert' } as const;
const verdictWords = {
  met: 'met',
  partial: 'partly met',
  missed: 'missed',
  contradicted: 'contradicted',
  not_enough: 'not enough to judge',
} as const;

export function presentScorecard(state: State, bank: Bank, session: string, title: string): ScorecardView {
  const card = grade(state, bank);
  return {
    session,
    title,
    facts: factsLine(card, state),
    recommendation: card.recommendation,
    dimensions: card.dimensions.map(dimension),
    questions: card.questions.map((item) => question(item, card, state)),
    strengths: card.strengths.map(advice),
    improvements: card.improvements.map(advice),
    resources: [...card.resources],
    judge: judgeLine(card),
    ...fewer('strengthsNote', card.strengths.length, 'strengths'),
    ...fewer('improvementsNote', card.improvements.length, 'points to work on'),
  };
}

export function factsLine(card: Scorecard, state: State): string {
  const { facts, disputes } = card;
  const date = new Date(state.at).toISOString().slice(0, 10);
  const parts = [date, `${facts.minutes} min`, count(facts.turns, 'turn'), count(facts.hints, 'hint')];
  if (facts.early) parts.push('ended early');
  if (disputes.length > 0) parts.push(`${count(disputes.length, 'verdict')} disputed`);
  return parts.join(' · ');
}

export function judgeLine({ facts }: Scorecard): string {
  const judges = facts.judges.length > 0 ? facts.judges.join(', ') : 'nobody: no technical answer was given';
  const voice =
    facts.voices.length > 0 ? `phrased by ${facts.voices.join(', ')}` : 'spoken offline, from authored text';
  return `Judged by ${judges}; ${voice}. Code judged by running it.`;
}

function dimension(item: DimensionGrade): DimensionView {
  return {
    id: item.id,
    title: item.title,
    level: item.level && levelWords[item.level],
    score: outOfFive(item.score),
    anchor: item.anchor,
    justification: item.because,
    evidence: [...item.questions.flatMap(quotesOf).slice(0, 4), ...item.exercises.flatMap(exerciseEvidence)],
    signals: item.id === 'debugging' ? item.exercises.flatMap(signalsOf) : [],
    sum: roundedLines(item.sum),
  };
}

function signalsOf({ problem, signals }: ExerciseGrade): DimensionView['signals'] {
  if (signals.length === 0) return [];
  const lines = signals.map(({ id, state, evidence, turn, code }) => ({
    ...{ name: signalNames[id], state, evidence },
    ...(turn === undefined ? {} : { turn }),
    ...(code ? { code: { problem: problem.id, ...code } } : {}),
  }));
  return [{ title: problem.title, signals: lines }];
}

/** The two most telling quotes of a question: wrong claims first, then what weighed most. */
function quotesOf(item: QuestionGrade): Evidence[] {
  const wrong = item.held.map(({ misconception, quote }) => quoteEvidence(quote, `wrong: ${misconception.claim}`));
  const right = [...item.keyPoints]
    .filter((point) => point.quote && point.verdict !== 'contradicted')
    .sort((a, b) => b.points - a.points)
    .map((point) =>
      quoteEvidence(
        point.quote as { turn: number; text: string },
        `${verdictWords[point.verdict]}: ${point.point.claim}`,
      ),
    );
  return [...wrong, ...right].slice(0, 2);
}

function quoteEvidence(quote: { turn: number; text: string }, note: string): Evidence {
  return { kind: 'quote', turn: quote.turn, text: quote.text, note };
}

export function exerciseEvidence(exercise: ExerciseGrade): Evidence[] {
  const verdict = exercise.verdict ?? 'unfixed';
  const { kind } = exercise.problem;
  const tries = exercise.checks.map((check) => verdictWord(check.verdict, kind)).join(', then ');
  const check: Evidence = {
    kind: 'check',
    problem: exercise.problem.id,
    verdict,
    word: verdictWord(verdict, kind),
    note: tries ? `${exercise.problem.title}: ${tries}` : exercise.how,
  };
  if (!exercise.change) return [check];
  const text = [...exercise.change.added, ...exercise.change.removed].find((line) => line.trim() !== '')?.trim() ?? '';
  const { file, line } = exercise.change;
  return [
    check,
    {
      kind: 'code',
      problem: exercise.problem.id,
      attempt: exercise.attempt,
      file,
      line,
      text,
      note: 'the change that was judged',
    },
  ];
}

function question(item: QuestionGrade, card: Scorecard, state: State): QuestionView {
  const disputes = card.disputes.filter(({ problem }) => problem === item.problem.id);
  const { answers } = progressOf(state, item.problem.id);
  return {
    problem: item.problem.id,
    title: item.problem.title,
    score: outOfFive(item.score),
    hints: item.hints,
    keyPoints: item.keyPoints.map((point) => keyPoint(point, item, disputes)),
    notes: judgingNotes(item),
    corrections: item.held.map(({ misconception, quote }) => ({
      id: misconception.id,
      said: quote.text,
      turn: quote.turn,
      correction: misconception.correction,
      ...disputeOf(disputes, 'misconception', misconception.id),
    })),
    sentences: answers.flatMap(({ turn, text }) => sentencesIn(text).map((sentence) => ({ turn, text: sentence }))),
    sum: roundedLines(item.sum),
  };
}

function keyPoint(
  item: KeyPointGrade,
  { disagreements }: QuestionGrade,
  disputes: readonly AnsweredDispute[],
): QuestionView['keyPoints'][number] {
  const other = disagreements.find(({ keyPoint }) => keyPoint === item.point.id);
  const worth = `${round(item.points)} of ${item.point.weight}${item.points > 0 && item.help !== 'unaided' ? `, ${item.help}` : ''}`;
  return {
    id: item.point.id,
    claim: item.point.claim,
    verdict: verdictWords[item.verdict],
    worth,
    ...(item.quote ? { quote: item.quote } : {}),
    ...(item.missing ? { missing: item.missing } : {}),
    ...(item.rule ? { why: whyVerdict(item.rule) } : {}),
    ...(other ? { otherwise: `The offline judge reads this as ${verdictWords[other.offline]}.` } : {}),
    ...disputeOf(disputes, 'key_point', item.point.id),
    disputable: item.verdict !== 'met',
  };
}

function disputeOf(
  disputes: readonly AnsweredDispute[],
  about: AnsweredDispute['about'],
  id: string,
): { dispute?: DisputeView } {
  const found = disputes.find((item) => item.about === about && item.id === id);
  if (!found) return {};
  const { quotes, reason, answer } = found;
  return { dispute: { quotes, answer, ...(reason ? { reason } : {}) } };
}

function advice(item: GradedAdvice): Advice {
  const [code] = item.exercise ? exerciseEvidence(item.exercise) : [];
  const evidence = item.quote ? quoteEvidence(item.quote, '') : code;
  return { text: item.text, ...(evidence ? { evidence } : {}), ...(item.practise ? { practise: item.practise } : {}) };
}

function fewer<K extends string>(key: K, found: number, what: string): Partial<Record<K, string>> {
  if (found >= 3) return {};
  const text =
    found === 0
      ? `The answers give no ${what} that could be shown with a quote.`
      : `The evidence gives ${found} ${what}, not three.`;
  return { [key]: text } as Partial<Record<K, string>>;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
