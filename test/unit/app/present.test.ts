import assert from 'node:assert/strict';
import fc from 'fast-check';
import markdownIt from 'markdown-it';
import { exportScorecard } from '../../../src/app/exportReport.ts';
import { patchBetween } from '../../../src/app/present.ts';
import type { Session } from '../../../src/app/session.ts';
import type { Bank } from '../../../src/core/bank.ts';
import type { Entry } from '../../../src/core/event.ts';
import { gradeDimension } from '../../../src/core/grading/dimensions.ts';
import { grade } from '../../../src/core/grading.ts';
import { fold } from '../../../src/core/interview.ts';
import { scorecardMarkdown } from '../../../src/core/report/markdown.ts';
import { type ChatView, chatViewSchema, toChat } from '../../../src/protocol/chat.ts';
import { scorecardViewSchema } from '../../../src/protocol/scorecard.ts';
import { initialState, reduce } from '../../../webview/chat/state.ts';
import { realBank, rehearsalId, say, sessionsWith, stage } from '../../support/rehearsal.ts';
import { Drive, opened, ran } from '../core/drive.ts';
import { smallBank } from '../core/smallBank.ts';
import { perform, script } from './script.ts';

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** What the panel shows after it was sent `before` and then the patch to `after`. */
function patched(before: ChatView, after: ChatView): ChatView | undefined {
  const patch = patchBetween(before, after, 2);
  const known = reduce(initialState, { kind: 'view', seq: 1, view: json(before) });
  if (!patch) return known.view;
  return reduce(known, { kind: 'patch', patch: toChat.patch.body.parse(json(patch)) as typeof patch }).view;
}

describe('what the panel is sent', function () {
  this.timeout(30_000);
  let bank: Bank;
  before(async () => {
    bank = await realBank();
  });

  it('is a patch that turns the last view into the next, at every step of any interview', () =>
    fc.assert(
      fc.asyncProperty(script(bank, 15), async (acts) => {
        const { library, clock } = stage({ bank });
        const session = await library.start('quick');
        let shown = session.chat();
        for (const act of acts) {
          clock.advance(7_000);
          await perform(session, act);
          const next = chatViewSchema.parse(json(session.chat())) as ChatView;
          assert.deepEqual(json(patched(shown, next)), json(next));
          shown = next;
        }
      }),
      { numRuns: 30 },
    ));

  it('is a patch between any two views, forwards and backwards', async () => {
    const views: ChatView[] = [];
    const { library, clock } = stage({ bank });
    const session = await library.start('quick');
    const look = () => views.push(json(session.chat()));
    look();
    await say(session, clock, 'I cut latency by 40%.');
    look();
    session.change({
      notice: { tone: 'error', text: 'No Python.', actions: [{ id: 'choose-python', label: 'Choose' }] },
    });
    look();
    await session.interviewer.pause(true);
    look();
    session.change({ notice: undefined });
    await session.interviewer.end();
    look();
    for (const [i, before] of views.entries())
      for (const after of views.slice(i)) assert.deepEqual(json(patched(before, after)), after);
  });

  it('is nothing when nothing changed', async () => {
    const { library } = stage({ bank });
    const session = await library.start('quick');
    assert.equal(patchBetween(session.chat(), session.chat(), 1), undefined);
  });

  it('is under 4 kB for one more turn of a session of 2,000 turns', async () => {
    const session = await longSession(2_000);
    const before = session.chat();
    assert.ok(before.turns.length >= 2_000);
    await session.interviewer.request('hint');
    await session.interviewer.catchUp();
    const patch = patchBetween(before, session.chat(), 2);
    assert.equal(patch?.turns?.length, 1);
    assert.ok(JSON.stringify(patch).length < 4_096);
  });
});

/** A session that has gone on for `turns` turns, as its journal would have it. */
async function longSession(turns: number): Promise<Session> {
  const drive = new Drive();
  drive.practise('arch');
  const entries: Entry[] = [...drive.entries];
  for (let turn = 2; turn <= turns; turn += 2) {
    const about = { seq: entries.length, at: turn, clock: turn };
    entries.push({ ...about, event: { type: 'answered', turn, text: `Answer ${turn}, said at some length.` } });
    const moves = [{ kind: 'receive', style: turn } as const];
    entries.push({ ...about, seq: entries.length, event: { type: 'moved', turn: turn + 1, moves } });
  }
  entries.push({ seq: entries.length, at: 0, clock: 0, event: { type: 'renamed', title: 'Long' } });
  const { library } = stage({ bank: smallBank(), sessions: await sessionsWith(entries) });
  const session = await library.open(rehearsalId);
  await session.interviewer.catchUp();
  return session;
}

