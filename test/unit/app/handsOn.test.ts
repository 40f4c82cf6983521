import assert from 'node:assert/strict';
import type { Notice } from '../../../src/app/live.ts';
import { type CheckOutcome, ExerciseError, PythonError, type RunOutcome } from '../../../src/app/ports.ts';
import type { Session } from '../../../src/app/session.ts';
import type { ExerciseCard } from '../../../src/protocol/chat.ts';
import { workbench } from './workbench.ts';

const finished: RunOutcome = {
  ending: 'finished',
  exitCode: 0,
  seconds: 1,
  series: {
    loss: [
      [0, 2],
      [1, 1],
    ],
  },
};
const outcome = (verdict: CheckOutcome['verdict']): CheckOutcome => ({
  ...{ verdict, notes: [], seconds: 2, error: null },
  symptom: [{ check: 'falls', passed: verdict !== 'unfixed', message: 'The loss falls' }],
  cause: [{ check: 'pairs', passed: verdict === 'fixed', message: 'Rows and labels belong together' }],
});

const card = (session: Session): ExerciseCard => {
  const found = session
    .chat()
    .turns.flatMap((turn) => turn.cards)
    .find((item) => item.kind === 'exercise');
  if (found?.kind !== 'exercise') throw new Error('There is no exercise card.');
  return found;
};
const facts = (session: Session) => session.interviewer.state.exercises.files;
const notice = (session: Session): Notice | undefined => session.live.notice;
const actions = (session: Session) => notice(session)?.actions.map((action) => action.id);
const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('opening an exercise', () => {
  it('copies the starter once and opens its files; opening again shows the same folder', async () => {
    const { session, workspace, exercises } = await workbench();
    assert.equal(card(session).state, 'offered');
    await session.handsOn.open('files');
    await session.handsOn.open('files');
    assert.deepEqual([...exercises.folders], ['/work/project-1']);
    assert.deepEqual(workspace.opened.slice(0, 2), ['/work/project-1/README.md', '/work/project-1/data.py']);
    assert.equal(facts(session)?.attempts.length, 1);
    assert.equal(card(session).state, 'open');
    assert.deepEqual(card(session).files, ['README.md', 'data.py']);
    assert.equal(card(session).folder, 'project-1');
  });

  it('copies once when pressed twice', async () => {
    const { session, exercises } = await workbench();
    await Promise.all([session.handsOn.open('files'), session.handsOn.open('files')]);
    assert.equal(exercises.folders.size, 1);
  });

  it('does nothing when no folder is chosen', async () => {
    const { session, workspace } = await workbench();
    workspace.parent = undefined;
    await session.handsOn.open('files');
    assert.equal(facts(session), undefined);
    assert.equal(notice(session), undefined);
  });

  it('makes a fresh copy when the folder was deleted or renamed', async () => {
    const { session, exercises } = await workbench({ runs: [finished] });
    await session.handsOn.open('files');
    exercises.folders.clear();
    await session.handsOn.run('files');
    assert.match(notice(session)?.text ?? '', /\/work\/project-1 is not there any more.*fresh copy/);
    assert.deepEqual(actions(session), ['reopen']);
    assert.match(card(session).blocked ?? '', /not where it was/);
    await session.handsOn.open('files');
    assert.equal(facts(session)?.attempts.at(-1)?.folder, '/work/project-2');
    assert.equal(card(session).blocked, undefined);
    assert.equal(notice(session), undefined);
  });

  it('says what stands in the way', async () => {
    const { session, exercises } = await workbench();
    exercises.fault = new ExerciseError('read-only', 'The folder /work cannot be written. Choose another one.');
    await session.handsOn.open('files');
    assert.deepEqual(notice(session), {
      ...{ tone: 'error', text: 'The folder /work cannot be written. Choose another one.', actions: [] },
    });
  });

  it('finds a missing folder again when the session is reopened', async () => {
    const { library, session, exercises } = await workbench();
    await session.handsOn.open('files');
    exercises.folders.clear();
    const id = session.interviewer.session;
    await library.close(id);
    const again = await library.open(id);
    await tick();
    assert.match(card(again).blocked ?? '', /not where it was/);
  });
});

