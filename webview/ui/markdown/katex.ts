import katex from 'katex';

const longestSource = 2000;
const deepestNesting = 30;
/** Cells of a matrix: each costs a few nodes, and 500 of them a tenth of a second. */
const mostCells = 120;

/** Typesets TeX into the node. The source stays visible where it cannot be typeset, or would take too long to. */
export function typeset(node: HTMLElement, tex: string, display: boolean): void {
  if (tex.length > longestSource || nesting(tex) > deepestNesting || tex.split('&').length > mostCells) {
    markFailed(node, 'This formula is too long to be typeset.');
    return;
  }
  const target = document.createElement('span');
  try {
    katex.render(tex, target, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      strict: 'ignore',
      maxSize: 10,
      maxExpand: 200,
    });
    node.replaceChildren(target);
  } catch {
    markFailed(node, 'This formula could not be typeset; its source is shown.');
  }
}

/** Loads KaTeX's styles from beside the page's own script, `dist/webview/katex.css`, unless the page has them. */
export function addStyles(): void {
  if (document.querySelector('link[href$="katex.css"]')) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = import.meta.url.replace(/\/(?:chunks\/)?[^/]*$/, '/katex.css');
  document.head.append(link);
}

function nesting(tex: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [mark] of tex.matchAll(/[{}]|\\left\b|\\right\b/g)) {
    depth += mark === '{' || mark === '\\left' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function markFailed(node: HTMLElement, why: string): void {
  node.classList.add('math-failed');
  node.title = why;
}
