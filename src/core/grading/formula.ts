import { fold } from './text/fold.ts';

/** A formula as bare symbols, and where each came from. */
interface Bare {
  readonly text: string;
  readonly at: readonly number[];
}

const rewrites: readonly [RegExp, string][] = [
  [
    /\.transpose\([^()]*\)|\.mt\b|\.t\b|\^\s*\{?\s*(?:\\top|\\intercal|\\mathsf\{t\}|\\mathrm\{t\}|t)\b\s*\}?|'(?=\s*[/)])|(?<!\s)\s*-?\btransposed?\b/g,
    '⊺',
  ],
  [/,\s*(?:dim|axis)\s*=\s*-?\d+/g, ''],
  [/\b(?:math|np|numpy|torch|nn|functional|f|jnp|jax|tf)\.(?=[a-z])/g, ''],
  [/\\(?:left|right|big|bigl|bigr|text|mathrm|mathbf|boldsymbol|operatorname|displaystyle|cdot|times|,|;|!|quad)/g, ''],
  [/\bsquare root(?: of)?\b|\broot(?: of)?\b/g, 'sqrt'],
  [/\bdivided by\b|\bover\b/g, '/'],
  [/\b(?:multiplied by|times|dot|matmul|of|the)\b/g, ''],
];

const pairs = (list: string): Readonly<Record<string, string>> =>
  Object.fromEntries(list.split(' ').map((pair) => pair.split('/')));

const greek = pairs(
  'α/alpha β/beta γ/gamma δ/delta ε/epsilon ϵ/epsilon η/eta θ/theta κ/kappa λ/lambda μ/mu π/pi ρ/rho σ/sigma τ/tau φ/phi ϕ/phi ω/omega',
);

/** LaTeX commands as the signs that they stand for are spelled after folding. */
const commands = pairs(
  'nabla/gradient partial/gradient sum/sum prod/product infty/infinity odot/ varepsilon/epsilon varphi/phi approx/about propto/proportionalto leq/atmost le/atmost geq/atleast ge/atleast leftarrow/= gets/= hat/ bar/ tilde/ vec/ lvert/ rvert/',
);

const signs = pairs('minus/- plus/+ ‖/');

/** Whether the formula stands in the text, however either is typed: LaTeX, Unicode, code or spoken. Returns its offsets. */
export function findFormula(formula: string, text: string): { start: number; end: number } | undefined {
  const wanted = bareFormula(formula);
  const { line: there, at } = bareText(text);
  const index = wanted.length < 3 ? -1 : there.text.indexOf(wanted);
  if (index < 0) return undefined;
  const first = there.at[index] ?? 0;
  const last = there.at[index + wanted.length - 1] ?? first;
  return { start: at[first] ?? 0, end: at[last + 1] ?? text.length };
}

const recent = new Map<string, { line: Bare; at: Int32Array }>();

// One answer is searched for many formulas in a row: the last few texts are kept.
function bareText(text: string): { line: Bare; at: Int32Array } {
  const known = recent.get(text);
  if (known) return known;
  const { text: folded, at } = fold(text);
  const made = { line: bare(folded), at };
  if (recent.size >= 4) recent.clear();
  recent.set(text, made);
  return made;
}

const formulas = new Map<string, string>();

export function bareFormula(formula: string): string {
  const known = formulas.get(formula);
  if (known !== undefined) return known;
  if (formulas.size > 500) formulas.clear();
  const made = bare(fold(formula).text).text;
  formulas.set(formula, made);
  return made;
}

/** Symbols only: fractions become a/b, roots sqrt, transposes one mark; brackets, spaces and product signs go. */
function bare(folded: string): Bare {
  let line: Bare = { text: folded, at: Array.from(folded, (_, i) => i) };
  line = rewrite(
    line,
    /\\[dt]?frac\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g,
    (match) => `${match[1]}/${match[2]}`,
  );
  line = rewrite(line, /\\([a-z]+)/g, ([command, name = '']) => commands[name] ?? command);
  line = rewrite(line, /[α-ωϵϕ]/g, ([letter]) => greek[letter] ?? letter);
  line = rewrite(line, /:=|\bminus\b|\bplus\b|\b(?:is )?equals?(?: to)?\b|‖/g, ([sign]) => signs[sign] ?? '=');
  for (const [pattern, by] of rewrites) line = rewrite(line, pattern, () => by);
  return symbols(line);
}

const spacing = new Set(' \n\t\r\f\v\u00a0\u2028\u2029\ufeff()[]{}$\\*@_.`,·');

/** Without spaces, brackets and product signs, and "n-th" as "nth". */
function symbols(line: Bare): Bare {
  const at: number[] = [];
  let text = '';
  for (let i = 0; i < line.text.length; i += 1) {
    const character = line.text[i] ?? '';
    if (spacing.has(character) || (character === '-' && line.text.startsWith('th', i + 1))) continue;
    text += character;
    at.push(line.at[i] ?? 0);
  }
  return { text, at };
}

// Rewritten text points to where the match began; letters that survive keep their own place.
function rewrite(line: Bare, pattern: RegExp, by: (match: RegExpMatchArray) => string): Bare {
  const at: number[] = [];
  let text = '';
  let from = 0;
  if (line.text.search(pattern) < 0) return line;
  const keep = (last: number) => {
    text += line.text.slice(from, last);
    for (let i = from; i < last; i += 1) at.push(line.at[i] ?? 0);
  };
  for (const match of line.text.matchAll(pattern)) {
    keep(match.index);
    const replacement = by(match);
    let cursor = match.index;
    for (const character of replacement) {
      const found = line.text.indexOf(character, cursor);
      if (found >= 0 && found < match.index + match[0].length) cursor = found;
      at.push(line.at[cursor] ?? 0);
      text += character;
    }
    from = match.index + match[0].length;
  }
  keep(line.text.length);
  return { text, at };
}
