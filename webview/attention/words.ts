import { type Attention, type AttentionSettings, dot, entropy, headWidth } from './maths.ts';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The chosen cell worked out by hand, line by line, as `[name, value]`. */
export function workedOut(
  settings: AttentionSettings,
  attention: Attention,
  { row, column }: Cell,
): [string, string][] {
  const query = attention.queries[row] ?? [];
  const key = attention.keys[column] ?? [];
  const scores = attention.scores[row] ?? [];
  const score = scores[column] ?? 0;
  const products = query.map((value, index) => fixed(value * (key[index] ?? 0)));
  const lines: [string, string][] = [
    [`q(${settings.tokens[row]})`, vector(query)],
    [`k(${settings.tokens[column]})`, vector(key)],
    ['q · k', `${products.join(' + ').replaceAll('+ −', '− ')} = ${fixed(dot(query, key))}`],
  ];
  if (score === Number.NEGATIVE_INFINITY) return [...lines, ['masked', 'a later token: score −∞, weight 0']];
  const sum = scores.reduce((total, value) => total + Math.exp(value), 0);
  if (settings.scaled) lines.push([`÷ √${headWidth}`, fixed(dot(query, key) / Math.sqrt(headWidth))]);
  if (settings.temperature !== 1) lines.push([`÷ ${settings.temperature}`, fixed(score)]);
  lines.push(['exp', magnitude(Math.exp(score))], ['row sum', magnitude(sum)]);
  return [
    ...lines,
    ['weight', `${magnitude(Math.exp(score))} ÷ ${magnitude(sum)} = ${fixed(attention.weights[row]?.[column] ?? 0)}`],
  ];
}

/** What the row as a whole does, in one or two sentences. */
export function rowSentence(settings: AttentionSettings, attention: Attention, row: number): string {
  const weights = attention.weights[row] ?? [];
  const open = settings.causal ? row + 1 : weights.length;
  const top = weights.indexOf(Math.max(...weights));
  return `Row “${settings.tokens[row]}”: entropy ${fixed(entropy(weights))} nats of at most ln ${open} = ${fixed(Math.log(open))}; most weight, ${fixed(weights[top] ?? 0)}, on “${settings.tokens[top]}”.`;
}

/** The view as a person would say it in an answer. */
export function viewAsText(settings: AttentionSettings, attention: Attention, cell: Cell): string {
  const weight = attention.weights[cell.row]?.[cell.column] ?? 0;
  return [
    `Self-attention over “${settings.tokens.join(' ')}” (${settingsWords(settings)}):`,
    `the weight of “${settings.tokens[cell.column]}” for the query “${settings.tokens[cell.row]}” is ${fixed(weight)}.`,
    rowSentence(settings, attention, cell.row),
  ].join(' ');
}

/** Every row in words, for reading instead of looking. */
export function rowsAsText(settings: AttentionSettings, attention: Attention): string[] {
  return attention.weights.map((row, index) => {
    const parts = row.flatMap((weight, column) =>
      settings.causal && column > index ? [] : [`${settings.tokens[column]} ${fixed(weight)}`],
    );
    return `${settings.tokens[index]} attends to: ${parts.join(', ')}.`;
  });
}

function settingsWords(settings: AttentionSettings): string {
  return [
    `head ${settings.head + 1}`,
    settings.scaled ? `÷ √${headWidth}` : 'not scaled',
    settings.causal ? 'causal mask' : 'no mask',
    settings.positions ? 'with positions' : 'without positions',
    settings.temperature === 1 ? '' : `temperature ${settings.temperature}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Two decimals, with a real minus sign. */
export function fixed(value: number): string {
  const text = value.toFixed(2);
  return text === '-0.00' ? '0.00' : text.replace('-', '−');
}

function magnitude(value: number): string {
  return value >= 1000 || value < 0.01 ? value.toExponential(2) : fixed(value);
}

function vector(values: readonly number[]): string {
  return `[${values.map((value) => fixed(value).padStart(5)).join(' ')}]`;
}
