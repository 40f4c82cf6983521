import * as move from './movement.ts';
import { down, type Found, isGood, type Place, stemAt, stops, up, word } from './place.ts';
import { adverbs, conjunctions, determiners, isAuxiliary, prepositions, pronouns } from './vocabulary.ts';

/** A verb or noun of movement to the left that governs the quantity: "increases the peak memory", "an increase in memory". */
export function governed(place: Place): Found | undefined {
  const { clause, span } = place;
  for (let i = span.first - 1; i >= Math.max(clause.first, span.first - 9); i -= 1) {
    const text = word(place, i);
    const noun = isNoun(place, i);
    const moved = moves(place, i, noun);
    if (moved) return moved;
    if (noun && prepositions.has(text) && text !== 'of' && text !== 'on' && text !== 'in') return undefined;
    if (stops(place, i)) return undefined;
  }
  return undefined;
}

function moves(place: Place, i: number, asNoun: boolean): Found | undefined {
  const item = stemAt(place, i);
  const next = word(place, i + 1);
  if (asNoun) {
    if (!/^(?:in|of|to|on|for)$/.test(next)) return undefined;
    return move.raisingNouns.has(item) ? up(i) : move.loweringNouns.has(item) ? down(i) : undefined;
  }
  const crossed = crossedPreposition(place, i);
  if (crossed) return undefined;
  if (/^(?:bring|driv|push|go|scal|blow|shoot|ramp|tak|cut|slow|keep)$/.test(item)) {
    if (next === 'up' || word(place, place.end) === 'up') return up(i);
    if (next === 'down' || word(place, place.end) === 'down') return down(i);
  }
  if (move.improving.has(item)) return isGood(place) ? up(i) : down(i);
  if (move.harming.has(item)) return isGood(place) ? down(i) : up(i);
  if (move.raising.has(item) && !predicateParticiple(place, i)) return up(i);
  if (move.lowering.has(item) && !predicateParticiple(place, i)) return down(i);
  return undefined;
}

// In "memory is reduced, compute …" the participle belongs to what stands before it.
function predicateParticiple(place: Place, i: number): boolean {
  const before = word(place, i - 1);
  return /(?:ed|en)$/.test(word(place, i)) && isAuxiliary(before) && !/^(?:has|have|had|it's|gets)$/.test(before);
}

/** Between the verb and its object only "of" (the amount of), "on" (save on) and particles may stand. */
function crossedPreposition(place: Place, i: number): boolean {
  for (let j = i + 1; j < place.span.first; j += 1) {
    const text = word(place, j);
    if (
      text === 'of' ||
      text === 'up' ||
      text === 'down' ||
      (text === 'on' && j <= i + 2) ||
      (text === 'about' && j === i + 1)
    )
      continue;
    if (text === 'for' && /^(?:need|requirement|demand|room|footprint)$/.test(stemAt(place, j - 1))) continue;
    if (prepositions.has(text)) return true;
  }
  return false;
}

function isNoun(place: Place, i: number): boolean {
  const before = word(place, i - 1);
  if (
    /(?:growth|reduction|overhead|saving|savings|penalty|spike|explosion|relief|inflation)$/.test(word(place, i)) &&
    !/^(?:is|are|by|of|while|for|thereby|and|thus|,|)$/.test(before)
  )
    return true;
  if (
    /^(?:in|of)$/.test(word(place, i + 1)) &&
    /^(?:increase|decrease|rise|drop|reduction|cut|growth|saving|savings|jump|spike|increases|decline)$/.test(
      word(place, i),
    )
  )
    return true;
  return determiners.has(before) && !pronouns.has(before) && move.raisingNouns.has(stemAt(place, i));
}

/** "more GPU memory", "a larger memory footprint", "twice the memory", "half as much memory"; not "more about memory than speed". */
export function modified(place: Place): Found | undefined {
  const { span, clause } = place;
  for (let i = span.first - 1; i >= Math.max(clause.first, span.first - 5); i -= 1) {
    const text = word(place, i);
    if (text === 'about') return undefined;
    if (/^(?:as|so)$/.test(word(place, i - 1)) && text === 'much')
      return factor(place, i - 2) ?? lessThanBefore(place, i);
    if (move.raisingWords.has(text) || /^\d+(?:\.\d+)?x$/.test(text) || (text === 'times' && i >= span.first - 3))
      return up(i);
    if (move.loweringWords.has(text)) return down(i);
    if (/^(?:increas|grow|ris)/.test(text) && /(?:ing|ed)$/.test(text)) return up(i);
    if (move.muchWords.has(text)) return { ...up(i), weak: true };
    if (move.littleWords.has(text)) return { ...down(i), weak: true };
    if (
      !(text === 'of' || text === 'the' || text === 'a' || text === 'gpu' || adverbs.has(text)) &&
      (stops(place, i) || prepositions.has(text) || conjunctions.has(text) || text === ',')
    )
      return undefined;
  }
  return undefined;
}

function factor(place: Place, i: number): Found | undefined {
  const text = word(place, i);
  if (/^(?:twice|double|times|\d+x|thrice)$/.test(text)) return up(i);
  return /^(?:half|third|quarter|fraction)$/.test(text) ? down(i) : undefined;
}

/** "does not need as much memory". */
function lessThanBefore(place: Place, i: number): Found | undefined {
  for (let j = i - 1; j >= Math.max(place.clause.first, i - 5); j -= 1) {
    if (/(?:n't|^not|^never|^cannot|^dont|^doesnt)$/.test(word(place, j))) return { ...down(i), denied: false };
  }
  return undefined;
}

/** "memory savings", "a memory overhead". */
export function noun(place: Place): Found | undefined {
  const i = place.end;
  const item = stemAt(place, i);
  const text = word(place, i);
  if (/^(?:growth|overhead|blowup|explosion|penalty|spike|surge)s?$/.test(text)) return up(i);
  if (/^(?:savings?|reductions?|relief|cuts)$/.test(text) || (text === 'saved' && !isAuxiliary(word(place, i - 1))))
    return down(i);
  if (text === 'blow' && word(place, i + 1) === 'up') return up(i);
  if (determiners.has(word(place, place.span.first - 1)) && /^(?:increase|decrease|drop|jump)$/.test(text)) {
    return move.raisingNouns.has(item) ? up(i) : down(i);
  }
  return undefined;
}
