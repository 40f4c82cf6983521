import type { Sentence } from './clauses.ts';
import type { Token } from './tokens.ts';

const beyondWords = /[^a-z0-9]/;

/**
 * Whether a sentence holds one of the words without which no pattern of a set can match: most sentences hold none, and need
 * not be searched. Says yes to unusual tokens that may hide one.
 */
export function hasCue(tokens: readonly Token[], sentence: Sentence, cues: ReadonlySet<string>): boolean {
  for (let i = sentence.first; i < sentence.last; i += 1) {
    const token = tokens[i];
    if (!token || token.mark) continue;
    if (cues.has(token.text) || (beyondWords.test(token.text) && hides(token.text, cues))) return true;
  }
  return false;
}

/** "that's", "error'd" are looked at part by part; powers and calls are not taken apart. */
function hides(word: string, cues: ReadonlySet<string>): boolean {
  return word.split("'").some((part) => cues.has(part) || beyondWords.test(part));
}
