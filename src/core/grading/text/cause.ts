import type { Clause } from './clauses.ts';
import type { Movement } from './direction.ts';
import type { ConceptSpan, Lexis, Span } from './lexis.ts';
import { lowering, raising } from './movement.ts';
import type { Reading } from './reading.ts';
import { subjectStart } from './subject.ts';
import { adverbs, isAuxiliary, isFiniteVerb, persons } from './vocabulary.ts';

/** One statement about where a quantity goes, with the clause that makes it. */
export interface Statement {
  readonly span: Span;
  readonly clause: Clause;
  readonly movement: Movement;
}

/** What a cause is looked for with: its mentions in the turn, its concepts, and whether the question just asked names it. */
export interface Cause {
  readonly mentions: readonly Span[];
  readonly ids: ReadonlySet<string>;
  readonly asked: boolean;
}

type Finding = boolean | undefined;

const subordinate =
  /^(?:when|whenever|if|once|after|by|with|using|due|because|thanks|as|under|since|through|via|from|upon|while)$/;
const results = /^(?:and|so|then|thus|therefore|hence|consequently|which|,|;|—|:|→|but|result)$/;
const comparing = /^(?:than|unlike|versus|vs|compared|relative|against|regardless|irrespective|despite|spite)$/;
/** Words that name the machinery rather than a technique: they do not take over the talk as its subject. */
const scenery =
  /^(?:activation|gradient|layer|forward|backward|pass|weight|parameter|model|network|train|input|output|token|step|los|gpu|system|run|process|backprop|backpropagation|data|hardware|accelerator|inferenc|comput|memory|tim|cost|usag|us$|footprint|consumption|pressur|requirement|budget)/;

/** Whether `statement` gives `cause` as its reason: in its clause, in a part that depends on it, or through what it refers to. */
export function isCausedBy(reading: Reading, statement: Statement, cause: Cause, lexis: Lexis): boolean {
  const look: Look = { reading, statement, cause, lexis, start: subjectStart(reading.tokens, statement.clause) };
  return inClause(look) ?? dependent(look) ?? referred(look) ?? false;
}

interface Look {
  readonly reading: Reading;
  readonly statement: Statement;
  readonly cause: Cause;
  readonly lexis: Lexis;
  /** First content token of the clause. */
  readonly start: number;
}

const text = (look: Look, i: number): string => look.reading.tokens[i]?.text ?? '';

function within(look: Look, clause: Clause): Span[] {
  return look.cause.mentions.filter((span) => span.first >= clause.first && span.last <= clause.last);
}

function overlapping(a: Span, b: Span): boolean {
  return a.first < b.last && b.first < a.last;
}

function inClause(look: Look): Finding {
  const own = within(look, look.statement.clause).filter((span) => !overlapping(span, look.statement.span));
  const named = own.filter((span) => !isCompared(look, span));
  if (named.length === 0) return own.length > 0 ? comparedSubject(look) : undefined;
  if (named.some((span) => isUndone(look, span))) return false;
  return named.some((span) => governs(look, span));
}

// "it needs less memory than checkpointing" says nothing of checkpointing as a cause; its own subject decides.
function comparedSubject(look: Look): Finding {
  return refersBack(look) ? undefined : false;
}

function isCompared(look: Look, span: Span): boolean {
  for (let i = span.first - 1; i >= Math.max(look.statement.clause.first, span.first - 4); i -= 1) {
    if (comparing.test(text(look, i))) return !(text(look, i) === 'against');
  }
  return false;
}

const ending = new Set(['disabl', 'remov', 'skip', 'omit', 'drop', 'stop', 'discard', 'delet', 'abandon']);

/** "without checkpointing", "not to checkpoint", "disabling checkpointing". */
function isUndone(look: Look, span: Span): boolean {
  if ((look.reading.denied[span.first] ?? 0) % 2 === 1) return true;
  if (/^(?:no|without)$/.test(text(look, span.first - 1))) return true;
  for (let i = span.first - 1; i >= Math.max(0, span.first - 4) && !look.reading.tokens[i]?.mark; i -= 1) {
    if (ending.has(look.reading.stems[i] ?? '')) return true;
    if (/^(?:turn|switch)$/.test(look.reading.stems[i] ?? ''))
      return [i + 1, span.last, span.last + 1].some((j) => text(look, j) === 'off');
  }
  return isGone(look, span);
}

/** "checkpointing is disabled", "with checkpointing off" */
function isGone(look: Look, span: Span): boolean {
  const [next, after] = [text(look, span.last), text(look, span.last + 1)];
  return (
    next === 'off' ||
    (isAuxiliary(next) &&
      (after === 'off' || (after.endsWith('ed') && ending.has(look.reading.stems[span.last + 1] ?? ''))))
  );
}

