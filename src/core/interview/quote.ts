/** The candidate's words as a Markdown quotation: on one line, with nothing in them that Markdown would act on. */
export function quoted(text: string): string {
  return `“${inert(plain(text))}”`;
}

/** On one line, with nothing in it that Markdown would act on. */
export function inert(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').replace(/([\\`*_[\]<>$#|~])/g, '\\$1');
}

/** On one line, without control characters or backticks, so that it fits into inline code. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('`', '’')
    .replace(/[\s,;:.]+$/, '')
    .trim();
}

/** Whether words stand on their own when repeated: a few of them, and no bracket that opens or closes outside. */
export function isQuotable(text: string): boolean {
  const open = text.split('(').length;
  return heard(text).split(' ').length >= 3 && open === text.split(')').length;
}

/** The heart of a quoted clause, as one repeats it in speech: without its leading conjunction, at most some 16 words. */
export function heard(text: string): string {
  const clause = plain(text).replace(
    /^(?:so|and|but|because|since|hence|thus|which|that|whereas|while|then|also)[\s,]+/i,
    '',
  );
  const words = clause.split(' ');
  return words.length <= 18 ? clause : `${words.slice(0, 16).join(' ')} …`;
}
