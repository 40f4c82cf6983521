import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withoutLinks } from '../../../src/adapters/vscode/messageText.ts';
import { exportScorecard } from '../../../src/app/exportReport.ts';
import { maxSpeech } from '../../../src/app/voice.ts';
import { type Entry, entrySchema, type InterviewEvent } from '../../../src/core/event.ts';
import { headlineClaim } from '../../../src/core/interview/claim.ts';
import { maxAnswer } from '../../../src/core/interview.ts';
import { Channel, maxMessageSize } from '../../../src/protocol/channel.ts';
import { toChat } from '../../../src/protocol/chat.ts';
import { fromScorecard } from '../../../src/protocol/scorecard.ts';
import { fakeModel } from '../../support/fakeModels.ts';
import { entriesOf, rehearsalId, sessionsWith, stage } from '../../support/rehearsal.ts';
import { workbench } from '../app/workbench.ts';
import { checked, ran } from '../core/drive.ts';
import { smallBank } from '../core/smallBank.ts';

const bank = smallBank();

/** Entries as they would lie in a journal that came from elsewhere. */
function journal(events: readonly InterviewEvent[]): Entry[] {
  return events.map((event, seq) => ({ seq, at: 1_800_000_000_000 + seq, clock: seq, event }));
}

const practice: InterviewEvent = {
  type: 'started',
  track: 'small',
  minutes: 30,
  plan: [{ phase: 'practice', problems: ['files'] }],
  practice: true,
  difficulty: 'hard',
};

describe('a journal from elsewhere', () => {
  it('hides no other session, whatever problem it names', async () => {
    const names = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'files', 'nothing', '');
    const event = (problem: string): fc.Arbitrary<InterviewEvent> =>
      fc.constantFrom<InterviewEvent>(
        { type: 'opened', problem, attempt: 1, folder: '/etc' },
        { type: 'gave-up', problem },
        { type: 'moved', turn: 1, moves: [{ kind: 'ask', problem, entry: 'main' }] },
        { type: 'moved', turn: 1, moves: [{ kind: 'about-change', problem, file: '../x', line: 1, text: '`x`' }] },
        { type: 'answered', turn: 2, text: 'x' },
        ran({ problem }),
        checked('fixed', { problem }),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(names.chain(event), { maxLength: 6 }), async (events) => {
        const { library } = stage({ bank, sessions: await sessionsWith(journal([practice, ...events])) });
        assert.equal((await library.list()).length, 1);
        await library.practised();
      }),
      { numRuns: 200 },
    );
  });

  it('with a moment that no calendar has is not taken', () => {
    const [entry] = journal([practice]);
    assert.ok(entrySchema.safeParse(entry).success);
    for (const at of [-1, 8.65e15, 1e300]) assert.equal(entrySchema.safeParse({ ...entry, at }).success, false);
  });

  for (const folder of ['/home/ada/.ssh', '/home/ada/files-x', '/home/ada/files-', '\\\\host\\share', '/', '']) {
    it(`cannot have “${folder}” run, read or moved away`, async () => {
      const { session, exercises, workspace } = await workbench();
      exercises.folders.add(folder);
      await session.interviewer.record({ type: 'opened', problem: 'files', attempt: 1, folder });
      for (const act of ['run', 'check', 'reset'] as const) await session.handsOn[act]('files');
      await session.handsOn.compare('files', 'start');
      await session.handsOn.openFile('files', 'data.py');
      assert.deepEqual(
        [workspace.saved, workspace.opened, workspace.compared, workspace.questions, [...exercises.folders]],
        [[], [], [], [], [folder]],
      );
    });
  }

  it('cannot lead the scorecard out of the exercise’s folder', () => {
    const place = (file: string) => ({ problem: 'files', attempt: 1, file, line: 1 });
    for (const file of ['../../.ssh/id_rsa', '/etc/passwd', 'a/../../b', '..', 'C:\\x', '\\\\host\\x', 'a\\..\\b']) {
      assert.equal(fromScorecard.openCode.body.safeParse(place(file)).success, false, file);
    }
    for (const file of ['train.py', 'a/b.py', '..a.py', 'a..b/c.py', 'ü b.py']) {
      assert.ok(fromScorecard.openCode.body.safeParse(place(file)).success, file);
    }
  });

  it('puts no picture and no heading of its own into an exported scorecard', async () => {
    const title = '# Big\n\n![](https://sink.invalid/a.png) <img src=x>';
    const entries = journal([practice, { type: 'renamed', title }, { type: 'ended', early: true }]);
    const { library } = stage({ bank, sessions: await sessionsWith(entries) });
    const { text } = exportScorecard(await library.open(rehearsalId), 'markdown');
    assert.doesNotMatch(text, /(?<!\\)!?\[\]\(|(?<!\\)<img/);
    assert.equal(text.split('\n').filter((line) => line.startsWith('# ')).length, 1);
  });
});

describe('words from elsewhere', () => {
  it('become no command link in a notification', () => {
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
    for (const text of [
      '[x](command:a.b)',
      'The problem "[See](https://x.y)" is not',
      '[a] ](file:///x)',
      '[[a]](command:b)',
    ]) {
      assert.doesNotMatch(withoutLinks(text), link, text);
    }
  });

  it('of digits alone cost no time', () => {
    for (const text of ['1'.repeat(maxAnswer), '1,'.repeat(maxAnswer / 2), '1.1'.repeat(maxAnswer / 3)]) {
      const started = performance.now();
      assert.equal(headlineClaim(text), undefined);
      // Quadratic matching took nine seconds.
      assert.ok(performance.now() - started < 3_000, `${performance.now() - started} ms`);
    }
    assert.equal(headlineClaim('It cut the cost by 1,234.5 %.'), 'It cut the cost by 1,234.5 %');
  });

  it('of a model that does not stop are stopped', async () => {
    const pieces = Array.from({ length: 100 }, () => 'x'.repeat(1_000));
    const { library, sessions } = stage({
      bank,
      models: { current: async () => fakeModel([{ pieces, ending: 'complete' }]) },
    });
    await library.start('small');
    for (let i = 0; i < 200; i++) await new Promise((resolve) => setImmediate(resolve));
    const [spoke] = (await entriesOf(sessions)).flatMap(({ event }) => (event.type === 'spoke' ? [event] : []));
    assert.equal(spoke?.ending, 'failed');
    assert.ok(spoke.text.length <= maxSpeech);
  });
});

describe('an interview longer than a message may be', () => {
  it('is shown by the panel, and refused by the host', async () => {
    const bodies: unknown[] = [];
    const envelope = {
      kind: 'event',
      name: toChat.delta.name,
      body: { turn: 1, offset: 0, text: 'x'.repeat(maxMessageSize) },
    };
    const table = { delta: toChat.delta };
    const handlers = { delta: (body: unknown) => void bodies.push(body) };
    const wire = { post: () => {} };
    new Channel(wire, table, handlers, () => {}).receive(envelope);
    assert.equal(bodies.length, 0);
    new Channel(wire, table, handlers, () => {}, Number.POSITIVE_INFINITY).receive(envelope);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(bodies.length, 1);
  });
});
