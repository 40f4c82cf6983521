import * as z from 'zod/mini';
import type { Judge } from '../../../app/judge.ts';
import { type Bank, problemOf } from '../../../core/bank.ts';
import { gradeLone, loneInput } from '../../../core/grading/loneAnswer.ts';
import type { Judgement, Verdict } from '../../../core/grading/verdict.ts';
import { issueText } from '../issueText.ts';

/** One line of `npm run judge`'s output. `score` and `relevance` lie between 0 and 1. */
export interface JudgedLine {
  readonly id: string | number;
  readonly problem: string;
  readonly score: number;
  readonly relevance: number;
  readonly verdicts: readonly {
    readonly keyPoint: string;
    readonly verdict: Verdict;
    readonly quotes: readonly string[];
  }[];
  readonly misconceptions: readonly { readonly id: string; readonly quotes: readonly string[] }[];
  readonly notes: readonly string[];
}

export interface UnreadLine {
  readonly id: string | number | null;
  readonly error: string;
}

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]),
  problem: z.string(),
  answer: z.string(),
  hints: z._default(z.int().check(z.gte(0), z.lte(4)), 0),
});

/** Judges one line of JSON, `{id, problem, answer, hints?}`. A line that cannot be read becomes an error, never a throw. */
export async function judgeLine(line: string, bank: Bank, judge: Judge): Promise<JudgedLine | UnreadLine> {
  const json = parsed(line);
  const id = idOf(json);
  if (json === undefined) return { id, error: 'This line is no JSON.' };
  const decoded = lineSchema.safeParse(json);
  if (!decoded.success) return { id, error: faultOf(decoded.error, json) };
  const { data } = decoded;
  if (!bank.problems.has(data.problem)) return { id, error: `There is no problem "${data.problem}".` };
  const problem = problemOf(bank, data.problem);
  const judgement = await judge.judge(loneInput(problem, data));
  const { score } = gradeLone(problem, data, judgement, bank.rubric);
  return lineOf(data.id, score ?? 0, judgement);
}

function lineOf(id: string | number, score: number, judgement: Judgement): JudgedLine {
  return {
    id,
    problem: judgement.problem,
    score: Math.round(score * 1000) / 1000,
    relevance: judgement.relevance,
    verdicts: judgement.verdicts.map(({ keyPoint, verdict, quote }) => ({
      keyPoint,
      verdict,
      quotes: quote ? [quote.text] : [],
    })),
    misconceptions: judgement.held.map((item) => ({ id: item.id, quotes: [item.quote.text] })),
    notes: notesOf(judgement),
  };
}

/** What was noticed, and for a model that was to judge and did not, that and why. */
function notesOf({ by, flags, fallback, disagreements }: Judgement): string[] {
  const apart = (disagreements ?? []).map(({ keyPoint, offline }) => `${keyPoint}: the offline judge says ${offline}`);
  const judge = by === 'offline' && !fallback ? [] : [`judged by ${by}`];
  return [...flags, ...judge, ...(fallback ? [`the model did not judge: ${fallback.why}`] : []), ...apart];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function idOf(json: unknown): string | number | null {
  const found = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(json);
  return found.success ? found.data.id : null;
}

function faultOf(error: z.core.$ZodError, json: unknown): string {
  const texts = error.issues.flatMap((issue) => issueText(issue, json));
  return texts.map(({ path, message }) => `${path.join('.') || 'The line'}: ${message}.`).join(' ');
}
