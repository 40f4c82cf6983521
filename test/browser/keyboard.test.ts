import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { webviewFrame } from '../support/browser.ts';
import type { Candidate } from '../support/candidate.ts';
import {
  done,
  event,
  type ScriptedModelServer,
  type ScriptedReply,
  speech,
  startScriptedModel,
} from '../support/scriptedModelServer.ts';
import { openUserSession, type UserSession } from '../support/user-session.ts';
import {
  entriesOf,
  journalPath,
  openSession,
  panelOf,
  pictureOfFailure,
  practise,
  reload,
  runCommand,
  sessionsOf,
  until,
} from './steps.ts';

const interview = 'Research Engineer';

// What the tests ask of the panel's page; defined there by `pageHelpers`.
declare function look(element: Element): string;
declare function announced(): string;

function pageHelpers(): void {
  const look = (element: Element): string => {
    const { outlineStyle, outlineWidth, outlineColor, borderColor, boxShadow } = getComputedStyle(element);
    const outline = outlineStyle === 'none' ? 'none' : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
    return [outline, borderColor, boxShadow].join(' / ');
  };
  const announced = (): string => document.querySelector('[aria-label=Announcements]')?.textContent ?? '';
  Object.assign(window, { look, announced });
}

/** Three sentences, each cut in the middle by a pause that is longer than the panel collects words for. */
const slowly: ScriptedReply = {
  steps: [
    { send: event('The first sentence stands. The sec') },
    { sleep: 2500 },
    { send: event('ond follows it. Is the th') },
    { sleep: 2500 },
    { send: event('ird one a question?') },
    { send: event(undefined, 'stop') },
    { send: done },
  ],
};

