/** Text with one spelling per character, and where each of its characters came from. */
export interface Folded {
  readonly text: string;
  /** For each UTF-16 unit of `text`, the offset in the original; one entry more for the end. */
  readonly at: Int32Array;
}

const replaced: Record<string, string> = {
  '√': ' sqrt ',
  '×': '*',
  '·': '*',
  '⋅': '*',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '–': ' — ',
  '—': ' — ',
  '―': ' — ',
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '‘': "'",
  '’': "'",
  '…': '. ',
  '•': '\n- ',
  '∞': 'infinity',
  '∂': ' gradient ',
  '∇': ' gradient ',
  '∏': ' product ',
  '∑': ' sum ',
  '≤': ' at most ',
  '≥': ' at least ',
  '≈': ' about ',
  '∝': ' proportional to ',
  '←': ' = ',
  '⇒': '→',
  '⟹': '→',
  '⊙': ' times ',
  'ᵀ': '^t',
  '⊤': '^t',
  'ⁿ': '^n',
};

// Only Latin look-alikes: Greek letters are content in this field.
const cyrillic = 'авекмнорстухіјѕԁ';
const latin = 'abekmhopctyxijsd';
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * Lower case, NFKC per character, without accents and invisible characters; look-alike Cyrillic letters become Latin,
 * superscript digits `^2`, and the various dashes, quotes and product signs one each.
 */
export function fold(original: string): Folded {
  if (original === last.original) return last.folded;
  const folded = foldText(original);
  if (original.length > short) last = { original, folded };
  return folded;
}

// One answer is folded several times in a row.
const short = 200;
let last: { readonly original: string; readonly folded: Folded } = {
  original: '',
  folded: { text: '', at: new Int32Array(1) },
};

function foldText(original: string): Folded {
  // Most answers are plain ASCII: nothing to map.
  if (/^[\x20-\x7e\n\t\r]*$/.test(original)) {
    const at = new Int32Array(original.length + 1);
    for (let i = 0; i <= original.length; i += 1) at[i] = i;
    return { text: original.toLowerCase(), at };
  }
  const parts: string[] = [];
  const at: number[] = [];
  let offset = 0;
  for (const character of original) {
    const folded = foldCharacter(character);
    parts.push(folded);
    for (let i = 0; i < folded.length; i += 1) at.push(offset);
    offset += character.length;
  }
  at.push(original.length);
  return { text: parts.join(''), at: Int32Array.from(at) };
}

function foldCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 128) return code < 32 && !/\s/.test(character) ? '' : character.toLowerCase();
  const known = replaced[character];
  if (known !== undefined) return known;
  const power = superscripts.indexOf(character);
  if (power >= 0) return `^${power}`;
  if (/[\p{Cf}\p{Mn}\p{Cc}]/u.test(character)) return '';
  if (/\p{Zs}/u.test(character)) return ' ';
  return lookAlike(
    character
      .normalize('NFKD')
      .replace(/\p{Mn}/gu, '')
      .normalize('NFKC')
      .toLowerCase(),
  );
}

function lookAlike(text: string): string {
  const index = cyrillic.indexOf(text);
  return index >= 0 ? (latin[index] ?? text) : text;
}
