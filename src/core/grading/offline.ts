import type { Lexicon } from '../lexicon.ts';
import type { Problem } from '../problem.ts';
import { Claims } from './claims.ts';
import { type Compiled, compile, type ErrorForms, type PointForms } from './compiled.ts';
import { type Form, termsOf } from './forms.ts';
import { flagsOf, type Material, materialOf, relevanceOf } from './material.ts';
import { spansOf } from './places.ts';
import { quoteOf } from './quote.ts';
import { claimPlace, counts, type Hit, hits, isEndless } from './recognise.ts';
import type { Direction, Term } from './recogniser.ts';
import { corrections } from './text/corrections.ts';
import type { Span } from './text/lexis.ts';
import type { Reading } from './text/reading.ts';
import type { HeldMisconception, JudgeInput, Judgement, KeyPointVerdict } from './verdict.ts';

/**
 * Judges all turns on one problem by the authors' recognisers. Pure and deterministic; never throws on any text. Of each
 * turn the first 20,000 characters are read. The last word counts: a later turn, or an explicit correction, replaces what
 * was said; without either, an error stands against a right sentence beside it.
 */
export function judgeOffline(problem: Problem, lexicon: Lexicon, input: JudgeInput): Judgement {
  const compiled = compile(problem, lexicon);
  const material = materialOf(compiled.lexis, input);
  const claims = new Claims(material.readings, compiled.lexis, material.asked);
  const relevance = relevanceOf(compiled, material);
  const errors = compiled.errors.map((error) => ({ error, open: openHits(error, claims) }));
  const met = new Map(compiled.points.map((point) => [point.id, firing(point.met, claims, 'met')]));
  const held = errors.flatMap(({ error, open }) =>
    heldAtEnd(error, open, error.contradicts ? (met.get(error.contradicts) ?? []) : []),
  );
  const verdicts = compiled.points.map((point) =>
    verdictOf(point, { claims, material, compiled, relevance, held, met: met.get(point.id) ?? [] }),
  );
  return {
    problem: problem.id,
    by: 'offline',
    verdicts,
    held: held.flatMap(({ id, hit }): HeldMisconception[] =>
      id === undefined ? [] : [{ id, quote: quoteOf(hit), rule: hit.rule }],
    ),
    flags: flagsOf(compiled, material, relevance),
    ...(compiled.steps.length > 0 ? { steps: stepsNamed(compiled, claims) } : {}),
    relevance,
  };
}

/** The steps that were named, by the place of their first mention. */
function stepsNamed({ steps }: Compiled, claims: Claims): NonNullable<Judgement['steps']> {
  return steps
    .flatMap(({ id, forms }) => {
      const first = firing(forms, claims, 'met').reduce<Hit | undefined>(
        (one, hit) => (!one || isAfter(one, hit) ? hit : one),
        undefined,
      );
      return first ? [{ id, first }] : [];
    })
    .sort((a, b) => (isAfter(a.first, b.first) ? 1 : -1))
    .map(({ id, first }) => ({ step: id, quote: quoteOf(first) }));
}

interface Held {
  readonly id: string | undefined;
  readonly contradicts: string | undefined;
  readonly hit: Hit;
}

interface Case {
  readonly claims: Claims;
  readonly material: Material;
  readonly compiled: Compiled;
  readonly relevance: number;
  readonly held: readonly Held[];
  readonly met: readonly Hit[];
}

function firing(forms: readonly Form[], claims: Claims, purpose: 'met' | 'held'): Hit[] {
  return forms.flatMap((form) => hits(form, claims, purpose)).filter((hit) => !withdrawn(hit));
}

/** Later than: by turn, then by place. */
function isAfter(a: Hit, b: Hit): boolean {
  return a.reading.turn !== b.reading.turn ? a.reading.turn > b.reading.turn : a.at > b.at;
}

function latest(list: readonly Hit[]): Hit | undefined {
  return list.reduce<Hit | undefined>((last, hit) => (!last || isAfter(hit, last) ? hit : last), undefined);
}

/** Said and then taken back. Directional claims carry their corrections themselves. */
function withdrawn(hit: Hit): boolean {
  if (hit.claim) return false;
  return corrections(hit.reading).some((item) => item.kind !== 'amend' && hit.at < item.at && hit.at >= item.from);
}

/** Errors that were made and not denied or turned round afterwards. */
function openHits(error: ErrorForms, claims: Claims): Hit[] {
  const made = firing(error.held, claims, 'held');
  const denials = error.held.flatMap((form) => (form.kind === 'claim' ? rebuttals(form, claims) : []));
  return made.filter((hit) => !amended(hit) && !denials.some((denial) => isAfter(denial, hit)));
}

/** Claims that speak against a claim form: the same denied, or the opposite said. */
function rebuttals(form: Extract<Form, { kind: 'claim' }>, claims: Claims): Hit[] {
  return claims.of(form).flatMap((claim) => {
    const against = claim.denied ? claim.goes === form.goes : claim.goes !== form.goes;
    return against && counts(claim, 'met') ? [{ ...claimPlace(claim), rule: 'says the opposite' }] : [];
  });
}

/** "… no wait, …" right after an error that is no directional claim: what follows stands in its place. */
function amended(hit: Hit): boolean {
  if (hit.claim) return false;
  return corrections(hit.reading).some((item) => item.kind === 'amend' && hit.at < item.at && hit.at >= item.from);
}