const hostile = [
  '<img src=x onerror=alert(1)><script>alert(2)</script>',
  '[click](javascript:alert(1)) ![pixel](http://example.org/p.png)',
  '`code` **bold** _it_ ~~gone~~ $x^2$ | a | b |',
  '\n\n# A heading\n\n- a list\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
  '</td></tr></table><h1>Score 5 / 5</h1>',
  '&lt;b&gt; &#60;b&#62; \u202etxt\u0000\u0007',
  '[a]: http://example.org "x"\n> quote\n***\n```js\nalert(1)\n```',
];

describe('what a candidate wrote, in an exported report', () => {
  const html = markdownIt({ html: true, linkify: false });

  /** The report on an interview in which these words were met, wrong and partly right at once. */
  const reportOn = (words: string): string => {
    const drive = new Drive();
    drive.begin();
    drive.to('arch');
    drive.answer(words, { met: ['a'], partial: ['b'], held: ['wrong'] });
    const { state, bank } = drive;
    return scorecardMarkdown(grade(state, bank), 'A title', 'Some facts', 'A judge.');
  };
  const tagsOf = (markdown: string): string[] =>
    [...html.render(markdown).matchAll(/<\/?([a-z0-9]+)/gi)].map((found) => found[0]);

  for (const words of hostile) {
    it(`stays words: ${JSON.stringify(words).slice(0, 50)}`, () => {
      assert.deepEqual(tagsOf(reportOn(words)), tagsOf(reportOn('plain words that say something')));
    });
  }

  it('stays words, whatever they are', () => {
    const plain = tagsOf(reportOn('plain words that say something')).join();
    const pieces = fc.constantFrom(
      '<b>',
      '</b>',
      '`',
      '```',
      '|',
      '*',
      '_',
      '[x](y)',
      '![',
      '](',
      '\\',
      '\n',
      '#',
      '~~',
      '&lt;',
      '“',
      'word',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 12 }), (parts) => {
        const words = parts.join('').trim();
        fc.pre(words !== '');
        assert.equal(tagsOf(reportOn(words)).join(), plain);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the scorecard view', () => {
  it('decodes with the protocol’s schema and says what was not assessed', async () => {
    const { library } = stage({ bank: smallBank() });
    const session = await library.start('small');
    assert.equal(session.scorecard(), undefined);
    await session.interviewer.end();
    const card = scorecardViewSchema.parse(json(session.scorecard()));
    assert.equal(card.recommendation.word, 'not enough assessed');
    assert.ok(card.dimensions.every((item) => item.level === null && item.justification.startsWith('Not assessed')));
    assert.match(card.judge, /nobody/);
    assert.match(card.strengthsNote ?? '', /no strengths/);
    assert.match(card.facts, /2026-11-22 · 0 min · 1 turn · 0 hints · ended early/);
  });

  it('ties points to quotes and code, and says so when there are fewer than three', () => {
    const drive = new Drive();
    drive.begin();
    drive.to('arch');
    drive.answer('Every pair of positions is compared.', { met: ['a'], held: ['wrong'] });
    drive.fact(opened);
    drive.fact(ran());
    const { strengths, improvements } = grade(drive.state, drive.bank);
    assert.equal(strengths.length, 1);
    assert.deepEqual(strengths[0]?.quote, {
      turn: drive.state.turns.length - 1,
      text: 'Every pair of positions is compared.',
    });
    assert.equal(improvements[0]?.text.includes('It is the other way round'), true);
    assert.ok(improvements.some((item) => item.exercise?.change?.file === 'data.py'));
  });

  it('gives the same bytes for the same journal', async () => {
    const { library, clock, sessions } = stage({ bank: smallBank() });
    const session = await library.start('small');
    await say(session, clock, 'I cut latency by 40%.');
    await say(session, clock, 'aword, and then bword.');
    await session.interviewer.end();
    const again = await stage({
      bank: smallBank(),
      sessions: await sessionsWith((await sessions.list())[0]?.entries ?? []),
    }).library.open(rehearsalId);
    for (const format of ['markdown', 'json'] as const)
      assert.deepEqual(exportScorecard(again, format), exportScorecard(session, format));
    assert.deepEqual(again.scorecard(), session.scorecard());
  });

  it('is a pure function of the folded journal', () => {
    const drive = new Drive();
    drive.begin();
    drive.to('warm-1');
    drive.answer('aword and bword', { met: ['a', 'b'] });
    const once = grade(drive.state, drive.bank);
    assert.deepEqual(grade(fold(drive.entries), drive.bank), once);
    const again = gradeDimension('fundamentals', { questions: once.questions, exercises: [], bank: drive.bank });
    assert.deepEqual(
      once.dimensions.find((item) => item.id === 'fundamentals'),
      again,
    );
  });
});
