import type { Direction, Term } from './recogniser.ts';
import { type Cause, isCausedBy, type Statement } from './text/cause.ts';
import { type Correction, corrections } from './text/corrections.ts';
import { movementOf } from './text/direction.ts';
import type { Lexis, Span } from './text/lexis.ts';
import { lowering, raising } from './text/movement.ts';
import type { Reading } from './text/reading.ts';

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
  private readonly byTerms = new Map<string, Claim[]>();
  private readonly statements = new Map<string, { reading: Reading; statement: Statement }[]>();

  constructor(readings: readonly Reading[], lexis: Lexis, asked: Reading | undefined) {
    this.readings = readings;
    this.lexis = lexis;
    this.asked = asked;
  }

  /** Claims about the form's quantity with its cause, whatever their direction; denied ones are marked. */
  of(form: ClaimForm): Claim[] {
    const key = `${nameOf(form.quantity)} < ${form.by ? nameOf(form.by) : ''}`;
    const known = this.byTerms.get(key);
    if (known) return known;
    const found = this.find(form);
    this.byTerms.set(key, found);
    return found;
  }

  private find(form: ClaimForm): Claim[] {
    const causes = new Map(this.readings.map((reading) => [reading, form.by && this.causeIn(reading, form.by)]));
    const made = this.statementsAbout(form.quantity).flatMap(({ reading, statement }): Claim[] => {
      const cause = causes.get(reading);
      if (cause && !isCausedBy(reading, statement, cause, this.lexis)) return [];
      const { movement } = statement;
      if (
        movement.weak &&
        cause &&
        !cause.mentions.some((span) => reading.clauseAt[span.first] === statement.clause.index)
      )
        return [];
      return [{ reading, statement, goes: movement.goes, denied: movement.denied, flipped: false }];
    });
    return this.readings.flatMap((reading) =>
      corrected(
        reading,
        made.filter((claim) => claim.reading === reading),
      ),
    );
  }

  private causeIn(reading: Reading, by: Term): Cause {
    const ids = new Set(by.alternatives.flatMap((item) => (item.kind === 'concept' ? item.words : [])));
    return { mentions: spans(by, reading), ids, asked: this.asked !== undefined && spans(by, this.asked).length > 0 };
  }

  private statementsAbout(quantity: Term): { reading: Reading; statement: Statement }[] {
    const key = nameOf(quantity);
    const known = this.statements.get(key);
    if (known) return known;
    const found = this.readings.flatMap((reading) =>
      statementsIn(reading, quantity).map((statement) => ({ reading, statement })),
    );
    this.statements.set(key, found);
    return found;
  }
}

function nameOf(term: Term): string {
  return term.alternatives.map((item) => item.slot).join('|');
}

function spans(term: Term, reading: Reading): Span[] {
  return term.alternatives.flatMap((item) => reading.mentions.get(item.slot) ?? []);
}

function statementsIn(reading: Reading, quantity: Term): Statement[] {
  const named = spans(quantity, reading).sort((a, b) => a.first - b.first);
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
    const before = reading.stems[i - 1] ?? '';
    const moved = raising.has(before) || lowering.has(before) || /^(?:bring|drive|push|keep)$/.test(before);
    const last = named.findLast((span) => span.first < i);
    if (!moved || !last) return;
    const distance = (reading.clauseAt[i] ?? 0) - (reading.clauseAt[last.first] ?? 0);
    if (distance >= 1 && distance <= 2) found.push({ first: i, last: i + 1 });
  });
  return found;
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
