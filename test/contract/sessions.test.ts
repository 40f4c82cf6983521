import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionFolder } from '../../src/adapters/node/sessionFolder.ts';
import { JournalError, type Sessions } from '../../src/app/ports.ts';
import { FixedClock, MemorySessions } from '../support/fakes.ts';
import { answered, headerOf } from '../support/journalSamples.ts';

/** Two views of the same sessions, as two windows have them; both of the fake are one object. */
interface Windows {
  readonly first: Sessions;
  readonly second: Sessions;
  readonly clock: FixedClock;
  end(): Promise<void>;
}

const adapters: [string, () => Promise<Windows>][] = [
  ['in memory', inMemory],
  ['in folders', inFolders],
];

async function inMemory(): Promise<Windows> {
  const sessions = new MemorySessions();
  return { first: sessions, second: sessions, clock: new FixedClock(), end: async () => {} };
}

async function inFolders(): Promise<Windows> {
  const root = await mkdtemp(join(tmpdir(), 'sessions é '));
  const clock = new FixedClock();
  const location = join(root, 'not yet there', 'sessions');
  const first = new SessionFolder(location, { window: 'first', clock });
  const second = new SessionFolder(location, { window: 'second', clock });
  return { first, second, clock, end: () => rm(root, { recursive: true }) };
}

function reason(expected: JournalError['reason']) {
  return (error: unknown) => error instanceof JournalError && error.reason === expected && error.message.length > 5;
}

for (const [name, make] of adapters) {
  describe(`sessions ${name}`, function () {
    this.timeout(20_000);
    let windows: Windows;
    beforeEach(async () => {
      windows = await make();
    });
    afterEach(() => windows.end());

    it('lists nothing, and makes nothing, before the first session', async () => {
      assert.deepEqual(await windows.first.list(), []);
    });

    it('reopens what was appended', async () => {
      const { journal } = await windows.first.create(headerOf('s1'));
      await journal.append([answered(1, 'one'), answered(2, 'two')]);
      await journal.append([answered(3, 'three')]);
      await journal.close();
      const again = await windows.second.open('s1');
      assert.deepEqual(again.header, headerOf('s1'));
      assert.deepEqual(again.entries, [answered(1, 'one'), answered(2, 'two'), answered(3, 'three')]);
      assert.deepEqual(again.notices, []);
      await again.journal.close();
    });

    it('does not create a session twice', async () => {
      await windows.first.create(headerOf('s1'));
      await assert.rejects(windows.first.create(headerOf('s1')), reason('io'));
    });

    it('says so when a session is not there', async () => {
      await assert.rejects(windows.first.open('nowhere'), reason('unreadable'));
    });

    it('lists newest first with the entries', async () => {
      for (const [session, started] of [
        ['a', 100],
        ['b', 300],
        ['c', 200],
      ] as const) {
        const { journal } = await windows.first.create(headerOf(session, started));
        await journal.append([answered(0, session)]);
        await journal.close();
      }
      const list = await windows.first.list();
      assert.deepEqual(
        list.map((item) => item.session),
        ['b', 'c', 'a'],
      );
      assert.deepEqual(list[0]?.entries, [answered(0, 'b')]);
    });

    it('lets one window write, and the other read', async () => {
      const writer = await windows.first.create(headerOf('s1'));
      const reader = await windows.second.open('s1');
      assert.equal(writer.journal.writable, true);
      assert.equal(reader.journal.writable, false);
      await assert.rejects(reader.journal.append([answered(1, 'x')]), reason('locked'));
      await assert.rejects(reader.journal.writeDraft('x'), reason('locked'));
      await writer.journal.append([answered(1, 'mine')]);
      await reader.journal.close();
      await writer.journal.append([answered(2, 'still mine')]);
    });

    it('hands over on demand; the loser learns it and writes no more', async () => {
      const old = await windows.first.create(headerOf('s1'));
      await old.journal.append([answered(1, 'before')]);
      let lost = 0;
      old.journal.onDidLoseLease(() => lost++);
      const taken = await windows.second.open('s1', true);
      assert.deepEqual(taken.entries, [answered(1, 'before')]);
      await taken.journal.append([answered(2, 'after')]);
      await assert.rejects(old.journal.append([answered(2, 'too late')]), reason('locked'));
      assert.equal(old.journal.writable, false);
      assert.equal(lost, 1);
      await old.journal.close();
      await taken.journal.append([answered(3, 'more')]);
      await taken.journal.close();
      const { entries } = await windows.first.open('s1');
      assert.deepEqual(
        entries.map((entry) => entry.seq),
        [1, 2, 3],
      );
    });

    it('is free again after closing', async () => {
      const { journal } = await windows.first.create(headerOf('s1'));
      await journal.close();
      assert.equal((await windows.second.open('s1')).journal.writable, true);
    });

    it('removes a session, but not one that is written elsewhere', async () => {
      const { journal } = await windows.first.create(headerOf('s1'));
      await assert.rejects(windows.second.remove('s1'), reason('locked'));
      await journal.close();
      await windows.second.remove('s1');
      await windows.second.remove('s1');
      assert.deepEqual(await windows.first.list(), []);
    });
  });
}
