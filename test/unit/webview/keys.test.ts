import assert from 'node:assert/strict';
import { isSendKey, targetTurn } from '../../../webview/chat/keys.ts';

const none = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, isComposing: false, keyCode: 13 };

describe('the send key', () => {
  it('is Enter, not Shift+Enter or another key', () => {
    assert.equal(isSendKey({ ...none, key: 'Enter' }), true);
    assert.equal(isSendKey({ ...none, key: 'Enter', shiftKey: true }), false);
    assert.equal(isSendKey({ ...none, key: 'a' }), false);
  });

  it('is not the Enter that ends an input method’s composition', () => {
    assert.equal(isSendKey({ ...none, key: 'Enter', isComposing: true }), false);
    assert.equal(isSendKey({ ...none, key: 'Enter', keyCode: 229 }), false);
  });
});

describe('moving between turns', () => {
  const key = (name: string, altKey = false, localName = 'article') => ({
    key: name,
    altKey,
    target: { localName } as unknown as EventTarget,
  });

  it('starts at the last turn and stops at both ends', () => {
    assert.equal(targetTurn(key('ArrowUp', true), -1, 5), 4);
    assert.equal(targetTurn(key('ArrowUp', true), 2, 5), 1);
    assert.equal(targetTurn(key('ArrowUp', true), 0, 5), 0);
    assert.equal(targetTurn(key('ArrowDown', true), 4, 5), 4);
  });

  it('uses Home and End only while a turn has the focus and no field needs them', () => {
    assert.equal(targetTurn(key('Home'), 3, 5), 0);
    assert.equal(targetTurn(key('End'), 3, 5), 4);
    assert.equal(targetTurn(key('Home'), -1, 5), undefined);
    assert.equal(targetTurn(key('Home', false, 'vscode-text-area'), 3, 5), undefined);
  });

  it('does nothing in an empty transcript', () => {
    assert.equal(targetTurn(key('ArrowUp', true), -1, 0), undefined);
  });
});
