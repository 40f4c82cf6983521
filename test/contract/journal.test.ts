import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { SessionFolder } from '../../src/adapters/node/sessionFolder.ts';
import { type Journal, JournalError, type Sessions } from '../../src/app/ports.ts';
import type { Entry } from '../../src/core/event.ts';
import { FixedClock, MemorySessions } from '../support/fakes.ts';
import { answered, headerOf } from '../support/journalSamples.ts';

const adapters: [string, (root: string) => Sessions][] = [
  ['in memory', () => new MemorySessions()],
  ['in a folder', (root) => new SessionFolder(root, { window: 'w', clock: new FixedClock() })],
];

for (const [name, make] of adapters) {
  describe(`journal ${name}`, function () {
    this.timeout(20_000);
    let root: string;
    let sessions: Sessions;
    let journal: Journal;
    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), 'journal-'));
      sessions = make(root);
      ({ journal } = await sessions.create(headerOf('s1')));
    });
    afterEach(async () => {
      await journal.close();
      await rm(root, { recursive: true });
    });

    async function reopened(): Promise<readonly Entry[]> {
      await journal.close();
      const opened = await sessions.open('s1');
      journal = opened.journal;
      return opened.entries;
    }

    it('keeps appends that overlap in order', async () => {
      await Promise.all([1, 2, 3, 4, 5].map((n) => journal.append([answered(n, `n${n}`)])));
      assert.deepEqual(
        (await reopened()).map((entry) => entry.seq),
        [1, 2, 3, 4, 5],
      );
    });

    it('takes an empty batch', async () => {
      await journal.append([]);
      assert.deepEqual(await reopened(), []);
    });

    it('refuses an entry out of order and goes on', async () => {
      await journal.append([answered(1, 'one')]);
      for (const seq of [1, 3]) await assert.rejects(journal.append([answered(seq, 'x')]), JournalError);
      await assert.rejects(journal.append([answered(2, 'x'), answered(2, 'y')]), JournalError);
      await journal.append([answered(2, 'two')]);
      assert.deepEqual(
        (await reopened()).map((entry) => entry.seq),
        [1, 2],
      );
    });

    it('refuses an entry that could not be read back, the whole batch with it', async () => {
      const broken = { seq: 2, at: 1, clock: Number.NaN, event: { type: 'paused' } } as const;
      await assert.rejects(journal.append([answered(1, 'one'), broken]), JournalError);
      assert.deepEqual(await reopened(), []);
    });

    it('gives back any text to the character', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), async (texts) => {
          const from = ((await reopened()).at(-1)?.seq ?? 0) + 1;
          const entries = texts.map((text, i) => answered(from + i, text));
          await journal.append(entries);
          assert.deepEqual((await reopened()).slice(from - 1), entries);
        }),
        { numRuns: 30 },
      );
    });

    it('keeps the draft; without one it is empty', async () => {
      assert.equal(await journal.readDraft(), '');
      await Promise.all([journal.writeDraft('a'), journal.writeDraft('ab'), journal.writeDraft('abc ≥ 😀')]);
      await reopened();
      assert.equal(await journal.readDraft(), 'abc ≥ 😀');
      await journal.writeDraft('');
      assert.equal(await journal.readDraft(), '');
    });

    it('takes nothing after closing', async () => {
      await journal.close();
      await assert.rejects(journal.append([answered(1, 'late')]), JournalError);
      await assert.rejects(journal.writeDraft('late'), JournalError);
      await journal.close();
    });

    it('tells nobody who stopped listening', async () => {
      let lost = 0;
      journal.onDidLoseLease(() => lost++).dispose();
      const other = await sessions.open('s1', true);
      await assert.rejects(journal.append([answered(1, 'x')]), JournalError);
      assert.equal(lost, 0);
      await other.journal.close();
    });
  });
}
