/** What has something remembered about it. A copy with other content needs a memo of its own. */
export interface Remembering {
  readonly memo: Memo;
}

export type Memo = Map<object, unknown>;

/** One kind of finding, kept with what it was found in and gone with it (cheaper to collect than a weak map's entries). */
export class Remembered<T> {
  of(owner: Remembering, make: () => T): T {
    if (owner.memo.has(this)) return owner.memo.get(this) as T;
    const made = make();
    owner.memo.set(this, made);
    return made;
  }
}
