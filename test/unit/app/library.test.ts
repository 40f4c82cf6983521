import assert from 'node:assert/strict';
import { RefusedError } from '../../../src/app/interviewer.ts';
import type { Session } from '../../../src/app/session.ts';
import { FixedClock, MemorySessions } from '../../support/fakes.ts';
import { entriesOf, failingSessions, rehearsalId, say, sessionsWith, stage } from '../../support/rehearsal.ts';
import { checked, opened } from '../core/drive.ts';
import { smallBank } from '../core/smallBank.ts';
import { skipToTheEnd } from './script.ts';

const bank = smallBank();
const settled = () => new Promise((resolve) => setImmediate(resolve));
const turnsOf = (session: Session): number => session.interviewer.state.turns.length;

describe('the library of sessions', () => {
  it('starts with the greeting already on disk', async () => {
    const { library, sessions } = stage({ bank });
    const session = await library.start('small');
    assert.equal(turnsOf(session), 1);
    assert.deepEqual(
      (await entriesOf(sessions)).map((entry) => entry.event.type),
      ['started', 'moved'],
    );
  });

  it('starts the first track when it is asked for one it does not have', async () => {
    const { library } = stage({ bank });
    assert.equal((await library.start('unknown')).interviewer.state.started?.track, 'small');
  });

  it('leaves nothing behind when a session cannot be begun', async () => {
    const sessions = new MemorySessions();
    const { library } = stage({ bank, sessions: failingSessions(sessions, () => true), onError: () => {} });
    await assert.rejects(library.start('small'), RefusedError);
    assert.deepEqual(await library.list(), []);
    assert.deepEqual(await sessions.list(), []);
  });

  it('opens a session once in a window, also when it is asked for twice at the same time', async () => {
    const { library } = stage({ bank });
    await library.close((await library.start('small')).interviewer.session);
    const [one, two] = await Promise.all([library.open(rehearsalId), library.open(rehearsalId)]);
    assert.equal(one, two);
    assert.equal(one.interviewer.writable, true);
    assert.equal(await library.open(rehearsalId), one);
  });

  it('lets one window write, and the other take over', async () => {
    const sessions = new MemorySessions();
    const first = stage({ bank, sessions, onError: () => {} });
    const second = stage({ bank, sessions, onError: () => {} });
    const mine = await first.library.start('small');
    const theirs = await second.library.open(rehearsalId);
    assert.equal(theirs.chat().phase, 'read-only');
    assert.match(theirs.chat().banner?.text ?? '', /Another window/);
    await assert.rejects(theirs.interviewer.answer('Hello?'), RefusedError);
    const taken = await second.library.open(rehearsalId, true);
    assert.equal(taken.chat().phase, 'running');
    assert.equal(mine.chat().phase, 'read-only');
    assert.equal(mine.interviewer.clock.running, false);
    await taken.interviewer.answer('I cut latency by 40%.');
    await assert.rejects(mine.interviewer.answer('I am still here.'), RefusedError);
  });

  it('judges and replies after a crash between the answer and the reaction', async () => {
    const steady = stage({ bank });
    const session = await steady.library.start('small');
    await say(session, steady.clock, 'I did some work.');
    await say(session, steady.clock, 'aword and more.');
    const entries = await entriesOf(steady.sessions);
    const cut = entries.findLastIndex((entry) => entry.event.type === 'answered') + 1;
    const { library } = stage({ bank, clock: steady.clock, sessions: await sessionsWith(entries.slice(0, cut)) });
    const again = await library.open(rehearsalId);
    await again.interviewer.catchUp();
    assert.deepEqual(again.interviewer.state, session.interviewer.state);
  });

  it('ends an interview whose last line was lost after the good-bye', async () => {
    const steady = stage({ bank });
    const session = await steady.library.start('small');
    await skipToTheEnd(session);
    const entries = await entriesOf(steady.sessions);
    assert.equal(entries.at(-1)?.event.type, 'ended');
    const { library } = stage({ bank, sessions: await sessionsWith(entries.slice(0, -1)) });
    const again = await library.open(rehearsalId);
    await again.interviewer.catchUp();
    assert.deepEqual(again.interviewer.state.ended, { early: false });
    assert.ok(again.scorecard());
  });

  it('does not lose the judgement of an answer when a run comes in after a failed write', async () => {
    let full = false;
    const memory = new MemorySessions();
    const { library } = stage({ bank, sessions: failingSessions(memory, () => full), onError: () => {} });
    const session = await library.practise('files');
    await session.interviewer.record(opened);
    const answered = session.interviewer.answer('The labels are shuffled apart.');
    await answered;
    full = true;
    await assert.rejects(
      session.interviewer.catchUp().then(() => session.interviewer.record(checked('masked'))),
      RefusedError,
    );
    full = false;
    await session.interviewer.record(checked('masked'));
    const types = (await entriesOf(memory)).map((entry) => entry.event.type);
    assert.equal(types.filter((type) => type === 'judged').length, 1);
    assert.equal(types.filter((type) => type === 'checked').length, 1);
    assert.ok(types.indexOf('judged') < types.indexOf('checked'));
  });

  it('says what is wrong with the disk until it is mended, and keeps the words for another try', async () => {
    let full = false;
    const { library } = stage({ bank, sessions: failingSessions(new MemorySessions(), () => full), onError: () => {} });
    const session = await library.start('small');
    full = true;
    await assert.rejects(session.interviewer.answer('Hello.'), /The disk is full\..*try again/);
    assert.equal(turnsOf(session), 1);
    assert.deepEqual(session.chat().banner, { tone: 'error', text: 'The disk is full.', actions: [] });
    full = false;
    await session.interviewer.answer('Hello.');
    await session.interviewer.catchUp();
    assert.equal(session.chat().banner, undefined);
    assert.equal(turnsOf(session), 3);
  });

  it('renames an open and a closed session, and falls back to what it is', async () => {
    const { library } = stage({ bank });
    const session = await library.start('small', { company: 'Acme' });
    const titles = async () => (await library.list()).map((row) => row.title);
    assert.deepEqual(await titles(), ['ML Engineer interview, Acme']);
    await library.rename(rehearsalId, '  First try  ');
    assert.equal(session.title, 'First try');
    await library.close(rehearsalId);
    await library.rename(rehearsalId, 'x'.repeat(500));
    assert.equal((await titles())[0]?.length, 120);
    await library.rename(rehearsalId, '   ');
    assert.deepEqual(await titles(), ['ML Engineer interview, Acme']);
  });

  it('renames a session that has ended', async () => {
    const { library } = stage({ bank });
    const session = await library.start('small');
    await session.interviewer.end();
    await library.rename(rehearsalId, 'Done');
    assert.equal(session.title, 'Done');
    assert.equal((await library.list())[0]?.state, 'ended');
  });

  it('removes an open session', async () => {
    const { library } = stage({ bank });
    await library.start('small');
    await library.remove(rehearsalId);
    assert.deepEqual(await library.list(), []);
  });

  it('remembers how far each problem was taken', async () => {
    const { library, clock } = stage({ bank });
    const session = await library.practise('files');
    const practised = async () => Object.fromEntries(await library.practised());
    assert.deepEqual(await practised(), {});
    await say(session, clock, 'I suspect the pairs.');
    assert.deepEqual(await practised(), { files: 'answered' });
    await session.interviewer.record(opened);
    await session.interviewer.record(checked('fixed'));
    assert.deepEqual(await practised(), { files: 'fixed' });
  });

  it('refuses what cannot be sent, with a next step, and changes nothing', async () => {
    const { library } = stage({ bank });
    const session = await library.start('small');
    const before = session.interviewer.state;
    await assert.rejects(session.interviewer.answer(' \n '), /nothing to send/);
    await assert.rejects(
      session.interviewer.answer('x'.repeat(50_000)),
      /50,000 characters; 20,000 can be sent\. Shorten it/,
    );
    assert.equal(session.interviewer.state, before);
    await session.interviewer.end();
    for (const command of [
      () => session.interviewer.answer('Hello'),
      () => session.interviewer.request('hint'),
      () => session.interviewer.pause(true),
      () => session.interviewer.end(),
    ])
      await assert.rejects(command(), /has ended/);
  });

  it('goes on when a paused candidate writes, and the pause is not interview time', async () => {
    const clock = new FixedClock();
    const { library } = stage({ bank, clock });
    const session = await library.start('small');
    clock.advance(60_000);
    await session.interviewer.pause(true);
    assert.equal(session.chat().phase, 'paused');
    clock.advance(600_000);
    await say(session, clock, 'I am back.', 0);
    assert.equal(session.interviewer.state.paused, false);
    assert.equal(session.interviewer.clock.elapsed, 60_000);
    assert.equal(session.interviewer.clock.running, true);
  });

  it('keeps a draft', async () => {
    const { library } = stage({ bank });
    const session = await library.start('small');
    await session.interviewer.writeDraft('half a thought');
    await library.close(rehearsalId);
    assert.equal(await (await library.open(rehearsalId)).interviewer.readDraft(), 'half a thought');
  });

  it('tells its listeners of every change, and nothing after it is closed', async () => {
    const { library, clock } = stage({ bank });
    const session = await library.start('small');
    let changes = 0;
    session.listen({ changed: () => changes++ });
    await say(session, clock, 'Hello.');
    assert.ok(changes >= 2);
    await library.close(rehearsalId);
    const seen = changes;
    await settled();
    assert.equal(changes, seen);
  });
});
