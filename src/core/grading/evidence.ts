import type { Lexicon } from '../lexicon.ts';
import type { Problem } from '../problem.ts';
import { type Compiled, compile } from './compiled.ts';
import { type Form, termsOf } from './forms.ts';
import { echo, isOrder, type Runs, shownRuns, wordsOf } from './genuine.ts';
import { shownTurn } from './material.ts';
import { hitsIn } from './recognise.ts';
import type { Term } from './recogniser.ts';
import type { Lexis } from './text/lexis.ts';
import { type Reading, read, readOnce, type Skimmed, skim } from './text/reading.ts';
import type { HeldMisconception, JudgeInput, Judgement, KeyPointVerdict, Quote } from './verdict.ts';

/**
 * Holds any judge's verdicts to their quotes. A verdict that needs a quote becomes `not_enough`, and a misconception is
 * dropped, when its quote is not verbatim (but for spacing) in the turn it names, was shown to the candidate, is an order to
 * the grader, holds no term of that key point, or serves another key point while it does not support this one.
 * A quote supports a key point when it holds two terms of one of its recognisers, or the only one.
 */
export function verified(judgement: Judgement, input: JudgeInput, problem: Problem, lexicon: Lexicon): Judgement {
  const compiled = compile(problem, lexicon);
  const shown = input.shown.map((text) => readOnce(shownTurn, text, compiled.lexis));
  const desk: Desk = {
    input,
    compiled,
    shown: shownRuns(shown),
    used: new Set(),
  };
  return {
    ...judgement,
    verdicts: judgement.verdicts.map((verdict) => checked(verdict, desk)),
    held: judgement.held.filter((item) => isSound(item, desk)),
  };
}

/**
 * Takes a point that is credited in full down to half where its quote only names a term of it: what a model reads into
 * words that hold nothing of the relation is not shown by them.
 */
export function heldToSupport(judgement: Judgement, problem: Problem, lexicon: Lexicon): Judgement {
  const compiled = compile(problem, lexicon);
  const lowered = (item: KeyPointVerdict): KeyPointVerdict => {
    if (item.verdict !== 'met' || !item.quote) return item;
    const said = quoted(item.quote, compiled.lexis);
    const point = compiled.points.find(({ id }) => id === item.keyPoint);
    if (point?.met.some((form) => supports(form, said))) return item;
    return { ...item, verdict: 'partial', rule: `${item.rule ?? ''}; the quote only names a term of it`.trim() };
  };
  return { ...judgement, verdicts: judgement.verdicts.map(lowered) };
}

interface Desk {
  readonly input: JudgeInput;
  readonly compiled: Compiled;
  readonly shown: Runs;
  readonly used: Set<string>;
}

function checked(verdict: KeyPointVerdict, desk: Desk): KeyPointVerdict {
  if (verdict.verdict === 'missed' || verdict.verdict === 'not_enough') return verdict;
  const fault = verdict.quote ? faultOf(verdict.quote, formsOf(verdict, desk), desk) : 'no quote';
  if (verdict.quote) desk.used.add(keyOf(verdict.quote));
  return fault
    ? { keyPoint: verdict.keyPoint, verdict: 'not_enough', rule: `${verdict.verdict} is void: ${fault}` }
    : verdict;
}

/** The forms whose terms count as evidence; for a contradiction also those of the errors that contradict the point. */
function formsOf(verdict: KeyPointVerdict, { compiled }: Desk): readonly Form[] {
  const point = compiled.points.find((item) => item.id === verdict.keyPoint);
  const own = [...(point?.met ?? []), ...(point?.partial ?? []).flatMap((item) => item.forms)];
  if (verdict.verdict !== 'contradicted') return own;
  return [
    ...own,
    ...compiled.errors.filter((item) => item.contradicts === verdict.keyPoint).flatMap((item) => item.held),
  ];
}

function isSound(item: HeldMisconception, desk: Desk): boolean {
  const error = desk.compiled.errors.find((other) => other.id === item.id);
  if (!error) return false;
  return faultOf(item.quote, error.held, { ...desk, used: new Set() }) === undefined;
}

function faultOf(quote: Quote, forms: readonly Form[], desk: Desk): string | undefined {
  const answer = desk.input.answers.find((item) => item.turn === quote.turn);
  if (!answer || !isVerbatim(quote.text, answer.text)) return 'the quote is not in that turn';
  if (isOrder(quote.text)) return 'the quote is an order to the grader';
  const said = quoted(quote, desk.compiled.lexis);
  const words = wordsOf(said, 0, said.tokens.length);
  if (words.length >= 5 && echo(words, desk.shown) >= 0.8) return 'the quote repeats what was shown';
  if (!forms.some((form) => namesAny(form, said))) return 'the quote holds no term of this key point';
  if (desk.used.has(keyOf(quote)) && !forms.some((form) => supports(form, said)))
    return 'the quote serves another key point';
  return undefined;
}

/** The words of a quote; they are read as a text of their own only where what they name does not settle it. */
interface Quoted extends Skimmed {
  readonly reading: () => Reading;
}

function quoted({ turn, text }: Quote, lexis: Lexis): Quoted {
  let known: Reading | undefined;
  const reading = () => {
    known ??= read(turn, text, lexis);
    return known;
  };
  return { ...skim(text, lexis), reading };
}

/** A formula or a bare number has no terms of its own to look for: it has to be there itself. */
function namesAny(form: Form, said: Quoted): boolean {
  return termsOf(form).some((term) => isNamed(term, said)) || fires(form, said);
}

/** By a term of the field or the author's own words: a family of everyday words is evidence of nothing by itself. */
function isNamed(term: Term, { mentions }: Skimmed): boolean {
  return term.alternatives.some(({ kind, slot }) => kind !== 'family' && mentions.has(slot));
}

function fires(form: Form, said: Quoted): boolean {
  return form.kind !== 'claim' && hitsIn(form, said.reading(), 'met').length > 0;
}

/** Two terms of the form, or its only one; of a directional claim the quantity. */
function supports(form: Form, said: Quoted): boolean {
  const terms = form.kind === 'claim' ? [form.quantity] : termsOf(form);
  if (terms.length === 0) return fires(form, said);
  const named = terms.filter((term) => isNamed(term, said)).length;
  return named >= Math.min(2, terms.length) || fires(form, said);
}

const keyOf = (quote: Quote): string => `${quote.turn} ${spaced(quote.text)}`;

function isVerbatim(quote: string, answer: string): boolean {
  const text = spaced(quote);
  return text.length > 0 && spaced(answer).includes(text);
}

function spaced(text: string): string {
  if (text === last.text) return last.spaced;
  const made = text.replace(/\s+/g, ' ').trim();
  if (text.length > short) last = { text, spaced: made };
  return made;
}

// An answer is compared with many quotes in a row.
const short = 300;
let last = { text: '', spaced: '' };
