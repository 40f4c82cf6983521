/** Cuts a growing text into whole sentences, for a screen reader that should not hear every token. */
export class SentenceFeed {
  #text = '';
  #said = 0;

  /** Takes the text so far and returns the sentences that have become complete since the last call. */
  push(text: string): string {
    if (!text.startsWith(this.#text.slice(0, this.#said))) this.#said = 0;
    this.#text = text;
    const end = lastSentenceEnd(text, this.#said);
    const spoken = text.slice(this.#said, end);
    this.#said = end;
    return plainSpeech(spoken);
  }

  /** The rest, complete or not. */
  finish(text: string): string {
    this.push(text);
    const rest = text.slice(this.#said);
    this.#said = text.length;
    return plainSpeech(rest);
  }
}

/** Markdown as it is said aloud: no marks, code blocks by name. */
export function plainSpeech(markdown: string): string {
  return markdown
    .replaceAll(/```[\s\S]*?(?:```|$)/g, ' Code block. ')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/(\*\*|__|`|^#{1,6}\s+|^>\s?)/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function lastSentenceEnd(text: string, from: number): number {
  const inCode = (text.match(/```/g)?.length ?? 0) % 2 === 1;
  const limit = inCode ? text.lastIndexOf('```') : text.length;
  let end = from;
  for (const match of text.slice(0, limit).matchAll(/[.!?:]["'”’)]*(?=\s)|\n\n/g)) {
    const after = match.index + match[0].length;
    if (after > end) end = after;
  }
  return end;
}
