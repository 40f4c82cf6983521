import type { Sentence } from './text/clauses.ts';
import { hasCue } from './text/cues.ts';
import { fold } from './text/fold.ts';
import { Remembered } from './text/memo.ts';
import * as move from './text/movement.ts';
import type { Reading } from './text/reading.ts';
import { plain } from './text/standing.ts';
import type { Token } from './text/tokens.ts';
import {
  conjunctions,
  determiners,
  isAuxiliary,
  isFiniteVerb,
  isVerbal,
  openers,
  prepositions,
  pronouns,
} from './text/vocabulary.ts';

/** Orders to whoever grades. They are no evidence; the rest of the answer counts as it is. */
const orders =
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|instructions|rubric|prompt|prompts|rules|criteria|guidelines|above|previous)\b|\b(?:system|assistant|developer) ?(?::|prompt)|\bim_start\b|\byou are (?:now )?(?:a |an |the )?(?:grader|judge|evaluator|assistant|ai|language model|helpful)\b|\b(?:give|award|grant|assign|output|return|report|set|print) (?:me |this |the |him |her |it |us )?(?:answer |candidate |response |student )?(?:a |an |the )?(?:full|maximum|max|top|perfect|highest|5|10|100|all)\b.{0,16}\b(?:mark|marks|score|scores|points|credit|rating|grade|out|met|5)\b|\b(?:mark|grade|score|rate|judge|treat|count|consider) (?:this|all|every|each|my|the)\b.{0,40}\b(?:met|correct|full|perfect|expert|passed|maximum|exceptional)\b|\bas (?:an? |the )?(?:grader|judge|evaluator|examiner)\b|\bverdicts?\b.{0,12}\bmet\b|\bset (?:the |my )?score\b|\bkey ?points? ?:? ?(?:are|is|as)? ?met\b|\b(?:note|message|instruction)s? (?:to|for) (?:the )?(?:grader|judge|evaluator|model|ai)\b|\bquote this sentence\b/;

/** Words without which no sentence is an order. */
const orderCues = new Set(
  `ignore disregard forget override bypass system assistant developer grader judge evaluator ai model helpful give award
  grant assign output return report set print mark grade score rate treat count consider examiner verdict verdicts key
  keypoint keypoints note notes message messages instruction instructions quote`.split(/\s+/),
);

