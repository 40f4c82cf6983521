import assert from 'node:assert/strict';
import { toScorecard } from '../../../src/protocol/scorecard.ts';
import { complaints } from './audit.ts';
import { scorecard } from './fixtures.ts';
import { type Lab, openLab, type WebviewPage } from './page.ts';

describe('the scorecard', () => {
  let lab: Lab;
  let view: WebviewPage;

  before(async () => {
    lab = await openLab();
  });
  after(() => lab.close());
  beforeEach(async () => {
    view = await lab.open('scorecard', { width: 320 });
    await view.send(toScorecard.show, { kind: 'card', card: scorecard });
  });
  afterEach(async () => {
    assert.deepEqual(complaints(view), []);
    await view.close();
  });

  it('shows every dimension with its level in words and as a number', async () => {
    const rows = await view.page.locator('.dimension > .row').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.replaceAll(/\s+/g, ' ')),
      [
        'Fundamentals Expert 4.4 / 5',
        'Training & Optimization Intermediate 2.9 / 5',
        'Practical Debugging Expert 4.1 / 5',
        'Architecture not assessed',
      ],
    );
  });

  it('leads from a quote to its turn and from code to its line', async () => {
    await view.page.getByRole('button', { name: 'Open turn 22' }).first().click();
    assert.deepEqual((await view.waitForPosted('open-turn')).body, { turn: 22 });
    await view.page.getByRole('button', { name: 'Open losses.py:14' }).click();
    assert.deepEqual((await view.waitForPosted('open-code')).body, {
      problem: 'softmax-twice',
      attempt: 1,
      file: 'losses.py',
      line: 14,
    });
  });

  it('leads from a habit to the line that shows it', async () => {
    await view.page.getByRole('button', { name: 'Open train.py:31' }).click();
    assert.deepEqual((await view.waitForPosted('open-code')).body, {
      problem: 'softmax-twice',
      attempt: 1,
      file: 'train.py',
      line: 31,
    });
  });

  it('opens the sum, a question and its corrections by keyboard', async () => {
    await view.page.getByText('The sum').first().press('Enter');
    await view.page.getByText('1 × 1 + 1 × 0.9 + 0.5 × 1, over weights 2.6').waitFor();
    await view.page.locator('summary', { hasText: 'Why do gradients vanish' }).press('Enter');
    await view.page.getByText('Clipping caps large gradients.').waitFor();
    await view.page.locator('summary', { hasText: 'Why this verdict' }).press('Enter');
    await view.page.getByText('These terms meet in one clause').waitFor();
    await view.page.getByText('The offline judge reads this as contradicted.').waitFor();
    await view.page.getByRole('button', { name: 'Practise again' }).press('Enter');
    assert.deepEqual((await view.waitForPosted('practise')).body, { problem: 'vanishing-gradients' });
  });

  it('shows what is disputed with the judge’s answer, and lets it be withdrawn', async () => {
    await view.page.locator('summary', { hasText: 'Why do gradients vanish' }).click();
    const disputed = view.page.getByRole('group', { name: 'Disputed' });
    assert.match(
      await disputed.innerText(),
      /I took it back in my next answer\.[\s\S]*The offline judge looked again\./,
    );
    await disputed.getByRole('button', { name: 'Withdraw the dispute' }).click();
    assert.deepEqual((await view.waitForPosted('withdraw')).body, {
      ...{ problem: 'vanishing-gradients', about: 'misconception', id: 'clipping-cures-all' },
    });
  });

  it('disputes a verdict by keyboard, with the candidate’s own sentences', async () => {
    await view.page.locator('summary', { hasText: 'Why do gradients vanish' }).press('Enter');
    const form = view.page.locator('.key-points .dispute-form').first();
    await form.locator('summary').press('Enter');
    await form.getByRole('button', { name: 'Look again' }).press('Enter');
    await form.getByText('Choose the sentences that the judge is to look at again.').waitFor();
    await form.getByRole('checkbox', { name: /An LSTM helps/ }).press('Space');
    await form.getByRole('textbox').fill('The gate is the path.');
    await form.getByRole('button', { name: 'Look again' }).press('Enter');
    assert.deepEqual((await view.waitForPosted('dispute')).body, {
      ...{ problem: 'vanishing-gradients', about: 'key_point', id: 'gating' },
      quotes: [{ turn: 10, text: 'An LSTM helps, and clipping also solves vanishing.' }],
      reason: 'The gate is the path.',
    });
    await view.reply('Another window writes this session.', 'dispute');
    await form.getByText('Another window writes this session.').waitFor();
  });

  it('opens a resource through the host', async () => {
    await view.page.getByRole('link', { name: 'Decoupled Weight Decay Regularization' }).click();
    assert.deepEqual((await view.waitForPosted('open-link')).body, { url: 'https://arxiv.org/abs/1711.05101' });
  });

  it('exports from a menu that the keyboard opens, moves in and closes', async () => {
    const button = view.page.getByRole('button', { name: 'Export' });
    await button.focus();
    await view.page.keyboard.press('Enter');
    await view.page.getByRole('menuitem', { name: 'JSON' }).waitFor();
    await view.page.keyboard.press('ArrowDown');
    await view.page.keyboard.press('Enter');
    assert.deepEqual((await view.waitForPosted('export')).body, { format: 'json' });
    await view.page.getByRole('menu').waitFor({ state: 'hidden' });
    await button.click();
    await view.page.getByRole('menuitem', { name: 'Report…' }).waitFor();
    await view.page.keyboard.press('Escape');
    await view.page.getByRole('menu').waitFor({ state: 'hidden' });
  });

  it('offers a start when there is nothing yet', async () => {
    await view.send(toScorecard.show, { kind: 'none' });
    await view.page.getByRole('button', { name: 'Start an interview' }).click();
    await view.waitForPosted('start');
  });
});
