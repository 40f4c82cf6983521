import { tokensOf } from './text/tokens.ts';

/** A number that was said: its value, the words after it, and its offsets in the text it was read from. */
export interface SaidNumber {
  readonly value: number;
  /** Stems of up to three words that follow: where a unit stands. */
  readonly after: readonly string[];
  readonly start: number;
  readonly end: number;
}

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens: Record<string, number> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const scales: Record<string, number> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  k: 1e3,
  m: 1e6,
  b: 1e9,
  bn: 1e9,
  t: 1e12,
  mn: 1e6,
};
const wordNumber = [...small, ...Object.keys(tens)].join('|');
const digits = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const pattern = new RegExp(
  String.raw`(?<![\p{L}\d_.^])(?:(${digits})(?:\s*(?:x|\*|times)\s*10\s*\^?\s*\{?(-?\d+)\}?|\s*\^\s*\{?(-?\d+)\}?)?|((?:${wordNumber})(?:[- ](?:${small.slice(1, 10).join('|')}))?)\b)\s*(hundred|thousand|million|billion|trillion|bn\b|mn\b|[kmbt](?![\p{L}]))?(?:\s*(hundred|thousand|million|billion|trillion)\b)?`,
  'gu',
);

const kinds: Record<string, readonly [kind: string, size: number]> = {};
for (const [i, letter] of ['', 'k', 'm', 'g', 't', 'p'].entries()) {
  for (const name of [`${letter}b`, `${letter}ib`, `${['', 'kilo', 'mega', 'giga', 'tera', 'peta'][i]}byt`])
    kinds[name] = ['bytes', 1000 ** i];
}
const hour = 3600;
for (const [name, size] of Object.entries({
  second: 1,
  sec: 1,
  s: 1,
  ms: 1e-3,
  millisecond: 1e-3,
  minut: 60,
  min: 60,
  hour,
  hr: hour,
  h: hour,
  day: 24 * hour,
  week: 168 * hour,
})) {
  kinds[name] = ['time', size];
}

/** Numbers in folded text (`text/fold.ts`); products such as "7b * 16" are numbers too. */
export function numbersIn(folded: string): SaidNumber[] {
  const found: SaidNumber[] = [];
  // "16 B" may be sixteen bytes as well as sixteen billion.
  const bytes: SaidNumber[] = [];
  for (const match of folded.matchAll(pattern)) {
    const value = readValue(match);
    if (!Number.isFinite(value)) continue;
    const end = match.index + match[0].trimEnd().length;
    found.push({ value, after: unitsAfter(folded, end), start: match.index, end });
    if (match[5] === 'b') bytes.push({ value: value / 1e9, after: ['b'], start: match.index, end });
  }
  return [...found, ...bytes, ...products(folded, found)];
}

function readValue(match: RegExpMatchArray): number {
  const [, plain, times, power, said, scale, second] = match;
  let value = said ? worded(said) : Number((plain ?? '').replaceAll(',', ''));
  if (times) value *= 10 ** Number(times);
  if (power) value **= Number(power);
  return value * (scales[scale ?? ''] ?? 1) * (scales[second ?? ''] ?? 1);
}

function worded(said: string): number {
  return said.split(/[- ]/).reduce((sum, word) => sum + (tens[word] ?? Math.max(0, small.indexOf(word))), 0);
}

function unitsAfter(folded: string, end: number): string[] {
  const tail = folded.slice(end, end + 48);
  const range = /^\s*(?:-|to|—|or)\s*\d[\d,.]*\s*/.exec(tail)?.[0].length ?? 0;
  return tokensOf(
    tail
      .slice(range)
      .replace(/^\s*%/, ' percent ')
      .replace(/^[\s\-~/]+/, ''),
  )
    .slice(0, 3)
    .map((token) => token.stem);
}

function products(folded: string, numbers: readonly SaidNumber[]): SaidNumber[] {
  const found: SaidNumber[] = [];
  numbers.forEach((left, i) => {
    const right = numbers[i + 1];
    if (!right || right.start - left.end > 24) return;
    if (!/^[^.;,]*(?:\*|\bx\b|\btimes\b)[^.;,]*$/.test(folded.slice(left.end, right.start))) return;
    found.push({ value: left.value * right.value, after: right.after, start: left.start, end: right.end });
  });
  return found;
}

/**
 * Whether `said` is `value` `unit` to within `factor` (0.5 % where it is 1). Byte and time units are converted (decimal
 * prefixes; GiB counts as GB). `units` are the accepted names; none: the number alone decides.
 */
export function isQuantity(said: SaidNumber, value: number, units: readonly string[], factor: number): boolean {
  const slack = Math.max(factor, 1.005);
  const close = (a: number, b: number) => (b === 0 ? a === 0 : a / b <= slack && a / b >= 1 / slack);
  if (units.length === 0) return close(said.value, value);
  return units.some((unit) => {
    const wanted = unitStems(unit);
    if (wanted.every((word, i) => said.after[i] === word) && close(said.value, value)) return true;
    const [target, actual] = [kinds[wanted[0] ?? ''], kinds[said.after[0] ?? '']];
    return (
      target !== undefined &&
      actual?.[0] === target[0] &&
      wanted.length === 1 &&
      close(said.value * actual[1], value * target[1])
    );
  });
}

const unitCache = new Map<string, readonly string[]>();

function unitStems(unit: string): readonly string[] {
  const known = unitCache.get(unit);
  if (known) return known;
  if (unitCache.size > 1000) unitCache.clear();
  const made = tokensOf(unit.replace('%', 'percent')).map((token) => token.stem);
  unitCache.set(unit, made);
  return made;
}
