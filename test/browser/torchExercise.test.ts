import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { ProblemFolder } from '../../src/adapters/node/problemFolder.ts';
import { webviewFrame } from '../support/browser.ts';
import type { Candidate } from '../support/candidate.ts';
import { rootPath } from '../support/paths.ts';
import { ensureTorchPython } from '../support/python.ts';
import { openUserSession, type UserSession } from '../support/user-session.ts';
import { entriesOf, openExercise, pictureOfFailure, runCommand, until } from './steps.ts';

const problem = 'missing-zero-grad';
const masking = 'masked-clipping';

/** A PyTorch exercise as a candidate solves it: data first, a change that only hides the symptom, then the repair. */
describe('a PyTorch exercise', function () {
  this.timeout(300_000);
  let session: UserSession;
  let candidate: Candidate;
  let folder: string;
  let source: string;
  let reference: string;
  let title: string;

  before(async () => {
    const bank = new ProblemFolder(rootPath('problems'));
    const { title: named, exercise } = (await bank.load()).problems.get(problem) ?? assert.fail('no such problem');
    if (!exercise?.needs.includes('torch')) assert.fail('no exercise in PyTorch');
    source = (await bank.folderOf(problem)) ?? '';
    reference = exercise.reference;
    title = named;
    const python = process.env.ML_INTERVIEWER_TEST_TORCH ?? (await ensureTorchPython());
    session = await openUserSession({ settings: { 'mlInterviewer.python.path': python } });
    [candidate, folder] = await openExercise(session, named, exercise.folder);
  });

  afterEach(pictureOfFailure(() => session, 'torch'));
  after(() => session?.close());

  it('answers what a candidate asks of the code: the raw data, the loss at initialisation', async () => {
    await candidate.answer('I suspect the update itself. Before I change anything I look at a batch and at its loss.');
    await candidate.frame.locator('details.probes summary').last().click();
    for (const name of ['Raw batch with labels', 'Loss at initialisation']) {
      await candidate.press(name);
      await candidate.frame.locator('.finding h3').filter({ hasText: name }).first().waitFor({ timeout: 60_000 });
    }
    await session.screenshot('torch-1-probes');
  });

  it('is trained as found, and the interviewer asks about its numbers', async () => {
    await train(1);
    await candidate.waitForText(/the loss begins at .* and ends at /);
  });

  it('judges a change that only hides the symptom as masked, and talks about it', async () => {
    await lay(masking);
    await train(2);
    await candidate.press('Check');
    await candidate.frame.getByText('masked', { exact: true }).last().waitFor({ timeout: 90_000 });
    await candidate.waitForText(/The symptom is gone, and I would still not merge this/);
  });

  it('judges the repair as fixed, with the curves of all runs over one another', async () => {
    await cp(join(source, 'starter'), folder, { recursive: true });
    await lay(reference);
    await train(3);
    await candidate.press('Check');
    await candidate.frame.getByText('fixed', { exact: true }).last().waitFor({ timeout: 90_000 });
    const runs = candidate.frame.locator('mli-runs').last();
    await runs.locator('details.overlay summary').click();
    assert.equal(await runs.locator('.overlay vscode-checkbox').count(), 2);
    await runs.locator('.overlay vscode-checkbox').first().scrollIntoViewIfNeeded();
    await session.screenshot('torch-2-overlay');
  });

  it('mirrors its checks in the Test Explorer', async () => {
    await runCommand(session.page, 'Testing: Focus on Test Explorer View');
    const rows = session.page.locator('.test-explorer .monaco-list-row');
    await rows.filter({ hasText: title }).first().waitFor({ timeout: 20_000 });
    await session.screenshot('torch-3-tests');
  });

  it('has how it was hunted on the scorecard, signal by signal', async () => {
    await candidate.answer('The gradients of earlier steps were never cleared, so every step added to the last one.');
    await runCommand(session.page, 'ML Interviewer: End Interview');
    await session.page.getByRole('button', { name: 'End Interview' }).click();
    const card = await webviewFrame(session.page, 'article.score', 60_000);
    assert.match(await habit(card, 'Looked at the data first'), /shown\s+probe “Raw batch with labels”/);
    assert.match(await habit(card, 'Checked the loss at initialisation'), /shown/);
    assert.match(await habit(card, 'Said what they suspected before changing anything'), /: shown/);
    assert.match(await habit(card, 'Tried to overfit one batch'), /not shown/);
    assert.match(await habit(card, 'Verified with a second seed'), /not shown/);
    await card.locator('details.habits').scrollIntoViewIfNeeded();
    await session.screenshot('torch-4-signals');
    const checks = entriesOf(session).flatMap(({ event }) => (event.type === 'checked' ? [event.verdict] : []));
    assert.deepEqual(checks, ['masked', 'fixed']);
  });

  /** Files of a variant over those of the attempt; the editor takes them from disk. */
  async function lay(variant: string): Promise<void> {
    await cp(join(source, 'variants', variant), folder, { recursive: true });
    assert.ok((await readFile(join(folder, 'train.py'), 'utf8')).length > 0);
  }

  async function train(run: number): Promise<void> {
    await candidate.press('Run');
    const ran = () => entriesOf(session).filter(({ event }) => event.type === 'ran').length;
    await until(() => ran() === run, `run ${run} did not end`, 150_000);
    await candidate.frame.getByRole('button', { name: 'Check', exact: true }).last().waitFor();
  }
});

async function habit(card: Frame, name: string): Promise<string> {
  const line = card.locator('.habits li').filter({ hasText: name });
  await line.waitFor();
  return (await line.innerText()).replaceAll(/\s+/g, ' ');
}