function governs(look: Look, span: Span): boolean {
  const { span: quantity, movement } = look.statement;
  const edge = Math.max(quantity.last, movement.signal + 1);
  if (span.first < Math.min(quantity.first, movement.signal))
    return !otherSubject(look, span.last, Math.min(quantity.first, movement.signal));
  if (span.first < edge) return true;
  for (let i = edge; i < span.first; i += 1) {
    const token = look.reading.tokens[i];
    if (token && subordinate.test(token.text)) return true;
    if (token && isFiniteVerb(token.text, token.stem, text(look, i - 1)) && !isAuxiliary(token.text)) return false;
  }
  return true;
}

/** "unlike checkpointing, mixed precision increases …", "to make room for checkpointing we increase …". */
function otherSubject(look: Look, first: number, last: number): boolean {
  for (let i = first; i < last; i += 1) {
    if (text(look, i) !== ',') continue;
    const rival = look.reading.concepts.find(
      (item) => item.first >= i && item.last <= last && !look.cause.ids.has(item.id),
    );
    if (
      rival &&
      !scenery.test(look.reading.stems[rival.first] ?? '') &&
      !/^(?:with|when|by|using)$/.test(text(look, i + 1))
    )
      return true;
  }
  return false;
}

/** A neighbouring part of the sentence that gives the condition: "when we checkpoint, …", "… because checkpointing …". */
function dependent(look: Look): Finding {
  if (isCorrelative(look)) return true;
  const { clause } = look.statement;
  const modal = look.reading.tokens
    .slice(clause.first, clause.last)
    .some((token) => /^(?:can|could|may)$/.test(token.text));
  for (const other of neighbours(look.reading, clause)) {
    const named = within(look, other).filter((span) => !comparedIn(look, other, span));
    const opener = openerOf(look, other);
    if (named.length === 0 || !subordinate.test(opener)) continue;
    if (named.some((span) => isUndone(look, span))) return false;
    if (/^(?:because|since|as|while)$/.test(opener) && (modal || other.index < clause.index)) continue;
    if (opener === 'while') continue;
    if (!isCondition(look)) return true;
  }
  return undefined;
}

/** "the more you checkpoint, the less memory you need" */
function isCorrelative(look: Look): boolean {
  const { clause } = look.statement;
  const before = look.reading.clauses[clause.index - 1];
  if (!before || before.sentence !== clause.sentence || text(look, clause.first) !== 'the') return false;
  const more = text(look, before.first) === 'the' && text(look, before.first + 1) === 'more';
  return more && within(look, before).some((span) => !isUndone(look, span));
}

function comparedIn(look: Look, clause: Clause, span: Span): boolean {
  for (let i = span.first - 1; i >= Math.max(clause.first, span.first - 3); i -= 1)
    if (comparing.test(text(look, i))) return true;
  return false;
}

function neighbours(reading: Reading, clause: Clause): Clause[] {
  return [reading.clauses[clause.index - 1], reading.clauses[clause.index + 1]].filter(
    (item): item is Clause => item !== undefined && item.sentence === clause.sentence,
  );
}

function openerOf(look: Look, clause: Clause): string {
  const first = text(look, clause.first);
  if (subordinate.test(first)) return first;
  return adverbs.has(first) || first === 'and' || first === 'even' ? text(look, clause.first + 1) : first;
}

/** "when memory grows, …": what is then done is not the cause. */
function isCondition(look: Look): boolean {
  return (
    /^(?:when|whenever|if|once|as|because|since|after)$/.test(text(look, look.statement.clause.first)) &&
    look.statement.movement.subject
  );
}

