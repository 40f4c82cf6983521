import type { Quote } from '../grading/verdict.ts';
import type { Aspect } from './aspects.ts';

interface Text {
  /** 0 is the résumé. */
  readonly turn: number;
  readonly text: string;
}

/** A figure that a candidate states of themselves, and what it is a figure of. */
interface Statement {
  readonly about: string;
  readonly value: number;
  readonly quote: Quote;
}

const words: Record<string, number> = Object.fromEntries(
  'two three four five six seven eight nine ten eleven twelve fifteen twenty'
    .split(' ')
    .map((word, i) => [word, i < 11 ? i + 2 : i === 11 ? 15 : 20]),
);
const count = `(\\d{1,2}|${Object.keys(words).join('|')})`;

const years: readonly RegExp[] = [
  new RegExp(String.raw`\b${count}\+?[- ]years?(?:'|’)?(?: of)?(?: [\w-]+){0,3} experience\b`, 'gi'),
  new RegExp(String.raw`\bexperience of (?:about |over |some |more than )?${count}\+? years\b`, 'gi'),
  new RegExp(String.raw`\b(?:for|over|in|spent) the (?:last|past) ${count} years\b`, 'gi'),
];

const percent = String.raw`(\d{1,3}(?:\.\d+)?) ?(?:%|percent\b|per cent\b)`;
const changed: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?<what>[a-z]+ [a-z]+) by (?:an? average of |about |some |roughly |nearly |over )?${percent}`,
    'gi',
  ),
  new RegExp(
    String.raw`${percent} (?:reduction|increase|improvement|gain|speed-?up|saving|drop) (?:in|of) (?:the |our |overall )?(?<what>[a-z]+ [a-z]+)`,
    'gi',
  ),
];

/** Spans of a career that are this near to one another are meant as the same one; a shorter one is a part of it. Our own judgement. */
const nearly = 0.75;

/** A candidate's figures about themselves, held against one another and against the résumé. They are named, not judged. */
export function consistency(all: readonly Text[]): Aspect {
  const head = { id: 'consistency', title: 'Consistency' } as const;
  const stated = all.flatMap(statementsIn);
  if (stated.length < 2) return { ...head, state: 'not_assessed', because: 'Not assessed: no figure was given twice.' };
  for (const [i, one] of stated.entries()) {
    const other = stated.slice(i + 1).find((later) => disagree(one, later));
    if (other) return { ...head, state: 'fair', because: because(one, other), quote: other.quote };
  }
  return { ...head, state: 'good', because: 'The figures about your own work agree with one another.' };
}

function disagree(a: Statement, b: Statement): boolean {
  if (b.quote.turn === 0 || a.about !== b.about || a.value === b.value) return false;
  return a.about !== 'years' || Math.min(a.value, b.value) / Math.max(a.value, b.value) >= nearly;
}

function because(one: Statement, other: Statement): string {
  const first = one.quote.turn === 0 ? 'The résumé says' : 'First it was';
  return `${first} “${one.quote.text}”, then “${other.quote.text}”. Be ready to say how the two go together.`;
}

function statementsIn({ turn, text }: Text): Statement[] {
  const spans = years.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({ about: 'years', value: numberOf(match[1]), match })),
  );
  const changes = changed.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      about: quantity(match.groups?.what ?? ''),
      value: Number(match[0].match(/\d{1,3}(?:\.\d+)?(?= ?(?:%|p))/)?.[0]),
      match,
    })),
  );
  return [...spans, ...changes]
    .sort((a, b) => a.match.index - b.match.index)
    .map(({ about, value, match }) => ({ about, value, quote: { turn, text: match[0].trim() } }));
}

function numberOf(text = ''): number {
  return words[text.toLowerCase()] ?? Number(text);
}

/** "training times" and "training time" are one quantity. */
function quantity(what: string): string {
  return what.toLowerCase().replace(/s\b/g, '');
}
