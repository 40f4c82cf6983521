import type { Problem } from '../problem.ts';
import type { Claim, ClaimForm, Claims } from './claims.ts';
import { findFormula } from './formula.ts';
import { isQuantity, numbersIn, type SaidNumber } from './numbers.ts';
import { parseTerms, type Reach, type Recogniser, type Term } from './recogniser.ts';
import type { Clause } from './text/clauses.ts';
import { fold } from './text/fold.ts';
import type { Span } from './text/lexis.ts';
import { isDenied, type Reading } from './text/reading.ts';
import type { Standing } from './text/standing.ts';

/** A recogniser made ready: terms parsed, quantities looked up. */
export type Form =
  | { readonly kind: 'all'; readonly terms: readonly Term[]; readonly within: Reach; readonly source: string }
  | (ClaimForm & { readonly kind: 'claim'; readonly beside: readonly Term[]; readonly source: string })
  | {
      readonly kind: 'number';
      readonly value: number;
      readonly units: readonly string[];
      readonly factor: number;
      readonly near: readonly Term[];
      readonly source: string;
    }
  | { readonly kind: 'formula'; readonly formula: string; readonly source: string };

/** A place where a recogniser fired: clauses `first` to `last` (inclusive) of a reading, and what decided. */
export interface Hit {
  readonly reading: Reading;
  readonly first: number;
  readonly last: number;
  /** Place of the last word that it rests on; later places win. */
  readonly at: number;
  readonly rule: string;
  /** Offsets of the evidence, where it is not whole clauses. */
  readonly range?: { readonly start: number; readonly end: number };
  readonly claim?: Claim;
}

/**
 * For what a hit is looked for: a point made; an error held, which has to be the candidate's own plain claim; a request,
 * which may be a question.
 */
export type Purpose = 'met' | 'held' | 'request';

export function prepare(recogniser: Recogniser, problem: Pick<Problem, 'quantities'> | undefined): Form[] {
  if (typeof recogniser === 'string')
    return [{ kind: 'all', terms: parseTerms(recogniser), within: 'near', source: recogniser }];
  if ('all' in recogniser)
    return [{ kind: 'all', terms: parseTerms(recogniser.all), within: recogniser.within, source: recogniser.all }];
  if ('claim' in recogniser) return [prepareClaim(recogniser)];
  if ('formula' in recogniser) return [{ kind: 'formula', formula: recogniser.formula, source: recogniser.formula }];
  if ('quantity' in recogniser) {
    const quantity = problem?.quantities.find((item) => item.id === recogniser.quantity);
    if (!quantity) return [];
    return [
      {
        kind: 'number',
        value: quantity.value,
        units: unitsOf(quantity.unit),
        factor: quantity.factor,
        near: recogniser.near ? parseTerms(recogniser.near) : [],
        source: quantity.id,
      },
    ];
  }
  const near = recogniser.near ? parseTerms(recogniser.near) : [];
  const units = recogniser.unit ? unitsOf(recogniser.unit) : [];
  return [
    {
      kind: 'number',
      value: recogniser.number,
      units,
      factor: recogniser.factor,
      near,
      source: `${recogniser.number} ${recogniser.unit ?? ''}`.trim(),
    },
  ];
}

function prepareClaim(recogniser: Extract<Recogniser, { claim: string }>): Form {
  const [quantity, ...beside] = parseTerms(recogniser.claim);
  const by = recogniser.by ? parseTerms(recogniser.by)[0] : undefined;
  const source = `${recogniser.claim} ${recogniser.goes}${recogniser.by ? ` by ${recogniser.by}` : ''}`;
  return { kind: 'claim', quantity: quantity as Term, goes: recogniser.goes, ...(by ? { by } : {}), beside, source };
}

function unitsOf(source: string): string[] {
  return source.split('|').map((item) => item.trim());
}

/** Every term that a form names, for measuring what an answer engages with. */
export function termsOf(form: Form): Term[] {
  if (form.kind === 'all') return [...form.terms];
  if (form.kind === 'claim') return [form.quantity, ...(form.by ? [form.by] : []), ...form.beside];
  return form.kind === 'number' ? [...form.near] : [];
}

export function hits(form: Form, claims: Claims, purpose: Purpose): Hit[] {
  if (form.kind === 'all') return claims.readings.flatMap((reading) => meetings(form, reading, purpose));
  if (form.kind === 'claim') return claimHits(form, claims, purpose);
  if (form.kind === 'number') return claims.readings.flatMap((reading) => numberHits(form, reading, purpose));
  return claims.readings.flatMap((reading) => formulaHits(form, reading));
}

