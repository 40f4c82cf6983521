import assert from 'node:assert/strict';
import { webviewFrame } from '../support/browser.ts';
import type { Candidate } from '../support/candidate.ts';
import { ensureTestPython } from '../support/python.ts';
import { openUserSession, type UserSession } from '../support/user-session.ts';
import { processesOf } from './hosts.ts';
import { entriesOf, openExercise, pictureOfFailure, runCommand, until } from './steps.ts';

describe('in a folder that is not trusted', function () {
  this.timeout(240_000);
  let session: UserSession;
  let candidate: Candidate;

  before(async () => {
    session = await openUserSession({ workspaceTrust: true, env: pythonFirst(await ensureTestPython()) });
  });

  afterEach(pictureOfFailure(() => session, 'trust'));

  after(() => session?.close());

  it('an exercise is read and talked about', async () => {
    await session.page.locator('.statusbar').getByText('Restricted Mode').waitFor({ timeout: 30_000 });
    [candidate] = await openExercise(session, 'Nothing is learned', 'bearing-monitor');
    await candidate.answer('I suspect that inputs and labels are shuffled apart. I would print one batch first.');
    assert.ok(events().includes('judged') || events().includes('moved'));
  });

  it('Run and Check say why they cannot be used, and start nothing', async () => {
    await candidate.waitForText(/This window is in Restricted Mode: exercises can be read and talked about/);
    for (const name of ['Run', 'Check']) {
      const button = candidate.frame.getByRole('button', { name, exact: true });
      assert.equal(await button.isDisabled(), true, name);
    }
    assert.deepEqual(pythons(), []);
    await session.screenshot('trust-1-restricted');
  });

  it('so do the commands of the palette', async () => {
    for (const command of ['Run Exercise', 'Check Exercise']) {
      await runCommand(session.page, `ML Interviewer: ${command}`);
      await candidate.frame
        .locator('.banner')
        .getByText(/needs your trust in this folder/)
        .waitFor();
    }
    assert.deepEqual(pythons(), []);
    assert.deepEqual(
      events().filter((type) => type === 'ran' || type === 'checked'),
      [],
    );
  });

  it('both work once the folder is trusted, without a reload', async () => {
    await candidate.frame.getByRole('button', { name: 'Manage Trust' }).click();
    await session.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await session.page
      .locator('.statusbar')
      .getByText('Restricted Mode')
      .waitFor({ state: 'detached', timeout: 30_000 });
    await runCommand(session.page, 'ML Interviewer: Open Interview Panel');
    candidate.frame = await webviewFrame(session.page, 'section.exercise', 60_000);
    await candidate.frame.getByText(/in Restricted Mode/).waitFor({ state: 'detached', timeout: 30_000 });
    await candidate.press('Check');
    await candidate.frame.locator('.pill.unfixed').waitFor({ timeout: 120_000 });
    await until(() => events().includes('checked'), 'no check was recorded');
  });

  function events(): string[] {
    return entriesOf(session).map(({ event }) => event.type);
  }

  function pythons(): string[] {
    return processesOf(session)
      .map(({ command }) => command)
      .filter((command) => /watch\.py|judge\.py/.test(command));
  }
});

/** The PATH on which the tests' Python comes first: nothing is set, and nothing need be. */
function pythonFirst(python: string): NodeJS.ProcessEnv {
  return { PATH: `${python.replace(/[\\/][^\\/]+$/, '')}:${process.env.PATH}` };
}
