import type { Answer, Label, Labels } from './answers.ts';
import { flags, flagsFalsehood, type Judged, labelOf, wrongQuotes } from './judged.ts';
import { accuracy, bootstrap, type Interval, kappa, mean, spearman, wilson } from './statistics.ts';

/** A figure with its 95 % interval and the number of things it was taken of. */
export interface Figure {
  readonly value: number | undefined;
  readonly interval: Interval | undefined;
  readonly n: number;
}

export const isFull = ({ answer }: Judged) => answer.mark === 1;

type Pair = readonly [Label, Label];

/** One cluster of pairs (label, verdict) for each labelled answer. */
export function pairsOf(judged: readonly Judged[], labels: Labels): Pair[][] {
  return judged.flatMap(({ answer, judgement }) => {
    const given = labels.get(answer.id);
    if (!given) return [];
    return [
      judgement.verdicts.flatMap(({ keyPoint, verdict }): Pair[] => {
        const label = given[keyPoint];
        return label ? [[label, labelOf[verdict]]] : [];
      }),
    ];
  });
}

/** Pairs of the two readers' labels. */
export function readersPairs(answers: readonly Answer[], a: Labels, b: Labels): Pair[][] {
  return answers.flatMap(({ id }) => {
    const [one, two] = [a.get(id), b.get(id)];
    if (!one || !two) return [];
    return [Object.keys(one).flatMap((point): Pair[] => (one[point] && two[point] ? [[one[point], two[point]]] : []))];
  });
}

export function kappaOf(clusters: readonly (readonly Pair[])[]): Figure {
  return { value: kappa(clusters.flat()), interval: bootstrap(clusters, kappa), n: clusters.flat().length };
}

export function accuracyOf(clusters: readonly (readonly Pair[])[]): Figure {
  return { value: accuracy(clusters.flat()), interval: bootstrap(clusters, accuracy), n: clusters.flat().length };
}

/** Without the pairs in which neither says anything: they are many and easy. */
export function withoutBlanks(clusters: readonly (readonly Pair[])[]): Pair[][] {
  return clusters.map((pairs) => pairs.filter(([a, b]) => a !== 'none' || b !== 'none'));
}

/** Of the wrong claims that an author foresaw and an answer holds, those that are flagged. */
export function foreseen(judged: readonly Judged[]): Figure {
  return share(judged.flatMap((one) => (one.answer.holds ?? []).map((id) => flags(one, id))));
}

export function unforeseen(judged: readonly Judged[]): Figure {
  return share(judged.filter(({ answer }) => answer.falsehood).map(flagsFalsehood));
}

/** Answers that say everything rightly, and are contradicted somewhere. */
export function falselyContradicted(judged: readonly Judged[]): Figure {
  return share(judged.filter(isFull).map(({ judgement }) => wrongQuotes(judgement).length > 0));
}

export function rankAgreement(judged: readonly Judged[]): Figure {
  const clusters = judged.map(({ answer, score }) => [[answer.mark, score] as const]);
  return { value: spearman(clusters.flat()), interval: bootstrap(clusters, spearman), n: clusters.length };
}

/** Mean score of the full-mark answers in one voice. */
export function voiceScore(judged: readonly Judged[], voice: string): Figure {
  const scores = judged.filter((one) => isFull(one) && one.answer.voice === voice).map(({ score }) => score);
  return {
    value: mean(scores),
    interval: bootstrap(
      scores.map((score) => [score]),
      mean,
    ),
    n: scores.length,
  };
}

export function meanScore(judged: readonly Judged[]): Figure {
  const scores = judged.map(({ score }) => score);
  return {
    value: mean(scores),
    interval: bootstrap(
      scores.map((score) => [score]),
      mean,
    ),
    n: scores.length,
  };
}

/** What a judge would reach that only counts words. */
export function lengthAgreement(judged: readonly Judged[]): Figure {
  const clusters = judged.map(({ answer }) => [[answer.mark, answer.answer.split(/\s+/).length] as const]);
  return { value: spearman(clusters.flat()), interval: bootstrap(clusters, spearman), n: clusters.length };
}

/** What a judge would reach that only counts how many words of the key points occur. */
export function recallAgreement(judged: readonly Judged[]): Figure {
  const clusters = judged.map(({ answer, problem }) => {
    const wanted = new Set(problem.key_points.flatMap(({ claim }) => wordsOf(claim)));
    const said = new Set(wordsOf(answer.answer));
    return [[answer.mark, [...wanted].filter((word) => said.has(word)).length / wanted.size] as const];
  });
  return { value: spearman(clusters.flat()), interval: bootstrap(clusters, spearman), n: clusters.length };
}

const wordsOf = (text: string) => text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];

export function share(list: readonly boolean[]): Figure {
  const hits = list.filter(Boolean).length;
  return {
    value: list.length === 0 ? undefined : hits / list.length,
    interval: wilson(hits, list.length),
    n: list.length,
  };
}
