import { clausesOf, sentencesOf } from './clauses.ts';
import { tokensOf } from './tokens.ts';

/** Longest piece that a person picks as one thing, in characters; speech without full stops is cut at its clauses. */
const longest = 240;

/** A text cut into its sentences, each verbatim as it was written. */
export function sentencesIn(text: string): string[] {
  const tokens = tokensOf(text);
  const sentences = sentencesOf(tokens);
  const starts = sentences.map(({ first }) => tokens[first]?.start ?? 0);
  const cuts: number[] = [];
  sentences.forEach((sentence, i) => {
    const start = starts[i] ?? 0;
    const end = starts[i + 1] ?? text.length;
    cuts.push(start);
    if (end - start <= longest) return;
    for (const { first } of clausesOf(tokens, [sentence])) {
      const at = tokens[first]?.start ?? start;
      if (at - (cuts.at(-1) ?? 0) >= longest / 2) cuts.push(at);
    }
  });
  return cuts.map((cut, i) => text.slice(cut, cuts[i + 1] ?? text.length).trim()).filter((piece) => piece !== '');
}
