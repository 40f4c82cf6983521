import type { Clause } from './clauses.ts';
import type { ConceptSpan } from './lexis.ts';
import type { Token } from './tokens.ts';
import { adverbs, conjunctions, isAuxiliary, isFiniteVerb, prepositions, pronouns } from './vocabulary.ts';

const not = new Set([
  'not',
  'never',
  'cannot',
  'hardly',
  'scarcely',
  'nor',
  'neither',
  'none',
  'nothing',
  'nobody',
  'dont',
  'doesnt',
  'didnt',
  'cant',
  'couldnt',
  'wont',
  'wouldnt',
  'isnt',
  'arent',
  'wasnt',
  'werent',
]);
const nominal = new Set(['no', 'without', 'lack', 'lacks', 'lacking', 'absence', 'minus', 'unlike', 'zero', 'free']);
/** Verbs that deny their object. Not those that name an action (drops, removes, disables): they are what a candidate does. */
const undoing = new Set(['avoid', 'prevent', 'eliminat', 'bypas', 'forgo', 'lack', 'circumvent', 'obviat']);
const notOnly = new Set(['only', 'just', 'merely', 'simply', 'solely', 'necessarily']);
const idle = new Set(['doubt', 'wonder', 'matter', 'problem', 'question', 'wait', 'sure', 'longer']);
const carriers = new Set([
  'by',
  'with',
  'via',
  'through',
  'using',
  'because',
  'due',
  'thanks',
  'when',
  'if',
  'during',
  'at',
  'under',
  'thereby',
  'thus',
  'but',
  'in',
]);
const changes = new Set([
  'increas',
  'decreas',
  'reduc',
  'reduction',
  'growth',
  'overhead',
  'saving',
  'sav',
  'cost',
  'penalty',
  'problem',
  'issu',
  'us',
  'usag',
  'footprint',
]);

/**
 * For each token, how many denials it stands under: odd is denied. Prepositional denials (without, instead of) end after
 * the first concept they meet; verbal ones (not, never, avoids) go on to the end of the clause or to what carries it out.
 */
export function denials(
  tokens: readonly Token[],
  clauses: readonly Clause[],
  spans: readonly ConceptSpan[],
): Uint8Array {
  const concepts: ConceptEnds = new Map(spans.map((span) => [span.first, span.last]));
  const depth = new Uint8Array(tokens.length);
  for (const clause of clauses) {
    for (let i = clause.first; i < clause.last; i += 1) {
      const scope = cancelled(tokens, i, clause) ? undefined : scopeOf(tokens, i, clause, concepts);
      if (!scope) continue;
      for (let j = scope.first; j < scope.last; j += 1) depth[j] = (depth[j] ?? 0) + 1;
    }
    denyDismissed(tokens, clause, depth);
  }
  return depth;
}

/** "cannot use X without doing Y" affirms both. */
function cancelled(tokens: readonly Token[], i: number, clause: Clause): boolean {
  const isNot = (word: string) =>
    word === 'cannot' || word === 'never' || word === 'not' || word.endsWith("n't") || word === 'cant';
  const own = tokens[i]?.text ?? '';
  if (own === 'without')
    return tokens.slice(Math.max(clause.first, i - longestScope), i).some((token) => isNot(token.text));
  return (
    isNot(own) && tokens.slice(i, Math.min(clause.last, i + longestScope)).some((token) => token.text === 'without')
  );
}

/** Where each concept ends, by where it starts. */
type ConceptEnds = ReadonlyMap<number, number>;

const longestScope = 40;

interface Scope {
  readonly first: number;
  readonly last: number;
}

function scopeOf(tokens: readonly Token[], i: number, clause: Clause, concepts: ConceptEnds): Scope | undefined {
  const token = tokens[i];
  const next = tokens[i + 1];
  if (!token || !next || i + 1 >= clause.last) return undefined;
  if (token.text === 'non') return { first: i + 1, last: i + 2 };
  if (token.text === 'not' || token.text.endsWith("n't")) {
    if (notOnly.has(next.text) || next.text === 'sure')
      return next.text === 'necessarily' ? verbal(tokens, i + 1, clause, concepts) : undefined;
    if (next.text === 'as' || next.text === 'so') return undefined;
    return tokens[i - 1]?.text === 'or' && tokens[i - 2]?.text === 'whether'
      ? undefined
      : verbal(tokens, i + 1, clause, concepts);
  }
  if (
    not.has(token.text) ||
    (token.text === 'no' && next.text === 'longer') ||
    (token.stem === 'fail' && next.text === 'to')
  ) {
    return verbal(tokens, i + 1, clause, concepts);
  }
  if ((token.text === 'instead' || token.text === 'rid') && next.text === 'of')
    return prepositional(tokens, i + 2, clause, concepts);
  if (token.text === 'rather' && next.text === 'than') return prepositional(tokens, i + 2, clause, concepts);
  if ((token.stem === 'keep' || token.stem === 'stop') && tokens.slice(i, i + 6).some((item) => item.text === 'from'))
    return verbal(tokens, i + 1, clause, concepts);
  if (nominal.has(token.text) && !idle.has(next.text) && !next.mark) {
    if (token.text === 'free' && next.text !== 'of') return undefined;
    if (token.text === 'minus' && isSubtraction(tokens[i - 1]?.text ?? '', next.text)) return undefined;
    if (token.text === 'zero' && isNumber(tokens[i - 1]?.text ?? '', next.text)) return undefined;
    if (token.text === 'no' && (next.text === 'more' || next.text === 'less'))
      return verbal(tokens, i + 1, clause, concepts);
    return prepositional(tokens, next.text === 'of' ? i + 2 : i + 1, clause, concepts);
  }
  if (undoing.has(token.stem) && !passive(tokens, i)) return verbal(tokens, i + 1, clause, concepts);
  return undefined;
}