describe('running and checking', () => {
  it('needs the files first', async () => {
    const { session } = await workbench({ runs: [finished] });
    await session.handsOn.run('files');
    assert.match(notice(session)?.text ?? '', /has not been opened yet/);
    assert.deepEqual(actions(session), ['reopen']);
  });

  it('saves, runs, tells progress, and records what came of it', async () => {
    const { session, workspace } = await workbench({ runs: [{ ...finished, output: 'step 1\n' }] });
    const told: unknown[] = [];
    session.listen({ progress: (problem, run, series, output) => told.push({ problem, run, series, output }) });
    await session.handsOn.open('files');
    await session.handsOn.run('files');
    assert.deepEqual(workspace.saved, ['/work/project-1']);
    assert.deepEqual(told, [
      { problem: 'files', run: 1, series: {}, output: 'step 1\n' },
      { problem: 'files', run: 1, series: finished.series, output: '' },
    ]);
    assert.equal(facts(session)?.runs[0]?.diff[0]?.file, 'data.py');
    assert.deepEqual(
      card(session).runs.map(({ label, ending }) => ({ label, ending })),
      [{ label: 'run 1, data.py changed', ending: 'finished' }],
    );
    assert.equal(session.interviewer.state.turns.at(-1)?.moves?.[0]?.kind, 'about-change');
    assert.equal(session.live.activity, undefined);
  });

  it('records with each run, probe and check what Python says was changed, and nothing where it says nothing', async () => {
    const change = { file: 'data.py', unit: 'load', line: 3, kind: 'code', prints: 0, digest: 'd', seeds: '' } as const;
    const { session } = await workbench({
      runs: [finished, finished],
      probes: [{ ending: 'finished', seconds: 1, text: 'rows' }],
      checks: [outcome('fixed')],
      changes: [[], [change], [change]],
    });
    await session.handsOn.open('files');
    await session.handsOn.run('files');
    await session.handsOn.probe('files', 'raw_batch');
    await session.handsOn.check('files');
    await session.handsOn.run('files');
    const told = facts(session);
    assert.deepEqual(
      told?.runs.map(({ changes }) => changes),
      [[], undefined],
    );
    assert.deepEqual(
      told?.probes.map(({ changes }) => changes),
      [[change]],
    );
    assert.deepEqual(
      told?.checks.map(({ changes }) => changes),
      [[change]],
    );
  });

  it('runs one process at a time', async () => {
    const { session, python } = await workbench({ runs: [finished, finished], checks: [outcome('unfixed')] });
    await session.handsOn.open('files');
    await Promise.all([session.handsOn.run('files'), session.handsOn.run('files'), session.handsOn.check('files')]);
    assert.deepEqual((python as { calls?: string[] }).calls, ['run /work/project-1 train.py']);
    assert.equal(facts(session)?.runs.length, 1);
  });

  it('stops a run, records it as stopped, and says nothing about it', async () => {
    const { session } = await workbench({ runs: [{ ...finished, ending: 'stopped', exitCode: null }, finished] });
    await session.handsOn.open('files');
    const running = session.handsOn.run('files');
    await tick();
    assert.equal(card(session).state, 'running');
    session.handsOn.stop();
    await running;
    assert.equal(facts(session)?.runs[0]?.ending, 'stopped');
    assert.equal(card(session).state, 'open');
    assert.equal(notice(session), undefined);
    await session.handsOn.run('files');
    assert.equal(facts(session)?.runs.length, 2);
  });

  it('forgets a check that was stopped, without an error', async () => {
    const { session } = await workbench({
      interpreter: async () => ({ path: 'python', version: '3.11.7', packages: {} }),
      run: async () => finished,
      changes: async () => undefined,
      probe: async () => ({ ending: 'finished', seconds: 1 }),
      check: (_problem, _folder, _needs, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    await session.handsOn.open('files');
    const checking = session.handsOn.check('files');
    await tick();
    assert.equal(card(session).state, 'checking');
    session.handsOn.stop();
    await checking;
    assert.equal(facts(session)?.checks.length, 0);
    assert.equal(notice(session), undefined);
  });

  it('records the verdict, and hides which cause it is while the symptom is there', async () => {
    const { session } = await workbench({ checks: [outcome('unfixed'), outcome('masked'), outcome('fixed')] });
    await session.handsOn.open('files');
    await session.handsOn.check('files');
    assert.deepEqual(card(session).verdict?.cause, []);
    assert.equal(card(session).explanation, undefined);
    await session.handsOn.check('files');
    assert.equal(card(session).verdict?.cause.length, 1);
    assert.equal(card(session).verdict?.summary, '1 of 2 properties hold.');
    await session.handsOn.check('files');
    assert.equal(card(session).state, 'done');
    assert.equal(card(session).explanation, 'The pairs were torn apart.');
    assert.deepEqual(
      facts(session)?.checks.map((check) => check.verdict),
      ['unfixed', 'masked', 'fixed'],
    );
  });

  it('is debugged by the Python of its runs, as it is on screen', async () => {
    const { session, workspace } = await workbench();
    await session.handsOn.debug('files');
    assert.match(notice(session)?.text ?? '', /not been opened yet/);
    await session.handsOn.open('files');
    await session.handsOn.debug('files');
    assert.deepEqual(workspace.saved, ['/work/project-1']);
    assert.match(workspace.debugged.join(), /\/work\/project-1\/train\.py$/);
    workspace.why = 'Restricted Mode';
    await session.handsOn.debug('files');
    assert.equal(workspace.debugged.length, 1);
    assert.equal(notice(session)?.text, 'Restricted Mode');
  });

  it('is not checked by code that the person does not want to run, and says nothing about it', async () => {
    const asked: string[] = [];
    const consent = { given: async (problem: string, title: string) => asked.push(`${problem} ${title}`) > 1 };
    const { session } = await workbench({ checks: [outcome('fixed')] }, consent);
    await session.handsOn.open('files');
    await session.handsOn.check('files');
    assert.equal(facts(session)?.checks.length, 0);
    assert.equal(notice(session), undefined);
    await session.handsOn.check('files');
    assert.equal(facts(session)?.checks.length, 1);
    assert.match(asked.join(), /^files \S/);
  });

  it('says why code cannot run here', async () => {
    const { session, workspace, python } = await workbench({ runs: [finished] });
    await session.handsOn.open('files');
    workspace.why = 'This folder is not trusted.';
    await session.handsOn.run('files');
    assert.deepEqual(notice(session)?.text, 'This folder is not trusted.');
    assert.deepEqual(actions(session), ['trust']);
    assert.deepEqual((python as { calls?: string[] }).calls, []);
    workspace.why = undefined;
    await session.handsOn.run('files');
    assert.equal(facts(session)?.runs.length, 1);
  });

  for (const [reason, ids] of [
    ['missing', ['choose-python']],
    ['too-old', ['choose-python']],
    ['broken', ['choose-python']],
    ['package-missing', ['make-venv', 'choose-python']],
    ['judge-failed', []],
  ] as const) {
    it(`offers the right way out when Python is ${reason}`, async () => {
      const { session } = await workbench({ interpreter: new PythonError(reason, `Python: ${reason}.`) });
      await session.handsOn.open('files');
      await session.handsOn.run('files');
      assert.deepEqual(notice(session)?.text, `Python: ${reason}.`);
      assert.deepEqual(actions(session), ids);
      assert.equal(facts(session)?.runs.length, 0);
      assert.equal(card(session).state, 'open');
    });
  }

  it('shows the candidate’s own error with its place', async () => {
    const error = { kind: 'SyntaxError', message: 'invalid syntax', file: 'data.py', line: 4 };
    const { session } = await workbench({ runs: [{ ...finished, ending: 'failed', exitCode: 1, error }] });
    await session.handsOn.open('files');
    await session.handsOn.run('files');
    assert.equal(card(session).runs[0]?.message, 'SyntaxError: invalid syntax (data.py:4)');
  });

  it('stops when the interview ends, and counts nothing after that', async () => {
    const { session } = await workbench({ runs: [{ ...finished, ending: 'stopped' }], checks: [outcome('fixed')] });
    await session.handsOn.open('files');
    const running = session.handsOn.run('files');
    await tick();
    await session.interviewer.end();
    await running;
    const before = session.scorecard();
    await session.handsOn.check('files');
    assert.match(notice(session)?.text ?? '', /has ended.*Problems view/);
    await session.interviewer.record({ type: 'checked', problem: 'files', attempt: 1, ...outcome('fixed'), diff: [] });
    assert.deepEqual(session.scorecard(), before);
    assert.equal(facts(session)?.checks.length, 0);
  });
});

describe('resetting, comparing, giving up', () => {
  it('keeps the earlier attempt on reset, after asking', async () => {
    const { session, workspace, exercises } = await workbench();
    await session.handsOn.open('files');
    workspace.yes = false;
    await session.handsOn.reset('files');
    assert.equal(exercises.folders.size, 1);
    workspace.yes = true;
    await session.handsOn.reset('files');
    assert.deepEqual([...exercises.folders], ['/work/project-1', '/work/project-1 (attempt 2)']);
    assert.match(notice(session)?.text ?? '', /kept in \/work\/project-1 \(attempt 2\)/);
    assert.equal(facts(session)?.attempts.length, 2);
  });

  it('does not reset under a running process', async () => {
    const { session, exercises } = await workbench({ runs: [{ ...finished, ending: 'stopped' }] });
    await session.handsOn.open('files');
    const running = session.handsOn.run('files');
    await tick();
    await session.handsOn.reset('files');
    assert.equal(exercises.folders.size, 1);
    assert.match(notice(session)?.text ?? '', /Stop it, then reset/);
    session.handsOn.stop();
    await running;
  });

  it('compares what was changed with the start, and says so when nothing was', async () => {
    const { session, workspace, exercises } = await workbench();
    await session.handsOn.open('files');
    await session.handsOn.compare('files', 'start');
    assert.deepEqual(workspace.compared, ['start /work/project-1/data.py']);
    exercises.diffs = [];
    await session.handsOn.compare('files', 'start');
    assert.match(notice(session)?.text ?? '', /Nothing has been changed/);
  });

  it('shows the reference only after the repair or after giving up', async () => {
    const { session, workspace } = await workbench();
    await session.handsOn.open('files');
    await session.handsOn.compare('files', 'reference');
    assert.deepEqual(workspace.compared, []);
    await session.interviewer.record({ type: 'gave-up', problem: 'files' });
    await session.handsOn.compare('files', 'reference');
    assert.deepEqual(workspace.compared, ['reference /work/project-1/data.py']);
  });

  it('shows the reference after a repair', async () => {
    const { session, workspace } = await workbench({ checks: [outcome('fixed')] });
    await session.handsOn.open('files');
    await session.handsOn.check('files');
    await session.handsOn.compare('files', 'reference');
    assert.equal(workspace.compared.length, 1);
  });

  it('gives up once, after asking, and not after a repair', async () => {
    const { session, workspace } = await workbench({ checks: [outcome('fixed')] });
    await session.handsOn.open('files');
    workspace.yes = false;
    await session.handsOn.giveUp('files');
    assert.equal(facts(session)?.gaveUp, false);
    await session.handsOn.check('files');
    workspace.yes = true;
    await session.handsOn.giveUp('files');
    assert.equal(facts(session)?.gaveUp, false);
    assert.equal(workspace.questions.length, 1);
  });

  it('explains after giving up', async () => {
    const { session } = await workbench();
    await session.handsOn.open('files');
    await session.handsOn.giveUp('files');
    assert.equal(card(session).explanation, 'The pairs were torn apart.');
    assert.equal(card(session).state, 'done');
  });

  it('opens only files that belong to the task', async () => {
    const { session, workspace } = await workbench();
    await session.handsOn.open('files');
    const before = workspace.opened.length;
    await session.handsOn.openFile('files', '../../secret');
    await session.handsOn.openFile('files', 'train.py');
    assert.equal(workspace.opened.length, before);
    await session.handsOn.openFile('files', 'data.py');
    assert.equal(workspace.opened.at(-1), '/work/project-1/data.py');
  });
});