const references =
  /^(?:it|they|this|that|these|those|which|both|doing|it's|that's|they'll|it'll|they're|its|their|such)$/;

function refersBack(look: Look): boolean {
  return references.test(text(look, look.start)) || elided(look);
}

/** The clause has no subject of its own: "…, increasing memory", "and saves compute". */
function elided(look: Look): boolean {
  const { movement, span } = look.statement;
  if (movement.subject) return false;
  const first = Math.min(movement.signal, span.first);
  if (look.start >= first) return true;
  const token = look.reading.tokens[look.start];
  if (!token) return false;
  if (/^(?:by|to|for|at|with|without|via|through|thereby|meaning|in)$/.test(token.text)) return true;
  return token.text.endsWith('ing') || isFiniteVerb(token.text, token.stem, undefined);
}

/** Through a pronoun, a left-out subject, or "so memory goes up" after the cause. */
function referred(look: Look): Finding {
  const { clause, movement } = look.statement;
  if (otherReason(look)) return false;
  if (isCondition(look)) return false;
  if (refersBack(look)) return antecedent(look);
  const word = text(look, clause.first);
  const joined =
    results.test(clause.opener) ||
    results.test(word) ||
    results.test(text(look, clause.first - 1)) ||
    /^as a (?:result|consequence)/.test(opening(look));
  const plainSubject = movement.subject || persons.has(text(look, look.start)) || isScenery(look);
  if (plainSubject && joined && !/^(?:but|whereas|while|although)$/.test(word)) return antecedent(look);
  return false;
}

function opening(look: Look): string {
  return look.reading.tokens
    .slice(look.statement.clause.first, look.statement.clause.first + 3)
    .map((token) => token.text)
    .join(' ');
}

function isScenery(look: Look): boolean {
  const determined = /^(?:the|a|your|our)$/.test(text(look, look.start));
  const head = look.reading.stems[determined ? look.start + 1 : look.start] ?? '';
  return scenery.test(head);
}

/** "memory goes up with depth": another reason is given on the spot. */
function otherReason(look: Look): boolean {
  const { clause, span, movement } = look.statement;
  const edge = Math.max(span.last, movement.signal + 1);
  if (!movement.subject) return false;
  for (let i = edge; i < clause.last - 1; i += 1) {
    if (/^(?:with|due|because|by|from|per|as)$/.test(text(look, i)) && !/^(?:a|\d.*)$/.test(text(look, i + 1)))
      return true;
  }
  return false;
}

/** The nearest earlier clause that names the cause, unless another technique was named after it. */
function antecedent(look: Look): boolean {
  const { clause } = look.statement;
  const plural = /^(?:this|that|which|these|those|doing)$/.test(text(look, look.start));
  for (let i = clause.index - 1; i >= 0; i -= 1) {
    const other = look.reading.clauses[i];
    if (!other || clause.sentence - other.sentence > 2) return false;
    if (other.sentence !== clause.sentence && isRelativeOfOwn(look)) return false;
    if (i === clause.index - 1 && isDeniedRelative(look, other)) return false;
    const named = within(look, other).filter((span) => !comparedIn(look, other, span));
    if (named.some((span) => isUndone(look, span))) return false;
    if (named.length > 0) return true;
    if (takesOver(look, other, plural)) return false;
  }
  return look.cause.asked && clause.sentence <= 2;
}

/** "We added X, which …" speaks of its own sentence, unless what stands there before it refers back itself. */
function isRelativeOfOwn(look: Look): boolean {
  const { clause } = look.statement;
  if (text(look, clause.first) !== 'which') return false;
  const own = look.reading.clauses.filter((item) => item.sentence === clause.sentence && item.index < clause.index);
  return own.length > 0 && !own.some((item) => references.test(text(look, subjectStart(look.reading.tokens, item))));
}

/** "avoids storing them, which …", "less than selective checkpointing, which …": what "which" takes up is not the cause. */
function isDeniedRelative(look: Look, before: Clause): boolean {
  if (text(look, look.statement.clause.first) !== 'which') return false;
  const last = within(look, before).at(-1);
  return (
    (look.reading.denied[before.last - 1] ?? 0) % 2 === 1 || (last !== undefined && comparedIn(look, before, last))
  );
}

/** Whether a clause makes another technique the subject of the talk. */
function takesOver(look: Look, other: Clause, loose: boolean): boolean {
  const rivals = look.reading.concepts.filter((span) => span.first >= other.first && span.last <= other.last);
  if (rivals.some((span) => isSibling(look, span))) return true;
  if (text(look, look.statement.clause.first) === 'which' && other.index === look.statement.clause.index - 1) {
    return rivals.some((span) => span.last > other.last - 6 && !isSetting(look, span));
  }
  if (loose) return false;
  const subject = rivals[0];
  if (!subject || isSetting(look, subject)) return false;
  return (
    !verbBefore(look, other, subject.first) &&
    subject.first - other.first <= 4 &&
    !overlapping(subject, look.statement.span)
  );
}

function isSetting(look: Look, span: Span): boolean {
  return scenery.test(look.reading.stems[span.last - 1] ?? '');
}

function verbBefore(look: Look, clause: Clause, last: number): boolean {
  for (let i = clause.first; i < last; i += 1) {
    const token = look.reading.tokens[i];
    if (!token) continue;
    if (raising.has(token.stem) || lowering.has(token.stem)) return true;
    if (isFiniteVerb(token.text, token.stem, i > clause.first ? text(look, i - 1) : undefined)) return true;
  }
  return false;
}

function isSibling(look: Look, span: ConceptSpan): boolean {
  if (look.cause.ids.has(span.id)) return false;
  const family = look.lexis.familyOf(span.id).slice(1);
  return family.some((id) => [...look.cause.ids].some((own) => look.lexis.familyOf(own).slice(1).includes(id)));
}
