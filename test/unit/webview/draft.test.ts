import assert from 'node:assert/strict';
import type { ChatView } from '../../../src/protocol/chat.ts';
import {
  lengthNote,
  longestAnswer,
  problemWithAnswer,
  restoredDraft,
  saveDraft,
  savedDraft,
} from '../../../webview/chat/draft.ts';

const view = { turns: [{ turn: 1, who: 'candidate', markdown: 'already sent' }] } as unknown as ChatView;

function storage(value: unknown = undefined) {
  let kept = value;
  return {
    load: () => kept,
    save: (next: unknown) => {
      kept = next;
    },
  };
}

describe('the draft', () => {
  it('comes back for its own session only', () => {
    const kept = storage();
    saveDraft(kept, 's1', 'half an answer');
    assert.equal(savedDraft(kept, 's1'), 'half an answer');
    assert.equal(savedDraft(kept, 's2'), undefined);
  });

  it('survives a stored value of any other shape', () => {
    for (const value of [null, 3, 'x', {}, { session: 's1' }, { session: 's1', draft: 4 }]) {
      assert.equal(savedDraft(storage(value), 's1'), undefined);
    }
  });

  it('is the host’s, or the view’s where it goes on from that, and never words that were sent', () => {
    assert.equal(restoredDraft('host and the last word', 'host', view), 'host and the last word');
    assert.equal(restoredDraft('stale', 'host', view), 'host');
    assert.equal(restoredDraft('', 'host', view), 'host');
    assert.equal(restoredDraft(undefined, 'host', view), 'host');
    assert.equal(restoredDraft('mine', '', view), 'mine');
    assert.equal(restoredDraft('already sent ', '', view), '');
    assert.equal(restoredDraft(undefined, 'already sent ', view), '');
  });
});

describe('an answer', () => {
  it('needs a word', () => {
    assert.match(problemWithAnswer(' \n ') ?? '', /Type an answer/);
  });

  it('is refused above the limit with the number of characters too many', () => {
    assert.equal(problemWithAnswer('x'.repeat(longestAnswer)), undefined);
    assert.match(
      problemWithAnswer('x'.repeat(50_000)) ?? '',
      /50,000 characters; an answer can have 20,000\. Shorten it by 30,000/,
    );
  });

  it('shows its length only near the limit', () => {
    assert.equal(lengthNote(17_999), undefined);
    assert.equal(lengthNote(19_000), '19,000 of 20,000 characters');
    assert.match(lengthNote(20_001) ?? '', /Shorten it by 1 /);
  });
});
