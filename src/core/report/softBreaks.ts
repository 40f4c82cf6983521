const block = /^(?:\s{4}|\s*(?:[-*+>|#]|\d+[.)]\s))/;
const fence = /^\s*(?:```|~~~)/;

/** Lines that nothing is joined to: of a table, and headings. */
const whole = /^\s*[|#]/;

/** Markdown without the line breaks that its authors made for their editors: a report shows each break that is left. */
export function withoutSoftBreaks(markdown: string): string {
  const lines: string[] = [];
  let fenced = false;
  for (const line of markdown.split('\n')) {
    const before = lines.at(-1) ?? '';
    const marks = fence.test(line);
    const inText = !fenced && !marks && !fence.test(before) && !whole.test(before) && !block.test(line);
    if (inText && before.trim() && line.trim()) lines[lines.length - 1] = `${before.trimEnd()} ${line.trimStart()}`;
    else lines.push(line);
    if (marks) fenced = !fenced;
  }
  return lines.join('\n');
}
