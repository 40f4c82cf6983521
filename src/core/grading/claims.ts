import { spansOf } from './places.ts';
import type { Direction, Term } from './recogniser.ts';
import { type Cause, isCausedBy, type Statement } from './text/cause.ts';
import { type Correction, corrections } from './text/corrections.ts';
import { movementOf } from './text/direction.ts';
import type { Lexis, Span } from './text/lexis.ts';
import { Remembered } from './text/memo.ts';
import { lowering, raising } from './text/movement.ts';
import type { Reading } from './text/reading.ts';
import { subjectStart } from './text/subject.ts';
import { prepositions } from './text/vocabulary.ts';

/** What is looked for in a directional claim: a quantity, where it goes, and what drives it. */
export interface ClaimForm {
  readonly quantity: Term;
  readonly goes: Direction;
  readonly by?: Term;
}

/** A directional claim that was made about a quantity. */
export interface Claim {
  readonly reading: Reading;
  readonly statement: Statement;
  readonly goes: Direction;
  readonly denied: boolean;
  /** Turned over by "the other way round". */
  readonly flipped: boolean;
  /** Token of the correction that gave it its present form. */
  readonly correctedAt?: number;
}

const opposite: Record<Direction, Direction> = { up: 'down', down: 'up', same: 'same' };

/** Directional claims of all turns, found once per quantity and cause. `asked` is the text shown last before the answers. */
export class Claims {
  readonly readings: readonly Reading[];
  private readonly lexis: Lexis;
  private readonly asked: Reading | undefined;
  private readonly byTerms = new Map<Term, Map<Term | undefined, readonly Claim[]>>();

  constructor(readings: readonly Reading[], lexis: Lexis, asked: Reading | undefined) {
    this.readings = readings;
    this.lexis = lexis;
    this.asked = asked;
  }

  /** Claims about the form's quantity with its cause, whatever their direction; denied ones are marked. */
  of(form: ClaimForm): readonly Claim[] {
    const known = this.byTerms.get(form.quantity)?.get(form.by);
    if (known) return known;
    const found = this.readings.flatMap((reading) => this.inReading(reading, form));
    const byCause = this.byTerms.get(form.quantity) ?? new Map<Term | undefined, readonly Claim[]>();
    this.byTerms.set(form.quantity, byCause);
    byCause.set(form.by, found);
    return found;
  }

  private inReading(reading: Reading, form: ClaimForm): readonly Claim[] {
    if (!reading.named.has(form.quantity)) return [];
    const statements = statementsIn(reading, form.quantity);
    if (statements.length === 0) return [];
    const cause = form.by && this.causeIn(reading, form.by);
    const made = statements.flatMap((statement): Claim[] => {
      const { movement } = statement;
      if (cause && !isCausedBy(reading, statement, cause, this.lexis)) return [];
      if (movement.weak && cause && !isNamedIn(reading, cause, statement.clause.index)) return [];
      return [{ reading, statement, goes: movement.goes, denied: movement.denied, flipped: false }];
    });
    return corrected(reading, made);
  }

  private causeIn(reading: Reading, by: Term): Cause {
    const ids = new Set(by.alternatives.flatMap((item) => (item.kind === 'concept' ? item.words : [])));
    return { mentions: spansOf(by, reading), ids, asked: this.asked?.named.has(by) === true };
  }
}

function isNamedIn(reading: Reading, cause: Cause, clause: number): boolean {
  return cause.mentions.some((span) => reading.clauseAt[span.first] === clause);
}

const known = new Remembered<Map<Term, readonly Statement[]>>();

function statementsIn(reading: Reading, quantity: Term): readonly Statement[] {
  const byTerm = known.of(reading, () => new Map());
  const found = byTerm.get(quantity) ?? findStatements(reading, quantity);
  byTerm.set(quantity, found);
  return found;
}

function findStatements(reading: Reading, quantity: Term): Statement[] {
  const named = spansOf(quantity, reading);
  const all = [...named, ...pronounsFor(reading, named)];
  return all.flatMap((span) => {
    const clause = reading.clauses[reading.clauseAt[span.first] ?? -1];
    const movement = clause && movementOf(reading, span, clause);
    return clause && movement ? [{ span, clause, movement }] : [];
  });
}

/** "… memory pressure, checkpointing brought it down": a pronoun as the object of a movement stands for the quantity. */
function pronounsFor(reading: Reading, named: readonly Span[]): Span[] {
  if (named.length === 0) return [];
  const found: Span[] = [];
  reading.tokens.forEach((token, i) => {
    if (token.text !== 'it' && token.text !== 'them') return;
    if (token.text === 'it' && takesUpSubject(reading, i, named)) {
      found.push({ first: i, last: i + 1 });
      return;
    }
    const before = reading.stems[i - 1] ?? '';
    const moved = raising.has(before) || lowering.has(before) || /^(?:bring|driv|push|keep)$/.test(before);
    const last = named.findLast((span) => span.first < i);
    if (!moved || !last) return;
    const distance = (reading.clauseAt[i] ?? 0) - (reading.clauseAt[last.first] ?? 0);
    if (distance >= 1 && distance <= 2) found.push({ first: i, last: i + 1 });
  });
  return found;
}

/** "Memory went up, so I did X and it came down": what moved before moves again, in the same sentence. */
function takesUpSubject(reading: Reading, i: number, named: readonly Span[]): boolean {
  const clause = reading.clauses[reading.clauseAt[i] ?? -1];
  const last = named.findLast((span) => span.first < i);
  const before = last && reading.clauses[reading.clauseAt[last.first] ?? -1];
  if (!clause || !last || before?.sentence !== clause.sentence || before.index === clause.index) return false;
  const start = subjectStart(reading.tokens, clause);
  const leadIn = prepositions.has(reading.tokens[start]?.text ?? '');
  if ((start !== i && !leadIn) || !movementOf(reading, last, before)?.subject) return false;
  return movementOf(reading, { first: i, last: i + 1 }, clause)?.subject === true;
}

/** Applies "no wait, the other way round" and its like to the claims before them. */
function corrected(reading: Reading, claims: Claim[]): Claim[] {
  let current = claims;
  for (const correction of corrections(reading))
    current = current.flatMap((claim) => amend(reading, claim, correction, current));
  return current;
}

function amend(reading: Reading, claim: Claim, correction: Correction, all: readonly Claim[]): Claim[] {
  const place = claim.correctedAt ?? claim.statement.span.first;
  if (place >= correction.at || place < correction.from) return [claim];
  if (correction.kind === 'flip')
    return [{ ...claim, goes: opposite[claim.goes], flipped: true, correctedAt: correction.at }];
  const bare = bareDirection(reading, correction, all);
  if (bare && claim === all.findLast((item) => item.statement.span.first < correction.at)) {
    return [{ ...claim, goes: bare, denied: false, flipped: true, correctedAt: correction.last }];
  }
  return correction.kind === 'withdraw' ? [] : [claim];
}

/** "increases memory, no wait, decreases": a movement without its quantity right after the correction. */
function bareDirection(reading: Reading, correction: Correction, all: readonly Claim[]): Direction | undefined {
  for (let i = correction.last; i < Math.min(reading.tokens.length, correction.last + 5); i += 1) {
    if (all.some((claim) => claim.statement.movement.signal === i)) return undefined;
    const item = reading.stems[i] ?? '';
    if (raising.has(item) || reading.tokens[i]?.text === 'up') return 'up';
    if (lowering.has(item) || reading.tokens[i]?.text === 'down') return 'down';
  }
  return undefined;
}
