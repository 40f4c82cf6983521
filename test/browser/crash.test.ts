import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Frame } from 'playwright-core';
import { webviewFrame } from '../support/browser.ts';
import { Candidate } from '../support/candidate.ts';
import { openUserSession, type UserSession } from '../support/user-session.ts';
import { isAlive, killExtensionHosts, processesOf } from './hosts.ts';
import {
  entriesOf,
  journalPath,
  openExercise,
  openSession,
  pictureOfFailure,
  reload,
  runCommand,
  sessionsOf,
  startInterview,
  until,
} from './steps.ts';

const kills = 8;
const seed = Number(process.env.ML_INTERVIEWER_TEST_SEED ?? Date.now() % 1_000_000);
const random = generator(seed);

describe(`an extension host that is killed (ML_INTERVIEWER_TEST_SEED=${seed})`, function () {
  this.timeout(240_000);
  let session: UserSession;
  let candidate: Candidate;
  const sent: string[] = [];

  before(async () => {
    session = await openUserSession();
    candidate = await startInterview(session.page);
  });

  afterEach(pictureOfFailure(() => session, 'crash'));

  after(() => session?.close());

  for (let kill = 1; kill <= kills; kill++) {
    it(`loses no turn that was shown as sent (${kill} of ${kills})`, async () => {
      const words = `Answer ${kill}: the product of weight matrices is one matrix, so depth adds nothing without it.`;
      const before = await shownTurns(candidate.frame);
      await act(kill, words);
      await new Promise((resolve) => setTimeout(resolve, Math.round(random() ** 2 * 500)));
      killExtensionHosts(session);
      const shown = await shownTurns(candidate.frame);
      assert.ok(shown.length >= before.length);
      if ((await draft(candidate.frame)).includes(words)) await stateKept();
      await reload(session.page);
      candidate = await panelAgain();
      const after = await shownTurns(candidate.frame);
      assert.deepEqual(after.slice(0, shown.length), shown, 'turns that were shown changed or are gone');
      const answers = await shownTurns(candidate.frame, 'article.turn.candidate');
      const times = (text: string) => answers.filter((turn) => turn.includes(text)).length;
      for (const text of sent) assert.equal(times(text), 1, `"${text}" is there ${times(text)} times`);
      const inComposer = (await draft(candidate.frame)).includes(words) ? 1 : 0;
      assert.equal(
        times(words) + inComposer,
        1,
        `"${words}" is there ${times(words)} times, in the composer ${inComposer}`,
      );
      await candidate.frame.locator('#answer textarea').fill('');
      await candidate.answer(`Answer ${kill} again, after the crash: the loss surface is another matter.`);
      sent.push(`Answer ${kill} again`, ...(inComposer ? [] : [words]));
      assert.deepEqual(await interviewers(), await numbered());
    });
  }

  it('has one journal, in which every entry follows the one before', () => {
    assert.equal(sessionsOf(session).length, 1);
    const entries = entriesOf(session);
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      entries.map((_, index) => (entries[0]?.seq ?? 0) + index),
    );
    const answers = entries.flatMap(({ event }) => (event.type === 'answered' ? [event.turn] : []));
    assert.equal(new Set(answers).size, answers.length);
  });

  it('takes a run in progress with it, whatever that has started', async () => {
    const [practice, folder] = await openExercise(session, 'Nothing is learned', 'bearing-monitor');
    await writeFile(join(folder, 'train.py'), stubborn);
    await practice.press('Run');
    const ours = () => processesOf(session).filter(({ command }) => /watch\.py|stubborn-child/.test(command));
    await until(() => ours().filter(({ command }) => command.includes('stubborn-child')).length > 0, 'no run', 60_000);
    const tree = ours().map(({ pid }) => pid);
    assert.ok(tree.length >= 2, String(tree));
    killExtensionHosts(session);
    await until(
      () => !tree.some(isAlive),
      () => `alive after 5 s: ${tree.filter(isAlive)}`,
      5_000,
    );
    await reload(session.page);
    const again = await openSession(session.page, 'Nothing is learned');
    await again.frame.getByRole('button', { name: 'Run', exact: true }).last().waitFor({ timeout: 30_000 });
  });

  /** Something that a candidate does; which one is drawn. */
  async function act(kill: number, words: string): Promise<void> {
    await candidate.type(words);
    if (kill % 3 === 0) await until(() => draftOnDisk() === words, 'the draft was not kept');
    else await session.page.keyboard.press('Enter');
    if (random() < 0.3) await candidate.press('Skip').catch(() => undefined);
  }

  function draftOnDisk(): string {
    try {
      return readFileSync(join(dirname(journalPath(session)), 'draft.txt'), 'utf8');
    } catch {
      return '';
    }
  }

  /** VS Code in a browser cannot save a panel's state when its page is closed; it does so every 5 s instead. */
  function stateKept(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 6_000));
  }

  /** The panel comes back by itself; should VS Code have closed it, a person opens it by the command. */
  async function panelAgain(): Promise<Candidate> {
    const frame = await webviewFrame(session.page, 'article.turn', 20_000).catch(async () => {
      console.log('      (opened again by the command)');
      await runCommand(session.page, 'ML Interviewer: Open Interview Panel');
      return webviewFrame(session.page, 'article.turn', 60_000);
    });
    await frame.locator('#answer').waitFor();
    return Candidate.at(session.page);
  }

  /** Numbers in the headers of turns, as shown. */
  async function interviewers(): Promise<number[]> {
    const ids = await candidate.frame.locator('article.turn').evaluateAll((turns) => turns.map(({ id }) => id));
    return ids.map((id) => Number(id.replace('turn-', '')));
  }

  async function numbered(): Promise<number[]> {
    return (await candidate.turns()).map((_, index) => index + 1);
  }
});

/** Who said what; cards draw themselves a moment later and are no part of it. */
async function shownTurns(frame: Frame, selector = 'article.turn'): Promise<string[]> {
  return frame.locator(selector).evaluateAll((turns) =>
    turns.map((turn) => {
      const words = turn.cloneNode(true) as Element;
      for (const card of words.querySelectorAll('.card')) card.remove();
      return (words.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
    }),
  );
}

function draft(frame: Frame): Promise<string> {
  return frame.locator('#answer').evaluate((area) => (area as HTMLTextAreaElement).value);
}

/** Ignores the polite signal and has a child that does, too. */
const stubborn = `import signal
import subprocess
import sys
import time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)  # stubborn-child"
subprocess.Popen([sys.executable, "-c", child])
time.sleep(600)
`;

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
function generator(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
