const shortest = 7;

/**
 * Forgives one slip (a letter too many, one missing, two exchanged) in a long word of a known vocabulary. A replaced letter
 * is not forgiven: it is what makes "variance" of "variants".
 */
export class Speller {
  private readonly known = new Set<string>();
  private readonly byGap = new Map<string, string>();
  private readonly recent = new Map<string, string>();

  constructor(vocabulary: Iterable<string>) {
    for (const word of vocabulary) this.known.add(word);
    for (const word of this.known) {
      if (word.length < shortest || !/^[a-z]+$/.test(word)) continue;
      for (const gap of gaps(word)) this.byGap.set(gap, word);
    }
  }

  /** The known word that `word` was meant to be, else `word`. */
  correct(word: string): string {
    if (word.length < shortest - 1 || this.known.has(word)) return word;
    const before = this.recent.get(word);
    if (before !== undefined) return before;
    if (this.recent.size > 4000) this.recent.clear();
    const meant = this.find(word);
    this.recent.set(word, meant);
    return meant;
  }

  private find(word: string): string {
    if (!/^[a-z]+$/.test(word)) return word;
    const missing = this.byGap.get(word);
    if (missing) return missing;
    for (const gap of gaps(word)) if (gap.length >= shortest && this.known.has(gap)) return gap;
    for (const swapped of exchanges(word)) if (this.known.has(swapped)) return swapped;
    return word;
  }
}

// The first letter is kept: it tells "increment" from "decrement" and "overfit" from its neighbours.
function* gaps(word: string): Iterable<string> {
  for (let i = 1; i < word.length; i += 1) yield word.slice(0, i) + word.slice(i + 1);
}

function* exchanges(word: string): Iterable<string> {
  for (let i = 1; i < word.length - 1; i += 1) yield word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2);
}
