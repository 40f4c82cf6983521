import { isAllowedLink } from './links.ts';
import { displayMath, inlineMath } from './math.ts';

type Katex = typeof import('./katex.ts');
type Highlighter = typeof import('./highlight.ts');

let katex: Katex | undefined;
let highlighter: Highlighter | undefined;
let loadingKatex: Promise<Katex> | undefined;
let loadingHighlighter: Promise<Highlighter> | undefined;

/** Gives sanitised Markdown its behaviour: links that ask the host, copyable code, formulas, scrollable tables. */
export function enhance(root: ParentNode): void {
  for (const anchor of root.querySelectorAll('a')) disarmLink(anchor);
  for (const pre of root.querySelectorAll('pre')) dressCode(pre);
  for (const table of root.querySelectorAll('table')) frameTable(table);
  for (const node of root.querySelectorAll<HTMLElement>(`.${inlineMath}, .${displayMath}`)) setFormula(node);
}

/** Without an `href` neither the page nor VS Code can follow the link by themselves; a click sends `mli-link`. */
function disarmLink(anchor: HTMLAnchorElement): void {
  const address = anchor.getAttribute('href') ?? '';
  anchor.removeAttribute('href');
  if (!isAllowedLink(address)) return;
  anchor.title = address;
  anchor.tabIndex = 0;
  anchor.setAttribute('role', 'link');
  const open = () => anchor.dispatchEvent(new CustomEvent('mli-link', { bubbles: true, detail: address }));
  anchor.addEventListener('click', open);
  anchor.addEventListener('keydown', (event) => event.key === 'Enter' && open());
}

function dressCode(pre: HTMLPreElement): void {
  const code = pre.querySelector('code');
  const language = /language-([\w+#-]+)/.exec(code?.className ?? '')?.[1] ?? '';
  const figure = document.createElement('figure');
  figure.className = 'code';
  const caption = document.createElement('figcaption');
  caption.append(
    language || 'text',
    copyButton(() => code?.textContent ?? ''),
  );
  pre.replaceWith(figure);
  pre.tabIndex = 0;
  pre.setAttribute('role', 'group');
  pre.setAttribute('aria-label', language ? `Code, ${language}` : 'Code');
  figure.append(caption, pre);
  if (code && language) colour(code, language === 'py' ? 'python' : language === 'sh' ? 'bash' : language);
}

function copyButton(text: () => string): HTMLElement {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', 'icon');
  button.setAttribute('aria-label', 'Copy code');
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    const copied = await navigator.clipboard.writeText(text()).then(
      () => true,
      () => false,
    );
    button.textContent = copied ? 'Copied' : 'Not allowed';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 1500);
  });
  return button;
}

function colour(code: HTMLElement, language: string): void {
  if (highlighter) {
    highlighter.highlight(code, language);
    return;
  }
  loadingHighlighter ??= import('./highlight.ts');
  void loadingHighlighter.then((loaded) => {
    highlighter = loaded;
    loaded.highlight(code, language);
  });
}

function frameTable(table: HTMLTableElement): void {
  const frame = document.createElement('div');
  frame.className = 'table-frame';
  frame.tabIndex = 0;
  frame.setAttribute('role', 'group');
  frame.setAttribute('aria-label', 'Table');
  table.replaceWith(frame);
  frame.append(table);
}

function setFormula(node: HTMLElement): void {
  const tex = node.textContent;
  const display = node.classList.contains(displayMath);
  if (katex) {
    katex.typeset(node, tex, display);
    return;
  }
  loadingKatex ??= import('./katex.ts').then((loaded) => {
    loaded.addStyles();
    return loaded;
  });
  void loadingKatex.then((loaded) => {
    katex = loaded;
    loaded.typeset(node, tex, display);
  });
}
