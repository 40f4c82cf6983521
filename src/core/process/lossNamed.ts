/** ln 10, \ln K, log(10), -log(1/10), the log of ten: a bare "log 10" may as well be about logging. */
const uniformGuess =
  /\bln\s*[({]?\s*(?:1\s*\/\s*)?(?:\d+|k|c)\b[)}]?|(?:\\log\s*[({]?|\blog\s*\()\s*(?:1\s*\/\s*)?(?:\d+|k|c)\b\s*[)}]?|\blog(?:arithm)? of (?:the number of (?:classes|labels|tokens)|one over \w+|two|three|four|five|eight|ten|\d+)\b/i;

/**
 * The words in which a loss at the start is named: that of a uniform guess by its formula, or one that was `seen`, to the
 * digits it is written with. A figure that was `told` before names nothing.
 */
export function lossNamed(text: string, seen: readonly number[], told: readonly number[]): string | undefined {
  const formula = uniformGuess.exec(text)?.[0];
  if (formula) return formula.trim();
  for (const [figure] of text.matchAll(/(?<![\d.])\d+\.\d+/g)) {
    if (told.some((value) => isWritten(value, figure))) continue;
    if (seen.some((value) => isWritten(value, figure))) return figure;
  }
  return undefined;
}

/** Whether `figure` is `value` rounded to the digits of `figure`; at least two digits that count. */
function isWritten(value: number, figure: string): boolean {
  const digits = figure.replace('.', '').replace(/^0+/, '').length;
  const decimals = figure.length - figure.indexOf('.') - 1;
  return digits >= 2 && Math.abs(value - Number(figure)) <= 0.5 * 10 ** -decimals * (1 + 1e-9);
}
