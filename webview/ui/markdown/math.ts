import type { MarkdownIt } from 'markdown-it';

/** Classes under which the rendered Markdown carries TeX source, as text, until KaTeX replaces it. */
export const inlineMath = 'math-inline';
export const displayMath = 'math-display';

/** Teaches the parser `$…$`, `$$…$$`, `\(…\)` and `\[…\]`. */
export function mathPlugin(md: MarkdownIt): void {
  md.inline.ruler.before('escape', 'math', inlineRule);
  md.block.ruler.before('fence', 'math_block', blockRule, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
  md.renderer.rules.math_inline = (tokens, index) => wrap(md, 'span', inlineMath, tokens[index]?.content ?? '');
  md.renderer.rules.math_display = (tokens, index) => wrap(md, 'span', displayMath, tokens[index]?.content ?? '');
  md.renderer.rules.math_block = (tokens, index) => wrap(md, 'div', displayMath, tokens[index]?.content ?? '');
}

/** A formula found in `source` at `start`, or undefined: the text between the marks and where it ends. */
export function formulaAt(source: string, start: number): { tex: string; end: number; display: boolean } | undefined {
  if (source.startsWith('$$', start)) return delimited(source, start, '$$', '$$', true);
  if (source.startsWith('\\[', start)) return delimited(source, start, '\\[', '\\]', true);
  if (source.startsWith('\\(', start)) return delimited(source, start, '\\(', '\\)', false);
  if (source[start] === '$') return dollars(source, start);
  return undefined;
}

function delimited(source: string, start: number, open: string, close: string, display: boolean) {
  const end = source.indexOf(close, start + open.length);
  const tex = source.slice(start + open.length, end).trim();
  return end < 0 || !tex ? undefined : { tex, end: end + close.length, display };
}

/**
 * Pandoc's rule keeps most money out: no space inside the marks, no digit after the closing one. Beyond it, an amount
 * followed by words ("$5 for (US$)") is money unless it also has something that only a formula has.
 */
function dollars(source: string, start: number) {
  if (/\s|\$/.test(source[start + 1] ?? ' ')) return undefined;
  for (let end = start + 2; end < source.length; end += 1) {
    if (source[end] === '\n' && source[end + 1] === '\n') return undefined;
    if (source[end] !== '$' || source[end - 1] === '\\') continue;
    if (/\s/.test(source[end - 1] ?? '') || /\d/.test(source[end + 1] ?? '')) return undefined;
    const tex = source.slice(start + 1, end);
    return isMoney(tex) ? undefined : { tex, end: end + 1, display: false };
  }
  return undefined;
}

function isMoney(tex: string): boolean {
  return /^\d[\d.,]*\s*(?:[kKmMbB]\b)?[\s/,–-]+[A-Za-z(]/.test(tex) && !/[\\^_={}]/.test(tex);
}

const inlineRule: Parameters<MarkdownIt['inline']['ruler']['push']>[1] = (state, silent) => {
  const character = state.src[state.pos];
  if (character !== '$' && character !== '\\') return false;
  const formula = formulaAt(state.src, state.pos);
  if (!formula || formula.end > state.posMax) return false;
  if (!silent) state.push(formula.display ? 'math_display' : 'math_inline', '', 0).content = formula.tex;
  state.pos = formula.end;
  return true;
};

const blockRule: Parameters<MarkdownIt['block']['ruler']['push']>[1] = (state, startLine, endLine, silent) => {
  const line = (index: number) =>
    state.src.slice((state.bMarks[index] ?? 0) + (state.tShift[index] ?? 0), state.eMarks[index]);
  const open = /^(\$\$|\\\[)/.exec(line(startLine))?.[0];
  if (!open) return false;
  const close = open === '$$' ? '$$' : '\\]';
  let last = startLine;
  let text = line(startLine).slice(2);
  while (!text.trimEnd().endsWith(close)) {
    last += 1;
    if (last >= endLine || text.includes(close)) return false;
    text += `\n${line(last)}`;
  }
  const tex = text.trimEnd().slice(0, -2).trim();
  if (!tex || tex.includes(close)) return false;
  if (silent) return true;
  const token = state.push('math_block', '', 0);
  token.content = tex;
  token.map = [startLine, last + 1];
  state.line = last + 1;
  return true;
};

function wrap(md: MarkdownIt, tag: 'span' | 'div', className: string, tex: string): string {
  return `<${tag} class="${className}">${md.utils.escapeHtml(tex)}</${tag}>`;
}
