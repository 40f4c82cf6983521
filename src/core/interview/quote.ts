/** The candidate's words as a Markdown quotation: on one line, with nothing in them that Markdown would act on. */
export function quoted(text: string): string {
  return `“${plain(text).replace(/([\\`*_[\]<>$#|~])/g, '\\$1')}”`;
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
