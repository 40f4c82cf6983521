import assert from 'node:assert/strict';
import { exportReport, exportScorecard } from '../../../src/app/exportReport.ts';
import { RefusedError } from '../../../src/app/interviewer.ts';
import type { Session } from '../../../src/app/session.ts';
import type { Dispute } from '../../../src/core/grading/dispute.ts';
import { type ScorecardView, scorecardViewSchema } from '../../../src/protocol/scorecard.ts';
import { entriesOf, realBank, rehearsalId, say, stage } from '../../support/rehearsal.ts';

const problem = 'nonlinear-activations';
const answers = [
  'Without activations the layers multiply into one matrix, so a stack of linear layers is one linear map. Do sigmoids shrink the gradient? Enough linear layers can still learn non-linear functions.',
  'I take that back in my own manner. A rectifier has a price of its own, because some neurons go quiet for good.',
];

/** An interview on one question, ended, with the answers above in it. */
async function ended(): Promise<{ session: Session; sessions: ReturnType<typeof stage>['sessions'] }> {
  const { library, sessions, clock } = stage({ bank: await realBank() });
  const session = await library.practise(problem);
  for (const answer of answers) await say(session, clock, answer);
  await session.interviewer.end();
  return { session, sessions };
}

const turnOf = ({ interviewer }: Session, text: string): number =>
  interviewer.state.turns.find((turn) => turn.text?.includes(text))?.turn ?? 0;

function pointing(session: Session, id: string, text: string, more: Partial<Dispute> = {}): Dispute {
  return { problem, about: 'key_point', id, quotes: [{ turn: turnOf(session, text), text }], ...more };
}

function cardOf(session: Session): ScorecardView {
  const card = scorecardViewSchema.parse(session.scorecard());
  return card;
}

function pointOf(session: Session, id: string) {
  const point = cardOf(session).questions[0]?.keyPoints.find((item) => item.id === id);
  assert.ok(point, id);
  return point;
}

