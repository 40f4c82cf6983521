import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import { safeNodes } from './sanitise.ts';

hljs.registerLanguage('python', python);
hljs.registerLanguage('json', json);
hljs.registerLanguage('bash', bash);

const longestCode = 20_000;

/** Colours the code in place; code in another language, or too much of it, stays as it is. */
export function highlight(code: HTMLElement, language: string): void {
  const source = code.textContent;
  if (!hljs.getLanguage(language) || source.length > longestCode) return;
  code.replaceChildren(safeNodes(hljs.highlight(source, { language, ignoreIllegals: true }).value));
}
