import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { care, directness, length, precision, type Said, structure } from '../../../src/core/communication/aspects.ts';
import type { QuestionGrade } from '../../../src/core/grading/questionGrade.ts';
import { sentencesIn } from '../../../src/core/grading/text/pieces.ts';
import { heading, list, paragraph, toMarkdown } from '../../../src/core/report/blocks.ts';
import { toHtml } from '../../../src/core/report/html.ts';
import { withoutSoftBreaks } from '../../../src/core/report/softBreaks.ts';
import { realBank } from '../../support/rehearsal.ts';

/** An answer of a question in which `quotes` were credited. */
function said(text: string, ...quotes: string[]): Said {
  const keyPoints = quotes.map((quote) => ({ verdict: 'met', quote: { turn: 1, text: quote } }));
  return { turn: 1, text, question: { keyPoints, held: [] } as unknown as QuestionGrade };
}

describe('what a report takes from other texts', () => {
  it('has no line breaks that an author made for an editor, and keeps those that mean something', () => {
    assert.equal(withoutSoftBreaks('One\nsentence.\n\nAnother\none.'), 'One sentence.\n\nAnother one.');
    for (const text of [
      'Two:\n- a\n- b',
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '```python\na = 1\nb = 2\n```',
      '# Head\nText',
    ])
      assert.equal(withoutSoftBreaks(text), text);
  });

  it('is in sentences, each verbatim, and short where nobody made any', () => {
    assert.deepEqual(sentencesIn('One thing, e.g. this. Another?  A third'), [
      'One thing, e.g. this.',
      'Another?',
      'A third',
    ]);
    const speech = 'so um the gradient gets smaller in every layer and then it is zero '.repeat(30).trim();
    const pieces = sentencesIn(speech);
    assert.ok(pieces.length > 5);
    assert.equal(pieces.join(' '), speech);
    for (const piece of pieces) assert.ok(piece.length <= 240, piece);
    assert.deepEqual(sentencesIn('  \n '), []);
    assert.ok(sentencesIn('x'.repeat(900)).length === 1);
  });
});

const filler = 'and that matters in practice because the model sees it in each step of the training run '.repeat(6);

describe('how a candidate puts things', () => {
  it('is structured when longer answers say in what order they go', () => {
    const ordered = `First, the mean. Second, the variance. Finally, the scale, ${filler}.`;
    const loose = `The mean, the variance and the scale, ${filler}.`;
    assert.equal(structure([said(ordered), said(ordered)]).state, 'good');
    assert.equal(structure([said(loose), said(loose)]).state, 'weak');
    assert.equal(structure([said('First this. Second that.'), said(ordered)]).state, 'not_assessed');
  });

  it('is direct when what counts comes early', () => {
    const early = `Memory goes down, ${filler}.`;
    const late = `${filler}, and memory goes down.`;
    assert.equal(directness([said(early, 'Memory goes down'), said(early, 'Memory goes down')]).state, 'good');
    const found = directness([said(late, 'memory goes down'), said(late, 'memory goes down')]);
    assert.equal(found.state, 'weak');
    assert.ok(late.startsWith(found.quote?.text ?? '?'));
  });

  it('is precise when it uses the field’s terms, and quotes what is vague', async () => {
    const { lexicon } = await realBank();
    const exact =
      'Dropout regularises, batch normalisation keeps running statistics, weight decay shrinks the weights, and Adam scales each gradient. ';
    const loose = 'You do some stuff with the data and so on, then it kind of works or something, somehow. ';
    assert.equal(precision([said(exact.repeat(6))], lexicon).state, 'good');
    const found = precision([said(loose.repeat(6))], lexicon);
    assert.equal(found.state, 'weak');
    assert.match(found.quote?.text ?? '', /stuff/);
  });

  it('is long when there are many words for each point', () => {
    assert.equal(length([said(filler, 'a', 'b')]).state, 'good');
    assert.equal(length([said(filler.repeat(4), 'a')]).state, 'weak');
    assert.equal(length([said(filler)]).state, 'not_assessed');
  });

  it('notices template text that was not filled in, and nothing like it', () => {
    const found = care([{ turn: 2, text: 'Hi [Interviewer Name], thank you for having me.' }]);
    assert.deepEqual([found.state, found.quote], ['weak', { turn: 2, text: '[Interviewer Name]' }]);
    assert.equal(care([{ turn: 2, text: 'I am at {{company}} now.' }]).state, 'weak');
    for (const text of ['see [Adam](https://arxiv.org)', 'x[0] and y[:, None]', 'a list [1, 2]', 'shape [B, T, C]'])
      assert.equal(care([{ turn: 2, text }]).state, 'good', text);
  });
});

describe('a report', () => {
  const hostile = '<script>alert(1)</script> & [x](javascript:1) `a` **b**\u202e';
  const blocks = [
    heading(1, hostile),
    paragraph(hostile, hostile),
    list([{ text: hostile, quote: { turn: 3, text: hostile } }]),
  ];

  it('in HTML holds no markup of anybody’s words, no script and no address', () => {
    const html = toHtml(blocks, hostile);
    assert.ok(!html.includes('<script') && !html.includes('\u202e'));
    assert.ok(!/(?:src|href)=|url\(|https?:/.test(html));
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    assert.ok(html.includes(`default-src 'none'; style-src 'sha256-${hash}'`), hash);
    assert.match(html, /&lt;script&gt;alert\(1\)/);
  });

  it('in Markdown escapes what would act', () => {
    const text = toMarkdown(blocks);
    assert.ok(!/(?<!\\)<script|(?<!\\)\[x\]|(?<!\\)`a/.test(text), text);
    assert.match(text, /“\\<script\\>/);
  });
});
