import { tokensOf } from './tokens.ts';

/** Stems of an alias run together, so that "back-prop", "back prop" and "backprop" have one key. */
export function keyOf(alias: string): string {
  return tokensOf(alias)
    .filter((token) => !token.mark)
    .map((token) => token.stem)
    .join('');
}

/** Keys and what each stands for, with a way to give up early on words that begin none of them. */
export class Keys {
  private readonly values = new Map<string, string[]>();
  private sorted: string[] | undefined;
  private readonly recent = new Map<string, boolean>();

  get size(): number {
    return this.values.size;
  }

  add(key: string, value: string): void {
    const list = this.values.get(key);
    if (!list) this.values.set(key, [value]);
    else if (!list.includes(value)) list.push(value);
    this.sorted = undefined;
  }

  get(key: string): readonly string[] {
    return this.values.get(key) ?? nothing;
  }

  /** Whether some key begins with `text`. */
  begins(text: string): boolean {
    const before = this.recent.get(text);
    if (before !== undefined) return before;
    if (this.recent.size > 8000) this.recent.clear();
    const found = this.find(text);
    this.recent.set(text, found);
    return found;
  }

  private find(text: string): boolean {
    this.sorted ??= [...this.values.keys()].sort();
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return this.sorted[low]?.startsWith(text) === true;
  }
}

const nothing: readonly string[] = [];
