import type { Sentence } from './text/clauses.ts';
import { fold } from './text/fold.ts';
import * as move from './text/movement.ts';
import type { Reading } from './text/reading.ts';
import { plain } from './text/standing.ts';
import { conjunctions, determiners, isAuxiliary, isVerbal, prepositions, pronouns } from './text/vocabulary.ts';

/** Orders to whoever grades. They are no evidence; the rest of the answer counts as it is. */
const orders =
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|instructions|rubric|prompt|prompts|rules|criteria|guidelines|above|previous)\b|\b(?:system|assistant|developer) ?(?::|prompt)|\bim_start\b|\byou are (?:now )?(?:a |an |the )?(?:grader|judge|evaluator|assistant|ai|language model|helpful)\b|\b(?:give|award|grant|assign|output|return|report|set|print) (?:me |this |the |him |her |it |us )?(?:answer |candidate |response |student )?(?:a |an |the )?(?:full|maximum|max|top|perfect|highest|5|10|100|all)\b.{0,16}\b(?:mark|marks|score|scores|points|credit|rating|grade|out|met|5)\b|\b(?:mark|grade|score|rate|judge|treat|count|consider) (?:this|all|every|each|my|the)\b.{0,40}\b(?:met|correct|full|perfect|expert|passed|maximum|exceptional)\b|\bas (?:an? |the )?(?:grader|judge|evaluator|examiner)\b|\bverdicts?\b.{0,12}\bmet\b|\bset (?:the |my )?score\b|\bkey ?points? (?:are|is|as) met\b|\b(?:note|message|instruction)s? (?:to|for) (?:the )?(?:grader|judge|evaluator|model|ai)\b|\bquote this sentence\b/;

