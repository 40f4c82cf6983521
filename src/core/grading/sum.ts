/** One line of a sum that a person can redo. */
export interface SumLine {
  readonly label: string;
  readonly value: number;
  readonly how: string;
}

/** To two digits, as numbers are shown and exported. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A score of 0–1 as it is shown: 0–5, to two digits. Nothing assessed stays null. */
export function outOfFive(score: number): number;
export function outOfFive(score: number | null): number | null;
export function outOfFive(score: number | null): number | null {
  return score === null ? null : round(score * 5);
}

export function roundedLines(sum: readonly SumLine[]): SumLine[] {
  return sum.map((line) => ({ ...line, value: round(line.value) }));
}
