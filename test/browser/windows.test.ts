import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { openWorkbench, webviewFrame } from '../support/browser.ts';
import { Candidate } from '../support/candidate.ts';
import { cacheFolder } from '../support/paths.ts';
import { openUserSession, type UserSession } from '../support/user-session.ts';
import { folderUrl } from '../support/vscode-web.ts';
import { entriesOf, journalPath, openSession, pictureOfFailure, sessionsOf, startInterview, until } from './steps.ts';

const elsewhere = 'Another window writes this session. Here it can be read.';

describe('two windows on one session', function () {
  this.timeout(240_000);
  let session: UserSession;
  let page: Page;
  let first: Candidate;
  let second: Candidate;

  before(async () => {
    session = await openUserSession();
    first = await startInterview(session.page);
    await first.answer('I am Ada. I wrote the first window’s answer about a 30% faster data loader.');
    // A page of its own has a storage of its own, as another window has; the extension host is another one, too.
    page = await session.browser.newPage({ viewport: { width: 1400, height: 900 } });
    await openWorkbench(page, folderUrl(session.server, session.workspace));
  });

  afterEach(pictureOfFailure(() => session, 'windows'));

  after(() => session?.close());

  it('says in the second that another one writes, and lets it be read', async () => {
    second = await openSession(page, 'Research Engineer');
    await second.waitForText(elsewhere);
    await second.waitForText('This interview is open for reading only.');
    assert.deepEqual(await second.turns(), await first.turns());
    assert.equal(await second.frame.locator('#answer').count(), 0);
    for (const name of ['Pause the interview', 'End the interview and see the scorecard', 'Skip'])
      assert.equal(await second.frame.getByRole('button', { name }).count(), 0, name);
    await page.screenshot({ path: join(cacheFolder('screenshots'), 'windows-1-reading.png') });
  });

  it('lets the first go on meanwhile', async () => {
    const before = (await first.turns()).length;
    await first.answer('The first window still writes.');
    assert.equal((await first.turns()).length, before + 2);
    assert.equal(answers().length, 2);
  });

  it('hands over to the second, which then shows all that was written, the unsent words included', async () => {
    await first.type('Words of the loser');
    const draft = join(dirname(journalPath(session)), 'draft.txt');
    await until(() => readFileSync(draft, 'utf8') === 'Words of the loser', 'the draft was not kept');
    await second.press('Take Over');
    second = await writing(page);
    assert.deepEqual(await second.turns(), await first.turns());
    await second.frame.getByText(elsewhere).waitFor({ state: 'detached' });
    assert.equal(await second.frame.locator('#answer textarea').inputValue(), 'Words of the loser');
  });

  it('takes no word of the first any more, and says so there', async () => {
    await session.page.keyboard.press('Enter');
    await first.waitForText(elsewhere);
    await first.waitForText('This interview is open for reading only.');
    assert.equal(answers().length, 2);
    await session.screenshot('windows-2-lost');
  });

  it('goes on in the second, and the journal holds its words alone', async () => {
    await second.frame.locator('#answer textarea').fill('');
    await second.answer('The second window writes now.');
    assert.deepEqual(answers().slice(2), ['The second window writes now.']);
    const entries = entriesOf(session);
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      entries.map((_, index) => (entries[0]?.seq ?? 0) + index),
    );
    assert.equal(sessionsOf(session).length, 1);
    assert.doesNotMatch(JSON.stringify(entries), /Words of the loser/);
  });

  it('can be taken back, with everything that was written meanwhile', async () => {
    await first.press('Take Over');
    first = await writing(session.page);
    await first.waitForText('The second window writes now.');
    await second.waitForText(elsewhere);
    await first.answer('And the first window again.');
    assert.equal(answers().at(-1), 'And the first window again.');
  });

  function answers(): string[] {
    return entriesOf(session).flatMap(({ event }) => (event.type === 'answered' ? [event.text] : []));
  }
});

/** The panel of a window once it can be written in: taking over opens it anew. */
async function writing(page: Page): Promise<Candidate> {
  const frame = await webviewFrame(page, '#answer', 60_000);
  const candidate = await Candidate.at(page);
  candidate.frame = frame;
  return candidate;
}
