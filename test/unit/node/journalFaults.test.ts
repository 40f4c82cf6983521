import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionFolder } from '../../../src/adapters/node/sessionFolder.ts';
import { JournalError } from '../../../src/app/ports.ts';
import { FixedClock } from '../../support/fakes.ts';
import { type Faults, faultyFs } from '../../support/faultyFs.ts';
import { answered, headerOf, journalBytes, sampleEntries } from '../../support/journalSamples.ts';

const sample = journalBytes(headerOf('s1'), sampleEntries());
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'faults-'));
});
afterEach(() => rm(root, { recursive: true }));

async function lay(session: string, content: string | Uint8Array): Promise<SessionFolder> {
  await mkdir(join(root, session), { recursive: true });
  await writeFile(join(root, session, 'journal.jsonl'), content);
  return new SessionFolder(root, { window: 'test', clock: new FixedClock(Date.now()) });
}

function reason(expected: JournalError['reason']) {
  return (error: unknown) => error instanceof JournalError && error.reason === expected;
}

describe('a journal that was cut', function () {
  this.timeout(20_000);
  it('opens at every byte offset, and the next append is readable', async function () {
    this.timeout(60_000);
    for (let length = 0; length <= sample.length; length++) {
      const folder = await lay('s1', sample.subarray(0, length));
      const { entries, journal } = await folder.open('s1');
      const seq = (entries.at(-1)?.seq ?? 0) + 1;
      await journal.append([answered(seq, 'next ≥')]);
      await journal.close();
      const again = await folder.open('s1');
      assert.deepEqual(
        again.entries,
        [...sampleEntries().slice(0, seq - 1), answered(seq, 'next ≥')],
        `cut at ${length}`,
      );
      assert.deepEqual(again.notices, []);
      await again.journal.close();
      await rm(join(root, 's1'), { recursive: true });
    }
  });

  it('keeps the bytes of the torn line beside it and says so', async () => {
    const folder = await lay('s1', sample.subarray(0, sample.length - 20));
    const { notices, journal } = await folder.open('s1');
    assert.match(notices.join(), /half written.*journal\.torn/);
    const torn = await readFile(join(root, 's1', 'journal.torn'));
    assert.ok(torn.length > 20 && sample.subarray(0, -20).includes(torn));
    await journal.close();
  });

  it('leaves the file alone when another window writes it', async () => {
    const folder = await lay('s1', sample);
    const writer = await folder.open('s1');
    const cut = sample.subarray(0, sample.length - 20);
    await writeFile(join(root, 's1', 'journal.jsonl'), cut);
    const reader = await folder.open('s1');
    assert.equal(reader.entries.length, sampleEntries().length - 1);
    assert.deepEqual(await readFile(join(root, 's1', 'journal.jsonl')), cut);
    await assert.rejects(writer.journal.append([answered(5, 'x')]), /shortened by another program/);
    await Promise.all([writer.journal.close(), reader.journal.close()]);
  });
});