const counting: Record<Purpose, ReadonlySet<Standing>> = {
  met: new Set(['said', 'reported', 'condition', 'supposed']),
  held: new Set(['said', 'condition']),
  request: new Set(['said', 'reported', 'condition', 'supposed', 'asked', 'unsure']),
};

/** A mention, and the clause in which it counts: its own, or one that refers back to it. */
export interface Placed extends Span {
  readonly clause: number;
}

/** Mentions of a term that count for the purpose, with the polarity it asks for. */
export function usable(term: Term, reading: Reading, purpose: Purpose): Placed[] {
  const found = term.alternatives.flatMap((item) => {
    const spans = reading.mentions.get(item.slot) ?? [];
    return item.polarity === 'either'
      ? spans
      : spans.filter((span) => isDenied(reading, span) === (item.polarity === 'denied'));
  });
  const ordered = term.alternatives.length > 1 ? found.sort((a, b) => a.first - b.first) : found;
  return ordered
    .flatMap((span) => placesOf(reading, span))
    .filter(({ clause }) => counting[purpose].has(reading.standing[clause] ?? 'excluded'));
}

function placesOf(reading: Reading, span: Span): Placed[] {
  const clause = reading.clauseAt[span.first] ?? -1;
  if (clause < 0) return [];
  const places = [{ ...span, clause }];
  for (let i = clause + 1; i <= clause + 4 && i < reading.carried.length; i += 1) {
    const carried = reading.carried[i];
    if (carried && span.first >= carried.first && span.last <= carried.last) places.push({ ...span, clause: i });
  }
  return places;
}

export function spansOf(term: Term, reading: Reading): Span[] {
  const spans = term.alternatives.flatMap((item) => reading.mentions.get(item.slot) ?? []);
  return term.alternatives.length > 1 ? spans.sort((a, b) => a.first - b.first) : spans;
}

function meetings(form: Extract<Form, { kind: 'all' }>, reading: Reading, purpose: Purpose): Hit[] {
  if (!form.terms.every((term) => term.alternatives.some((item) => reading.mentions.has(item.slot)))) return [];
  const spans = form.terms.map((term) => usable(term, reading, purpose));
  if (spans.some((list) => list.length === 0)) return [];
  return windows(form.within, spans, reading).flatMap((window) => {
    const inside = spans.map((list) => list.filter(({ clause }) => clause >= window[0] && clause <= window[1]));
    const chosen = distinct(inside);
    return chosen ? [hitOf(reading, chosen, `"${form.source}" within ${form.within}`)] : [];
  });
}

type Window = readonly [first: number, last: number];

/** Runs of clauses, in order, in which the terms may meet; anchored on the rarest term. */
function windows(reach: Reach, spans: readonly Placed[][], reading: Reading): Window[] {
  const anchor = spans.reduce((least, list) => (list.length < least.length ? list : least));
  const clauses = [...new Set(anchor.map((span) => span.clause))];
  const found = clauses.flatMap((index): Window[] => {
    const sentence = reading.clauses[index]?.sentence ?? 0;
    if (reach === 'clause') return [[index, index]];
    if (reach === 'answer') return [[0, reading.clauses.length - 1]];
    if (reach === 'sentence') return [sentenceWindow(reading, sentence, index)];
    return [
      [index, index],
      [index - 1, index],
      [index, index + 1],
    ].flatMap(([a, b]) => (near(reading, a ?? 0, b ?? 0) ? [[a ?? 0, b ?? 0] as const] : []));
  });
  return reach === 'answer' ? found.slice(0, 1) : found;
}

function near(reading: Reading, a: number, b: number): boolean {
  const [first, last] = [reading.clauses[a], reading.clauses[b]];
  if (!first || !last) return false;
  if (last.sentence === first.sentence) return true;
  return last.sentence - first.sentence === 1 && goesOn(reading, last);
}

