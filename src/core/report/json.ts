import { outOfFive, round, roundedLines } from '../grading/sum.ts';
import type { Scorecard } from '../grading.ts';

/** The scorecard as JSON: stable key order, numbers to two digits, everything a reader needs to redo the sums. */
export function scorecardJson(card: Scorecard, session: string, title: string): string {
  const body = {
    format: 'ml-interviewer-scorecard/1',
    session,
    title,
    facts: card.facts,
    recommendation: card.recommendation,
    dimensions: card.dimensions.map((item) => ({
      id: item.id,
      title: item.title,
      level: item.level,
      score: outOfFive(item.score),
      justification: item.because,
      sum: roundedLines(item.sum),
    })),
    questions: card.questions.map((item) => ({
      problem: item.problem.id,
      title: item.problem.title,
      score: outOfFive(item.score),
      relevance: round(item.relevance),
      hints: item.hints,
      flags: item.flags,
      ...(item.fallback ? { fallback: item.fallback } : {}),
      ...(item.disagreements.length > 0 ? { disagreements: item.disagreements } : {}),
      keyPoints: item.keyPoints.map((point) => ({
        id: point.point.id,
        claim: point.point.claim,
        weight: point.point.weight,
        verdict: point.verdict,
        help: point.help,
        points: round(point.points),
        ...(point.quote ? { quote: point.quote } : {}),
        ...(point.rule ? { rule: point.rule } : {}),
      })),
      misconceptions: item.held.map(({ misconception, quote }) => ({
        id: misconception.id,
        severity: misconception.severity,
        quote,
        correction: misconception.correction,
      })),
      sum: roundedLines(item.sum),
    })),
    exercises: card.exercises.map((item) => ({
      problem: item.problem.id,
      title: item.problem.title,
      score: outOfFive(item.score),
      verdict: item.verdict ?? null,
      runs: item.runs,
      checks: item.checks.map((check) => check.verdict),
      gaveUp: item.gaveUp,
      ...(item.change ? { change: item.change } : {}),
      process: item.signals,
    })),
    ...(card.disputes.length > 0 ? { disputes: card.disputes } : {}),
    strengths: card.strengths.map(({ text, quote }) => ({ text, ...(quote ? { quote } : {}) })),
    improvements: card.improvements.map(({ text, quote, practise }) => ({
      text,
      ...(quote ? { quote } : {}),
      ...(practise ? { practise } : {}),
    })),
    resources: card.resources,
  };
  return `${JSON.stringify(body, null, 2)}\n`;
}
