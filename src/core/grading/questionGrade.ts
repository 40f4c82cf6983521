import { askedKeyPoints } from '../interview/standing.ts';
import type { KeyPoint, Misconception, Problem } from '../problem.ts';
import type { Rubric } from '../rubric.ts';
import { latestJudgement, type Progress } from '../state.ts';
import type { Disagreement } from './model/agreement.ts';
import { orderOfSteps, type StepOrder } from './stepOrder.ts';
import { round, type SumLine } from './sum.ts';
import type { Judgement, KeyPointVerdict, Quote, Verdict } from './verdict.ts';

export interface KeyPointGrade {
  readonly point: KeyPoint;
  readonly verdict: Verdict;
  /** Factor for help, 0–1 (rubric `help`). */
  readonly factor: number;
  readonly help: string;
  /** weight × points of the verdict × factor. */
  readonly points: number;
  readonly quote?: Quote;
  readonly missing?: string;
  readonly rule?: string;
}

export interface QuestionGrade {
  readonly problem: Problem;
  /** 0–1; null when no answer was given, so that there is nothing to judge. */
  readonly score: number | null;
  readonly keyPoints: readonly KeyPointGrade[];
  readonly held: readonly { readonly misconception: Misconception; readonly quote: Quote }[];
  readonly hints: number;
  readonly relevance: number;
  readonly sum: readonly SumLine[];
  readonly flags: readonly string[];
  /** A model that was to read the answer and did not, and why. */
  readonly fallback?: Judgement['fallback'];
  readonly disagreements: readonly Disagreement[];
}

/** Score of the talk about one problem, by the law of scoring (DESIGN, section 4). */
export function gradeQuestion(problem: Problem, progress: Progress, rubric: Rubric): QuestionGrade {
  const judgement = latestJudgement(progress);
  const counted = countedKeyPoints(problem, progress, judgement);
  const keyPoints = counted.map((point) => gradeKeyPoint(point, judgement, progress, rubric));
  const held = heldMisconceptions(problem, judgement);
  const engaged = progress.answers.length > 0 || progress.requests.includes('pass');
  const order = orderOfSteps(problem, judgement?.steps ?? []);
  const { score, sum } = total(keyPoints, held, order, rubric);
  return {
    problem,
    score: engaged && counted.length > 0 ? score : null,
    keyPoints,
    held,
    hints: progress.hints.length,
    relevance: judgement?.relevance ?? 0,
    sum,
    flags: judgement?.flags ?? [],
    disagreements: judgement?.disagreements ?? [],
    ...(judgement?.fallback ? { fallback: judgement.fallback } : {}),
  };
}

/** What was asked about, and what was said unasked: a point never asked about does not count against anyone. */
function countedKeyPoints(problem: Problem, progress: Progress, judgement: Judgement | undefined): KeyPoint[] {
  const asked = new Set(askedKeyPoints(problem, progress).map((point) => point.id));
  const said = new Set(judgement?.verdicts.filter((item) => item.quote).map((item) => item.keyPoint));
  return problem.key_points.filter((point) => asked.has(point.id) || said.has(point.id));
}

function gradeKeyPoint(
  point: KeyPoint,
  judgement: Judgement | undefined,
  progress: Progress,
  rubric: Rubric,
): KeyPointGrade {
  const found: KeyPointVerdict = judgement?.verdicts.find((item) => item.keyPoint === point.id) ?? {
    keyPoint: point.id,
    verdict: 'not_enough',
  };
  const { factor, help } = helpBefore(found, progress, rubric);
  const worth = rubric.points[found.verdict === 'not_enough' ? 'missed' : found.verdict];
  return {
    point,
    verdict: found.verdict,
    factor,
    help,
    points: point.weight * worth * (worth > 0 ? factor : 1),
    ...(found.quote ? { quote: found.quote } : {}),
    ...(found.missing ? { missing: found.missing } : {}),
    ...(found.rule ? { rule: found.rule } : {}),
  };
}