export function isOrder(text: string): boolean {
  return orders.test(fold(text).text.replace(/[^\p{L}\p{N}']+/gu, ' ')) || orders.test(fold(text).text);
}

/** Sentences of a reading that are orders to the grader. */
export function ordersIn(reading: Reading): number[] {
  return reading.sentences.flatMap((sentence, index) =>
    orders.test(plain(reading.tokens, sentence).text) ? [index] : [],
  );
}

const scaffold = (word: string): boolean =>
  determiners.has(word) || pronouns.has(word) || prepositions.has(word) || conjunctions.has(word) || isAuxiliary(word);
const relations = new Set(['=', '→', '↑', '↓', '<', '>', '%', ':']);

/** A row of terms without a verb, a relation or a direction: it names things and says nothing of them. */
export function isTermList(reading: Reading, sentence: Sentence): boolean {
  let words = 0;
  let bound = 0;
  for (let i = sentence.first; i < sentence.last; i += 1) {
    const token = reading.tokens[i];
    if (!token) continue;
    if (relations.has(token.text) && token.text !== ':') bound += 2;
    if (token.mark) continue;
    words += 1;
    const item = reading.stems[i] ?? '';
    const said = isAuxiliary(token.text) || (isVerbal(token.text, item) && !inConcept(reading, i));
    const moving =
      move.raising.has(item) ||
      move.lowering.has(item) ||
      move.raisingWords.has(token.text) ||
      move.loweringWords.has(token.text);
    if (
      said ||
      (moving && !inConcept(reading, i)) ||
      /^\d|\(|\^/.test(token.text) ||
      (scaffold(token.text) && token.text !== 'and' && token.text !== 'or')
    )
      bound += 1;
  }
  return words >= 5 && bound / words < 0.12;
}

function inConcept(reading: Reading, i: number): boolean {
  return reading.concepts.some((span) => span.first <= i && i < span.last);
}

const closers = new Set([
  'of',
  'is',
  'are',
  'was',
  'were',
  'and',
  'the',
  'a',
  'an',
  'to',
  'which',
  'but',
  'because',
  'or',
  'than',
  'from',
  'with',
  'by',
  'for',
  'in',
  'at',
  'has',
  'have',
  'can',
  'will',
  'does',
  'do',
  'be',
  'so',
  'it',
  'they',
  'we',
  'if',
  'into',
  'as',
  'on',
  'while',
  'when',
  'not',
]);
const opening = new Set(['the', 'a', 'an', 'its', 'their', 'your', 'our', 'every', 'each']);
const binding = new Set(['of', 'into', 'from', 'than', 'with', 'at', 'for', 'by', 'in', 'on']);
const afterBinding = new Set([
  'is',
  'are',
  'was',
  'were',
  'and',
  'of',
  'but',
  'or',
  'has',
  'have',
  'can',
  'will',
  'does',
  'do',
  'be',
  'because',
  'so',
  'if',
  'while',
]);

/**
 * Share of function words followed by what cannot follow them ("the of", "from is", "can the of"). Prose stays near 0, words in
 * random order well above a fifth; measured on the sample answers of the problems and their shuffles.
 */
export function disorder(reading: Reading): { share: number; count: number } {
  let count = 0;
  let wrong = 0;
  reading.tokens.forEach((token, i) => {
    const next = reading.tokens[i + 1];
    if (token.mark || !next) return;
    if (opening.has(token.text)) {
      count += 1;
      if (next.mark ? !/^["(%]$/.test(next.text) : closers.has(next.text) || opening.has(next.text))
        wrong += next.text === token.text ? 0 : 1;
    } else if (binding.has(token.text)) {
      count += 1;
      if (afterBinding.has(next.text) || (next.mark && /^[.,;]$/.test(next.text) && token.text === 'of')) wrong += 1;
    } else if (isAuxiliary(token.text) && !next.mark) {
      count += 1;
      if (/^(?:of|and|is|are|was|has|than|or|because|does)$/.test(next.text) && next.text !== token.text) wrong += 1;
    } else if ((token.text === 'and' || token.text === 'to') && !next.mark) {
      count += 1;
      if (/^(?:of|and|or|than|is|are|to|but|has)$/.test(next.text)) wrong += 1;
    }
  });
  return { share: count === 0 ? 0 : wrong / count, count };
}

export function isShuffled(reading: Reading): boolean {
  const { share, count } = disorder(reading);
  return (count >= 8 && share >= 0.17) || (count >= 4 && share >= 0.4);
}

const run = 3;

/** Word triples of the texts that were shown to the candidate. */
export function shownRuns(texts: readonly (readonly string[])[]): ReadonlySet<string> {
  const runs = new Set<string>();
  for (const words of texts)
    for (let i = 0; i + run <= words.length; i += 1) runs.add(words.slice(i, i + run).join(' '));
  return runs;
}

export function wordsOf(reading: Reading, first: number, last: number): string[] {
  const words: string[] = [];
  for (let i = first; i < last; i += 1) if (!reading.tokens[i]?.mark) words.push(reading.stems[i] ?? '');
  return words;
}

/** Share of a sentence's words that lie in runs of three taken from what was shown. */
export function echo(words: readonly string[], shown: ReadonlySet<string>): number {
  if (words.length < run || shown.size === 0) return 0;
  const taken = new Uint8Array(words.length);
  for (let i = 0; i + run <= words.length; i += 1) {
    if (shown.has(words.slice(i, i + run).join(' '))) taken.fill(1, i, i + run);
  }
  return taken.reduce((sum, value) => sum + value, 0) / words.length;
}

const passing =
  /^(?:(?:sorry|well|hmm|honestly|ok|okay|so|no|um|i'm afraid|to be honest|oh)[ ,.!]*)*(?:i (?:really |just |honestly )?(?:don't|do not|dont) (?:know|remember|have (?:an|any) idea)|(?:i have )?no (?:idea|clue)|idk|pass|skip|next(?: question)?|skip (?:it|this|that)(?: one| question)?|(?:i )?(?:can't|cannot) (?:answer|say|remember|recall)|not sure|i(?:'m| am) not sure|i give up|i(?:'ll| will)? pass|let's (?:skip|move on)|move on|dunno|i've no idea|beats me)/;

/** Says that they do not know, and little else. */
export function isPass(reading: Reading): boolean {
  const text = fold(reading.text).text.trim();
  const words = wordsOf(reading, 0, reading.tokens.length).length;
  return words > 0 && words <= 14 && passing.test(text) && !reading.tokens.some((token) => token.text === 'but');
}
