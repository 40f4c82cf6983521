/** Width of a token's embedding, and of a head's queries and keys. */
export const modelWidth = 8;
export const headWidth = 4;
export const headCount = 2;
export const mostTokens = 12;

export interface AttentionSettings {
  readonly tokens: readonly string[];
  /** 0 … headCount − 1. */
  readonly head: number;
  /** Divide by √d_k, as in Vaswani et al. 2017, section 3.2.1. */
  readonly scaled: boolean;
  readonly causal: boolean;
  readonly positions: boolean;
  /** Divides the scores once more; below 1 sharpens a row, above 1 flattens it. */
  readonly temperature: number;
}

type Matrix = readonly (readonly number[])[];

/** All n × n quantities of one head, row by query. A masked cell has score −∞ and weight 0. */
export interface Attention {
  readonly queries: Matrix;
  readonly keys: Matrix;
  readonly dots: Matrix;
  readonly scores: Matrix;
  readonly weights: Matrix;
}

/** Self-attention weights of one head: softmax of q·k, scaled and masked as asked, by rows. Deterministic. */
export function attend(settings: AttentionSettings): Attention {
  const inputs = settings.tokens.map((token, position) => embed(token, settings.positions ? position : undefined));
  const queries = inputs.map((input) => project(input, matrixFor(`q${settings.head}`)));
  const keys = inputs.map((input) => project(input, matrixFor(`k${settings.head}`)));
  const dots = queries.map((query) => keys.map((key) => dot(query, key)));
  const divisor = (settings.scaled ? Math.sqrt(headWidth) : 1) * settings.temperature;
  const scores = dots.map((row, i) =>
    row.map((value, j) => (settings.causal && j > i ? Number.NEGATIVE_INFINITY : value / divisor)),
  );
  return { queries, keys, dots, scores, weights: scores.map(softmax) };
}

/** exp(x − max) / Σ: the same as without the shift, and it cannot overflow. */
export function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - highest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}

/** Shannon entropy in nats: 0 when one token has all the weight, ln n when n tokens share it evenly. */
export function entropy(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => (weight > 0 ? sum - weight * Math.log(weight) : sum), 0);
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/** At most twelve words of the text; a sentence's punctuation stays with its word. */
export function tokensOf(text: string): string[] {
  return text
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, mostTokens)
    .map((token) => token.slice(0, 12));
}

/** The same word has the same embedding wherever it stands; only positions tell its copies apart. */
function embed(token: string, position: number | undefined): number[] {
  const random = normals(hash(token.toLowerCase()));
  return Array.from(
    { length: modelWidth },
    (_, index) => random() + (position === undefined ? 0 : wave(position, index)),
  );
}

/** Sinusoidal positions: Vaswani et al. 2017, section 3.5. */
function wave(position: number, index: number): number {
  const angle = position / 10_000 ** ((index - (index % 2)) / modelWidth);
  return index % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
}

/** modelWidth × headWidth, with variance that gives queries and keys entries of about unit size. */
function matrixFor(name: string): Matrix {
  const random = normals(hash(name) + 7);
  const scale = 1 / Math.sqrt(modelWidth);
  return Array.from({ length: modelWidth }, () => Array.from({ length: headWidth }, () => random() * scale));
}

function project(input: readonly number[], matrix: Matrix): number[] {
  return Array.from({ length: headWidth }, (_, column) =>
    input.reduce((sum, value, row) => sum + value * (matrix[row]?.[column] ?? 0), 0),
  );
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** Normal numbers by Box–Muller over the mulberry32 generator. */
function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
