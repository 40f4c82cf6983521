// Steps that several browser tests take: starting, practising, looking at what lies on disk, waiting for what a person would see.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readJournal } from '../../src/adapters/node/journalText.ts';
import type { Entry } from '../../src/core/event.ts';
import { webviewFrame } from '../support/browser.ts';
import { Candidate } from '../support/candidate.ts';
import type { UserSession } from '../support/user-session.ts';

/**
 * Runs a command without a mouse: the palette, its title, Enter. The title is put into the palette's own input, since a panel
 * that is still being drawn may take the focus from it, and words typed then would land in the panel. Right after a start the
 * extension may not be registered yet, so the palette is opened again until the command appears.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input');
  const row = page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: title });
  const chosen = async () => {
    await page.keyboard.press('F1');
    await input.waitFor({ timeout: 5_000 });
    await input.fill(`>${title}`, { timeout: 4_000 });
    await row.waitFor({ timeout: 4_000 });
    await input.press('Enter', { timeout: 4_000 });
    await row.waitFor({ state: 'hidden', timeout: 15_000 });
  };
  for (let attempt = 0; attempt < 10; attempt++) {
    if (await chosen().then(yes, no)) return;
    await page.keyboard.press('Escape');
  }
  assert.fail(`The palette does not offer "${title}".`);
}

const yes = () => true;
const no = () => false;

/** Runs a command and waits for the interview panel it opens, with its first turn. */
export async function openPanel(page: Page, command: string): Promise<Candidate> {
  await runCommand(page, command);
  await webviewFrame(page, 'article.turn', 60_000);
  return Candidate.at(page);
}

export function startInterview(page: Page): Promise<Candidate> {
  return openPanel(page, 'ML Interviewer: Start Interview');
}

/** Practises a problem through the quick pick, by the words of its title. */
export async function practise(page: Page, title: string): Promise<Candidate> {
  return picked(page, 'ML Interviewer: Practise One Problem', title);
}

/** Opens a session through the quick pick, by the words of its title. */
export async function openSession(page: Page, title: string): Promise<Candidate> {
  return picked(page, 'ML Interviewer: Open Session', title);
}

/** A quick pick closes when anything else takes the focus, as a panel that is being drawn may; a person then opens it again. */
async function picked(page: Page, command: string, title: string): Promise<Candidate> {
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
  const chosen = async () => {
    await runCommand(page, command);
    // A long list holds only the rows in sight: the title is typed first, once there are any rows.
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor({ timeout: 15_000 });
    await page.locator('.quick-input-widget input.input').fill(title, { timeout: 5_000 });
    await row.waitFor({ timeout: 5_000 });
    await page.locator('.quick-input-widget input.input').press('Enter', { timeout: 5_000 });
  };
  await until(() => chosen().then(yes, no), `"${title}" cannot be picked`, 60_000);
  // Another panel may be on screen until the new one takes its place.
  return panelOf(page, title);
}

/** The panel whose session has that in its title, once its first turn is shown. */
export async function panelOf(page: Page, title: string, timeoutMs = 60_000): Promise<Candidate> {
  const frame = await webviewFrame(page, `h1:has-text("${title}")`, timeoutMs);
  await frame.locator('article.turn').first().waitFor();
  const candidate = await Candidate.at(page);
  candidate.frame = frame;
  return candidate;
}

/** Practises an exercise and opens its files; resolves with the folder they lie in. */
export async function openExercise(session: UserSession, title: string, problem: string): Promise<[Candidate, string]> {
  const candidate = await practise(session.page, title);
  const before = exerciseFolders(session);
  await candidate.press('Open exercise');
  await until(() => exerciseFolders(session).length > before.length, 'the exercise was not copied', 30_000);
  await candidate.frame.getByRole('button', { name: 'Run', exact: true }).last().waitFor({ timeout: 30_000 });
  // The last file that is opened takes the focus; words typed before that would be cut in two.
  await session.page.locator('.tab.active').filter({ hasText: 'README.md' }).first().waitFor({ timeout: 30_000 });
  const folder = exerciseFolders(session).find((name) => !before.includes(name) && name.startsWith(problem));
  assert.ok(folder, `no folder for ${problem}: ${exerciseFolders(session)}`);
  return [candidate, join(session.workspace, 'ml-interview', folder)];
}

function exerciseFolders({ workspace }: UserSession): string[] {
  try {
    return readdirSync(join(workspace, 'ml-interview'));
  } catch {
    return [];
  }
}

/** The extension's own storage in a session. */
export function storageOf({ userDataDir }: UserSession): string {
  return join(userDataDir, 'User', 'globalStorage', 'ml-interviewer.ml-interviewer');
}

/** Names of the sessions on disk, oldest first. */
export function sessionsOf(session: UserSession): string[] {
  try {
    return readdirSync(join(storageOf(session), 'sessions'))
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch {
    return [];
  }
}

export function journalPath(session: UserSession, name = sessionsOf(session).at(-1) ?? ''): string {
  return join(storageOf(session), 'sessions', name, 'journal.jsonl');
}

/** The readable entries of the newest session's journal, or of a named one. */
export function entriesOf(session: UserSession, name?: string): readonly Entry[] {
  return readJournal(readFileSync(journalPath(session, name))).entries;
}

/**
 * Sets machine-scoped settings in the file that the server watches for them, beside those of the start. When they take
 * effect is for the test to see.
 */
export async function changeMachineSettings(session: UserSession, settings: Record<string, unknown>): Promise<void> {
  const folder = join(session.userDataDir, 'Machine');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** Waits for a condition, looking ten times a second. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  message: string | (() => string),
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  do {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (Date.now() < deadline);
  assert.fail(typeof message === 'string' ? message : message());
}

/** Loads the page anew and waits for the workbench. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
}

/** Saves a picture of a test that failed. */
export function pictureOfFailure(session: () => UserSession | undefined, name: string): Mocha.AsyncFunc {
  return async function () {
    if (this.currentTest?.state === 'failed') await session()?.screenshot(`${name}-failed`);
  };
}
