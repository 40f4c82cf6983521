import assert from 'node:assert/strict';
import type { JudgeChoice } from '../../../src/app/ports.ts';
import { presentScorecard } from '../../../src/app/present/scorecard.ts';
import type { Session } from '../../../src/app/session.ts';
import type { Bank } from '../../../src/core/bank.ts';
import { fakeModel } from '../../support/fakeModels.ts';
import { FixedClock, MemorySessions } from '../../support/fakes.ts';
import { realBank, rehearsalId, stage } from '../../support/rehearsal.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const answer =
  'In training each unit is set to zero at random with probability p, a new mask in each step; at evaluation nothing is dropped.';
const mute = fakeModel([{ pieces: [], ending: 'hangs' }], 'a slow model');

describe('an answer that a model is to read', () => {
  let bank: Bank;
  before(async () => {
    bank = await realBank();
  });

  async function practising(sessions = new MemorySessions(), judging: JudgeChoice = 'model') {
    const set = stage({ bank, sessions, clock: new FixedClock(), models: { current: async () => mute }, judging });
    const session = await set.library.practise('dropout-train-eval');
    await session.interviewer.stop();
    return { ...set, session };
  }

  const judgements = (session: Session) =>
    session.interviewer.state.progress['dropout-train-eval']?.judgements.map(({ judgement }) => judgement) ?? [];

  it('is said to be read, and is judged offline on Stop, which the scorecard tells', async () => {
    const { session } = await practising();
    await session.interviewer.answer(answer);
    await settled();
    assert.equal(session.chat().composer.interviewer, 'Reading your answer…');
    assert.equal(session.chat().composer.busy, true);
    assert.deepEqual(judgements(session), []);
    await session.interviewer.stop();
    await settled();
    const [judgement] = judgements(session);
    assert.deepEqual([judgement?.by, judgement?.fallback?.why], ['offline', 'failed']);
    assert.equal(judgement?.verdicts.find(({ keyPoint }) => keyPoint === 'eval-identity')?.verdict, 'met');
    const [question] = presentScorecard(session.interviewer.state, bank, rehearsalId, '').questions;
    assert.deepEqual(question?.notes, [
      'The model that was to read this did not. The judging was stopped. The offline judge’s verdicts stand.',
    ]);
  });

  it('waits for its judgement when the session is closed meanwhile, and is judged when it is opened again', async () => {
    const sessions = new MemorySessions();
    const { session, library } = await practising(sessions);
    await session.interviewer.answer(answer);
    await settled();
    await library.close(rehearsalId);
    assert.deepEqual(judgements(session), []);
    const again = stage({ bank, sessions, clock: new FixedClock() });
    const reopened = await again.library.open(rehearsalId);
    await settled();
    assert.equal(judgements(reopened)[0]?.by, 'offline');
    assert.equal(judgements(reopened)[0]?.fallback, undefined);
  });

  it('takes further words meanwhile, in their order', async () => {
    const { session } = await practising();
    await session.interviewer.answer(answer);
    const second = session.interviewer.answer('And a forgotten eval() makes predictions random.');
    await settled();
    await session.interviewer.stop();
    await second;
    assert.deepEqual(
      session.interviewer.state.turns.filter(({ who }) => who === 'candidate').map(({ text }) => text?.slice(0, 11)),
      ['In training', 'And a forgo'],
    );
  });
});
