import assert from 'node:assert/strict';
import { toChat } from '../../../src/protocol/chat.ts';
import { complaints } from './audit.ts';
import { chatStates, chatView, turn } from './fixtures.ts';
import { type Lab, openLab, textOf, type WebviewPage } from './page.ts';

describe('the interview panel', () => {
  let lab: Lab;
  let view: WebviewPage;
  const answer = () => view.page.getByRole('textbox', { name: 'Your answer' });
  const show = (state = chatView, draft = '') => view.send(toChat.view, { seq: 1, view: state, draft });
  const patch = (seq: number, change: object) => view.send(toChat.patch, { seq, ...change });
  const focused = () =>
    view.page.evaluate(
      () => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName,
    );

  before(async () => {
    lab = await openLab();
  });
  after(() => lab.close());
  beforeEach(async () => {
    view = await lab.open('chat');
  });
  afterEach(async () => {
    assert.deepEqual(complaints(view), []);
    assert.deepEqual(view.outside, []);
    await view.close();
  });

  describe('answering', () => {
    it('sends by Enter, keeps the words until they are on disk, then clears', async () => {
      await show();
      await answer().pressSequentially('two lines');
      await view.page.keyboard.press('Shift+Enter');
      await answer().pressSequentially('here');
      await view.page.keyboard.press('Enter');
      assert.deepEqual((await view.waitForPosted('answer')).body, { text: 'two lines\nhere' });
      await view.settle();
      assert.equal(await answer().inputValue(), 'two lines\nhere');
      assert.equal(await answer().isEditable(), false);
      await view.reply({ turn: 26 });
      assert.equal(await answer().inputValue(), '');
      assert.equal(await focused(), 'answer');
    });

    it('keeps the words and says why when they could not be saved', async () => {
      await show();
      await answer().fill('precious');
      await view.page.keyboard.press('Enter');
      await view.refuse('The disk is full.');
      assert.equal(await answer().inputValue(), 'precious');
      assert.match(
        await textOf(view.page.locator('#notice')),
        /Not sent: The disk is full\. Your words are still here\./,
      );
      await view.page.keyboard.press('Enter');
      await view.waitForPosted('answer', 2);
    });

    it('does not send while an input method composes', async () => {
      await show();
      await answer().focus();
      const keyboard = await view.page.context().newCDPSession(view.page);
      await keyboard.send('Input.imeSetComposition', { text: 'こう', selectionStart: 2, selectionEnd: 2 });
      const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
      await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
      await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
      await keyboard.send('Input.insertText', { text: '勾配' });
      await view.settle();
      assert.deepEqual(await view.posted('answer'), []);
      await view.page.keyboard.press('Enter');
      assert.deepEqual((await view.waitForPosted('answer')).body, { text: '勾配' });
    });

    it('asks for words when there are none, and sends nothing', async () => {
      await show();
      await answer().focus();
      await view.page.keyboard.press('Enter');
      await view.settle();
      assert.match(await textOf(view.page.locator('#notice')), /Type an answer first/);
      assert.deepEqual(await view.posted('answer'), []);
    });

    it('stays fluid with 50,000 characters and says what is too much', async () => {
      await show();
      await answer().focus();
      await view.page.evaluate(() => navigator.clipboard.writeText('Gradients vanish. '.repeat(2778).slice(0, 50_000)));
      await view.page.keyboard.press('Control+V');
      await view.settle();
      assert.match(await textOf(view.page.locator('#notice')), /50,000 characters; an answer can have 20,000/);
      await view.page.keyboard.type('ten more c');
      await view.settle();
      await view.page.keyboard.press('Enter');
      await view.settle();
      assert.deepEqual(await view.posted('answer'), []);
    });

    it('grows with the answer up to a limit', async () => {
      await show();
      const height = async () => (await answer().boundingBox())?.height ?? 0;
      const empty = await height();
      await answer().fill('line\n'.repeat(8));
      assert.ok((await height()) > empty + 60);
      await answer().fill('line\n'.repeat(300));
      assert.ok((await height()) <= 0.4 * 900 + 1);
    });
  });

  describe('the draft', () => {
    it('is reported a little after typing, once', async () => {
      await show();
      await answer().pressSequentially('half an ans');
      assert.deepEqual((await view.waitForPosted('draft')).body, { text: 'half an ans' });
      await view.page.waitForTimeout(400);
      assert.equal((await view.posted('draft')).length, 1);
    });

    it('is there again after the page was thrown away', async () => {
      await show();
      await answer().pressSequentially('half an answer');
      await view.reload();
      await show();
      assert.equal(await answer().inputValue(), 'half an answer');
    });

    it('comes from the host when the view has none', async () => {
      await show(chatView, 'from disk');
      assert.equal(await answer().inputValue(), 'from disk');
    });

    it('is not touched by a later view of the same session', async () => {
      await show();
      await answer().fill('still typing');
      await view.send(toChat.view, { seq: 8, view: chatView, draft: 'older' });
      assert.equal(await answer().inputValue(), 'still typing');
    });
  });

  describe('streaming', () => {
    const speaking = (markdown: string) => turn(26, 'interviewer', markdown, { speaking: true });

    it('shows words as they come, marks the turn busy, and redraws only its tail', async () => {
      await show();
      await patch(2, { turns: [speaking('')] });
      await view.send(toChat.delta, { turn: 26, offset: 0, text: 'First **block**.\n\nSec' });
      const article = view.page.locator('#turn-26');
      await article.getByText('Sec', { exact: true }).waitFor();
      assert.equal(await article.getAttribute('aria-busy'), 'true');
      await view.page.evaluate(() => document.querySelector('#turn-26 .block')?.setAttribute('data-kept', 'yes'));
      await view.send(toChat.delta, { turn: 26, offset: 21, text: 'ond block.' });
      await article.getByText('Second block.').waitFor();
      assert.equal(await article.locator('.block').first().getAttribute('data-kept'), 'yes');
      await patch(3, { turns: [turn(26, 'interviewer', 'First **block**.\n\nSecond block.')] });
      assert.equal(await article.getAttribute('aria-busy'), 'false');
      assert.equal(await article.locator('.block').first().getAttribute('data-kept'), 'yes');
    });

    it('draws at most about twenty times a second', async () => {
      await show();
      await patch(2, { turns: [speaking('')] });
      const draws = await view.page.evaluate(async () => {
        const target = document.querySelector('#turn-26 mli-markdown');
        if (!target) throw new Error('no turn');
        let count = 0;
        target.addEventListener('mli-grown', () => {
          count += 1;
        });
        for (let index = 0; index < 100; index += 1) {
          window.postMessage(
            { kind: 'event', name: 'chat/text-delta', body: { turn: 26, offset: index * 5, text: 'word ' } },
            '*',
          );
          await new Promise((later) => setTimeout(later, 10));
        }
        return { count, seconds: 1 };
      });
      assert.ok(draws.count >= 2 && draws.count <= 45, `${draws.count} draws for 100 messages`);
    });

    it('asks for the whole view, once, when words were lost', async () => {
      await show();
      await view.send(toChat.delta, { turn: 25, offset: 9999, text: 'x' });
      await view.send(toChat.delta, { turn: 25, offset: 9999, text: 'x' });
      await patch(7, { title: 'x' });
      assert.equal((await view.posted('resync')).length, 1);
      await view.send(toChat.view, { seq: 9, view: chatView, draft: '' });
      await patch(10, { turns: [turn(26, 'interviewer', 'after the gap')] });
      await view.page.getByText('after the gap').waitFor();
    });

    it('tells a screen reader whole sentences in a region of its own, not tokens', async () => {
      await show();
      assert.equal(await view.page.getByRole('log').getAttribute('aria-live'), 'off');
      await patch(2, { turns: [speaking('That is right. Why did the che')] });
      const said = view.page.locator('body > [role=status]');
      await said.getByText('Interviewer: That is right.').waitFor();
      await patch(3, {
        turns: [
          turn(26, 'interviewer', 'And?', { partial: { text: 'That is right. Why did the che', why: 'Stopped.' } }),
        ],
      });
      await said.getByText('Stopped.').waitFor();
    });

    it('offers Stop, and gives the focus to the composer when Stop is gone', async () => {
      await show(chatStates.speaking);
      await view.page.getByRole('button', { name: 'Stop' }).focus();
      await view.page.keyboard.press('Enter');
      await view.waitForPosted('stop');
      await patch(2, { composer: chatView.composer });
      assert.equal(await focused(), 'answer');
    });
  });

  describe('scrolling', () => {
    const toEnd = () =>
      view.page.evaluate(() => {
        const log = document.querySelector('.log');
        return log ? log.scrollHeight - log.scrollTop - log.clientHeight : -1;
      });

    it('opens at the end and stays there', async () => {
      await show();
      assert.ok((await toEnd()) < 2);
      await patch(2, { turns: [turn(26, 'interviewer', 'New words.\n\n'.repeat(30))] });
      await view.settle();
      assert.ok((await toEnd()) < 2);
    });

    it('leaves a reader where they are, and offers the new message', async () => {
      await show();
      await view.page.locator('.log').evaluate((log) => log.scrollTo(0, 0));
      await view.settle();
      await answer().focus();
      await patch(2, { turns: [turn(26, 'interviewer', 'New words.')] });
      assert.ok((await toEnd()) > 100);
      assert.equal(await focused(), 'answer');
      await view.page.getByRole('button', { name: 'New message' }).click();
      await view.settle();
      assert.ok((await toEnd()) < 2);
      assert.equal(await view.page.getByRole('button', { name: 'New message' }).count(), 0);
    });

    it('reveals a turn: on screen, focused, marked', async () => {
      await show();
      await view.send(toChat.reveal, { turn: 21 });
      await view.page.locator('#turn-21.revealed').waitFor();
      assert.equal(await focused(), 'turn-21');
      await answer().focus();
      await view.settle();
      assert.equal(await view.page.locator('.revealed').count(), 0);
    });

    it('moves between turns by keyboard alone', async () => {
      await show();
      await answer().focus();
      const pressed = async (key: string) => {
        await view.page.keyboard.press(key);
        return focused();
      };
      assert.equal(await pressed('Alt+ArrowUp'), 'turn-25');
      assert.equal(await pressed('Alt+ArrowUp'), 'turn-24');
      assert.equal(await pressed('Home'), 'turn-21');
      assert.equal(await pressed('End'), 'turn-25');
      assert.equal(await pressed('Alt+ArrowDown'), 'turn-25');
      assert.equal(await pressed('Escape'), 'answer');
    });
  });
});
