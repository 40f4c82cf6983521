import { modified, noun } from './governing.ts';
import * as move from './movement.ts';
import { beforeModifiers, down, type Found, isGood, type Place, stemAt, tokensBetween, up, word } from './place.ts';
import { conjunctions, determiners, isAuxiliary, prepositions } from './vocabulary.ts';

/** "the memory that checkpointing frees" */
export function relative(place: Place): Found | undefined {
  if (word(place, place.end) !== 'that' && !place.reading.concepts.some((span) => span.first === place.end))
    return undefined;
  for (let i = place.end + 1; i < place.end + 6; i += 1) {
    if (!/^(?:fre|sav|spar|releas|reclaim)$/.test(stemAt(place, i))) continue;
    const next = word(place, i + 1);
    return !next || prepositions.has(next) || conjunctions.has(next) || isAuxiliary(next) ? down(i) : undefined;
  }
  return undefined;
}

/** "the cost of checkpointing is X", "what it saves is X" */
function named(place: Place, from: number): Found | undefined {
  if (!/^(?:is|was|being|are)$/.test(word(place, from))) return undefined;
  for (let i = from - 1; i >= Math.max(place.clause.first, from - 7); i -= 1) {
    if (/^(?:cost|pric|drawback|downsid|penalty|disadvantag|pay)$/.test(stemAt(place, i)))
      return isGood(place) ? down(i) : up(i);
    if (/^(?:sav|fre|benefit|advantag|gain|upsid|win)$/.test(stemAt(place, i))) return isGood(place) ? up(i) : down(i);
  }
  return undefined;
}

/** "at the cost of X", "pays for it with X", "sacrifices X". */
export function bought(place: Place): Found | undefined {
  const from = beforeModifiers(place);
  const worse = (signal: number) => (isGood(place) ? down(signal) : up(signal));
  if (
    word(place, from) === 'of' &&
    /^(?:cost|expense|price)$/.test(word(place, from - 1)) &&
    /^(?:the|a|an|at|some)$/.test(word(place, from - 2))
  )
    return worse(from - 1);
  if (
    /^(?:with|in|by)$/.test(word(place, from)) &&
    [1, 2, 3, 4].some((back) => /^(?:pay|paid|buy|purchas|financ)$/.test(stemAt(place, from - back)))
  )
    return worse(from);
  if (stemAt(place, from) === 'sacrific') return worse(from);
  if (stemAt(place, from) === 'buy') return isGood(place) ? up(from) : down(from);
  const told = named(place, from);
  if (told) return told;
  if (word(place, from) === 'for' && word(place, from - 1) === 'price') return undefined;
  return undefined;
}

/** "memory-efficient", "memory hungry". */
export function compound(place: Place): Found | undefined {
  const next = word(place, place.span.last);
  const less = /^(?:less|least|not)$/.test(word(place, place.span.first - 1));
  if (move.thrifty.has(next) && !isGood(place)) return less ? up(place.span.last) : down(place.span.last);
  if (move.hungry.has(next)) return less ? down(place.span.last) : up(place.span.last);
  return undefined;
}

/** "trades A for B": A is spent, B is gained. Explicit words beside the quantity win over the idiom. */
export function traded(place: Place): Found | undefined {
  if (modified(place) || noun(place)) return undefined;
  for (let i = place.span.first - 1; i >= Math.max(place.clause.first, place.span.first - 9); i -= 1) {
    if (
      !move.trading.has(stemAt(place, i)) ||
      determiners.has(word(place, i - 1)) ||
      /^(?:of|in|between)$/.test(word(place, i + 2))
    )
      continue;
    const bridge = tokensBetween(place, i + 1, place.span.first).indexOf('for');
    const against = tokensBetween(place, i + 1, place.clause.last).some((item) =>
      /^(?:against|between|with|versus|vs)$/.test(item),
    );
    if (against) return undefined;
    const hasFor = tokensBetween(place, i + 1, place.clause.last).includes('for');
    if (!hasFor) return undefined;
    const gained = bridge >= 0;
    return gained !== isGood(place) ? down(i) : up(i);
  }
  return undefined;
}

/** "heavier on memory", "cheaper in memory", "worse in terms of memory". */
export function burden(place: Place): Found | undefined {
  const at = beforeModifiers(place);
  if (!/^(?:on|in|for|of|with)$/.test(word(place, at))) return undefined;
  const from = word(place, at) === 'of' && word(place, at - 1) === 'terms' ? at - 3 : at - 1;
  for (let i = from; i >= Math.max(place.clause.first, from - 1); i -= 1) {
    const text = word(place, i);
    if (text === 'better' || text === 'worse') return (text === 'better') === isGood(place) ? up(i) : down(i);
    if (move.burdensome.has(text)) return { ...up(i), weak: !/(?:er|worse)$/.test(text) };
    if (move.sparing.has(text)) return { ...down(i), weak: !/(?:er|better|sav\w*)$/.test(text) };
  }
  return undefined;
}
