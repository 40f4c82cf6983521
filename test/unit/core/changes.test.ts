import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hunksBetween } from '../../../src/adapters/node/fileDiff.ts';
import { changesSince } from '../../../src/core/changes.ts';
import type { Hunk } from '../../../src/core/event.ts';

const line = fc.constantFrom('a = 1', 'b = 2', '', 'def f():', '    return a', 'x', 'y');
const lines = fc.array(line, { maxLength: 12 });
const textOf = (given: readonly string[]) => given.map((one) => `${one}\n`).join('');

/** The text that comes out when the hunks are laid over the earlier text, by their lines in the later one. */
function applied(before: readonly string[], hunks: readonly Hunk[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    while (result.length < hunk.line - 1) result.push(before[at++] ?? '(none left)');
    assert.deepEqual(before.slice(at, at + hunk.removed.length), hunk.removed);
    at += hunk.removed.length;
    result.push(...hunk.added);
  }
  return [...result, ...before.slice(at)];
}

describe('what changed between two runs', () => {
  it('turns the files of the one into those of the other, whatever was edited', () =>
    fc.assert(
      fc.asyncProperty(lines, lines, lines, async (start, earlier, later) => {
        const one = await hunksBetween('train.py', textOf(start), textOf(earlier));
        const other = await hunksBetween('train.py', textOf(start), textOf(later));
        assert.deepEqual(applied(earlier, changesSince(one, other)), later);
      }),
    ));

  it('is nothing between equal states, and everything against the start', () =>
    fc.assert(
      fc.asyncProperty(lines, lines, async (start, later) => {
        const hunks = await hunksBetween('train.py', textOf(start), textOf(later));
        assert.deepEqual(changesSince(hunks, hunks), []);
        assert.deepEqual(applied(start, changesSince([], hunks)), later);
        assert.deepEqual(applied(later, changesSince(hunks, [])), start);
      }),
    ));

  it('keeps files apart and names the line in the later file', () => {
    const rate = { file: 'config.json', line: 3, removed: ['"rate": 0.1'], added: ['"rate": 0.01'] };
    const loss = { file: 'losses.py', line: 1, removed: [], added: ['import math', ''] };
    const tail = { file: 'losses.py', line: 12, removed: ['return x'], added: ['return -x'] };
    assert.deepEqual(changesSince([rate], [rate, loss, tail]), [loss, tail]);
    assert.deepEqual(changesSince([loss, tail], [loss, { ...tail, added: ['return -2 * x'] }]), [
      { file: 'losses.py', line: 12, removed: ['return -x'], added: ['return -2 * x'] },
    ]);
    assert.deepEqual(changesSince([rate], []), [{ ...rate, removed: rate.added, added: rate.removed }]);
  });
});
