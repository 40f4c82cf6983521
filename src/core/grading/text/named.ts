import type { Alternative, Term } from '../recogniser.ts';
import type { Span } from './lexis.ts';

/** Which terms each slot belongs to: from the slots of a text to the terms that can fire at all. */
export class TermIndex {
  private readonly places = new Map<Term, number>();
  private readonly holders = new Map<string, number[]>();

  add(term: Term): void {
    if (this.places.has(term)) return;
    const place = this.places.size;
    this.places.set(term, place);
    for (const { slot } of term.alternatives) {
      const list = this.holders.get(slot);
      if (list) list.push(place);
      else this.holders.set(slot, [place]);
    }
  }

  has(slot: string): boolean {
    return this.holders.has(slot);
  }

  named(mentions: ReadonlyMap<string, readonly Span[]>): Named {
    const counts = new Uint16Array(this.places.size);
    for (const slot of mentions.keys()) {
      for (const place of this.holders.get(slot) ?? []) counts[place] = (counts[place] ?? 0) + 1;
    }
    return new Named(this.places, counts);
  }
}

/** The terms that a text names, each with how many of its alternatives it names. */
export class Named {
  private readonly places: ReadonlyMap<Term, number>;
  private readonly counts: Uint16Array;

  constructor(places: ReadonlyMap<Term, number>, counts: Uint16Array) {
    this.places = places;
    this.counts = counts;
  }

  has(term: Term): boolean {
    return this.count(term) > 0;
  }

  /** The alternatives of a term that `mentions` has, in the author's order. */
  alternatives(term: Term, mentions: ReadonlyMap<string, readonly Span[]>): Alternative[] {
    const found: Alternative[] = [];
    const wanted = this.count(term);
    for (const item of term.alternatives) {
      if (found.length === wanted) break;
      if (mentions.has(item.slot)) found.push(item);
    }
    return found;
  }

  private count(term: Term): number {
    return this.counts[this.places.get(term) ?? -1] ?? 0;
  }
}
