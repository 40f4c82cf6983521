import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markdownBlocks } from '../../../webview/ui/markdown/blocks.ts';
import { isAllowedLink } from '../../../webview/ui/markdown/links.ts';
import { formulaAt } from '../../../webview/ui/markdown/math.ts';

const htmlOf = (text: string, typed = false) =>
  markdownBlocks(text, typed)
    .map((block) => block.html())
    .join('');

describe('links', () => {
  it('are http, https and mailto, absolute', () => {
    for (const good of ['https://arxiv.org/abs/1711.05101', 'http://localhost:1', 'mailto:a@b.example'])
      assert.equal(isAllowedLink(good), true, good);
  });

  it('are nothing else, however it is spelled', () => {
    const bad = [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'command:x',
      'vscode://a/b',
      'file:///etc/passwd',
      'data:text/html,x',
      'blob:x',
      '//host/x',
      '/x',
      '#x',
      '',
      'https://good.example@evil.example',
      ' java\nscript:alert(1)',
      '\u0001javascript:alert(1)',
      'vbscript:x',
      'ftp://x',
    ];
    for (const link of bad) assert.equal(isAllowedLink(link), false, link);
  });
});

describe('formulas', () => {
  const texOf = (text: string) => formulaAt(text, 0)?.tex;

  it('stand between dollars, double dollars and backslash brackets', () => {
    assert.equal(texOf('$a+b$'), 'a+b');
    assert.equal(texOf('$$ a $$ b'), 'a');
    assert.equal(texOf('\\(x\\)'), 'x');
    assert.equal(texOf('\\[x\\]'), 'x');
    assert.equal(texOf('$3 \\times 10^5$'), '3 \\times 10^5');
    assert.equal(texOf('$5x$'), '5x');
  });

  it('are not money', () => {
    for (const text of [
      '$5 and $10',
      '$5, $10',
      '$5-$10',
      '$5/$6',
      '$ 5$',
      '$5',
      '$5 (US$)',
      '$20k per run and 3$',
      '$5 for one, 6$',
    ]) {
      assert.equal(texOf(text), undefined, text);
    }
    assert.doesNotMatch(htmlOf('It costs $5 and $10 a day, or US$3 in all.'), /math/);
  });

  it('keep TeX as it was written', () => {
    assert.match(htmlOf('so $a_1 * b_2 * c$ holds'), /<span class="math-inline">a_1 \* b_2 \* c<\/span>/);
    assert.match(htmlOf('$$\nx\n= y\n$$'), /<div class="math-display">x\n= y<\/div>/);
    assert.match(htmlOf('$a < b$'), /a &lt; b/);
  });

  it('do not reach across code', () => {
    assert.doesNotMatch(htmlOf('`$a` and `b$`'), /math/);
  });
});

describe('Markdown', () => {
  it('makes no image and no HTML', () => {
    assert.doesNotMatch(
      htmlOf('![x](https://a.example/p.png) <img src=x onerror=y> <script>z</script>'),
      /<img|<script/,
    );
  });

  it('puts headings below those of the page', () => {
    assert.match(htmlOf('# One\n\n##### Five'), /<h3>One<\/h3>\n<h6>Five/);
  });

  it('keeps line ends of a person, and joins those of an author', () => {
    assert.match(htmlOf('a\nb', true), /a<br>/);
    assert.doesNotMatch(htmlOf('a\nb'), /<br>/);
  });

  it('gives a growing text the same closed blocks each time', () => {
    const text = '# Title\n\nFirst *paragraph*.\n\n1. one\n\n2. two\n\n```py\n\nx = 1\n```\n\n$$\na\n$$\n\n> last';
    const whole = markdownBlocks(text).map((block) => block.source);
    for (let length = 1; length < text.length; length += 1) {
      const partial = markdownBlocks(text.slice(0, length)).map((block) => block.source);
      assert.deepEqual(partial.slice(0, -2), whole.slice(0, Math.max(0, partial.length - 2)));
    }
  });

  it('renders whatever is thrown at it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => typeof htmlOf(text) === 'string'),
      { numRuns: 300 },
    );
  });

  it('renders marks in any order without an unknown tag', () => {
    const piece = fc.constantFrom(
      '$',
      '$$',
      '\\(',
      '\\]',
      '`',
      '```',
      '\n',
      '\n\n',
      '|',
      '-',
      '# ',
      '> ',
      '[a](',
      ')',
      '<b>',
      '*',
      '1. ',
      'x',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const tags = [...htmlOf(pieces.join('')).matchAll(/<\/?([a-z0-9]+)/g)].map((match) => match[1]);
        const known = new Set([
          'p',
          'br',
          'hr',
          'em',
          'strong',
          's',
          'code',
          'pre',
          'blockquote',
          'ul',
          'ol',
          'li',
          'a',
          'span',
          'div',
          'h3',
          'h4',
          'h5',
          'h6',
          'table',
          'thead',
          'tbody',
          'tr',
          'th',
          'td',
        ]);
        assert.deepEqual(
          tags.filter((tag) => !known.has(tag ?? '')),
          [],
        );
      }),
      { numRuns: 500 },
    );
  });
});
