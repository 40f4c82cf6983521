import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visibleText } from '../../../../src/adapters/model/visibleText.ts';

function shown(pieces: readonly string[]): string {
  const visible = visibleText();
  return pieces.map((piece) => visible.push(piece)).join('') + visible.flush();
}

describe('visibleText', () => {
  const rows: [string, string][] = [
    ['', ''],
    ['Hello', 'Hello'],
    ['\n\n Hello \n', 'Hello \n'],
    ['<think>first</think>\n\nHello', 'Hello'],
    ['<think>a</think> <think>b</think>Hello', 'Hello'],
    ['<think>a < b </thin </think>Hello', 'Hello'],
    ['<think>never closed', ''],
    ['<thi', '<thi'],
    ['<thinking> aloud', '<thinking> aloud'],
    ['R1 writes <think>x</think> first.', 'R1 writes <think>x</think> first.'],
  ];
  for (const [text, visible] of rows) {
    it(`${JSON.stringify(text)} shows ${JSON.stringify(visible)}`, () => assert.equal(shown([text]), visible));
  }

  it('shows the same however the text is cut', () => {
    const part = fc.constantFrom('<think>', '</think>', '<thi', 'nk>', '</', ' ', '\n', 'word', '<');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.array(fc.nat(40)), (parts, cuts) => {
        const text = parts.join('');
        const at = [...new Set([0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length])].sort(
          (a, b) => a - b,
        );
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        assert.equal(shown(pieces), shown([text]));
        assert.equal(shown([...text]), shown([text]));
      }),
    );
  });

  it('shows plain text at once', () => {
    const visible = visibleText();
    assert.deepEqual([visible.push('Hel'), visible.push('lo'), visible.flush()], ['Hel', 'lo', '']);
  });
});
