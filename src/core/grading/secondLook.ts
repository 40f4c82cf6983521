import type { Lexicon } from '../lexicon.ts';
import { familyOf, fieldTerm } from '../lexicon.ts';
import type { Problem } from '../problem.ts';
import { Claims } from './claims.ts';
import { type Compiled, compile } from './compiled.ts';
import type { Dispute } from './dispute.ts';
import { type Form, termsOf } from './forms.ts';
import { materialOf } from './material.ts';
import { counting, usable } from './places.ts';
import { hits } from './recognise.ts';
import type { Alternative, Term } from './recogniser.ts';
import type { Reading } from './text/reading.ts';
import type { Standing } from './text/standing.ts';
import type { JudgeInput, Quote } from './verdict.ts';

/** What the offline judge finds when it looks at the words that a candidate points at, where they stand in the answer. */
export interface SecondLook {
  /** Why none of the words is a claim of the candidate's own; undefined when some are. */
  readonly unheard: Standing | undefined;
  /** The rule of the point's recogniser that fires in them. */
  readonly says: string | undefined;
  /** The rule by which they hold the misconception, or say the opposite of the point. */
  readonly errs: string | undefined;
  /** Of the recogniser that comes nearest: the words found, and for each part that is lacking some ways to say it. */
  readonly found: readonly string[];
  readonly lacking: readonly (readonly string[])[];
}

/** Clauses of one turn that the candidate points at. */
interface Pointed {
  readonly reading: Reading;
  readonly clauses: ReadonlySet<number>;
}

/** Pure and deterministic, like the judge itself. A turn or words that are not there are as nothing pointed at. */
export function lookAgain(dispute: Dispute, input: JudgeInput, problem: Problem, lexicon: Lexicon): SecondLook {
  const compiled = compile(problem, lexicon);
  const material = materialOf(compiled.lexis, input);
  const claims = new Claims(material.readings, compiled.lexis, material.asked);
  const pointed = dispute.quotes.flatMap((quote) => clausesOf(quote, material.readings));
  const right = formsFor(dispute, compiled);
  const firing = (forms: readonly Form[], purpose: 'met' | 'held') =>
    forms
      .flatMap((form) => hits(form, claims, purpose))
      .find((hit) => isPointedAt(pointed, hit.reading, hit.first) && isPointedAt(pointed, hit.reading, hit.last))?.rule;
  return {
    unheard: unheard(pointed),
    says: firing(right, 'met'),
    errs: firing(errorsFor(dispute, compiled), 'held'),
    ...nearest(right, pointed, lexicon),
  };
}

/** What would be right: the point itself, or the point that the misconception contradicts. */
function formsFor({ about, id }: Dispute, { points, errors }: Compiled): readonly Form[] {
  const point = about === 'key_point' ? id : errors.find((error) => error.id === id)?.contradicts;
  return points.find((item) => item.id === point)?.met ?? [];
}

function errorsFor({ about, id }: Dispute, { errors }: Compiled): readonly Form[] {
  const those = errors.filter((error) => (about === 'key_point' ? error.contradicts === id : error.id === id));
  return those.flatMap(({ held }) => held);
}

function clausesOf({ turn, text }: Quote, readings: readonly Reading[]): Pointed[] {
  const reading = readings.find((item) => item.turn === turn);
  const start = reading?.text.indexOf(text) ?? -1;
  if (!reading || start < 0) return [];
  const inside = (token: number, end: 'start' | 'end') => {
    const at = reading.tokens[token]?.[end] ?? -1;
    return at >= start && at <= start + text.length;
  };
  const clauses = reading.clauses.filter(({ first, last }) => inside(first, 'start') || inside(last - 1, 'end'));
  return [{ reading, clauses: new Set(clauses.map(({ index }) => index)) }];
}

function isPointedAt(pointed: readonly Pointed[], reading: Reading, clause: number): boolean {
  return pointed.some((item) => item.reading.turn === reading.turn && item.clauses.has(clause));
}

function unheard(pointed: readonly Pointed[]): Standing | undefined {
  const all = pointed.flatMap(({ reading, clauses }) =>
    [...clauses].map((clause) => reading.standing[clause] ?? 'said'),
  );
  return all.some((standing) => counting.met.has(standing)) ? undefined : all[0];
}

function nearest(
  forms: readonly Form[],
  pointed: readonly Pointed[],
  lexicon: Lexicon,
): Pick<SecondLook, 'found' | 'lacking'> {
  const looks = forms.map((form) => {
    const terms = termsOf(form).map((term) => ({ term, word: wordOf(term, pointed) }));
    return { terms, named: terms.filter(({ word }) => word !== undefined).length };
  });
  const share = ({ terms, named }: (typeof looks)[number]) => (terms.length === 0 ? 0 : named / terms.length);
  const [best] = looks.filter(({ named }) => named > 0).sort((a, b) => share(b) - share(a));
  if (!best) return { found: [], lacking: [] };
  return {
    found: best.terms.flatMap(({ word }) => (word === undefined ? [] : [word])),
    lacking: best.terms.flatMap(({ term, word }) => (word === undefined ? [waysToSay(term, lexicon)] : [])),
  };
}

/** The candidate's own word for a term, where it counts. */
function wordOf(term: Term, pointed: readonly Pointed[]): string | undefined {
  for (const { reading, clauses } of pointed) {
    const place = usable(term, reading, 'met').find(({ clause }) => clauses.has(clause));
    const [first, last] = [reading.tokens[place?.first ?? -1], reading.tokens[(place?.last ?? 0) - 1]];
    if (first && last) return reading.text.slice(first.start, last.end);
  }
  return undefined;
}

const enoughWays = 4;

function waysToSay(term: Term, lexicon: Lexicon): string[] {
  return [...new Set(term.alternatives.map((item) => wayToSay(item, lexicon)))].slice(0, enoughWays);
}

function wayToSay({ polarity, words, kind }: Alternative, lexicon: Lexicon): string {
  const [id = ''] = words;
  const aliases = kind === 'words' ? undefined : (fieldTerm(lexicon, id)?.aliases ?? familyOf(lexicon, id)?.everyday);
  const said = aliases?.[0] ?? words.join(' ').replaceAll('*', '…');
  return polarity === 'denied' ? `not ${said}` : said;
}
