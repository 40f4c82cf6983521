import type { Clause } from './clauses.ts';
import type { Span } from './lexis.ts';
import type { Token } from './tokens.ts';
import { adverbs, isAuxiliary, isFiniteVerb, prepositions } from './vocabulary.ts';

const links = new Set(
  'and but so or while although though because since whereas if when that as then thus hence therefore however yes no well basically'.split(
    ' ',
  ),
);
const pronoun = /^(?:it|they|this|that|these|those|it's|that's|they're|its|both|which|who)$/;
const reach = 6;

/** First token of a clause after its linking words and adverbs. */
export function subjectStart(tokens: readonly Token[], clause: Clause): number {
  let i = afterLeadIn(tokens, clause);
  for (; i < clause.last - 1; i += 1) {
    const token = tokens[i];
    const word = token?.text ?? '';
    const turn = word === 'in' && /^(?:fact|reality|turn)$/.test(tokens[i + 1]?.text ?? '');
    const afterTurn = tokens[i - 1]?.text === 'in' && /^(?:fact|reality|turn)$/.test(word);
    if (!token?.mark && !adverbs.has(word) && !links.has(word) && !turn && !afterTurn) break;
    if (word === 'that' && isFiniteVerb(tokens[i + 1]?.text ?? '', tokens[i + 1]?.stem ?? '', word)) break;
  }
  return i;
}

/** "On the other hand, …": the token after the comma of an opening phrase. */
function afterLeadIn(tokens: readonly Token[], clause: Clause): number {
  if (!prepositions.has(tokens[clause.first]?.text ?? '')) return clause.first;
  for (let i = clause.first + 1; i < Math.min(clause.last - 1, clause.first + 8); i += 1) {
    if (tokens[i]?.text === ',') return i + 1;
  }
  return clause.first;
}

/**
 * For each clause whose subject is a pronoun, "which" or left out: the tokens before it that it stands for. "Dropout …, and
 * it is still applied …" speaks of dropout.
 */
export function carriedSubjects(tokens: readonly Token[], clauses: readonly Clause[]): (Span | undefined)[] {
  const carried: (Span | undefined)[] = [];
  for (const clause of clauses) carried.push(carriedInto(tokens, clauses, clause, carried));
  return carried;
}

function carriedInto(
  tokens: readonly Token[],
  clauses: readonly Clause[],
  clause: Clause,
  carried: readonly (Span | undefined)[],
): Span | undefined {
  const before = clauses[clause.index - 1];
  if (!before || clause.sentence - before.sentence > 1) return undefined;
  const start = subjectStart(tokens, clause);
  const word = tokens[clause.first]?.text ?? '';
  if (word === 'which' || word === 'who')
    return { first: Math.max(before.first, before.last - reach), last: before.last };
  const token = tokens[start];
  if (!token) return undefined;
  const elided =
    before.sentence === clause.sentence && (isFiniteVerb(token.text, token.stem, undefined) || isAuxiliary(token.text));
  if (!pronoun.test(token.text) && !elided) return undefined;
  const plural = /^(?:they|these|those|they're|both|their)$/.test(token.text);
  for (let i = before.index; i >= Math.max(0, before.index - 3); i -= 1) {
    const other = clauses[i];
    const subject = other && (subjectOf(tokens, other) ?? carried[i]);
    if (subject && (!plural || isPlural(tokens, subject))) return subject;
  }
  return undefined;
}

function isPlural(tokens: readonly Token[], span: Span): boolean {
  return tokens.slice(span.first, span.last).some((token) => /[^su]s$|^(?:and|these|those)$/.test(token.text));
}

/** What stands before the verb of a clause, unless that is a pronoun itself. */
function subjectOf(tokens: readonly Token[], clause: Clause): Span | undefined {
  const first = subjectStart(tokens, clause);
  if (pronoun.test(tokens[first]?.text ?? '')) return undefined;
  let last = first;
  while (last < clause.last) {
    const token = tokens[last];
    if (token && last > first && isFiniteVerb(token.text, token.stem, tokens[last - 1]?.text)) break;
    last += 1;
  }
  const skipped = prepositions.has(tokens[first]?.text ?? '') && last === clause.last;
  if (last <= first || skipped) return undefined;
  // "We relied on checkpointing. It …" goes on about what was relied on.
  const personal = tokens.slice(first, last).some((token) => /^(?:we|i|you)$/.test(token.text));
  return personal ? { first: clause.first, last: clause.last } : { first, last };
}
