/** A fault of the candidate's code in a line, with its place. */
export function errorLine(error: {
  kind: string;
  message: string;
  file?: string | null | undefined;
  line?: number | null | undefined;
}): string {
  const place = error.file ? ` (${error.file}${error.line ? `:${error.line}` : ''})` : '';
  return `${error.kind}: ${error.message}${place}`;
}
