/** Finds the figure a candidate leads with, so that the interviewer can ask how it came about. */

/** Digits are bounded: without that, an answer of digits alone costs the square of its length. */
const figure =
  /(?:\d[\d.,]{0,24}\s*(?:%|percent\b|per cent\b|x\b|×|-?fold\b|times\b|million\b|billion\b|k\b|ms\b|queries\b|users\b|requests\b|points?\b))|\b(?:halved?|doubled?|tripled?|a (?:million|billion))\b/i;
const span = /\b(?:years?|months?)\b/i;

/** The clause with the first figure, verbatim, at most 200 characters; undefined without one. Years of service do not count. */
export function headlineClaim(text: string): string | undefined {
  for (const sentence of text.split(/(?<=[.!?])\s+|\n+/)) {
    const clause = sentence
      .split(/(?<=[,;:])\s+/)
      .map((part) => part.trim())
      .find((part) => figure.test(part) && !isOnlySpan(part));
    if (clause) return shorten(clause);
  }
  return undefined;
}

function isOnlySpan(clause: string): boolean {
  const found = figure.exec(clause)?.[0] ?? '';
  return span.test(clause) && !/%|percent|x|×|fold|times|million|billion|halv|doubl|tripl/i.test(found);
}

function shorten(clause: string): string {
  const trimmed = clause.replace(/^(?:and|which|that|where|so|but)\s+/i, '').replace(/[\s,;:.!?"”]+$/, '');
  if (trimmed.length <= 200) return trimmed;
  const at = figure.exec(trimmed)?.index ?? 0;
  const from = Math.max(0, trimmed.lastIndexOf(' ', Math.max(0, at - 120)) + 1);
  return trimmed.slice(from, from + 200).replace(/\s+\S*$/, '');
}
