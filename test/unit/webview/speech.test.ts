import assert from 'node:assert/strict';
import type { ChatView, TurnView } from '../../../src/protocol/chat.ts';
import { Speech } from '../../../webview/chat/speech.ts';
import { plainSpeech, SentenceFeed } from '../../../webview/ui/sentences.ts';

const turn = (number: number, markdown: string, more: Partial<TurnView> = {}): TurnView => ({
  ...{ turn: number, who: 'interviewer', phase: '', markdown, cards: [], ...more },
});
const view = (...turns: TurnView[]) => ({ session: 's', turns }) as unknown as ChatView;
const words = (spoken: string[]) => spoken.filter(Boolean).join(' ');

describe('sentences for a screen reader', () => {
  it('are given out once, when they are whole', () => {
    const feed = new SentenceFeed();
    assert.equal(feed.push('That floor is rig'), '');
    assert.equal(feed.push('That floor is right. Now why'), 'That floor is right.');
    assert.equal(feed.push('That floor is right. Now why? Say'), 'Now why?');
    assert.equal(feed.finish('That floor is right. Now why? Say it'), 'Say it');
  });

  it('do not end inside a number or an open code block', () => {
    const feed = new SentenceFeed();
    assert.equal(feed.push('It is 1.46 and```py\nx = 1. \n'), '');
    assert.equal(feed.push('It is 1.46 and```py\nx = 1. \n```. Done. '), 'It is 1.46 and Code block. . Done.');
  });

  it('lose their marks', () => {
    assert.equal(plainSpeech('## A **bold** [link](https://x.y) and `code`'), 'A bold link and code');
  });
});

describe('what is announced', () => {
  it('is nothing on opening', () => {
    assert.deepEqual(new Speech().next(view(turn(1, 'Hello.'))), []);
  });

  it('is a new turn once, whole', () => {
    const speech = new Speech();
    speech.next(view(turn(1, 'a')));
    assert.equal(words(speech.next(view(turn(1, 'a'), turn(2, 'Why?')))), 'Interviewer: Why?');
  });

  it('is a streamed turn by sentences, its rest at the end, and the stop', () => {
    const speech = new Speech();
    speech.next(view());
    assert.equal(words(speech.next(view(turn(2, 'One. Tw', { speaking: true })))), 'Interviewer: One.');
    assert.equal(words(speech.next(view(turn(2, 'One. Two. Thr', { speaking: true })))), 'Two.');
    const stopped = turn(2, 'One. Two. Thr', { partial: { text: 'One.', why: 'Stopped.' } });
    assert.equal(words(speech.next(view(stopped))), 'Thr Stopped.');
  });

  it('confirms an answer and reads a verdict', () => {
    const speech = new Speech();
    const exercise = { kind: 'exercise', runs: [], findings: [], verdict: undefined };
    const judged = { ...exercise, verdict: { verdict: 'timed_out', word: 'timed out', summary: 'No end.' } };
    speech.next(view(turn(1, 'a', { cards: [exercise] as never })));
    const spoken = speech.next(view(turn(1, 'a', { cards: [judged] as never }), turn(2, 'mine', { who: 'candidate' })));
    assert.equal(words(spoken), 'Verdict: timed out. No end. Your answer was sent.');
    assert.deepEqual(speech.next(view(turn(1, 'a', { cards: [{ ...judged }] as never }))).filter(Boolean), []);
  });

  it('reads what a probe showed, once', () => {
    const speech = new Speech();
    const card = (...findings: object[]) => view(turn(1, 'a', { cards: [{ kind: 'exercise', findings }] as never }));
    const first = { number: 1, name: 'Loss at initialisation', ending: 'finished', text: 'It is ln 10.' };
    const second = { number: 2, name: 'Raw batch', ending: 'failed', message: 'NameError: x (data.py:4)' };
    speech.next(card());
    assert.equal(words(speech.next(card(first))), 'Loss at initialisation: It is ln 10.');
    assert.equal(words(speech.next(card({ ...first }))), '');
    assert.equal(words(speech.next(card(first, second))), 'Raw batch: ended with an error. NameError: x (data.py:4)');
  });
});
