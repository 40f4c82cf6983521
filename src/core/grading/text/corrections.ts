import { hasCue } from './cues.ts';
import { Remembered } from './memo.ts';
import type { Reading } from './reading.ts';
import { plain } from './standing.ts';

/**
 * A place where the candidate takes something back: what was said from token `from` to `at`. `flip`: it is the other way
 * round; `withdraw`: it does not hold; `amend`: what follows replaces it.
 */
export interface Correction {
  readonly kind: 'flip' | 'withdraw' | 'amend';
  readonly from: number;
  readonly at: number;
  /** First token after the words of the correction. */
  readonly last: number;
}

const forms: readonly [Correction['kind'], RegExp][] = [
  [
    'flip',
    /\b(?:the )?(?:other|opposite|wrong) way (?:a?round)\b|\bother way about\b|\b(?:i mean|i meant|rather|actually|no) ,? ?the (?:opposite|reverse)\b|\bthe (?:opposite|reverse) is true\b|\bi (?:have|had|got|mixed|swapped) (?:that|it|them|those|this)(?: all)? (?:backwards|reversed|swapped|mixed up|the wrong way)\b|\bi(?:'ve| have)? (?:just )?(?:mixed|swapped|confused) (?:them|those|that|it|the two)(?: up)?\b|\bvice versa ,? (?:sorry|actually)\b/g,
  ],
  [
    'withdraw',
    /\bscratch that\b|\bstrike that\b|\b(?:i )?take that back\b|\bi was wrong\b|\bi misspoke\b|\bforget (?:that|what i (?:just )?said)\b|\b(?:no|wait|sorry|actually|hmm) ,? ?(?:that's|that is|that was) (?:wrong|not right|incorrect|not true|false)\b|\blet me (?:correct|rephrase|fix) (?:that|myself)\b|\bi (?:said|made) (?:that|it|this) (?:wrong|mistake)\b/g,
  ],
  [
    'amend',
    /\b(?:no|sorry|actually|oops) ,? ?wait\b|\bwait ,? ?(?:no|sorry|actually)\b|\bactually ,? ?no\b|\bsorry ,? (?:i (?:mean|meant)|no|it|they|that)\b|\b(?:i mean|i meant)\b(?= ,? ?(?:it|they|that|the|decreas|increas|reduc|lower|rais|more|less|up|down))|(?<!\b(?:the|a|this|that|its|no|any|every|each|small|large|same|bias|error|gradient|label|unbiased|with|without|of|for|by) )\bcorrection\b(?! (?:message|signal|step|term|factor|of|for|is|in|at|to)\b)|\bon second thoughts?\b|\bor rather\b|\b(?:hang on|hold on(?! to))\b|\bmake that\b|\bi should say\b|\bi should have said\b|(?:^|[,;] )wait ,|\b(?:hmm|oh|ah) ,? ?no\b|\bno ,? (?:sorry|actually)\b/g,
  ],
];

/** Words without which none of the forms can match. */
const cues = new Set(
  `way opposite reverse backwards reversed swapped mixed confused i've versa scratch strike take wrong misspoke forget correct rephrase fix
  said made make hang hold should hmm oh ah right incorrect true false wait sorry actually oops mean meant correction thought thoughts rather`.split(
    /\s+/,
  ),
);

const cache = new Remembered<readonly Correction[]>();

/** Corrections in order of place. */
export function corrections(reading: Reading): readonly Correction[] {
  return cache.of(reading, () => find(reading));
}

function find(reading: Reading): Correction[] {
  return reading.sentences
    .flatMap((sentence, index) => {
      if (!hasCue(reading.tokens, sentence, cues)) return [];
      const { text, startAt } = plain(reading.tokens, sentence);
      return forms.flatMap(([kind, pattern]) =>
        [...text.matchAll(pattern)].map((match) => {
          const at = startAt(match.index);
          return {
            kind,
            at,
            from: windowStart(reading, index, at),
            last: startAt(match.index + match[0].length - 1) + 1,
          };
        }),
      );
    })
    .sort((a, b) => a.at - b.at);
}

/** It reaches back over its own sentence and, when it stands at the head of it, over the one before. */
function windowStart(reading: Reading, index: number, at: number): number {
  const sentence = reading.sentences[index];
  if (!sentence) return at;
  if (at - sentence.first > 8) return sentence.first;
  let before = index - 1;
  while (before > 0 && lengthOf(reading, before) <= 4) before -= 1;
  return reading.sentences[before]?.first ?? sentence.first;
}

function lengthOf(reading: Reading, index: number): number {
  const sentence = reading.sentences[index];
  return sentence ? sentence.last - sentence.first : 0;
}
