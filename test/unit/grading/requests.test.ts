import assert from 'node:assert/strict';
import { matches } from '../../../src/core/grading/requests.ts';
import { lexicon } from './judgeFixture.ts';

const loss = ['loss + init|initialisation|first step|start|beginning', 'initial loss'];
const asked = (text: string) => matches(loss, lexicon, text);

describe('requests', () => {
  it('matches a question, an order and a statement of intent', () => {
    for (const text of [
      'What is the loss at init?',
      'Show me the initial loss.',
      "I'd look at the loss in the first step",
      'Could I see what the loss was at the beginning?',
      "I don't know, what's the loss at the start?",
    ]) {
      assert.equal(asked(text), true, text);
    }
  });

  it('does not match another subject or a refusal', () => {
    for (const text of ['What is the learning rate?', 'I would not look at the initial loss.', ''])
      assert.equal(asked(text), false, text);
  });
});
