import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ProblemFolder } from '../../src/adapters/node/problemFolder.ts';
import type { Candidate } from '../support/candidate.ts';
import { type LlamaServer, startLlama } from '../support/llama.ts';
import { rootPath } from '../support/paths.ts';
import { faults, type ScriptedModelServer, speech, startScriptedModel } from '../support/scriptedModelServer.ts';
import { openUserSession, type UserSession } from '../support/user-session.ts';
import { entriesOf, openExercise, pictureOfFailure, reload, runCommand, startInterview, until } from './steps.ts';

const model = 'smollm2';
const speakingTurn = 'article.turn[aria-busy=true]';

describe('an interview with a model', function () {
  this.timeout(240_000);
  let llama: LlamaServer;
  let sink: ScriptedModelServer;
  let session: UserSession;
  let candidate: Candidate;

  before(async () => {
    [llama, sink] = await Promise.all([startLlama(), startScriptedModel([speech(['You', ' were', ' robbed.'])])]);
    session = await openUserSession({
      settings: { 'mlInterviewer.model.baseUrl': llama.baseUrl, 'mlInterviewer.model.name': model },
    });
    await writeHostileSettings();
    await reload(session.page);
  });

  afterEach(pictureOfFailure(() => session, 'model'));

  after(async () => {
    await session?.close();
    await Promise.all([llama?.stop(), sink?.close()]);
  });

  it('lets the model phrase the greeting, word by word, and names it', async () => {
    candidate = await startInterview(session.page);
    await candidate.frame.locator('footer.composer').getByText(`${model} at 127.0.0.1`).waitFor();
    await candidate.frame
      .locator(`${speakingTurn}, article.turn header small:has-text("phrased by")`)
      .first()
      .waitFor({ timeout: 60_000 });
    await silence(180_000);
    await candidate.frame.locator('#turn-1 header').getByText(`phrased by ${model}`).waitFor();
    const spoke = entriesOf(session).find(({ event }) => event.type === 'spoke')?.event;
    assert.ok(spoke?.type === 'spoke' && spoke.ending === 'complete', JSON.stringify(spoke));
    assert.ok((await candidate.lastTurn()).includes(spoke.text.trim().slice(0, 20)));
    await session.screenshot('model-1-greeting');
  });

  it('keeps the words so far when stopped, and says the turn in the authored wording', async () => {
    const partial = await stopInTheMiddle();
    const why = candidate.frame.locator('article.turn .partial').last();
    await why.getByText('Stopped. The authored wording of this turn follows.').waitFor({ timeout: 30_000 });
    assert.ok((await why.innerText()).replaceAll(/\s+/g, ' ').includes(partial), partial);
    const spoke = entriesOf(session).findLast(({ event }) => event.type === 'spoke')?.event;
    assert.ok(spoke?.type === 'spoke' && spoke.ending === 'stopped');
    const authored = await candidate.frame.locator('article.turn > mli-markdown').last().innerText();
    assert.ok(authored.length > 40 && authored.includes('?'), authored);
    await session.screenshot('model-2-stopped');
  });

  it('goes on with the next turn', async () => {
    await candidate.answer('I am Ada. I built a data loader that cut our training time by 40%.');
    await silence(120_000);
    const turns = await candidate.turns();
    assert.match(turns.at(-2) ?? '', /data loader/);
    // A model this small may ramble on to its limit; the turn is then said in the authored wording, and tells so.
    assert.match(turns.at(-1) ?? '', /phrased by|The offline interviewer took over this turn\.[\s\S]+\?/);
  });

  it('gives hints in the authors’ words, to the letter', async () => {
    const bank = await new ProblemFolder(rootPath('problems')).load();
    await candidate.ask('Hint 1 of 4');
    await quietSoon();
    const hint = candidate.frame.locator('article.turn.hint').last();
    const shown = plain(await hint.innerText());
    const authored = [...bank.problems.values()].map((problem) => plain(problem.hints[0] ?? '')).filter(Boolean);
    assert.ok(
      authored.some((text) => shown.includes(text)),
      shown,
    );
    assert.doesNotMatch(shown, /phrased by/);
  });

  it('says in words that the server is gone, and the offline interviewer takes over', async () => {
    await llama.stop();
    await candidate.ask('Skip');
    const partial = candidate.frame.locator('article.turn .partial').filter({ hasText: '127.0.0.1' }).last();
    await partial.getByText('The offline interviewer took over this turn.').waitFor({ timeout: 60_000 });
    const question = await candidate.frame.locator('article.turn > mli-markdown').last().innerText();
    assert.match(question, /\?/);
    await session.screenshot('model-3-server-gone');
    await candidate.answer('An activation makes the network more than one linear map.');
    await silence();
    assert.ok((await candidate.turns()).at(-2)?.includes('linear map'));
  });

  it('is set up anew by dialog; a sign-in page of a network is told as such, and the key stays with its origin', async () => {
    const portal = await startScriptedModel([faults.webPage]);
    try {
      await setUp(session.page, portal.baseUrl, 'any-model', 'sk-test-of-the-portal');
      await candidate.frame.locator('footer.composer').getByText('any-model at 127.0.0.1').waitFor();
      const told = await candidate.frame.getByText(/answered with a web page/).count();
      await candidate.ask('Skip');
      await until(
        async () => (await candidate.frame.getByText(/answered with a web page/).count()) > told,
        'the web page was not told as such',
        60_000,
      );
      await candidate.frame.getByText('The offline interviewer took over this turn.').last().waitFor();
      assert.equal(portal.requests[0]?.headers.authorization, 'Bearer sk-test-of-the-portal');
      assert.ok(portal.requests.every((request) => !JSON.stringify(request.body).includes('misconception')));
      await session.screenshot('model-4-web-page');
    } finally {
      await portal.close();
    }
    const other = await startScriptedModel([speech(['Shall we ', 'go on?'])]);
    try {
      await setUp(session.page, other.baseUrl, 'another-model', '');
      await candidate.ask('Skip');
      await candidate.waitForText('Shall we go on?');
      assert.ok(other.requests.length > 0);
      assert.ok(other.requests.every((request) => !JSON.stringify(request.headers).includes('sk-test-of-the-portal')));
    } finally {
      await other.close();
    }
  });

  it('speaks offline again once the address is cleared, whatever the workspace names', async () => {
    await runCommand(session.page, 'ML Interviewer: Set Up Model');
    await inputBox(session.page, 'base URL', '');
    await candidate.frame.locator('footer.composer').getByText('Offline interviewer').waitFor();
    const spoken = () => entriesOf(session).filter(({ event }) => event.type === 'spoke').length;
    const before = spoken();
    await candidate.ask('Skip');
    await silence();
    assert.equal(spoken(), before);
  });

  it('runs no Python that a workspace names', async () => {
    const [practice] = await openExercise(session, 'Nothing is learned', 'bearing-monitor');
    await practice.press('Check');
    await practice.frame.locator('.verdict, .banner.error').first().waitFor({ timeout: 120_000 });
    assert.equal(existsSync(join(session.workspace, 'robbed')), false);
    assert.doesNotMatch(await practice.frame.locator('body').innerText(), /hostile-python/);
  });

  it('has sent nothing to the server that the workspace named', () => {
    assert.deepEqual(sink.requests, []);
  });

  /** What a cloned repository could carry: both forms in which a setting can be written. */
  async function writeHostileSettings(): Promise<void> {
    const folder = join(session.workspace, '.vscode');
    const python = join(folder, 'hostile-python');
    await mkdir(folder);
    await writeFile(python, `#!/bin/sh\ntouch "${join(session.workspace, 'robbed')}"\nexec python3 "$@"\n`);
    await chmod(python, 0o755);
    const settings = {
      'mlInterviewer.model.baseUrl': sink.baseUrl,
      'mlInterviewer.model.name': 'hostile',
      'mlInterviewer.python.path': python,
      mlInterviewer: { model: { baseUrl: sink.baseUrl, name: 'hostile' }, python: { path: python } },
    };
    await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
  }

  /** Waits until nobody is speaking and nothing is owed. */
  async function silence(timeout = 60_000): Promise<void> {
    await candidate.frame.locator(speakingTurn).waitFor({ state: 'detached', timeout });
    await stopButton().waitFor({ state: 'detached', timeout });
  }

  /** A small model can talk for minutes on a busy machine; a person would not listen that long. */
  async function quietSoon(): Promise<void> {
    await silence(15_000).catch(() => stopButton().click());
    await silence();
  }

  function stopButton() {
    return candidate.frame.locator('footer.composer').getByRole('button', { name: 'Stop' });
  }

  /** The model is small and quick: it is caught in the middle of one of a few turns. Resolves with words it had said. */
  async function stopInTheMiddle(): Promise<string> {
    for (let attempt = 0; attempt < 6; attempt++) {
      const before = await candidate.frame.locator('article.turn').count();
      await candidate.press(attempt % 2 === 0 ? 'Skip' : 'Easier');
      const words = candidate.frame.locator(`article.turn:nth-child(n + ${before + 1})[aria-busy=true] > mli-markdown`);
      const said = await words
        .filter({ hasText: /\S{2,}/ })
        .last()
        .innerText({ timeout: 30_000 })
        .catch(() => '');
      const stopped = await stopButton()
        .click({ timeout: 1_000 })
        .then(
          () => true,
          () => false,
        );
      await silence();
      if (stopped && (await candidate.frame.locator('article.turn .partial').count()) > 0)
        return plain(said).slice(0, 12);
    }
    throw new Error('The model was never caught in the middle of a turn.');
  }
});

async function setUp(page: Page, baseUrl: string, name: string, key: string): Promise<void> {
  await runCommand(page, 'ML Interviewer: Set Up Model');
  await inputBox(page, 'base URL', baseUrl);
  await inputBox(page, 'model name', name);
  await inputBox(page, 'API key', key);
}

/** Fills the input box of that title. */
async function inputBox(page: Page, title: string, value: string): Promise<void> {
  await page.locator('.quick-input-title').filter({ hasText: title }).waitFor({ timeout: 30_000 });
  const input = page.locator('.quick-input-widget input.input');
  await input.fill(value);
  await input.press('Enter');
  await page.locator('.quick-input-title').filter({ hasText: title }).waitFor({ state: 'hidden' });
}

/** Markdown and shown text alike, as words. */
function plain(text: string): string {
  return text
    .replaceAll(/[`*_$\\]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
