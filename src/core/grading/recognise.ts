import type { Claim, Claims } from './claims.ts';
import type { Form } from './forms.ts';
import { findFormula } from './formula.ts';
import { isQuantity, numbersIn, type SaidNumber } from './numbers.ts';
import { counting, type Placed, type Purpose, usable } from './places.ts';
import type { Reach } from './recogniser.ts';
import type { Clause } from './text/clauses.ts';
import { fold } from './text/fold.ts';
import type { Span } from './text/lexis.ts';
import { Remembered } from './text/memo.ts';
import type { Reading } from './text/reading.ts';

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
  /** How far apart the words may lie, where terms had to meet. */
  readonly within?: Reach;
}

export function hits(form: Form, claims: Claims, purpose: Purpose): readonly Hit[] {
  if (form.kind === 'claim') return claimHits(form, claims, purpose);
  const [only, ...more] = claims.readings;
  if (only && more.length === 0) return hitsIn(form, only, purpose);
  return claims.readings.flatMap((reading) => hitsIn(form, reading, purpose));
}

type Local = Exclude<Form, { kind: 'claim' }>;

const known: Record<Purpose, Remembered<Map<Local, readonly Hit[]>>> = {
  met: new Remembered(),
  held: new Remembered(),
  request: new Remembered(),
};

/** Found once per turn: earlier turns are looked at again with every answer. */
export function hitsIn(form: Local, reading: Reading, purpose: Purpose): readonly Hit[] {
  if (form.kind === 'all' && !form.terms.every((term) => reading.named.has(term))) return none;
  const byForm = known[purpose].of(reading, () => new Map());
  const before = byForm.get(form);
  if (before) return before;
  const found = search(form, reading, purpose);
  byForm.set(form, found);
  return found;
}

const none: readonly Hit[] = [];

function search(form: Local, reading: Reading, purpose: Purpose): readonly Hit[] {
  if (form.kind === 'all') return meetings(form, reading, purpose);
  return form.kind === 'number' ? numberHits(form, reading, purpose) : formulaHits(form, reading);
}

function meetings(form: Extract<Form, { kind: 'all' }>, reading: Reading, purpose: Purpose): readonly Hit[] {
  const spans: (readonly Placed[])[] = [];
  for (const term of form.terms) {
    const list = usable(term, reading, purpose);
    if (list.length === 0) return none;
    spans.push(list);
  }
  return windows(form.within, spans, reading).flatMap((window) => {
    const within = spans.map((list) => list.filter(({ clause }) => clause >= window[0] && clause <= window[1]));
    const chosen = form.within === 'passage' ? chosenInPassage(reading, within) : distinct(within);
    return chosen ? [{ ...hitOf(reading, chosen, `"${form.source}" within ${form.within}`), within: form.within }] : [];
  });
}

/** Clauses that deny nothing come first: a denial further on is no reason to overlook what was said plainly before it. */
function chosenInPassage(reading: Reading, lists: readonly (readonly Placed[])[]): Placed[] | undefined {
  const inside = withoutSmallTalk(reading, lists);
  const plainly = inside.map((list) => list.filter((place) => place.deniable || !denies(reading, place.clause)));
  const chosen = distinct(plainly) ?? distinct(inside);
  return chosen && !deniesOtherwise(reading, chosen) ? chosen : undefined;
}

/**
 * A sentence that adds a single term, or only everyday words, may be about anything: it completes no passage that came
 * before it. One in which a term of the field is named is on the topic.
 */
function withoutSmallTalk(reading: Reading, lists: readonly (readonly Placed[])[]): (readonly Placed[])[] {
  const sentenceOf = ({ clause }: Placed) => reading.clauses[clause]?.sentence ?? -1;
  const parts = new Map<number, { terms: Set<number>; own: boolean }>();
  lists.forEach((list, term) => {
    for (const place of list) {
      const at = sentenceOf(place);
      const part = parts.get(at) ?? { terms: new Set(), own: false };
      parts.set(at, part);
      part.terms.add(term);
      part.own ||= !place.everyday;
    }
  });
  const onTopic = [...parts].filter(
    ([sentence, { terms, own }]) => (own && terms.size > 1) || holdsConcept(reading, sentence),
  );
  const end = Math.max(...onTopic.map(([sentence]) => sentence));
  return lists.map((list) => list.filter((place) => sentenceOf(place) <= end));
}