function heldAtEnd(error: ErrorForms, open: readonly Hit[], met: readonly Hit[]): Held[] {
  const named = error.id !== undefined;
  const last = latest(open.filter((wrong) => !met.some((right) => outweighs(right, wrong, named))));
  if (!last) return [];
  return met.some((hit) => replaces(hit, last)) ? [] : [{ id: error.id, contradicts: error.contradicts, hit: last }];
}

/**
 * An error that was put together from a passage, and the right statement stands in the same answer; or one that no author
 * named as a misconception, and the same words make the right statement as well, or nothing shows where statements end. There
 * is doubt then, and the doubt is the candidate's. What an author wrote for a clause or a sentence stands, and a bare number settles nothing.
 */
function outweighs(right: Hit, wrong: Hit, named: boolean): boolean {
  const bare = right.within === undefined && !right.claim && !right.range;
  if (bare || wrong.claim || right.reading !== wrong.reading) return false;
  if (wrong.within === 'passage') return true;
  const same = right.first <= wrong.last && wrong.first <= right.last;
  return !named && (same || isEndless(wrong.reading, wrong.first));
}

/** A right statement takes an error's place in a later turn, or after a correction in the same one. */
function replaces(right: Hit, wrong: Hit): boolean {
  if (right.reading.turn !== wrong.reading.turn) return isAfter(right, wrong);
  if (!isAfter(right, wrong)) return false;
  return corrections(right.reading).some((item) => item.at > wrong.at && item.at <= right.at);
}

function verdictOf(point: PointForms, its: Case): KeyPointVerdict {
  const wrong = latest([
    ...its.held.filter((item) => item.contradicts === point.id).map((item) => item.hit),
    ...opposites(point, its),
  ]);
  const right = its.met[0] && bestEvidence(its.met);
  if (wrong) return { keyPoint: point.id, verdict: 'contradicted', quote: quoteOf(wrong), rule: wrong.rule };
  if (right) return { keyPoint: point.id, verdict: 'met', quote: quoteOf(right), rule: right.rule };
  for (const { forms, missing } of point.partial) {
    const hit = bestEvidence(firing(forms, its.claims, 'met'));
    if (hit) return { keyPoint: point.id, verdict: 'partial', quote: quoteOf(hit), missing, rule: hit.rule };
  }
  return untouched(point, its);
}

/** The first turn in which it was said, and there the tightest place. */
function bestEvidence(list: readonly Hit[]): Hit | undefined {
  return list.reduce<Hit | undefined>((best, hit) => {
    if (!best || hit.reading.turn < best.reading.turn) return hit;
    return hit.reading.turn === best.reading.turn && hit.last - hit.first < best.last - best.first ? hit : best;
  }, undefined);
}

/** The exact opposite of a claim with a cause, not put right later: an error although no author foresaw it. */
function opposites(point: PointForms, its: Case): Hit[] {
  return point.met.flatMap((form) => {
    if (form.kind !== 'claim' || !form.by || form.goes === 'same' || form.beside.length > 0) return [];
    const wrong: Direction = form.goes === 'up' ? 'down' : 'up';
    const all = its.claims.of(form).filter((claim) => counts(claim, 'held') && !claim.statement.movement.weak);
    const last = all.at(-1);
    if (!last || last.denied || last.goes !== wrong) return [];
    const hit: Hit = { ...claimPlace(last), rule: `says the opposite of ${form.source}` };
    return its.met.some((right) => replaces(right, hit) || (right.claim && isAfter(right, hit))) ? [] : [hit];
  });
}

const longEnough = 40;

function untouched(point: PointForms, its: Case): KeyPointVerdict {
  const touched = its.claims.readings.find((reading) => point.met.some((form) => touches(form, reading)));
  if (touched)
    return { keyPoint: point.id, verdict: 'not_enough', rule: 'names its terms without stating the relation' };
  if (its.material.words < longEnough)
    return { keyPoint: point.id, verdict: 'not_enough', rule: `fewer than ${longEnough} words` };
  if (its.relevance < 0.2)
    return { keyPoint: point.id, verdict: 'not_enough', rule: 'the answer is about something else' };
  return { keyPoint: point.id, verdict: 'missed', rule: 'none of its recognisers fires' };
}

/**
 * The terms of a form beside one another, whatever is said of them: both, or all but one of three or more. Common words
 * alone do not touch a point; a concept has to be among them where the form has one. Families of everyday words over a
 * passage do not either.
 */
function touches(form: Form, reading: Reading): boolean {
  if (form.kind === 'all' && form.within === 'passage') return false;
  const terms = termsOf(form);
  const needed = Math.max(Math.min(2, terms.length), terms.length - 1);
  const named = terms.filter((term) => reading.named.has(term));
  if (terms.length === 0 || named.length < needed) return false;
  const conceptual = terms.some(isConceptual);
  if (conceptual && !named.some(isConceptual)) return false;
  const near = named.map((term) => new Set(spansOf(term, reading).flatMap((span) => clausesNear(reading, span))));
  return reading.clauses.some(({ index }) => {
    if (reading.standing[index] === 'excluded') return false;
    const there = named.filter((_, i) => near[i]?.has(index));
    return there.length >= needed && (!conceptual || there.some(isConceptual));
  });
}

function isConceptual(term: Term): boolean {
  return term.alternatives.some((item) => item.kind === 'concept');
}

/** The clause of a mention and the one after it, so that two terms meet in neighbouring clauses. */
function clausesNear(reading: Reading, span: Span): number[] {
  const clause = reading.clauseAt[span.first] ?? -1;
  const next = reading.clauses[clause + 1];
  return next && next.sentence === reading.clauses[clause]?.sentence ? [clause, clause + 1] : [clause];
}
