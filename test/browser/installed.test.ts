import assert from 'node:assert/strict';
import { openUserSession, type UserSession } from '../support/user-session.ts';
import { runCommand } from './steps.ts';

describe('the packaged extension in VS Code', () => {
  let session: UserSession;

  before(async () => {
    session = await openUserSession();
  });

  after(() => session?.close());

  it('offers its log in the palette, and opens it', async () => {
    await runCommand(session.page, 'ML Interviewer: Show Log');
    const panel = session.page.locator('.part.panel');
    await panel.getByRole('tab', { name: 'Output' }).waitFor();
    await session.page.waitForFunction(() =>
      [...document.querySelectorAll('.part.panel select')].some(
        (select) => (select as HTMLSelectElement).selectedOptions[0]?.text === 'ML Interviewer',
      ),
    );
    await session.screenshot('log');
    assert.equal(await panel.isVisible(), true);
  });
});