describe('a journal that is damaged', function () {
  this.timeout(20_000);
  const damaged = Buffer.from(sample);
  damaged.fill('#', sample.indexOf('"seq":2'), sample.indexOf('"seq":2') + 9);

  it('goes on from the last good entry, keeps the damaged file, and says so', async () => {
    const folder = await lay('s1', damaged);
    const [listed] = await folder.list();
    assert.match(listed?.fault ?? '', /Line 3/);
    const { entries, notices, journal } = await folder.open('s1');
    assert.deepEqual(entries, sampleEntries().slice(0, 1));
    assert.match(notices.join(), /Line 3 .*journal\.corrupt/);
    await journal.append([answered(2, 'anew')]);
    await journal.close();
    assert.deepEqual(await readFile(join(root, 's1', 'journal.corrupt')), damaged);
    const again = await folder.open('s1');
    assert.deepEqual(again.entries, [...sampleEntries().slice(0, 1), answered(2, 'anew')]);
    assert.deepEqual(again.notices, []);
    await again.journal.close();
  });

  it('never writes over what was kept before', async () => {
    const folder = await lay('s1', damaged);
    await (await folder.open('s1')).journal.close();
    await writeFile(join(root, 's1', 'journal.jsonl'), damaged);
    await (await folder.open('s1')).journal.close();
    assert.deepEqual((await readdir(join(root, 's1'))).sort(), [
      'journal.corrupt',
      'journal.corrupt-2',
      'journal.jsonl',
    ]);
  });

  it('hides no other session, whatever is wrong with it', async () => {
    await lay('good', journalBytes(headerOf('good'), sampleEntries()));
    await lay('newer', '{"journal":9,"session":"newer","started":1}\n');
    await lay('empty', '');
    await mkdir(join(root, 'bare'));
    await mkdir(join(root, 'odd', 'journal.jsonl'), { recursive: true });
    const folder = await lay('noise', Buffer.from([0, 255, 10, 10, 0]));
    const list = new Map((await folder.list()).map((item) => [item.session, item]));
    assert.deepEqual([...list.keys()].sort(), ['bare', 'empty', 'good', 'newer', 'noise', 'odd']);
    assert.equal(list.get('good')?.fault, undefined);
    assert.equal(list.get('good')?.entries.length, sampleEntries().length);
    assert.match(list.get('newer')?.fault ?? '', /newer version.*Update/);
    assert.match(list.get('bare')?.fault ?? '', /holds no journal/);
    assert.match(list.get('odd')?.fault ?? '', /cannot be read/);
    await assert.rejects(folder.open('newer'), reason('unreadable'));
    await assert.rejects(folder.open('odd'), reason('unreadable'));
  });

  it('keeps the lines of another version in the file', async () => {
    const unknown = `${JSON.stringify({ seq: 5, at: 1, clock: 1, event: { type: 'sang' } })}\n`;
    const folder = await lay('s1', Buffer.concat([sample, Buffer.from(unknown)]));
    const { notices, journal } = await folder.open('s1');
    assert.match(notices.join(), /1 entries come from another version/);
    await journal.append([answered(5, 'goes on')]);
    await journal.close();
    const again = await folder.open('s1');
    assert.deepEqual(again.entries.at(-1), answered(5, 'goes on'));
    assert.ok((await readFile(join(root, 's1', 'journal.jsonl'), 'utf8')).includes(unknown));
    await again.journal.close();
  });

  it('refuses a name that leads elsewhere', async () => {
    const folder = await lay('s1', sample);
    for (const name of ['..', '../s1', 'a/b', 'a\\b', '', '.', 's1\0']) {
      await assert.rejects(folder.open(name), reason('unreadable'));
      await assert.rejects(folder.remove(name), reason('unreadable'));
    }
  });
});

describe('a disk that fails', function () {
  this.timeout(20_000);
  async function failing(faults: Faults) {
    await lay('s1', sample);
    const folder = new SessionFolder(root, { window: 'test', fs: faultyFs(faults) });
    const { journal } = await folder.open('s1');
    return { folder, journal };
  }
  const cases: [string, Faults, JournalError['reason']][] = [
    ['no space', { write: 'ENOSPC' }, 'full'],
    ['a short write', { short: 17 }, 'full'],
    ['a write of nothing', { short: 0 }, 'full'],
    ['an error of the device', { write: 'EIO' }, 'io'],
    ['a failing flush', { datasync: 'EIO' }, 'io'],
    ['a short write that cannot be taken back', { short: 17, truncate: 'EIO' }, 'full'],
    ['a failing flush that cannot be taken back', { datasync: 'EIO', truncate: 'EIO' }, 'io'],
    ['a disk that became read-only', { always: 'EROFS' }, 'read-only'],
    ['missing rights', { write: 'EACCES' }, 'read-only'],
  ];
  for (const [name, fault, expected] of cases) {
    it(`${name}: the batch does not count and the next one is whole`, async () => {
      const faults: Faults = {};
      const { folder, journal } = await failing(faults);
      const batch = [answered(5, 'five'), answered(6, 'six')];
      Object.assign(faults, fault);
      await assert.rejects(journal.append(batch), reason(expected));
      delete faults.always;
      await journal.append([answered(5, 'again')]);
      await journal.close();
      const { entries, notices } = await folder.open('s1');
      assert.deepEqual(entries, [...sampleEntries(), answered(5, 'again')]);
      assert.deepEqual(notices, []);
    });
  }

  it('opens for reading on a read-only disk; appending says why it cannot', async () => {
    const { journal } = await failing({ always: 'EROFS' });
    await assert.rejects(journal.append([answered(5, 'five')]), (error: unknown) => {
      return error instanceof JournalError && error.reason === 'read-only' && error.message.includes(root);
    });
    await assert.rejects(journal.writeDraft('x'), reason('read-only'));
    const folder = new SessionFolder(join(root, 'new'), { window: 'test', fs: faultyFs({ always: 'EROFS' }) });
    await assert.rejects(folder.create(headerOf('s2')), reason('read-only'));
    await journal.close();
  });

  it('does not bring a deleted journal back without its beginning', async () => {
    const { journal } = await failing({});
    await rm(join(root, 's1'), { recursive: true });
    await assert.rejects(journal.append([answered(5, 'five')]), /deleted or moved/);
    assert.deepEqual(await readdir(root), []);
    await journal.close();
  });
});

