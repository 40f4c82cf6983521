import type { Compiled } from './compiled.ts';
import { echo, isGlossary, isPass, isShuffled, isTermList, ordersIn, shownRuns, wordsOf } from './genuine.ts';
import type { Lexis } from './text/lexis.ts';
import { type Reading, read } from './text/reading.ts';
import type { Standing } from './text/standing.ts';
import type { Flag, JudgeInput } from './verdict.ts';

/** The candidate's turns as read, with everything that is not their own claim marked `excluded`. */
export interface Material {
  readonly readings: readonly Reading[];
  /** The text shown last, where it may be what a first "it" refers to. */
  readonly asked: Reading | undefined;
  readonly words: number;
  readonly flags: ReadonlySet<Flag>;
}

const mostlyTaken = 0.8;

export function materialOf(lexis: Lexis, input: JudgeInput): Material {
  const shown = input.shown.map((text) => readShown(text, lexis));
  const runs = shownRuns(shown.map((reading) => wordsOf(reading, 0, reading.tokens.length)));
  const flags = new Set<Flag>();
  const readings = input.answers.map(({ turn, text }) => screened(read(turn, text, lexis), runs, flags));
  const words = readings.reduce((sum, reading) => sum + wordsOf(reading, 0, reading.tokens.length).length, 0);
  return { readings, asked: shown.at(-1), words, flags };
}

const shownReadings = new WeakMap<Lexis, Map<string, Reading>>();

/** What was shown stays the same from turn to turn: the last few dozen texts are kept. */
export function readShown(text: string, lexis: Lexis): Reading {
  const known = shownReadings.get(lexis) ?? new Map<string, Reading>();
  shownReadings.set(lexis, known);
  if (known.size > 40) known.clear();
  const reading = known.get(text) ?? read(-1, text, lexis);
  known.set(text, reading);
  return reading;
}

function screened(reading: Reading, runs: ReadonlySet<string>, flags: Set<Flag>): Reading {
  const total = wordsOf(reading, 0, reading.tokens.length).length;
  const out = new Set<number>();
  let taken = 0;
  let listed = 0;
  reading.sentences.forEach((sentence, index) => {
    const words = wordsOf(reading, sentence.first, sentence.last);
    if (words.length >= 6 && echo(words, runs) >= mostlyTaken) {
      out.add(index);
      taken += words.length;
    } else if (isTermList(reading, sentence)) {
      out.add(index);
      listed += words.length;
    }
  });
  for (const index of ordersIn(reading)) {
    out.add(index);
    flags.add('injected');
  }
  if (total >= 8 && taken / total >= 0.6) flags.add('parroted');
  const stuffed = (listed >= 8 && listed / total >= 0.5) || isGlossary(reading) || isShuffled(reading);
  if (stuffed) flags.add('stuffed');
  if (out.size === 0 && !stuffed) return reading;
  const standing = reading.standing.map(
    (kind, i): Standing => (stuffed || out.has(reading.clauses[i]?.sentence ?? -1) ? 'excluded' : kind),
  );
  return { ...reading, standing };
}

/** Concepts of the problem that a good answer is expected to touch: half of them, eight at most. */
function expected(compiled: Compiled): number {
  return Math.max(1, Math.min(8, Math.ceil(compiled.topics.length * 0.5)));
}

/**
 * Share of the problem's concepts that the answer engages with, however rightly; 1 where it touches as many as a good
 * answer does. Sentences taken from what was shown do not count.
 */
export function relevanceOf(compiled: Compiled, material: Material): number {
  const seen = new Set<string>();
  for (const reading of material.readings) {
    for (const slot of compiled.topics) {
      const spans = reading.mentions.get(slot) ?? [];
      if (spans.some((span) => reading.standing[reading.clauseAt[span.first] ?? -1] !== 'excluded')) seen.add(slot);
    }
  }
  return Math.round(Math.min(1, seen.size / expected(compiled)) * 1000) / 1000;
}

export function flagsOf(compiled: Compiled, material: Material, relevance: number): Flag[] {
  const flags = new Set(material.flags);
  const last = material.readings.at(-1);
  if (material.words === 0 || !last || wordsOf(last, 0, last.tokens.length).length === 0) flags.add('empty');
  if (last && isPass(last)) flags.add('pass');
  const flagged = flags.has('stuffed') || flags.has('parroted') || flags.has('pass');
  if (material.words >= 15 && relevance < 0.1 && !flagged && compiled.topics.length > 0) flags.add('off_topic');
  if (last && isBareFormula(last)) flags.add('bare_formula');
  return [...flags].sort();
}

const formula =
  /\\(?:frac|sqrt|text|mathrm)|\$[^$]+\$|softmax\s*\(|√|sqrt\s*\(|[\p{L}\d_)\]]\s*=\s*[-\p{L}\d\\(]|\^\s*[{T\d⊤]/u;

/** A formula with fewer than a dozen words around it. */
function isBareFormula(reading: Reading): boolean {
  if (!formula.test(reading.text)) return false;
  const prose = reading.text
    .replace(/\$[^$]*\$|```[\s\S]*?(?:```|$)|`[^`]*`|\S*[\\^=_√()/*+]\S*/g, ' ')
    .match(/\p{L}{2,}/gu);
  return (prose?.length ?? 0) < 12;
}