export function isOrder(text: string): boolean {
  return orders.test(fold(text).text.replace(/[^\p{L}\p{N}']+/gu, ' ')) || orders.test(fold(text).text);
}

/** Sentences of a reading that are orders to the grader. */
export function ordersIn(reading: Reading): number[] {
  return reading.sentences.flatMap((sentence, index) =>
    hasCue(reading.tokens, sentence, orderCues) && orders.test(plain(reading.tokens, sentence).text) ? [index] : [],
  );
}

/** Links that state a relation even between two bare terms: "sigmoids saturate, so gradients vanish". */
const reasons = new Set(
  'but while whereas although though because since so when if unless therefore thus hence'.split(' '),
);
const scaffold = (word: string): boolean =>
  determiners.has(word) ||
  pronouns.has(word) ||
  prepositions.has(word) ||
  conjunctions.has(word) ||
  reasons.has(word) ||
  isAuxiliary(word);
const relations = new Set(['=', '→', '↑', '↓', '<', '>', '%']);

/** A row of terms without a verb, a relation or a direction: it names things and says nothing of them. */
export function isTermList(reading: Reading, sentence: Sentence): boolean {
  return isEnumeration(reading, sentence) || isTiedRow(reading, sentence) || isBareRow(reading, sentence);
}

/** Five or more items of one or two words between commas, six or more of up to three, without a subject or an auxiliary. */
function isEnumeration(reading: Reading, { first, last }: Sentence): boolean {
  let items = 1;
  let words = 0;
  let spoken = false;
  for (let i = first; i < last; i += 1) {
    const token = reading.tokens[i];
    if (!token) continue;
    if (token.text === ',') items += 1;
    if (token.mark) continue;
    if (isAuxiliary(token.text) || isSubject(reading, i)) return false;
    words += 1;
    spoken ||= isSpoken(reading, i);
  }
  if (items >= 5 && words / items <= 2) return true;
  return items >= 6 && words / items <= 2.6 && !spoken;
}

const tiedItems = 5;

/** "It is about x and y and z and …": six or more items of up to three words, whatever leads in to them. */
function isTiedRow(reading: Reading, { first, last }: Sentence): boolean {
  let items = 0;
  let since = 0;
  for (let i = first; i < last; i += 1) {
    if (!/^(?:and|or|plus)$/.test(reading.tokens[i]?.text ?? '')) {
      since += 1;
      continue;
    }
    items = since <= 3 ? items + 1 : 0;
    if (items >= tiedItems) return true;
    since = 0;
  }
  return false;
}

/** A pronoun that is one: not the numeral in "one batch", nor the name in "He init". */
function isSubject(reading: Reading, i: number): boolean {
  const word = reading.tokens[i]?.text ?? '';
  if (!pronouns.has(word)) return false;
  const next = reading.tokens[i + 1];
  if (word !== 'one' && word !== 'he') return true;
  return next !== undefined && !next.mark && isFiniteVerb(next.text, next.stem, word);
}

/** Words of a sentence rather than of a list: articles, links, verbs in a spoken form. */
function isSpoken(reading: Reading, i: number): boolean {
  const word = reading.tokens[i]?.text ?? '';
  if (openers.has(word) || articles.has(word)) return true;
  return /(?:s|ed)$/.test(word) && isVerbal(word, reading.stems[i] ?? '') && !inTerm(reading, i);
}

function inTerm(reading: Reading, i: number): boolean {
  return reading.concepts.some((span) => span.first <= i && i < span.last);
}

const fewestTied = 0.12;

function isBareRow(reading: Reading, { first, last }: Sentence): boolean {
  const { words, tied } = tiedWords(reading, first, last);
  return words >= 5 && tied / words < fewestTied;
}

/** A whole turn of terms with nothing said of them: a list in several sentences, or a glossary. */
export function isGlossary(reading: Reading): boolean {
  const { words, tied } = tiedWords(reading, 0, reading.tokens.length);
  return words >= 8 && tied / words < fewestTied;
}

/** Words that tie terms together: verbs, prepositions, pronouns, directions, numbers and signs. */
function tiedWords(reading: Reading, first: number, last: number): { words: number; tied: number } {
  const { words, tied } = tally(reading);
  return { words: (words[last] ?? 0) - (words[first] ?? 0), tied: (tied[last] ?? 0) - (tied[first] ?? 0) };
}

/** Running sums up to each token. */
interface Tally {
  readonly words: Int32Array;
  readonly tied: Int32Array;
}

const tallies = new Remembered<Tally>();

function tally(reading: Reading): Tally {
  return tallies.of(reading, () => count(reading));
}

function count(reading: Reading): Tally {
  const { tokens } = reading;
  const made = { words: new Int32Array(tokens.length + 1), tied: new Int32Array(tokens.length + 1) };
  const covered = inConcepts(reading);
  tokens.forEach((token, i) => {
    const tie = (relations.has(token.text) ? 2 : 0) + (!token.mark && isTie(reading, i, token, covered) ? 1 : 0);
    made.words[i + 1] = (made.words[i] ?? 0) + (token.mark ? 0 : 1);
    made.tied[i + 1] = (made.tied[i] ?? 0) + tie;
  });
  return made;
}

function isTie(reading: Reading, i: number, { text }: Token, covered: Uint8Array): boolean {
  if (isAuxiliary(text) || /^\d|\(|\^/.test(text) || (scaffold(text) && text !== 'and' && text !== 'or')) return true;
  const item = reading.stems[i] ?? '';
  const moving =
    move.raising.has(item) ||
    move.lowering.has(item) ||
    move.raisingWords.has(text) ||
    text === 'up' ||
    text === 'down' ||
    move.loweringWords.has(text);
  return covered[i] !== 1 && (moving || isVerbal(text, item));
}

function inConcepts(reading: Reading): Uint8Array {
  const covered = new Uint8Array(reading.tokens.length);
  for (const span of reading.concepts) covered.fill(1, span.first, span.last);
  return covered;
}

const articles = new Set(['the', 'a', 'an', 'its', 'their', 'your', 'our', 'every', 'my']);
const places = new Set(['of', 'into', 'from', 'with', 'at', 'for', 'by', 'in', 'on', 'during', 'than', 'per']);
const subjects = new Set(['we', 'they', 'i', 'he', 'it']);
const joints = new Set(['and', 'or', 'but', 'because', 'since', 'while', 'if', 'so', 'although', 'than']);

/**
 * Share of function words followed by what hardly ever follows them ("the of", "from is", "a activations"). Measured on 262
 * texts of the problems and of a real transcript, prose stays below .1; the same words in random order are mostly far above.
 */
export function disorder(reading: Reading): { share: number; count: number } {
  const usual = new Set<string>();
  const wrong = new Set<string>();
  for (let i = 0; i + 1 < reading.tokens.length; i += 1) {
    const [token, next] = [reading.tokens[i], reading.tokens[i + 1]];
    if (!token || !next || token.mark || token.text === next.text) continue;
    if (isOdd(token.text, next, reading.stems[i + 1] ?? '')) wrong.add(`${token.text} ${next.text}`);
    else if (isUsual(token.text, next.text)) usual.add(`${token.text} ${next.text}`);
  }
  const all = usual.size + wrong.size;
  return { share: all === 0 ? 0 : wrong.size / all, count: wrong.size };
}

/** Two function words that often stand together: "of the", "it is", "to be", "does not". */
function isUsual(word: string, after: string): boolean {
  if (places.has(word) || word === 'to' || joints.has(word) || word === 'that' || word === 'as')
    return (
      articles.has(after) ||
      subjects.has(after) ||
      /^(?:this|that|these|those|each|every|some|any|all|be|you|there|which)$/.test(after)
    );
  if (isAuxiliary(word)) return articles.has(after) || /^(?:not|be|been|no|it|they|we|you|to)$/.test(after);
  if (pronouns.has(word)) return isAuxiliary(after);
  return false;
}

/** Whether `next` is out of place after a function word; undefined after any other word. */
function isOdd(word: string, next: Token, nextStem: string): boolean | undefined {
  const after = next.text;
  const stop = next.mark && /^[.,;?!]$/.test(after);
  const scaffolding = isAuxiliary(after) || places.has(after) || joints.has(after);
  if (articles.has(word)) {
    return (
      stop ||
      scaffolding ||
      articles.has(after) ||
      subjects.has(after) ||
      misarticled(word, after) ||
      isThirdPerson(after, nextStem)
    );
  }
  if (places.has(word))
    return (
      (stop && !/^(?:in|on|for|with|by|from|at)$/.test(word)) ||
      isAuxiliary(after) ||
      (/^(?:and|or|but|because|so|if|of|with|for|by|into|during|per|we|i|they)$/.test(after) &&
        !/^(?:on|in)$/.test(word)) ||
      isThirdPerson(after, nextStem)
    );
  if (word === 'to')
    return (
      stop ||
      (isAuxiliary(after) && !/^(?:be|have|do|get)$/.test(after)) ||
      joints.has(after) ||
      places.has(after) ||
      subjects.has(after)
    );
  if (word === 'and' || word === 'or' || word === 'but') return stop || /^(?:of|and|or|but|than)$/.test(after);
  if (word === 'because' || word === 'since' || word === 'although')
    return (
      stop ||
      isAuxiliary(after) ||
      joints.has(after) ||
      (places.has(after) && after !== 'of' && after !== 'in' && after !== 'at' && after !== 'with')
    );
  if (subjects.has(word) && word !== 'it')
    return stop || articles.has(after) || places.has(after) || (joints.has(after) && after !== 'and');
  if (/^(?:is|are|was|were|be)$/.test(word))
    return /^(?:is|are|was|were|does|do|has|have|can|will|and|or|than|because|be)$/.test(after);
  if (/^(?:can|will|does|do|must|should|would|cannot|don't|doesn't)$/.test(word))
    return stop || /^(?:of|than|from|into|is|are|was|has|does|can|will|and|or|because|with|for|at|to)$/.test(after);
  return undefined;
}

function misarticled(article: string, noun: string): boolean {
  if (article === 'a') return /^[aeio]/.test(noun) && !/^(?:one|once|eu)/.test(noun) && noun.length > 3;
  return (
    article === 'an' &&
    /^[^aeiou\d]/.test(noun) &&
    /[aeiou]/.test(noun) &&
    noun.length > 4 &&
    !/^(?:hour|honest|lstm)/.test(noun)
  );
}

/** "the reduces": a verb in the third person that is no noun. */
function isThirdPerson(word: string, wordStem: string): boolean {
  return (
    word.endsWith('s') &&
    !word.endsWith('ss') &&
    isVerbal(word, wordStem) &&
    isFiniteVerb(word, wordStem, undefined) &&
    !/^(?:shards|updates|estimates|processes)$/.test(word)
  );
}

export function isShuffled(reading: Reading): boolean {
  const { share, count } = disorder(reading);
  return (count >= 3 && share >= 0.35) || (count === 2 && share >= 0.5);
}

const run = 3;

/** Word triples of the texts that were shown to the candidate, one set per text. */
export type Runs = readonly ReadonlySet<string>[];

const runsOf = new Remembered<ReadonlySet<string>>();

export function shownRuns(shown: readonly Reading[]): Runs {
  return shown.map((reading) => runsOf.of(reading, () => triples(wordsOf(reading, 0, reading.tokens.length))));
}

function triples(words: readonly string[]): ReadonlySet<string> {
  const runs = new Set<string>();
  for (let i = 0; i + run <= words.length; i += 1) runs.add(triple(words, i));
  return runs;
}

const triple = (words: readonly string[], i: number): string => `${words[i]} ${words[i + 1]} ${words[i + 2]}`;

export function wordsOf(reading: Pick<Reading, 'tokens' | 'stems'>, first: number, last: number): string[] {
  const words: string[] = [];
  for (let i = first; i < last; i += 1) if (!reading.tokens[i]?.mark) words.push(reading.stems[i] ?? '');
  return words;
}

/** Share of a sentence's words that lie in runs of three taken from what was shown. */
export function echo(words: readonly string[], shown: Runs): number {
  if (words.length < run) return 0;
  const taken = new Uint8Array(words.length);
  for (let i = 0; i + run <= words.length; i += 1) {
    const said = triple(words, i);
    if (shown.some((runs) => runs.has(said))) taken.fill(1, i, i + run);
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
