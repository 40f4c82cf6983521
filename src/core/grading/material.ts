import type { Compiled } from './compiled.ts';
import {
  echo,
  isGlossary,
  isPass,
  isShuffled,
  isTermList,
  ordersIn,
  type Runs,
  shownRuns,
  wordsOf,
} from './genuine.ts';
import type { Lexis } from './text/lexis.ts';
import { Remembered } from './text/memo.ts';
import { type Reading, readNew, readOnce } from './text/reading.ts';
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
/** Under this number the texts shown to the candidate are read. */
export const shownTurn = -1;

export function materialOf(lexis: Lexis, input: JudgeInput): Material {
  const shown = input.shown.map((text) => readOnce(shownTurn, text, lexis));
  const turns = input.answers.map(({ turn, text }, i) => {
    const reading = i + 1 < input.answers.length ? readOnce(turn, text, lexis) : readNew(turn, text, lexis);
    return screened(reading, shown);
  });
  return {
    readings: turns.map((item) => item.reading),
    asked: shown.at(-1),
    words: turns.reduce((sum, item) => sum + item.words, 0),
    flags: new Set(turns.flatMap((item) => item.flags)),
  };
}

/** A turn with what is not the candidate's own claim marked, and what was noticed about it. */
interface Screened {
  readonly reading: Reading;
  readonly words: number;
  readonly flags: readonly Flag[];
  readonly shown: readonly Reading[];
}

const screenings = new Remembered<{ last?: Screened }>();

function screened(reading: Reading, shown: readonly Reading[]): Screened {
  const kept = screenings.of(reading, () => ({}));
  const known = kept.last;
  if (known && known.shown.length === shown.length && known.shown.every((item, i) => item === shown[i])) return known;
  const { excluded, words, flags } = screen(reading, shownRuns(shown));
  const standing = reading.standing.map((kind, i): Standing => (excluded(i) ? 'excluded' : kind));
  // The same object where nothing changed: what was found in it stays known.
  const before = [reading, known?.reading].find((item) => item?.standing.every((kind, i) => kind === standing[i]));
  const made = { reading: before ?? { ...reading, standing, memo: new Map() }, words, flags, shown };
  kept.last = made;
  return made;
}

interface Screening {
  readonly excluded: (clause: number) => boolean;
  readonly words: number;
  readonly flags: readonly Flag[];
}

function screen(reading: Reading, runs: Runs): Screening {
  const words = wordsOf(reading, 0, reading.tokens.length).length;
  const orders = ordersIn(reading);
  const out = new Set<number>(orders);
  let taken = 0;
  let listed = 0;
  reading.sentences.forEach((sentence, index) => {
    const own = wordsOf(reading, sentence.first, sentence.last);
    if (own.length >= 6 && echo(own, runs) >= mostlyTaken) {
      out.add(index);
      taken += own.length;
    } else if (isTermList(reading, sentence)) {
      out.add(index);
      listed += own.length;
    }
  });
  const stuffed = (listed >= 8 && listed / words >= 0.5) || isGlossary(reading) || isShuffled(reading);
  const flags: Flag[] = orders.length > 0 ? ['injected'] : [];
  if (words >= 8 && taken / words >= 0.6) flags.push('parroted');
  if (stuffed) flags.push('stuffed');
  return { excluded: (clause) => stuffed || out.has(reading.clauses[clause]?.sentence ?? -1), words, flags };
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

/** What every form of `formula` holds. */
const formulaSign = /[\\$√=^]|softmax|sqrt/;

/** A formula with fewer than a dozen words around it. */
function isBareFormula(reading: Reading): boolean {
  if (!formulaSign.test(reading.text) || !formula.test(reading.text)) return false;
  const prose = reading.text
    .replace(/\$[^$]*\$|```[\s\S]*?(?:```|$)|`[^`]*`|\S*[\\^=_√()/*+]\S*/g, ' ')
    .match(/\p{L}{2,}/gu);
  return (prose?.length ?? 0) < 12;
}
