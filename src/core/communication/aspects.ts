import type { QuestionGrade } from '../grading/questionGrade.ts';
import { sentencesIn } from '../grading/text/pieces.ts';
import type { Quote } from '../grading/verdict.ts';
import type { Lexicon } from '../lexicon.ts';
import { conceptsNamed, readTerms } from './terms.ts';

/** One answer to a question of the talk, with what was credited or contradicted in it. */
export interface Said {
  readonly turn: number;
  readonly text: string;
  readonly question: QuestionGrade;
}

/** How well something was done, and the words that show it. `not_assessed`: too little was said to tell. */
export interface Aspect {
  readonly id: 'structure' | 'directness' | 'precision' | 'length' | 'care' | 'consistency';
  readonly title: string;
  readonly state: 'good' | 'fair' | 'weak' | 'not_assessed';
  readonly because: string;
  readonly quote?: Quote;
}

/** Thresholds are our own judgement, set on the sample answers of the problem bank; they grade delivery, never knowledge. */
const fewest = 2;

export function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
}

const orderly =
  /(?:^|[.;:!?\n]\s*)(?:first(?:ly| of all)?|second(?:ly)?|third(?:ly)?|then|next|finally|lastly|on the one hand|on the other hand|in short|to sum up|to summarise)\b|\n\s*(?:[-*•]|\d+[.)])\s|\n\s*\n|\b(?:two|three|four) (?:things|points|reasons|parts|steps|limits|effects|ways)\b/gi;

/** Of answers of 80 words and more, how many say in what order they go. */
export function structure(all: readonly Said[]): Aspect {
  const head = { id: 'structure', title: 'Structure' } as const;
  const long = all.filter(({ text }) => wordCount(text) >= 80);
  if (long.length < fewest) return unassessed(head, 'fewer than two answers were long enough to need one');
  const ordered = long.filter(({ text }) => (text.match(orderly)?.length ?? 0) >= 2);
  const because = `${ordered.length} of ${long.length} longer answers say in what order they go.`;
  const shown = (ordered.length * 2 >= long.length ? ordered : long)[0];
  return { ...head, state: stateOf(ordered.length / long.length, 0.6, 0.25), because, ...opening(shown) };
}

/** Of answers in which something was credited or wrong, how many come to it in their first third. */
export function directness(all: readonly Said[]): Aspect {
  const head = { id: 'directness', title: 'Directness' } as const;
  const telling = all.flatMap((said) => {
    const places = quotesIn(said).map(({ text }) => said.text.indexOf(text));
    const found = places.filter((place) => place >= 0);
    return wordCount(said.text) >= 25 && found.length > 0
      ? [{ said, place: Math.min(...found) / said.text.length }]
      : [];
  });
  if (telling.length < fewest) return unassessed(head, 'fewer than two answers could be placed');
  const direct = telling.filter(({ place }) => place <= 1 / 3);
  const because = `${direct.length} of ${telling.length} answers come to the point in their first third.`;
  const latest = telling.reduce((a, b) => (b.place > a.place ? b : a));
  const shown = direct.length * 2 >= telling.length ? direct[0]?.said : latest.said;
  return { ...head, state: stateOf(direct.length / telling.length, 0.75, 0.4), because, ...opening(shown) };
}

const vague =
  /\b(?:stuff|things? like that|and so on|and so forth|etc|somehow|kind of|sort of|whatever|or something|a bunch of|you know|blah)\b/gi;

/** Terms of the field against words that stand for none. */
export function precision(all: readonly Said[], lexicon: Lexicon): Aspect {
  const head = { id: 'precision', title: 'Precision of terms' } as const;
  const words = all.reduce((sum, { text }) => sum + wordCount(text), 0);
  if (words < 80) return unassessed(head, 'too few words');
  const terms = all.reduce((sum, { turn, text }) => sum + conceptsNamed(readTerms(turn, text, lexicon)).length, 0);
  const loose = all.reduce((sum, { text }) => sum + (text.match(vague)?.length ?? 0), 0);
  const per = (count: number) => Math.round((count / words) * 1000) / 10;
  const because = `${per(terms)} terms of the field and ${per(loose)} vague phrases in 100 words.`;
  const state = per(loose) >= 3 || per(terms) < 1.5 ? 'weak' : per(loose) <= 1 && per(terms) >= 4 ? 'good' : 'fair';
  const shown = state === 'good' ? undefined : vagueQuote(all);
  return { ...head, state, because, ...(shown ? { quote: shown } : {}) };
}

function vagueQuote(all: readonly Said[]): Quote | undefined {
  for (const { turn, text } of all) {
    const sentence = sentencesIn(text).find((one) => one.match(vague));
    if (sentence) return { turn, text: sentence };
  }
  return undefined;
}

/** Words for every point credited. */
export function length(all: readonly Said[]): Aspect {
  const head = { id: 'length', title: 'Length against content' } as const;
  const words = all.reduce((sum, { text }) => sum + wordCount(text), 0);
  const questions = [...new Set(all.map(({ question }) => question))];
  const points = questions.reduce((sum, { keyPoints }) => sum + keyPoints.filter(isCredited).length, 0);
  if (words < 80 || points === 0) return unassessed(head, points === 0 ? 'no point was credited' : 'too few words');
  const each = Math.round(words / points);
  const because = `${each} words for every point credited (${words} words, ${points} ${points === 1 ? 'point' : 'points'}).`;
  return { ...head, state: each <= 60 ? 'good' : each <= 110 ? 'fair' : 'weak', because };
}

const template =
  /\[(?:[A-Z][\p{L}'’]*(?: [\p{L}'’]+){0,4})\]|\{\{[^{}]{1,40}\}\}|<(?:your|insert|company|name)[^<>]{0,40}>|\blorem ipsum\b/u;

/** Unfilled template text, such as "[Interviewer Name]". Links in Markdown and tensor indices are none. */
export function care(all: readonly { readonly turn: number; readonly text: string }[]): Aspect {
  const head = { id: 'care', title: 'Care' } as const;
  if (all.length === 0) return unassessed(head, 'nothing was said');
  for (const { turn, text } of all) {
    const found = template.exec(text);
    if (!found || text.slice(found.index + found[0].length).startsWith('(')) continue;
    const because = `An answer holds text of a template that was not filled in: ${found[0]}`;
    return { ...head, state: 'weak', because, quote: { turn, text: found[0] } };
  }
  return { ...head, state: 'good', because: 'No unfilled template text in any answer.' };
}

function isCredited({ verdict }: QuestionGrade['keyPoints'][number]): boolean {
  return verdict === 'met' || verdict === 'partial';
}

function quotesIn({ turn, question }: Said): Quote[] {
  const all = [
    ...question.keyPoints.flatMap(({ quote }) => (quote ? [quote] : [])),
    ...question.held.map((item) => item.quote),
  ];
  return all.filter((quote) => quote.turn === turn);
}

function opening(said: Said | undefined): { quote?: Quote } {
  const [text] = said ? sentencesIn(said.text) : [];
  return said && text ? { quote: { turn: said.turn, text } } : {};
}

function unassessed(head: Pick<Aspect, 'id' | 'title'>, why: string): Aspect {
  return { ...head, state: 'not_assessed', because: `Not assessed: ${why}.` };
}

function stateOf(share: number, good: number, fair: number): 'good' | 'fair' | 'weak' {
  if (share >= good) return 'good';
  return share >= fair ? 'fair' : 'weak';
}