describe('the lease', function () {
  this.timeout(20_000);
  const dead = spawnSync(process.execPath, ['-e', '0']).pid;

  async function leased(clock: FixedClock, owner: Record<string, unknown> | string): Promise<SessionFolder> {
    await lay('s1', sample);
    const file = join(root, 's1', 'lease.json');
    const text = { pid: process.pid, host: 'elsewhere', window: 'w', heartbeat: 0, token: 'x' };
    await writeFile(file, typeof owner === 'string' ? owner : JSON.stringify({ ...text, ...owner }));
    await utimes(file, new Date(clock.now()), new Date(clock.now()));
    return new SessionFolder(root, { window: 'test', clock, host: 'here' });
  }

  it('of a dead process on this machine is free at once', async () => {
    const folder = await leased(new FixedClock(), { host: 'here', pid: dead });
    assert.equal((await folder.open('s1')).journal.writable, true);
  });

  it('of another machine is free after fifteen seconds without a beat', async () => {
    const clock = new FixedClock();
    const folder = await leased(clock, { pid: dead });
    assert.equal((await folder.open('s1')).journal.writable, false);
    clock.advance(15_001);
    assert.equal((await folder.open('s1')).journal.writable, true);
  });

  it('that is only half written counts as held while it is fresh', async () => {
    const clock = new FixedClock();
    const folder = await leased(clock, '{"pid":');
    assert.equal((await folder.open('s1')).journal.writable, false);
    clock.jump(20_000);
    assert.equal((await folder.open('s1')).journal.writable, true);
  });

  it('beats while it is held, so nobody takes it', async () => {
    const clock = new FixedClock();
    const folder = await lay('s1', sample).then(
      () => new SessionFolder(root, { window: 'a', clock, isAlive: () => true }),
    );
    const { journal } = await folder.open('s1');
    for (let n = 0; n < 10; n++) {
      clock.advance(3_000);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal((await folder.open('s1')).journal.writable, false);
    await journal.close();
  });

  it('that was taken is noticed without writing', async () => {
    const clock = new FixedClock();
    const folder = await lay('s1', sample).then(() => new SessionFolder(root, { window: 'a', clock }));
    const old = await folder.open('s1');
    const lost = new Promise<void>((resolve) => old.journal.onDidLoseLease(resolve));
    const taken = await folder.open('s1', true);
    clock.advance(3_000);
    await lost;
    assert.equal(old.journal.writable, false);
    assert.equal(taken.journal.writable, true);
  });

  it('goes to one of many that find it stale at the same time', async () => {
    const clock = new FixedClock();
    const folder = await leased(clock, { host: 'here', pid: dead });
    const opened = await Promise.all(Array.from({ length: 8 }, () => folder.open('s1')));
    const results = await Promise.allSettled(opened.map(({ journal }) => journal.append([answered(5, 'mine')])));
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1);
    assert.equal((await folder.list())[0]?.entries.length, sampleEntries().length + 1);
  });
});