/** "One minus beta", "minus one": a sum, and no denial as in "the network minus its dropout". */
function isSubtraction(before: string, after: string): boolean {
  return /^(?:one|two|\d+|\p{L})$/u.test(before) || /^(?:one|two|infinity|\d+|eta|lambda|\p{L})$/u.test(after);
}

/** "ZeRO-1" and "zero stage 3" are names; in "set to zero at random" and "zero and one" nothing is denied. */
function isNumber(before: string, after: string): boolean {
  if (/^(?:\d|stage)/.test(after)) return true;
  if (/^(?:to|of|near|below|above|around|towards?|from|than|between)$/.test(before)) return true;
  return prepositions.has(after) || conjunctions.has(after) || isAuxiliary(after);
}

function passive(tokens: readonly Token[], i: number): boolean {
  return (
    tokens[i]?.text.endsWith('ed') === true &&
    isAuxiliary(tokens[i - 1]?.text ?? '') &&
    !/^(have|has|had)/.test(tokens[i - 1]?.text ?? '')
  );
}

function verbal(tokens: readonly Token[], first: number, clause: Clause, concepts: ConceptEnds): Scope {
  let last = first;
  let met = false;
  const conditional = conditions.has(tokens[clause.first]?.text ?? '');
  while (last < clause.last && last - first < longestScope) {
    const manner = concepts.has(last) || tokens[last + 1]?.text === 'parallel';
    if (stopsDenial(tokens[last]?.text ?? '', met && !manner, last - first)) break;
    if (conditional && last > first && startsMain(tokens, last)) break;
    met ||= concepts.has(last);
    last += 1;
  }
  return { first, last };
}

const conditions = new Set(['if', 'when', 'whenever', 'once', 'unless', 'after']);

/** "If it doesn't go down I would look …": the main part begins without a comma. */
function startsMain(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i + 1];
  return /^(?:i|we|you)$/.test(tokens[i]?.text ?? '') && next !== undefined && isFiniteVerb(next.text, next.stem, 'we');
}

function stopsDenial(word: string, met: boolean, length: number): boolean {
  return (met && carriers.has(word)) || word === 'but' || (word === ',' && length > 0);
}

function prepositional(tokens: readonly Token[], first: number, clause: Clause, concepts: ConceptEnds): Scope {
  const start = tokens[first];
  if (start?.text.endsWith('ing') && !concepts.has(first)) return verbal(tokens, first, clause, concepts);
  let last = first;
  while (last < Math.min(clause.last, first + 6)) {
    const token = tokens[last];
    const met = concepts.get(last);
    if (met !== undefined) return { first, last: listEnd(tokens, extended(tokens, met, clause), clause, concepts) };
    if (
      !token ||
      token.mark ||
      pronouns.has(token.text) ||
      (last > first && isFiniteVerb(token.text, token.stem, tokens[last - 1]?.text))
    )
      break;
    last += 1;
  }
  return { first, last };
}

function extended(tokens: readonly Token[], from: number, clause: Clause): number {
  let last = from;
  while (last < clause.last && changes.has(tokens[last]?.stem ?? '')) last += 1;
  return last;
}

function listEnd(tokens: readonly Token[], from: number, clause: Clause, concepts: ConceptEnds): number {
  const word = tokens[from]?.text;
  if (word !== 'or' && word !== 'and' && word !== ',') return from;
  if (word === ',') return from;
  const next = concepts.get(from + 1) ?? concepts.get(from + 2) ?? from;
  return next <= clause.last ? next : from;
}

const dismissed = new Set([
  'avoided',
  'prevented',
  'eliminated',
  'gone',
  'absent',
  'impossible',
  'unnecessary',
  'bypassed',
  'circumvented',
]);

/** "the increase is avoided", "recurrence is gone": what stands before is denied. */
function denyDismissed(tokens: readonly Token[], clause: Clause, depth: Uint8Array): void {
  for (let i = clause.first + 1; i < clause.last; i += 1) {
    if (!dismissed.has(tokens[i]?.text ?? '')) continue;
    let j = i - 1;
    while (j > clause.first && (adverbs.has(tokens[j]?.text ?? '') || tokens[j]?.text === 'be')) j -= 1;
    if (!isAuxiliary(tokens[j]?.text ?? '')) continue;
    for (let k = clause.first; k < j; k += 1)
      if (!prepositions.has(tokens[k]?.text ?? '')) depth[k] = (depth[k] ?? 0) + 1;
    if ((depth[i] ?? 0) % 2 === 1) for (let k = clause.first; k < j; k += 1) depth[k] = (depth[k] ?? 0) + 1;
  }
}