describe('disputing a verdict', () => {
  it('offers the candidate’s sentences, and nothing to dispute where a point was met', async () => {
    const { session } = await ended();
    const [question] = cardOf(session).questions;
    assert.deepEqual(question?.sentences.map(({ text }) => text).slice(0, 2), [
      'Without activations the layers multiply into one matrix, so a stack of linear layers is one linear map.',
      'Do sigmoids shrink the gradient?',
    ]);
    assert.equal(pointOf(session, 'composition-is-linear').verdict, 'met');
    assert.equal(pointOf(session, 'composition-is-linear').disputable, false);
    await assert.rejects(
      session.interviewer.dispute(pointing(session, 'composition-is-linear', 'one linear map')),
      /no such verdict/,
    );
  });

  it('marks the verdict with the words and the judge’s answer, and changes no number', async () => {
    const { session, sessions } = await ended();
    const before = cardOf(session);
    const reason = 'A dead unit gets no gradient.';
    await session.interviewer.dispute(
      pointing(session, 'dead-units', 'because some neurons go quiet for good', { reason }),
    );
    const { dispute, verdict } = pointOf(session, 'dead-units');
    assert.equal(dispute?.reason, reason);
    assert.equal(dispute?.quotes[0]?.text, 'because some neurons go quiet for good');
    assert.match(dispute?.answer ?? '', /The offline judge looked again\. .*stays marked as disputed\.$/);
    assert.equal(verdict, before.questions[0]?.keyPoints.find(({ id }) => id === 'dead-units')?.verdict);
    const after = cardOf(session);
    assert.deepEqual(
      after.questions.map(({ score }) => score),
      before.questions.map(({ score }) => score),
    );
    assert.deepEqual(after.dimensions, before.dimensions);
    assert.match(after.facts, /1 verdict disputed/);
    assert.equal((await entriesOf(sessions)).at(-1)?.event.type, 'disputed');
  });

  it('is told what it finds and what it looks for beside that', async () => {
    const { session } = await ended();
    await session.interviewer.dispute(pointing(session, 'dead-units', 'because some neurons go quiet for good'));
    assert.match(pointOf(session, 'dead-units').dispute?.answer ?? '', /It finds “neurons”.*looks for one of: “/);
  });

  it('is told when the words claim nothing', async () => {
    const { session } = await ended();
    await session.interviewer.dispute(pointing(session, 'choice-and-gradient', 'Do sigmoids shrink the gradient?'));
    assert.match(pointOf(session, 'choice-and-gradient').dispute?.answer ?? '', /a question claims nothing/);
  });

  it('holds for a misconception that was found', async () => {
    const { session } = await ended();
    const [correction] = cardOf(session).questions[0]?.corrections ?? [];
    assert.equal(correction?.id, 'more-layers-more-power');
    await session.interviewer.dispute({
      ...pointing(session, 'more-layers-more-power', 'I take that back in my own manner.'),
      about: 'misconception',
    });
    const answer = cardOf(session).questions[0]?.corrections[0]?.dispute?.answer ?? '';
    assert.match(answer, /looked again/);
  });

  it('replaces an earlier dispute of the same verdict, and can be withdrawn', async () => {
    const { session } = await ended();
    await session.interviewer.dispute(pointing(session, 'dead-units', 'because some neurons go quiet for good'));
    await session.interviewer.dispute(pointing(session, 'dead-units', 'A rectifier has a price of its own'));
    assert.equal(pointOf(session, 'dead-units').dispute?.quotes[0]?.text, 'A rectifier has a price of its own');
    assert.match(cardOf(session).facts, /1 verdict disputed/);
    await session.interviewer.withdraw({ problem, about: 'key_point', id: 'dead-units' });
    assert.equal(pointOf(session, 'dead-units').dispute, undefined);
    assert.doesNotMatch(cardOf(session).facts, /disputed/);
  });

  it('stands in every report and export', async () => {
    const { session } = await ended();
    const reason = 'A <b>dead</b> unit gets no gradient.';
    await session.interviewer.dispute(
      pointing(session, 'dead-units', 'because some neurons go quiet for good', { reason }),
    );
    const texts = [
      exportScorecard(session, 'markdown').text,
      exportScorecard(session, 'json').text,
      exportReport(session, 'questions', 'markdown').text,
      exportReport(session, 'all', 'html').text,
      exportReport(session, 'all', 'json').text,
    ];
    for (const text of texts) {
      assert.match(text, /because some neurons go quiet for good/);
      assert.match(text, /The offline judge looked again/);
    }
    assert.doesNotMatch(texts[3] ?? '', /<b>dead/);
    assert.match(exportReport(session, 'evaluation', 'markdown').text, /disputes a verdict/);
  });

  it('takes the candidate’s own words only, and only after the end', async () => {
    const { library, clock } = stage({ bank: await realBank() });
    const session = await library.practise(problem);
    await say(session, clock, answers[0] ?? '');
    const dispute = pointing(session, 'dead-units', 'one linear map');
    await assert.rejects(session.interviewer.dispute(dispute), /once the interview has ended/);
    await session.interviewer.end();
    for (const quotes of [
      [{ turn: 1, text: 'one linear map' }],
      [{ turn: 2, text: 'never said' }],
      [{ turn: 2, text: ' ' }],
    ])
      await assert.rejects(session.interviewer.dispute({ ...dispute, quotes }), RefusedError);
    assert.equal(session.interviewer.state.progress[problem]?.disputes.length, 0);
  });

  it('is there again when the session is opened anew', async () => {
    const bank = await realBank();
    const { session, sessions } = await ended();
    await session.interviewer.dispute(pointing(session, 'dead-units', 'because some neurons go quiet for good'));
    const shown = cardOf(session);
    await session.close();
    const again = await stage({ bank, sessions }).library.open(rehearsalId);
    assert.deepEqual(cardOf(again), shown);
  });
});