describe('by keyboard alone', function () {
  this.timeout(240_000);
  let server: ScriptedModelServer;
  let session: UserSession;
  let page: Page;
  let candidate: Candidate;

  before(async () => {
    server = await startScriptedModel((_, index) => (index === 0 ? slowly : speech(['What ', 'is ', 'next?'])));
    session = await openUserSession();
    ({ page } = session);
    await page.addInitScript(pageHelpers);
  });

  afterEach(pictureOfFailure(() => session, 'keyboard'));

  after(async () => {
    await session?.close();
    await server?.close();
  });

  it('an interview is started and answered; Shift+Enter begins a new line, Enter sends', async () => {
    await runCommand(page, 'ML Interviewer: Start Interview');
    candidate = await panelOf(page, interview);
    await reach('Your answer');
    await page.keyboard.type('I am Ada.');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('I made a data loader 30% faster.');
    assert.equal(answers().length, 0);
    await page.keyboard.press('Enter');
    await candidate.waitForText('I made a data loader 30% faster.');
    assert.deepEqual(answers(), ['I am Ada.\nI made a data loader 30% faster.']);
    await until(async () => (await draft()) === '', 'the composer was not emptied');
  });

  it('Enter that ends the composition of an input method does not send', async () => {
    await reach('Your answer');
    const input = await page.context().newCDPSession(page);
    await input.send('Input.imeSetComposition', { text: 'がくしゅう', selectionStart: 5, selectionEnd: 5 });
    await until(async () => (await draft()) === 'がくしゅう', 'the composition did not reach the composer');
    await page.keyboard.press('Enter');
    const key = { key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 };
    await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
    await input.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    await input.send('Input.insertText', { text: '学習率を下げます。' });
    await until(async () => (await draft()).includes('学習率を下げます。'), 'the composed words did not arrive');
    assert.equal(answers().length, 1);
    await page.keyboard.press('Enter');
    await until(() => answers().length === 2, 'Enter after the composition did not send');
    await until(async () => (await draft()) === '', 'the composer was not emptied');
    assert.match(answers()[1] ?? '', /学習率を下げます。/);
  });

  it('a hint is taken with Space, a question skipped with Enter', async () => {
    await reach('Hint 1 of 4');
    await page.keyboard.press('Space');
    await candidate.frame.locator('article.turn.hint').waitFor();
    await reach('Skip');
    await page.keyboard.press('Enter');
    await until(() => asked().includes('skip'), 'nothing was skipped');
    assert.deepEqual(asked(), ['hint', 'skip']);
  });

  it('Alt+Up and Alt+Down go from turn to turn, and Escape goes back to the answer', async () => {
    await reach('Your answer');
    const last = (await candidate.turns()).length;
    const visited: string[] = [];
    for (const keys of ['Alt+ArrowUp', 'Alt+ArrowUp', 'Alt+ArrowUp', 'Alt+ArrowDown']) {
      await page.keyboard.press(keys);
      visited.push(await candidate.frame.evaluate(() => document.activeElement?.id ?? ''));
    }
    assert.deepEqual(
      visited,
      [last, last - 1, last - 2, last - 1].map((turn) => `turn-${turn}`),
    );
    assert.notEqual(await outlineOf('.turn:focus'), 'none');
    await page.keyboard.press('Escape');
    assert.equal((await focus()).name, 'Your answer');
  });

  it('every stop of the Tab key shows that it has the focus', async () => {
    await reach('Your answer');
    const seen: string[] = [];
    for (let index = 0; index < 30; index++) {
      const { name } = await markFocus();
      await page.keyboard.press('Shift+Tab');
      const { name: next, inside } = await focus();
      if (seen.includes(name)) break;
      seen.push(name);
      if (!inside) break;
      assert.ok(await lookedOtherwise(), `nothing shows that "${name}" has the focus (next: "${next}")`);
    }
    await reach('Your answer');
    for (let index = 0; index < 30; index++) {
      const { name } = await markFocus();
      await page.keyboard.press('Tab');
      const { inside } = await focus();
      seen.push(name);
      if (!inside) break;
      assert.ok(await lookedOtherwise(), `nothing shows that "${name}" has the focus`);
    }
    for (const name of [
      'Pause the interview',
      'End the interview and see the scorecard',
      'Hint 1 of 4',
      'Easier',
      'Send',
    ])
      assert.ok(
        seen.some((stop) => stop.startsWith(name)),
        `${name} is not reached: ${seen.join(' | ')}`,
      );
    await session.screenshot('keyboard-1-focus');
  });

  it('what a model says is announced politely, by whole sentences', async () => {
    await runCommand(page, 'ML Interviewer: Set Up Model');
    for (const [title, value] of [
      ['base URL', server.baseUrl],
      ['model name', 'slow-model'],
      ['API key', ''],
    ] as const) {
      await page.locator('.quick-input-title').filter({ hasText: title }).waitFor();
      // The palette gives the focus back to the panel when it closes, at times only after the dialog is shown.
      const input = page.locator('.quick-input-widget input.input');
      await input.fill(value);
      await until(async () => (await input.inputValue()) === value, `the ${title} was not typed`);
      await input.press('Enter');
      await page.locator('.quick-input-title').filter({ hasText: title }).waitFor({ state: 'hidden' });
    }
    await candidate.waitForText(/slow-model at/);
    await reach('Skip');
    await page.keyboard.press('Enter');
    const turn = candidate.frame.locator('article.turn[aria-busy=true]');
    await turn.getByText('The first sentence stands. The sec').waitFor();
    assert.deepEqual(await liveAttributes(), { region: 'status', own: 0, around: 'off' });
    await candidate.frame.waitForFunction(() => announced().includes('The first sentence stands.'));
    assert.ok(!(await announcements()).includes('The sec'), await announcements());
    await candidate.frame.waitForFunction(() => announced().includes('The second follows it.'));
    assert.ok(!(await announcements()).includes('Is the'), await announcements());
    await candidate.frame.waitForFunction(() => announced().includes('Is the third one a question?'));
    assert.equal((await announcements()).split('The first sentence stands.').length, 2, 'announced twice');
    await turn.waitFor({ state: 'detached' });
  });

  it('unsent words survive hiding the panel and loading the window anew', async () => {
    await reach('Your answer');
    await page.keyboard.type('Half a thou');
    await practise(page, 'Weight initialisation');
    // Panels stand side by side; in one group only one of them is shown, and the other’s page is gone.
    const groups = page.locator('.editor-group-container');
    const joined = async () => (await groups.count()) === 1;
    // The new panel takes the focus when it is drawn, and a palette that loses it closes without running anything.
    for (let attempt = 0; attempt < 5 && !(await joined()); attempt++) {
      await runCommand(page, 'View: Join All Editor Groups');
      await until(joined, '', 3_000).catch(() => undefined);
    }
    assert.ok(await joined(), 'the groups were not joined');
    const before = candidate.frame;
    await openSession(page, 'Weight initialisation');
    await until(() => before.isDetached(), 'the first panel is not hidden');
    candidate = await openSession(page, interview);
    assert.equal(await draft(), 'Half a thou');
    await reach('Your answer');
    await page.keyboard.press('End');
    await page.keyboard.type('ght');
    await until(async () => (await draft()) === 'Half a thought', 'the words could not be gone on with');
    const onDisk = join(dirname(journalPath(session, sessionsOf(session)[0])), 'draft.txt');
    await until(() => readFileSync(onDisk, 'utf8') === 'Half a thought', 'the words were not kept');
    await reload(page);
    // Which panel of the group is in front after a reload is VS Code's to say; the session's own command brings it there.
    candidate = await openSession(page, interview);
    assert.equal(await draft(), 'Half a thought');
    await page.keyboard.press('Escape');
  });

  it('a question is practised to its scorecard', async () => {
    candidate = await openSession(page, 'Weight initialisation');
    await reach('Your answer');
    await page.keyboard.type('With zero weights every unit of a layer gets the same gradient, so they stay identical.');
    await page.keyboard.press('Enter');
    await candidate.waitForText(/stay identical/);
    await reach('End the interview and see the scorecard', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('.monaco-dialog-box').getByText('End the interview now').waitFor();
    await page.keyboard.press('Enter');
    const card = await webviewFrame(page, 'article.score', 30_000);
    await card.getByText('Fundamentals').first().waitFor();
    await session.screenshot('keyboard-2-scorecard');
    await runCommand(page, 'ML Interviewer: Show Scorecard');
    await card.waitForFunction(() => document.hasFocus());
    await page.keyboard.press('Tab');
    await card.waitForFunction(() => document.activeElement !== document.body && document.activeElement !== null);
  });

  /** Tab, forwards or backwards, until the stop of that name has the focus; the panel itself is reached by VS Code’s own key. */
  async function reach(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let index = 0; index < 30; index++) {
      const stop = await focus();
      if (stop.inside && stop.name === name) return;
      passed.push(stop.inside ? stop.name : '(outside)');
      if (stop.inside) await page.keyboard.press(key);
      else await intoEditor();
    }
    assert.fail(`${key} does not lead to "${name}": ${passed.join(' | ')}`);
  }

  /** VS Code’s own way back into the panel, from wherever the focus is. */
  async function intoEditor(): Promise<void> {
    await runCommand(page, 'View: Focus Active Editor Group');
    await until(async () => (await focus()).inside, 'the panel does not take the focus', 3_000).catch(() => undefined);
  }

  function focus(): Promise<{ name: string; inside: boolean }> {
    return candidate.frame.evaluate(() => {
      const active = document.activeElement;
      const label = active === document.body ? '' : (active?.getAttribute('aria-label') ?? active?.textContent ?? '');
      return { name: label.replaceAll(/\s+/g, ' ').trim().slice(0, 60), inside: document.hasFocus() };
    });
  }

  /** Keeps how the focused control looks now: itself, what is inside its shadow, and what is around it. */
  async function markFocus(): Promise<{ name: string }> {
    await candidate.frame.evaluate(() => {
      const chain: Element[] = [];
      for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement ?? null) chain.push(at);
      const inner = chain.at(-1);
      if (inner?.parentElement) chain.push(inner.parentElement);
      Object.assign(window, { marked: { chain, looks: chain.map(look).join() } });
    });
    return focus();
  }

  /** Whether the marked control looked otherwise while it had the focus than it does now. */
  function lookedOtherwise(): Promise<boolean> {
    return candidate.frame.evaluate(() => {
      const { chain, looks } = (window as unknown as { marked: { chain: Element[]; looks: string } }).marked;
      return chain.map(look).join() !== looks;
    });
  }

  async function outlineOf(selector: string): Promise<string> {
    return candidate.frame.locator(selector).evaluate((element) => getComputedStyle(element).outlineStyle);
  }

  function announcements(): Promise<string> {
    return candidate.frame.evaluate(() => announced());
  }

  function liveAttributes(): Promise<{ region: string; own: number; around: string }> {
    return candidate.frame.evaluate(() => {
      const turn = document.querySelector('article.turn[aria-busy=true]');
      const live = '[aria-live], [role=status], [role=alert], [role=log]';
      return {
        region: document.querySelector('[aria-label=Announcements]')?.getAttribute('role') ?? '',
        own: (turn?.querySelectorAll(live).length ?? 0) + (turn?.matches(live) ? 1 : 0),
        around: turn?.parentElement?.closest(live)?.getAttribute('aria-live') ?? '',
      };
    });
  }

  function draft(): Promise<string> {
    return candidate.frame.locator('#answer').evaluate((area) => (area as HTMLTextAreaElement).value);
  }

  function answers(): string[] {
    return entriesOf(session, sessionsOf(session)[0]).flatMap(({ event }) =>
      event.type === 'answered' ? [event.text] : [],
    );
  }

  function asked(): string[] {
    return entriesOf(session, sessionsOf(session)[0]).flatMap(({ event }) =>
      event.type === 'requested' ? [event.what] : [],
    );
  }
});