/** Help given before the words that earned the verdict: the point's own probe, and the highest hint; the smaller holds. */
function helpBefore(found: KeyPointVerdict, progress: Progress, rubric: Rubric): { factor: number; help: string } {
  const turn = found.quote?.turn;
  if (turn === undefined) return { factor: rubric.help.unaided, help: 'unaided' };
  const helps = (item: { turn: number }) => item.turn < turn && !wasMet(found.keyPoint, progress, item.turn);
  const hint = Math.max(0, ...progress.hints.filter(helps).map((item) => item.level));
  const probed = progress.probes.some((item) => item.keyPoint === found.keyPoint && helps(item));
  const byHint = hint > 0 ? (rubric.help.hints[hint - 1] ?? 0) : rubric.help.unaided;
  const byProbe = probed ? rubric.help.probed : rubric.help.unaided;
  if (byHint < byProbe || (hint > 0 && byHint === byProbe)) return { factor: byHint, help: `after hint ${hint}` };
  return probed ? { factor: byProbe, help: 'after its probe' } : { factor: byProbe, help: 'unaided' };
}

/** Whether the point was met already when the interviewer's `turn` came: help costs only what was still unmet. */
function wasMet(keyPoint: string, progress: Progress, turn: number): boolean {
  const before = progress.judgements.findLast((item) => item.turn < turn)?.judgement;
  return before?.verdicts.find((item) => item.keyPoint === keyPoint)?.verdict === 'met';
}

function heldMisconceptions(problem: Problem, judgement: Judgement | undefined): QuestionGrade['held'] {
  return (judgement?.held ?? []).flatMap((item) => {
    const misconception = problem.misconceptions.find((one) => one.id === item.id);
    return misconception ? [{ misconception, quote: item.quote }] : [];
  });
}

/** clamp(sum / sum of weights, 0, 1), capped while a major misconception is open. */
function total(
  keyPoints: readonly KeyPointGrade[],
  held: QuestionGrade['held'],
  order: StepOrder | undefined,
  rubric: Rubric,
): { score: number; sum: SumLine[] } {
  const points = keyPoints.reduce((all, item) => all + item.point.weight, 0);
  const mean = keyPoints.length > 0 ? points / keyPoints.length : 0;
  const weights = points + (order ? rubric.order_of_steps : 0);
  const sum = keyPoints.map((item) => lineOf(item));
  if (order)
    sum.push({
      label: 'Order of the steps, from the simple to the complex',
      value: rubric.order_of_steps * order.value,
      how: `weight ${rubric.order_of_steps} × ${round(order.value)} (${order.how})`,
    });
  for (const { misconception } of held) {
    const cost = rubric.misconception[misconception.severity];
    sum.push({
      label: misconception.claim,
      value: -cost * mean,
      how: `−${cost} × mean weight ${round(mean)}: held and not corrected`,
    });
  }
  const raw = weights > 0 ? sum.reduce((all, line) => all + line.value, 0) / weights : 0;
  const capped = held.some(({ misconception }) => misconception.severity === 'major');
  const score = Math.min(Math.max(raw, 0), capped ? rubric.misconception.cap_with_major : 1);
  const cap =
    capped && raw > score ? `, capped at ${rubric.misconception.cap_with_major} by a major misconception` : '';
  sum.push({
    label: 'Score',
    value: score * 5,
    how: `5 × ${round(score)} (sum ÷ weights ${round(weights)}, between 0 and 1${cap})`,
  });
  return { score, sum };
}

function lineOf(item: KeyPointGrade): SumLine {
  const worth =
    item.point.weight === 0 ? 0 : item.points / item.point.weight / (item.points > 0 ? item.factor || 1 : 1);
  const factor = item.points > 0 ? ` × ${item.factor} (${item.help})` : '';
  return {
    label: item.point.claim,
    value: item.points,
    how: `weight ${item.point.weight} × ${round(worth)} (${item.verdict.replace('_', ' ')})${factor}`,
  };
}
