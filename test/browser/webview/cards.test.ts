import assert from 'node:assert/strict';
import { toChat } from '../../../src/protocol/chat.ts';
import { complaints } from './audit.ts';
import { chatStates, chatView, exercise, turn } from './fixtures.ts';
import { type Lab, openLab, textOf, type WebviewPage } from './page.ts';

describe('the cards and controls of the interview panel', () => {
  let lab: Lab;
  let view: WebviewPage;
  const answer = () => view.page.getByRole('textbox', { name: 'Your answer' });
  const show = (state = chatView, draft = '') => view.send(toChat.view, { seq: 1, view: state, draft });
  const patch = (seq: number, change: object) => view.send(toChat.patch, { seq, ...change });

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

  describe('its controls', () => {
    it('all reach the host, by keyboard', async () => {
      await show();
      const press = async (name: string) => {
        await view.page.getByRole('button', { name, exact: true }).focus();
        await view.page.keyboard.press('Enter');
      };
      for (const name of ['Hint 2 of 4', 'Easier', 'Harder', 'Skip', 'I don’t know']) await press(name);
      assert.deepEqual(
        (await view.posted('ask')).map((message) => message.body.what),
        ['hint', 'easier', 'harder', 'skip', 'pass'],
      );
      await press('Pause the interview');
      assert.deepEqual((await view.waitForPosted('pause')).body, { paused: true });
      await press('End the interview and see the scorecard');
      await view.waitForPosted('end');
      for (const name of ['Run', 'Check', 'Compare with the start', 'Reset…', 'Give up and explain…'])
        await press(name);
      assert.deepEqual(
        (await view.posted('exercise')).map((message) => message.body.action),
        ['run', 'check', 'compare', 'reset', 'give-up'],
      );
      await press('losses.py');
      assert.deepEqual((await view.waitForPosted('open-file')).body, { problem: 'softmax-twice', file: 'losses.py' });
      await view.page.getByRole('link', { name: /Goodfellow/ }).focus();
      await view.page.keyboard.press('Enter');
      assert.deepEqual((await view.waitForPosted('open-link')).body, {
        url: 'https://www.deeplearningbook.org/contents/mlp.html',
      });
    });

    it('are all reached by Tab, with a visible focus', async () => {
      await show(chatStates.paused);
      await view.page.evaluate(() => document.body.focus());
      const seen = new Set<string>();
      for (let index = 0; index < 60; index += 1) {
        await view.page.keyboard.press('Tab');
        seen.add(await view.page.evaluate(() => document.activeElement?.textContent?.trim().slice(0, 30) ?? ''));
      }
      for (const name of ['Resume', 'End', 'Run', 'Check', 'README.md', 'Hint 2 of 4', 'Skip', 'Your answer'])
        assert.ok(seen.has(name), `${name}: ${[...seen]}`);
      await view.page.getByRole('button', { name: 'Easier' }).focus();
      await view.page.keyboard.press('Shift+Tab');
      const outline = await view.page.evaluate(() => {
        const inner = document.activeElement?.shadowRoot?.activeElement;
        return inner ? getComputedStyle(inner).outlineStyle : '';
      });
      assert.equal(outline, 'solid');
    });

    it('show the banner’s action and the way to the scorecard', async () => {
      await show(chatStates.readOnly);
      await view.page.getByRole('button', { name: 'Take Over' }).click();
      assert.deepEqual((await view.waitForPosted('banner-action')).body, { id: 'take-over' });
      await view.send(toChat.view, { seq: 2, view: chatStates.ended, draft: '' });
      await view.page.getByRole('button', { name: 'Open scorecard' }).click();
      await view.waitForPosted('open-scorecard');
      assert.equal(await answer().count(), 0);
    });

    it('count on while the interview runs, and stand still while it is paused', async () => {
      await show();
      const clock = view.page.getByRole('timer');
      await view.page.waitForFunction(() => document.querySelector('mli-clock')?.textContent !== '34:12');
      assert.match((await clock.getAttribute('aria-label')) ?? '', /34 minutes 1\d seconds of 60 minutes/);
      await view.send(toChat.view, { seq: 2, view: chatStates.paused, draft: '' });
      await view.page.waitForTimeout(1300);
      assert.equal(await textOf(clock), '34:12');
    });
  });

  describe('an exercise', () => {
    it('draws a run while it goes on, and says it in a table', async () => {
      await show(chatStates.exerciseRunning);
      const figure = view.page.locator('#turn-23 mli-curves');
      await figure.locator('canvas').waitFor();
      const image = () => figure.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
      const before = await image();
      await view.send(toChat.progress, {
        problem: 'softmax-twice',
        run: 1,
        series: {
          loss: [
            [120, 1.5],
            [130, 0.2],
          ],
        },
        output: 'step 130 loss 0.2\n',
      });
      await view.settle();
      assert.notEqual(await image(), before);
      assert.match(
        (await figure.getByRole('img').getAttribute('aria-label')) ?? '',
        /run 1, as found is at 0\.2 after step 130/,
      );
      await figure.getByText('Numbers as a table').click();
      assert.match(await textOf(figure.locator('tbody tr')), /0\.2\s*130\s*$/);
      await view.page.getByText('Output of run 1').click();
      await view.page.getByText('step 130 loss 0.2').waitFor();
    });

    it('switches between what was logged', async () => {
      await show();
      const figure = view.page.locator('mli-curves');
      await figure.getByRole('radio', { name: 'accuracy' }).click();
      await figure.locator('[role=img][aria-label^="accuracy"]').waitFor();
      assert.equal(await figure.locator('.legend li').count(), 2);
    });

    it('takes on the colours of a new theme', async () => {
      await show();
      const canvas = view.page.locator('mli-curves canvas');
      await canvas.waitFor();
      const image = () => canvas.evaluate((one) => (one as HTMLCanvasElement).toDataURL());
      const before = await image();
      await view.page.evaluate(async () => {
        const link = document.querySelector<HTMLLinkElement>('#theme');
        if (!link) throw new Error('no theme');
        await new Promise((loaded) => {
          link.onload = loaded;
          link.href = '/theme.css?theme=vscode-light';
        });
        document.body.className = 'vscode-light';
      });
      await view.settle();
      await canvas.waitFor();
      assert.notEqual(await image(), before);
      assert.equal(
        await view.page.evaluate(() => getComputedStyle(document.body).backgroundColor),
        'rgb(255, 255, 255)',
      );
    });

    it('says why it cannot run, and is not run', async () => {
      await show(chatStates.blocked);
      await view.page.getByText('This folder is not trusted').waitFor();
      assert.equal(await view.page.locator('#turn-23').getByRole('button', { name: 'Run' }).isDisabled(), true);
    });

    it('keeps the task open or closed as the candidate left it', async () => {
      await show(chatStates.offered);
      const task = view.page.locator('#turn-23 details.statement');
      assert.equal(await task.getAttribute('open'), '');
      await view.page.getByRole('button', { name: 'Open exercise' }).click();
      const opened = { ...exercise, runs: [], attempts: 1 };
      await patch(2, { turns: [turn(23, 'interviewer', 'Here is the project.', { cards: [opened] })] });
      assert.equal(await task.getAttribute('open'), null);
      await task.locator('summary').click();
      await patch(3, {
        turns: [turn(23, 'interviewer', 'Here is the project.', { cards: [{ ...opened, state: 'checking' }] })],
      });
      assert.equal(await task.getAttribute('open'), '');
    });

    it('copies code', async () => {
      await show(chatStates.offered);
      await view.page.getByRole('button', { name: 'Copy code' }).click();
      await view.page.getByText('Copied').waitFor();
      assert.match(await view.page.evaluate(() => navigator.clipboard.readText()), /^def loss\(scores, labels\):/);
      assert.ok((await view.page.locator('.hljs-keyword').count()) > 0);
    });
  });

  describe('the attention explorer', () => {
    it('is moved through by keyboard and works out the chosen cell', async () => {
      await show(chatStates.attention);
      const cell = view.page.getByRole('gridcell', { name: 'sat to cat' });
      await cell.focus();
      await view.page.keyboard.press('ArrowRight');
      await view.page.keyboard.press('ArrowDown');
      await view.page.getByText('The cell “on” → “sat”').waitFor();
      const weight = await textOf(view.page.getByRole('gridcell', { name: /^on to sat/ }));
      assert.match(await textOf(view.page.locator('.worked dl')), new RegExp(`= ${weight}\\s*$`));
    });

    it('masks, takes other tokens, and goes into the answer', async () => {
      await show(chatStates.attention, 'So far:');
      await view.page.getByRole('checkbox', { name: 'causal mask' }).click();
      await view.page.getByRole('gridcell', { name: 'The to cat: masked' }).waitFor();
      const tokens = view.page.getByRole('textbox', { name: /Tokens/ });
      await tokens.fill('deep nets learn');
      await view.page.getByRole('gridcell', { name: /^learn to deep/ }).waitFor();
      assert.equal(await view.page.getByRole('gridcell').count(), 9);
      await view.page.getByRole('button', { name: 'Put this view into my answer' }).click();
      await view.settle();
      assert.match(
        await answer().inputValue(),
        /^So far:\n\nSelf-attention over “deep nets learn” \(head 1, ÷ √4, causal mask, with positions\)/,
      );
      await view.waitForPosted('draft');
    });
  });
});
