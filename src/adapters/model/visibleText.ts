const opening = '<think>';
const closing = '</think>';

export interface VisibleText {
  /** What of the text so far held back and this piece may be shown now. */
  push(piece: string): string;
  /** What is left to show when the reply is over. */
  flush(): string;
}

/**
 * Removes the reasoning that some models put before their answer, and the white space around it, whatever the pieces it comes in.
 * A `<think>` after the first visible word stays: there it is part of what is said.
 */
export function visibleText(): VisibleText {
  let speaking = false;
  let thinking = false;
  let held = '';

  function push(piece: string): string {
    if (speaking) return piece;
    held += piece;
    while (step());
    return speaking ? flush() : '';
  }

  /** Moves on in what is held; true while another step may follow. */
  function step(): boolean {
    if (thinking) return leaveThought();
    held = held.trimStart();
    thinking = held.startsWith(opening);
    // A beginning of the tag may still become one with the next piece.
    speaking = !thinking && !opening.startsWith(held);
    return thinking;
  }

  function leaveThought(): boolean {
    const end = held.indexOf(closing);
    thinking = end < 0;
    held = thinking ? held.slice(-(closing.length - 1)) : held.slice(end + closing.length);
    return !thinking;
  }

  function flush(): string {
    const rest = thinking ? '' : held;
    held = '';
    return rest;
  }

  return { push, flush };
}
