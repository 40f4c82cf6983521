import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemFolder } from '../../src/adapters/node/problemFolder.ts';
import type { Bank } from '../../src/core/bank.ts';
import { webviewFrame } from '../support/browser.ts';
import { Candidate } from '../support/candidate.ts';
import { rootPath } from '../support/paths.ts';
import { ensureTestPython } from '../support/python.ts';
import { openUserSession, type UserSession } from '../support/user-session.ts';
import { entriesOf, runCommand } from './steps.ts';

/** Typing code into an editor must give exactly that code. */
const plainEditor = {
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.formatOnType': false,
  'editor.trimAutoWhitespace': false,
};

const background =
  'I am Ada Lovelace. I lead a team that built a fine-tuning framework, and it reduced training times by 30% on average.';

describe('an interview from greeting to scorecard, as a candidate', function () {
  this.timeout(240_000);
  let session: UserSession;
  let candidate: Candidate;
  let bank: Bank;
  let problem = '';
  let project = '';

  before(async () => {
    bank = await new ProblemFolder(rootPath('problems')).load();
    const python = ensureTestPython();
    session = await openUserSession({ settings: { ...plainEditor, 'mlInterviewer.python.path': python } });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session?.screenshot('interview-failed');
  });

  after(() => session?.close());

  it('greets and asks at once, and writes nothing into the workspace', async () => {
    await runCommand(session.page, 'ML Interviewer: Start Interview');
    await webviewFrame(session.page, 'article.turn', 60_000);
    candidate = await Candidate.at(session.page);
    await candidate.waitForText(/tell me about your background/);
    assert.deepEqual(await readdir(session.workspace), []);
    await session.screenshot('interview-1-greeting');
  });

  it('quotes the figure of the background in the project question, and uses the name', async () => {
    await candidate.answer(background);
    const asked = await candidate.lastTurn();
    assert.match(asked, /“[^”]*30%[^”]*”/);
    assert.match(asked, /Ada/);
  });

  it('challenges a wrong claim about checkpointing with the candidate’s own words', async () => {
    await candidate.answer(
      'We leaned on gradient checkpointing. While this technique increases memory usage, it significantly reduces the computational cost of backpropagation.',
    );
    assert.match(await candidate.lastTurn(), /You said “.*”/);
  });

  it('gives a hint, counts it, and says what it costs', async () => {
    await candidate.ask('Hint 1 of 4');
    await candidate.waitForText(/90 % from here/);
    await candidate.frame.getByRole('button', { name: 'Hint 2 of 4' }).waitFor();
  });

  it('goes on through easier, harder, skip and “I don’t know”', async () => {
    await candidate.ask('Skip');
    await candidate.ask('Easier');
    await candidate.ask('I don’t know');
    await candidate.ask('Skip');
    assert.ok((await candidate.turns()).length >= 9);
  });

  it('shows self-attention to work out by hand', async () => {
    await goTo('rnn-to-transformer');
    await candidate.frame.locator('mli-attention table').waitFor({ timeout: 30_000 });
    await session.screenshot('interview-2-attention');
  });

  it('survives a reload of the window in the middle, to the turn and the unsent words', async () => {
    const before = await candidate.turns();
    // VS Code in a browser writes down every five seconds which editors are open; a reload before that has none to bring back.
    await session.page.waitForTimeout(6_000);
    await candidate.type('Gradients through many steps');
    await session.page.waitForTimeout(1_500);
    await session.page.reload();
    await webviewFrame(session.page, 'article.turn', 60_000);
    candidate = await Candidate.at(session.page);
    await candidate.frame
      .locator('article.turn')
      .nth(before.length - 1)
      .waitFor({ timeout: 30_000 });
    assert.equal((await candidate.turns()).length, before.length);
    await candidate.frame.waitForFunction(
      () =>
        document.querySelector<HTMLTextAreaElement & { value: string }>('#answer')?.value ===
        'Gradients through many steps',
    );
    await session.page.keyboard.press('Escape');
    await candidate.frame.locator('#answer textarea').fill('');
  });

  it('hands over real files', async () => {
    await goTo('hand-over');
    await candidate.press('Open exercise');
    await session.page.locator('.tab').filter({ hasText: 'README.md' }).first().waitFor({ timeout: 30_000 });
    const [folder] = readdirSync(join(session.workspace, 'ml-interview'));
    project = folder ?? '';
    problem = [...bank.problems.values()].find((item) => item.exercise?.folder === project)?.id ?? '';
    assert.notEqual(problem, '');
    await candidate.answer(
      'I suspect the data or the loss. I would compare one batch with its raw rows before I change anything.',
    );
  });

  it('trains, and draws the loss while it trains', async () => {
    await candidate.press('Run');
    await candidate.frame.locator('mli-curves canvas').first().waitFor({ timeout: 60_000 });
    await session.screenshot('interview-3-running');
    await candidate.frame.getByRole('button', { name: 'Check', exact: true }).waitFor({ timeout: 150_000 });
  });

  it('judges the start state as unfixed', async () => {
    await candidate.press('Check');
    await candidate.frame.getByText('unfixed', { exact: true }).first().waitFor({ timeout: 60_000 });
  });

  it('judges a real edit of the real files as fixed, and asks for the root cause', async () => {
    const folder = join(session.workspace, 'ml-interview', project);
    for (const { file, path } of referenceFiles()) {
      await session.page
        .locator('.explorer-folders-view .monaco-list-row')
        .filter({ hasText: file })
        .first()
        .dblclick();
      await session.page.locator('.tab.active').filter({ hasText: file }).first().waitFor();
      await session.page.locator('.editor-group-container.active .monaco-editor .view-lines').first().click();
      await session.page.keyboard.press('ControlOrMeta+a');
      await session.page.keyboard.press('Delete');
      await session.page.keyboard.insertText(readFileSync(path, 'utf8'));
      await session.page.keyboard.press('ControlOrMeta+s');
      await waitUntil(
        () => readFileSync(join(folder, file), 'utf8') === readFileSync(path, 'utf8'),
        `${file} was not saved as typed`,
      );
    }
    await candidate.press('Check');
    await candidate.frame.getByText('fixed', { exact: true }).first().waitFor({ timeout: 60_000 });
    await candidate.waitForText(/Every property holds/);
    await session.screenshot('interview-4-fixed');
  });

  it('talks about the root cause, answers questions, and closes with a scorecard in the side panel', async () => {
    await candidate.answer(
      'The pairs of inputs and labels, or the softmax, were wrong: the loss could not see the right answer.',
    );
    await goTo('questions');
    await candidate.answer('What happens to the recording of this interview?');
    await candidate.answer('No, thank you.');
    const card = await scorecardFrame();
    await card.getByText('Practical Debugging').first().waitFor({ timeout: 30_000 });
    await session.screenshot('interview-5-scorecard');
    const quotes = await card.locator('blockquote').allInnerTexts();
    assert.ok(
      quotes.some((quote) => quote.includes('memory')),
      quotes.join('\n'),
    );
  });

  it('leads from a quote to its turn', async () => {
    const card = await scorecardFrame();
    await card
      .getByRole('button', { name: /^Open turn \d+/ })
      .first()
      .click();
    await candidate.frame.locator('article.turn.revealed').waitFor({ timeout: 30_000 });
  });

  it('disputes a verdict on the scorecard: it stays as it was, marked, with the judge’s answer', async () => {
    const card = await scorecardFrame();
    await card.locator('details.question > summary').filter({ hasText: / \/ 5/ }).first().click();
    const form = card.locator('details.dispute-form').first();
    await form.locator('summary').click();
    await form.getByRole('checkbox').first().click();
    await form.getByRole('button', { name: 'Look again' }).click();
    const disputed = card.getByRole('group', { name: 'Disputed' });
    await disputed.getByText(/The offline judge looked again\./).waitFor();
    await card.locator('.facts').getByText('1 verdict disputed').waitFor();
    await disputed.scrollIntoViewIfNeeded();
    await session.screenshot('interview-6-disputed');
    assert.deepEqual(
      entriesOf(session)
        .slice(-1)
        .map(({ event }) => event.type),
      ['disputed'],
    );
  });

  function referenceFiles(): { file: string; path: string }[] {
    const area = readdirSync(rootPath('problems')).find((name) => existsSync(rootPath(`problems/${name}/${problem}`)));
    const reference = bank.problems.get(problem)?.exercise?.reference;
    const folder = rootPath(`problems/${area}/${problem}/variants/${reference}`);
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== '.gitkeep')
      .map((entry) => ({ file: entry.name, path: join(entry.parentPath, entry.name) }));
  }

  async function scorecardFrame() {
    return webviewFrame(session.page, 'article.score', 30_000);
  }

  /** Skips until the interview is at a problem, at the hand-over, or at the candidate's questions. */
  async function goTo(where: string): Promise<void> {
    const marks: Record<string, () => Promise<boolean>> = {
      'rnn-to-transformer': async () => (await candidate.frame.locator('mli-attention').count()) > 0,
      'hand-over': async () => (await candidate.frame.getByRole('button', { name: 'Open exercise' }).count()) > 0,
      questions: async () => /questions for me/.test(await candidate.lastTurn()),
    };
    for (let step = 0; step < 20; step++) {
      if (await marks[where]?.()) return;
      await candidate.ask('Skip');
    }
    assert.fail(`The interview did not come to ${where}: ${await candidate.lastTurn()}`);
  }
});

async function waitUntil(holds: () => boolean, message: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(message);
}
