import assert from 'node:assert/strict';
import { type Card, type ExerciseCard, toChat } from '../../../src/protocol/chat.ts';
import { complaints } from './audit.ts';
import { chatStates, chatView, exercise, turn } from './fixtures.ts';
import { type Lab, openLab, textOf, type WebviewPage } from './page.ts';

function findingsOf(card: Card): ExerciseCard['findings'] {
  return card.kind === 'exercise' ? card.findings : [];
}

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

    it('lays the newest run over earlier ones that are chosen, by keyboard', async () => {
      await show(chatStates.manyRuns);
      const runs = view.page.locator('#turn-23 mli-runs');
      const drawn = async () =>
        (await runs.locator('.legend li').allTextContents()).map((text) => text.trim().slice(0, 5));
      await runs.locator('canvas').waitFor();
      assert.deepEqual(await drawn(), ['run 5', 'run 6', 'run 7']);
      await runs.getByText('Earlier runs (6)').focus();
      await view.page.keyboard.press('Enter');
      await runs.getByRole('checkbox', { name: 'Run 1: the files as found' }).focus();
      await view.page.keyboard.press('Space');
      await runs.getByRole('checkbox', { name: /^Run 6/ }).click();
      assert.deepEqual(await drawn(), ['run 1', 'run 5', 'run 7']);
      for (const name of [/^Run 2/, /^Run 3/, /^Run 4/]) await runs.getByRole('checkbox', { name }).click();
      assert.equal((await drawn()).length, 6);
      assert.equal(await runs.getByRole('checkbox', { name: /^Run 6/ }).getAttribute('aria-disabled'), 'true');
      await runs.getByRole('combobox', { name: 'Logged value' }).selectOption('grad norm head');
      await runs.locator('[role=img][aria-label^="grad norm head: run 1"]').waitFor();
    });

    it('keeps what was chosen when a new run comes', async () => {
      await show(chatStates.manyRuns);
      const runs = view.page.locator('#turn-23 mli-runs');
      await runs.getByText('Earlier runs (6)').click();
      await runs.getByRole('checkbox', { name: /^Run 6/ }).click();
      const card = chatStates.manyRuns?.turns.at(-1)?.cards[0];
      assert.ok(card?.kind === 'exercise' && card.runs[6]);
      const eighth = { ...card.runs[6], run: 8, label: 'run 8', change: 'same files as run 7' };
      const cards = [{ ...card, runs: [...card.runs, eighth] }];
      await patch(2, { turns: [turn(23, 'interviewer', 'Here is the project.', { cards })] });
      await runs.getByText('Earlier runs (7)').waitFor();
      const checked = async (name: RegExp) => runs.getByRole('checkbox', { name }).getAttribute('aria-checked');
      assert.deepEqual(await Promise.all([checked(/^Run 7/), checked(/^Run 6/), checked(/^Run 5/)]), [
        'false',
        'false',
        'true',
      ]);
      assert.match((await runs.locator('.legend').textContent()) ?? '', /run 5.*run 8/s);
    });

    it('compares a run with another: last values, and what changed', async () => {
      await show(chatStates.manyRuns);
      const runs = view.page.locator('#turn-23 mli-runs');
      const comparison = runs.locator('.comparison');
      await comparison.locator('summary').click();
      assert.match(await textOf(comparison.locator('tbody tr').first()), /^loss\s*1\.46\s*0\.1$/);
      assert.equal(await comparison.locator('.change').count(), 1);
      assert.match(await textOf(comparison.locator('.change')), /losses\.py:14.*added: .*log_softmax/s);
      await comparison.getByRole('combobox').selectOption('1');
      await comparison.getByRole('heading', { name: 'What changed since run 1' }).waitFor();
      assert.match(await textOf(comparison.locator('.change').nth(1)), /train\.py:31.*<b>smaller<\/b>/s);
    });

    it('is probed by name and by keyboard, and shows what was asked for', async () => {
      await show({ ...chatView, turns: chatView.turns.slice(0, 1) });
      const card = view.page.locator('#turn-21');
      assert.equal(await card.locator('.finding').count(), 0);
      await card.getByText('Probe the code').focus();
      await view.page.keyboard.press('Enter');
      await view.page.keyboard.press('Tab');
      await view.page.keyboard.press('Tab');
      await view.page.keyboard.press('Enter');
      assert.deepEqual((await view.waitForPosted('probe')).body, { problem: 'softmax-twice', probe: 'loss_at_init' });
      const probing = { ...exercise, state: 'probing' as const };
      await patch(2, { turns: [turn(21, 'interviewer', 'Here.', { cards: [probing] })] });
      assert.equal(await card.getByRole('button', { name: 'Overfit one batch' }).isDisabled(), true);
      await card.getByRole('button', { name: 'Stop' }).waitFor();
      const probed = { ...exercise, findings: chatStates.probed?.turns.at(-1)?.cards.flatMap(findingsOf) ?? [] };
      await patch(3, { turns: [turn(21, 'interviewer', 'Here.', { cards: [probed] })] });
      const newest = card.getByRole('region', { name: 'Gradient norms per layer, after run 7' });
      await newest.locator('[role=img][aria-label*="embed ends at 0.5014 after step 590"] canvas').waitFor();
      assert.equal(await newest.getByRole('cell', { name: 'block1', exact: true }).count(), 1);
      await view.page.locator('body > [role=status]').getByText('Gradient norms per layer: Norm of the').waitFor();
      await card.getByText('Earlier probes (3)').click();
      const sweep = card.getByRole('region', { name: /^Learning-rate sweep/ });
      await sweep.locator('[role=img][aria-label*="ends at 1.5 at learning rate 1"]').waitFor();
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
