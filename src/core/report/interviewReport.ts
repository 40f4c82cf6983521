import { type Bank, problemOf } from '../bank.ts';
import type { Aspect } from '../communication/aspects.ts';
import { gradeCommunication } from '../communication.ts';
import { verdictWord } from '../exerciseVerdict.ts';
import type { AnsweredDispute } from '../grading/dispute.ts';
import type { ExerciseGrade } from '../grading/exerciseGrade.ts';
import type { QuestionGrade } from '../grading/questionGrade.ts';
import { outOfFive, round } from '../grading/sum.ts';
import type { Scorecard } from '../grading.ts';
import { plain } from '../interview/quote.ts';
import type { Problem } from '../problem.ts';
import { wordsOf } from '../prompt.ts';
import { progressOf, type State, type Turn } from '../state.ts';
import type { Item } from './blocks.ts';
import { type Skills, skillsOf } from './skills.ts';
import { withoutSoftBreaks } from './softBreaks.ts';

export type QuestionType = 'PROJECT' | 'TECHNICAL' | 'DESIGN' | 'DEBUGGING';

/** A question that was asked, answered or not, with what the answer was worth and why. */
export interface AskedQuestion {
  readonly number: number;
  readonly type: QuestionType;
  readonly problem: string;
  readonly title: string;
  readonly question: string;
  readonly answers: readonly { readonly turn: number; readonly text: string }[];
  /** 0–1; null when it was not answered. */
  readonly relevance: number | null;
  /** 0–5; null when it was not answered. */
  readonly score: number | null;
  readonly verdicts: readonly Item[];
  /** Verdicts that the candidate disputes, with the judge's answers. */
  readonly disputes: readonly Item[];
  readonly justification: string;
}

export interface Header {
  readonly candidate: string;
  readonly position: string;
  readonly company: string | null;
  readonly turns: number;
  readonly minutes: number;
  /** Mean over answered questions, 0–1 and 0–5; null when none was. */
  readonly relevance: number | null;
  readonly score: number | null;
  readonly judge: readonly string[];
}

/** Everything that the reports tell, as data; a pure function of the folded journal and the bank. */
export interface InterviewReport {
  readonly header: Header;
  readonly transcript: readonly { readonly turn: number; readonly who: string; readonly text: string }[];
  readonly questions: readonly AskedQuestion[];
  readonly exercises: readonly Item[];
  readonly strengths: readonly Item[];
  readonly development: readonly Item[];
  readonly criticalGaps: readonly Item[];
  readonly notAssessed: readonly string[];
  readonly levels: readonly { readonly title: string; readonly level: string; readonly because: string }[];
  readonly skills: Skills;
  readonly communication: readonly Aspect[];
  readonly recommendation: Scorecard['recommendation'];
}

export function interviewReport(state: State, bank: Bank, card: Scorecard): InterviewReport {
  const questions = card.questions.map((grade, i) => asked(grade, i + 1, card, state, bank));
  const critical = card.questions.flatMap(criticalGaps);
  const asItem = ({ text, quote }: Item): Item => ({ text, ...(quote ? { quote } : {}) });
  return {
    header: headerOf(state, bank, card, questions),
    transcript: state.turns.map((turn) => ({
      turn: turn.turn,
      who: turn.who === 'candidate' ? 'Candidate' : 'Interviewer',
      text: textOf(turn, state, bank),
    })),
    questions,
    exercises: card.exercises.map(exerciseItem),
    strengths: card.strengths.map(asItem),
    development: card.improvements.filter(({ quote }) => !critical.some((gap) => isSame(gap.quote, quote))).map(asItem),
    criticalGaps: critical,
    notAssessed: card.dimensions.filter(({ score }) => score === null).map(({ title }) => title),
    levels: card.dimensions.flatMap(({ title, level, because }) => (level ? [{ title, level, because }] : [])),
    skills: skillsOf(state, card.questions, bank),
    communication: gradeCommunication(state, card.questions, bank),
    recommendation: card.recommendation,
  };
}

/** The candidate's words stay as they were typed. */
function textOf(turn: Turn, state: State, bank: Bank): string {
  const words = wordsOf(turn, state, bank);
  return turn.who === 'candidate' ? words : withoutSoftBreaks(words);
}

