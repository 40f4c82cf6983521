import * as move from './movement.ts';
import { down, type Found, object, type Place, same, stemAt, up, word } from './place.ts';
import { adverbs, isAuxiliary, prepositions } from './vocabulary.ts';

/** What follows the quantity as its subject: "memory usage then goes up", "is increased", "is higher". */
export function predicated(place: Place): Found | undefined {
  const { clause, end } = place;
  let passiveVoice = false;
  let i = afterAttribute(place, end);
  for (const limit = Math.min(clause.last, i + 8); i < limit; i += 1) {
    const text = word(place, i);
    const item = stemAt(place, i);
    if (move.risingPredicates.has(text) && !object(place, i)) return { ...up(i), subject: true };
    if (move.fallingPredicates.has(text) && !object(place, i)) return { ...down(i), subject: true };
    if (move.raising.has(item) || move.lowering.has(item) || move.intransitive.has(item)) {
      const moved =
        passiveVoice ||
        (move.intransitive.has(item) && !object(place, i)) ||
        (!object(place, i) && /(?:ed|en|saved|cut)$/.test(text)) ||
        (!object(place, i) && place.reading.tokens[i - 1]?.text === 'to');
      if (!moved) return undefined;
      return {
        ...(move.raising.has(item) || item === 'soar' || item === 'skyrocket' || item === 'jump' ? up(i) : down(i)),
        subject: true,
      };
    }
    if (/^(?:is|are|was|were|be|been|being|gets|get|got|getting)$/.test(text)) passiveVoice = true;
    if (!passable(place, i)) return undefined;
  }
  return undefined;
}

/** Skips "of the activations", "for the optimizer" and "and compute" after a quantity. */
function afterAttribute(place: Place, from: number): number {
  let i = from;
  if (word(place, i) === 'and' && place.reading.concepts.some((span) => span.first >= i + 1 && span.first <= i + 2)) {
    const other = place.reading.concepts.find((span) => span.first >= i + 1 && span.first <= i + 2);
    i = other?.last ?? i;
  }
  if (!/^(?:of|for|in|on|per|from|used|needed|required|at)$/.test(word(place, i))) return i;
  for (let j = i + 1; j < Math.min(place.clause.last, i + 7); j += 1) {
    const token = place.reading.tokens[j];
    if (
      token &&
      (isAuxiliary(token.text) ||
        move.raising.has(place.reading.stems[j] ?? '') ||
        move.lowering.has(place.reading.stems[j] ?? '') ||
        stemAt(place, j) === 'go')
    )
      return j;
  }
  return i;
}

function passable(place: Place, i: number): boolean {
  const text = word(place, i);
  if (
    adverbs.has(text) ||
    isAuxiliary(text) ||
    text === 'to' ||
    text === 'also' ||
    text === 'by' ||
    text.endsWith('ly')
  )
    return true;
  return /^(?:go|get|become|becom|stay|remain|tend|end|shoot|com|blow|creep|grow|start|begin|through|need|seem|look|turn|scal|actual|the|a|much|end|bit|be)$/.test(
    stemAt(place, i),
  );
}

/** "does not change memory", "memory stays the same", "no effect on memory". */
export function steady(place: Place): Found | undefined {
  const { span, clause, end } = place;
  for (let i = span.first - 1; i >= Math.max(clause.first, span.first - 5); i -= 1) {
    if (prepositions.has(word(place, i)) && !/^(?:on|to|in|of|with|for)$/.test(word(place, i))) break;
    const denied = (place.reading.denied[i] ?? 0) % 2 === 1;
    if (move.affecting.has(stemAt(place, i)) && denied && i > span.first - 4) return { ...same(i), denied: false };
    if (move.steadyNouns.has(stemAt(place, i)) && /^(?:on|to|in|for)$/.test(word(place, i + 1)) && denied)
      return { ...same(i), denied: false };
    if (/^(?:same|constant|identical|unchanged)$/.test(word(place, i)) && i >= span.first - 3) return same(i);
  }
  for (let i = end; i < Math.min(clause.last, end + 6); i += 1) {
    if (move.steadyWords.has(word(place, i))) return { ...same(i), subject: true };
    if (move.affecting.has(stemAt(place, i)) && (place.reading.denied[i] ?? 0) % 2 === 1)
      return { ...same(i), subject: true, denied: false };
    if (!passable(place, i) && !/^(?:stay|remain|keep|is|the|about)$/.test(stemAt(place, i))) break;
  }
  return undefined;
}