function holdsConcept(reading: Reading, sentence: number): boolean {
  const { first, last } = reading.sentences[sentence] ?? { first: 0, last: 0 };
  return reading.concepts.some((span) => span.first >= first && span.last <= last);
}

/**
 * Whether a clause that holds one of the places says "not" about something else: "the survivors are not scaled" names the
 * survivors, and says the opposite of what they were named for. A denial that the author allowed for is none.
 */
function deniesOtherwise(reading: Reading, chosen: readonly Placed[]): boolean {
  return chosen.some(
    ({ clause }) => !chosen.some((one) => one.clause === clause && one.deniable) && denies(reading, clause),
  );
}

function denies(reading: Reading, clause: number): boolean {
  const { first, last } = reading.clauses[clause] ?? { first: 0, last: 0 };
  for (let i = first; i < last; i += 1) if ((reading.denied[i] ?? 0) % 2 === 1) return true;
  return false;
}

type Window = readonly [first: number, last: number];

/** Runs of clauses, in order, in which the terms may meet; anchored on the rarest term. */
function windows(reach: Reach, spans: readonly (readonly Placed[])[], reading: Reading): Window[] {
  const anchor = spans.reduce((least, list) => (list.length < least.length ? list : least));
  const clauses = [...new Set(anchor.map((span) => span.clause))];
  const found = clauses.flatMap((index): Window[] => {
    const sentence = reading.clauses[index]?.sentence ?? 0;
    if (reach === 'clause') return [[index, index]];
    if (reach === 'answer') return [[0, reading.clauses.length - 1]];
    if (reach === 'sentence') return sentenceWindows(reading, sentence, index);
    if (reach === 'passage') return passages(reading, index);
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

/** Words over which a thought may spread, across full stops and without any. */
const passageLength = 45;
/** Words after which a sentence is taken for speech without full stops. */
const endless = 80;

/** Runs of clauses around one that are as long as a passage may be; a longer clause is one by itself. */
function passages(reading: Reading, index: number): Window[] {
  const found: Window[] = [];
  let last = index;
  for (let first = leftmost(reading, index); first <= index; first += 1) {
    const from = reading.clauses[first]?.first ?? 0;
    const before = last;
    while ((reading.clauses[last + 1]?.last ?? Number.POSITIVE_INFINITY) - from <= passageLength) last += 1;
    if (found.length === 0 || last > before) found.push([first, last]);
  }
  return found;
}

function leftmost(reading: Reading, index: number): number {
  const end = reading.clauses[index]?.last ?? 0;
  let first = index;
  while (first > 0 && end - (reading.clauses[first - 1]?.first ?? 0) <= passageLength) first -= 1;
  return first;
}

/** Whether a clause is of speech without full stops, in which nobody can say where one statement ends. */
export function isEndless(reading: Reading, clause: number): boolean {
  const { first, last } = reading.sentences[reading.clauses[clause]?.sentence ?? -1] ?? { first: 0, last: 0 };
  return last - first > endless;
}

/** The sentence; of one that does not end, as in speech without full stops, its passages. */
function sentenceWindows(reading: Reading, sentence: number, index: number): Window[] {
  const within = (clause: number) => reading.clauses[clause]?.sentence === sentence;
  if (isEndless(reading, index)) return passages(reading, index).filter(([from, to]) => within(from) && within(to));
  let [from, to] = [index, index];
  while (within(from - 1)) from -= 1;
  while (within(to + 1)) to += 1;
  return [[from, to]];
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

const numberCache = new Remembered<readonly SaidNumber[]>();

function numbersOf(reading: Reading): readonly SaidNumber[] {
  return numberCache.of(reading, () => findNumbers(reading));
}

function findNumbers(reading: Reading): SaidNumber[] {
  const { text, at } = fold(reading.text);
  return numbersIn(text).map((item) => ({
    ...item,
    start: at[item.start] ?? 0,
    end: at[item.end] ?? reading.text.length,
  }));
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
