const irregular: Record<string, string> = {
  matrices: 'matrix',
  vertices: 'vertex',
  indices: 'index',
  analyses: 'analysis',
  grew: 'grow',
  grown: 'grow',
  rose: 'rise',
  risen: 'rise',
  fell: 'fall',
  fallen: 'fall',
  shrank: 'shrink',
  shrunk: 'shrink',
  went: 'go',
  goes: 'go',
  gone: 'go',
  brought: 'bring',
  drove: 'drive',
  driven: 'drive',
  kept: 'keep',
  made: 'make',
  paid: 'pay',
  took: 'take',
  taken: 'take',
  ate: 'eat',
  eaten: 'eat',
  blew: 'blow',
  blown: 'blow',
  spent: 'spend',
  came: 'come',
  got: 'get',
  gotten: 'get',
  held: 'hold',
  shot: 'shoot',
  bought: 'buy',
  chose: 'choose',
  lost: 'lose',
  learnt: 'learn',
  shuffling: 'shuffl',
};

/**
 * A light stem: plural and verb endings only, so that derived words (stable, stability) stay apart. British and American
 * spellings of -ise/-ize, -our/-or and doubled consonants meet. Not a dictionary form; only compare stems with stems.
 */
export function stem(word: string): string {
  return lexeme(word).stem;
}

/** A word as one object, so that looking it up again compares nothing letter by letter. */
export interface Lexeme {
  readonly text: string;
  readonly stem: string;
}

export function lexeme(word: string): Lexeme {
  const known = memory.get(word);
  if (known) return known;
  if (memory.size > 8000) memory.clear();
  const made = { text: word, stem: stemOf(word) };
  memory.set(word, made);
  return made;
}

const memory = new Map<string, Lexeme>();

function stemOf(word: string): string {
  const known = irregular[word];
  if (known !== undefined) return finish(known);
  if (word.length <= 3 || !/^[a-z]+$/.test(word)) return word;
  return finish(spelling(withoutEnding(word)));
}

function withoutEnding(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|zz|is|us|as)es$/.test(word) && word.length > 5) return word.slice(0, -2);
  if (/[^siua]s$/.test(word)) return withoutVerbEnding(word.slice(0, -1));
  return withoutVerbEnding(word);
}

function withoutVerbEnding(word: string): string {
  if (word.endsWith('ied') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (word.endsWith('ing') && hasVowel(word.slice(0, -3)) && word.length > 5) return word.slice(0, -3);
  if (word.endsWith('ed') && !word.endsWith('eed') && hasVowel(word.slice(0, -2)) && word.length > 4) {
    return word.slice(0, -2);
  }
  return word;
}

function hasVowel(text: string): boolean {
  return /[aeiouy]/.test(text);
}

function spelling(word: string): string {
  return word
    .replace(/is(e|er|ation|ational)?$/, (whole, rest: string | undefined) =>
      word.length > 6 ? `iz${rest ?? ''}` : whole,
    )
    .replace(/our$/, (whole) => (word.length > 5 ? 'or' : whole))
    .replace(/our(al|ed|able|hood)$/, 'or$1');
}

function finish(word: string): string {
  const single = word.length > 3 ? word.replace(/([bdfglmnprtvz])\1$/, '$1') : word;
  return single.length > 3 ? single.replace(/e$/, '') : single;
}
