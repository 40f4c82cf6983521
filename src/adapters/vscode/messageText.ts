/**
 * Text from a journal, a folder's name or a program, fit for a notification. VS Code makes links of `[words](address)`
 * there, also links that run a command when they are clicked.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