const linking =
  /^(?:it|they|this|that|these|those|so|because|therefore|thus|hence|which|and|but|otherwise|instead|then|same|its|their|as|also|here|there|such|both|each|either|however|still|meaning|i|consequently|since|it's|that's|they're|while|whereas|by)$/;

/** Whether a clause takes up the sentence before it. */
function goesOn(reading: Reading, clause: Clause): boolean {
  return linking.test(reading.tokens[clause.first]?.text ?? '') || reading.carried[clause.index] !== undefined;
}

function sentenceWindow(reading: Reading, sentence: number, from: number): Window {
  let [first, last] = [from, from];
  while (reading.clauses[first - 1]?.sentence === sentence) first -= 1;
  while (reading.clauses[last + 1]?.sentence === sentence) last += 1;
  return [first, last];
}

/** One span per term, no two sharing a word; undefined when there is no such choice. */
function distinct(lists: readonly (readonly Placed[])[]): Placed[] | undefined {
  const order = lists.map((_, i) => i).sort((a, b) => (lists[a]?.length ?? 0) - (lists[b]?.length ?? 0));
  const chosen: Placed[] = [];
  let steps = 0;
  const place = (depth: number): boolean => {
    if (depth === order.length) return true;
    for (const span of lists[order[depth] ?? 0] ?? []) {
      steps += 1;
      if (steps > 400) return false;
      if (chosen.some((other) => span.first < other.last && other.first < span.last)) continue;
      chosen.push(span);
      if (place(depth + 1)) return true;
      chosen.pop();
    }
    return false;
  };
  return place(0) ? chosen : undefined;
}

function hitOf(reading: Reading, spans: readonly Span[], rule: string): Hit {
  const clauses = spans.map((span) => reading.clauseAt[span.first] ?? 0);
  return {
    reading,
    first: Math.min(...clauses),
    last: Math.max(...clauses),
    at: Math.max(...spans.map((span) => span.first)),
    rule,
  };
}

function claimHits(form: Extract<Form, { kind: 'claim' }>, claims: Claims, purpose: Purpose): Hit[] {
  return claims.of(form).flatMap((claim) => {
    const { reading, statement, goes } = claim;
    if (goes !== form.goes || claim.denied || !counts(claim, purpose)) return [];
    const beside = form.beside.every((term) =>
      usable(term, reading, purpose).some((span) => Math.abs(span.clause - statement.clause.index) <= 1),
    );
    if (!beside) return [];
    return [{ ...claimPlace(claim), rule: `says ${form.source}${claim.flipped ? ' (corrected)' : ''}` }];
  });
}

/** Whether a claim stands as one: an if-part and what would follow from it do not, a passed-on view only as a point made. */
export function counts(claim: Claim, purpose: Purpose): boolean {
  const standing = claim.reading.standing[claim.statement.clause.index];
  return standing === 'said' || (purpose === 'met' && standing === 'reported');
}

export function claimPlace(claim: Claim): Omit<Hit, 'rule'> {
  const { reading, statement } = claim;
  const at = claim.correctedAt ?? Math.max(statement.span.first, statement.movement.signal);
  const last =
    claim.correctedAt === undefined
      ? statement.clause.index
      : (reading.clauseAt[claim.correctedAt] ?? statement.clause.index);
  return { reading, first: statement.clause.index, last: Math.max(last, statement.clause.index), at, claim };
}

const numberCache = new WeakMap<Reading, SaidNumber[]>();

function numbersOf(reading: Reading): SaidNumber[] {
  const cached = numberCache.get(reading);
  if (cached) return cached;
  const { text, at } = fold(reading.text);
  const found = numbersIn(text).map((item) => ({
    ...item,
    start: at[item.start] ?? 0,
    end: at[item.end] ?? reading.text.length,
  }));
  numberCache.set(reading, found);
  return found;
}

function numberHits(form: Extract<Form, { kind: 'number' }>, reading: Reading, purpose: Purpose): Hit[] {
  return numbersOf(reading).flatMap((said) => {
    if (!isQuantity(said, form.value, form.units, form.factor)) return [];
    const token = reading.tokens.findIndex((item) => item.end > said.start);
    const clause = reading.clauseAt[token] ?? -1;
    if (
      clause < 0 ||
      !counting[purpose].has(reading.standing[clause] ?? 'excluded') ||
      (reading.denied[token] ?? 0) % 2 === 1
    )
      return [];
    const beside = form.near.every((term) =>
      usable(term, reading, purpose).some((span) => Math.abs(span.clause - clause) <= 1),
    );
    return beside ? [{ reading, first: clause, last: clause, at: token, rule: `says the number ${form.source}` }] : [];
  });
}

function formulaHits(form: Extract<Form, { kind: 'formula' }>, reading: Reading): Hit[] {
  const range = findFormula(form.formula, reading.text);
  if (!range) return [];
  const token = reading.tokens.findIndex((item) => item.end > range.start);
  const clause = Math.max(0, reading.clauseAt[Math.max(0, token)] ?? 0);
  if (/^(?:excluded|refuted|asked)$/.test(reading.standing[clause] ?? '')) return [];
  return [
    { reading, first: clause, last: clause, at: Math.max(0, token), rule: `gives the formula ${form.source}`, range },
  ];
}
