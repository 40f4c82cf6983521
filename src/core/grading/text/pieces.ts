import { clausesOf, type Sentence, sentencesOf } from './clauses.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Longest piece that a person takes in as one thing, in characters. */
const longest = 240;

/** A text cut into its sentences, each verbatim; speech without full stops is cut where clauses begin, or where it gets too long. */
export function sentencesIn(text: string): string[] {
  const tokens = tokensOf(text);
  const sentences = sentencesOf(tokens);
  const cuts = sentences.flatMap((sentence) => cutsIn(sentence, tokens));
  return cuts.map((cut, i) => text.slice(cut, cuts[i + 1] ?? text.length).trim()).filter((piece) => piece !== '');
}

/** Offsets at which pieces of a sentence begin. */
function cutsIn(sentence: Sentence, tokens: readonly Token[]): number[] {
  const own = tokens.slice(sentence.first, sentence.last);
  const cuts = [own[0]?.start ?? 0];
  if ((own.at(-1)?.end ?? 0) - (cuts[0] ?? 0) <= longest) return cuts;
  const begins = new Set(clausesOf(tokens, [sentence]).map(({ first }) => tokens[first]));
  for (const token of own) {
    const length = token.end - (cuts.at(-1) ?? 0);
    if (length > longest || (begins.has(token) && length > longest / 2)) cuts.push(token.start);
  }
  return cuts;
}