function headerOf(state: State, bank: Bank, card: Scorecard, questions: readonly AskedQuestion[]): Header {
  const { started } = state;
  const mean = (values: readonly (number | null)[], digits: (value: number) => number) => {
    const known = values.flatMap((value) => (value === null ? [] : [value]));
    return known.length > 0 ? digits(known.reduce((sum, value) => sum + value, 0) / known.length) : null;
  };
  return {
    candidate: started?.candidate?.trim() || 'not named',
    position: started?.role ?? bank.tracks.get(started?.track ?? '')?.role ?? 'not named',
    company: started?.company ?? null,
    turns: card.facts.turns,
    minutes: card.facts.minutes,
    relevance: mean(
      questions.map(({ relevance }) => relevance),
      round,
    ),
    score: mean(
      questions.map(({ score }) => score),
      round,
    ),
    judge: card.facts.judges,
  };
}

function asked(grade: QuestionGrade, number: number, card: Scorecard, state: State, bank: Bank): AskedQuestion {
  const progress = progressOf(state, grade.problem.id);
  const first = state.turns.find(({ turn }) => turn === progress.entries[0]?.turn);
  const answered = grade.score !== null;
  return {
    number,
    type: typeOf(problemOf(bank, grade.problem.id)),
    problem: grade.problem.id,
    title: grade.problem.title,
    question: first ? textOf(first, state, bank) : withoutSoftBreaks(grade.problem.statement),
    answers: progress.answers,
    relevance: answered ? round(grade.relevance) : null,
    score: outOfFive(grade.score),
    verdicts: grade.keyPoints.map(({ verdict, point, quote }) => ({
      text: `${verdict.replace('_', ' ')}: ${point.claim}`,
      ...(quote ? { quote } : {}),
    })),
    disputes: card.disputes.filter(({ problem }) => problem === grade.problem.id).map(disputeItem),
    justification: justificationOf(grade),
  };
}

function disputeItem({ claim, reason, answer, quotes }: AnsweredDispute): Item {
  const why = reason ? ` The candidate: ${plain(reason)}.` : '';
  const words = quotes.map(({ turn, text }) => `“${plain(text)}” (turn ${turn})`).join(', ');
  return { text: `${claim} The candidate points at ${words}.${why} ${answer}` };
}

const types: Record<Problem['kind'], QuestionType> = {
  discussion: 'TECHNICAL',
  design: 'DESIGN',
  debugging: 'DEBUGGING',
  coding: 'DEBUGGING',
};

function typeOf({ areas, kind }: Problem): QuestionType {
  return areas.includes('background') ? 'PROJECT' : types[kind];
}

/** In a few sentences what the score rests on: what was met, the heaviest open points, what was wrong. */
function justificationOf({ score, keyPoints, held, hints, flags }: QuestionGrade): string {
  if (score === null) return 'Asked and not answered.';
  const of = (verdict: string) => keyPoints.filter((item) => item.verdict === verdict);
  const open = [...of('missed'), ...of('not_enough')].sort((a, b) => b.point.weight - a.point.weight);
  const counted = [`${of('met').length} of ${keyPoints.length} key points met`];
  if (of('partial').length > 0) counted.push(`${of('partial').length} in part`);
  if (of('contradicted').length > 0) counted.push(`${of('contradicted').length} contradicted`);
  const sentences = [`${counted.join(', ')}${hints > 0 ? `, with ${hints} ${hints === 1 ? 'hint' : 'hints'}` : ''}.`];
  for (const { misconception, quote } of held)
    sentences.push(`Wrong: “${plain(quote.text)}”. ${misconception.correction}`);
  if (open[0]) sentences.push(`Most is missing here: ${open[0].point.claim}`);
  if (flags.length > 0) sentences.push(`Noticed: ${flags.map((flag) => flag.replace('_', ' ')).join(', ')}.`);
  return sentences.join(' ');
}

/** A gap is critical when a major misconception is still held at the end. */
function criticalGaps({ problem, held }: QuestionGrade): Item[] {
  return held
    .filter(({ misconception }) => misconception.severity === 'major')
    .map(({ misconception, quote }) => ({ text: `${problem.title}: ${misconception.correction}`, quote }));
}

function isSame(a: Item['quote'], b: Item['quote']): boolean {
  return a !== undefined && a.turn === b?.turn && a.text === b.text;
}

function exerciseItem({ problem, verdict, score }: ExerciseGrade): Item {
  const word = verdict ? verdictWord(verdict, problem.kind) : 'not checked';
  return { text: `${problem.title}: ${word}${score === null ? '' : `, ${outOfFive(score)} / 5`}` };
}
