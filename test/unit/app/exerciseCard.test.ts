import assert from 'node:assert/strict';
import type { ProbeOutcome, RunOutcome } from '../../../src/app/ports.ts';
import type { Session } from '../../../src/app/session.ts';
import type { Hunk } from '../../../src/core/event.ts';
import { chatViewSchema, type ExerciseCard } from '../../../src/protocol/chat.ts';
import { workbench } from './workbench.ts';

const run = (series: RunOutcome['series'], more: Partial<RunOutcome> = {}): RunOutcome => ({
  ...{ ending: 'finished', exitCode: 0, seconds: 1, series },
  ...more,
});
const rate = (value: string): Hunk => ({ file: 'config.json', line: 4, removed: ['"rate": 0.1'], added: [value] });
const found: ProbeOutcome = {
  ending: 'finished',
  seconds: 0.4,
  text: 'Equal probabilities give ln 10 = 2.303.',
  table: {
    columns: ['seed', 'loss'],
    rows: [
      [0, 2.303_483],
      ['mean', 0.000_012_3],
    ],
  },
  series: {
    loss: [
      [0, 2.3],
      [1, null],
    ],
  },
};

const card = (session: Session): ExerciseCard => {
  const view = chatViewSchema.parse(session.chat());
  const card = view.turns.flatMap((turn) => turn.cards).find((item) => item.kind === 'exercise');
  assert.ok(card?.kind === 'exercise');
  return card;
};

describe('the runs of an exercise on its card', () => {
  it('are all kept, each named by what was changed for it', async () => {
    const { session, exercises } = await workbench({ runs: [1, 2, 3, 4, 5].map((loss) => run({ loss: [[0, loss]] })) });
    await session.handsOn.open('files');
    const states: Hunk[][] = [
      [],
      [rate('"rate": 0.01')],
      [rate('"rate": 0.01')],
      [rate('"rate": 0.3'), { file: 'data.py', line: 7, removed: ['old()'], added: ['new()'] }],
      [rate('"rate": 0.3')],
    ];
    for (const diff of states) {
      exercises.diffs = diff;
      await session.handsOn.run('files');
    }
    assert.deepEqual(
      card(session).runs.map(({ run, change }) => [run, change]),
      [
        [1, 'the files as found'],
        [2, 'config.json:4 "rate": 0.01'],
        [3, 'same files as run 2'],
        [4, '2 places in config.json, data.py'],
        [5, 'data.py:7 old()'],
      ],
    );
    assert.deepEqual(card(session).runs[3]?.diff, states[3]);
  });

  it('are there again from the journal alone, and so are the probes', async () => {
    const { library, session } = await workbench({ runs: [run({ loss: [[0, 2]] })], probes: [found] });
    await session.handsOn.open('files');
    await session.handsOn.run('files');
    await session.handsOn.probe('files', 'loss_at_init');
    const before = card(session);
    assert.equal(before.findings.length, 1);
    await library.close(session.interviewer.session);
    assert.deepEqual(card(await library.open(session.interviewer.session)), before);
  });

  it('do not carry a difference that no card can show', async () => {
    const { session, exercises } = await workbench({ runs: [run({})] });
    await session.handsOn.open('files');
    exercises.diffs = [{ file: 'data.py', line: 1, removed: [], added: Array(500).fill('x') }];
    await session.handsOn.run('files');
    assert.equal(card(session).runs[0]?.diff, undefined);
    assert.match(card(session).runs[0]?.change ?? '', /^data\.py:1 x$/);
  });
});

describe('a probe', () => {
  it('is offered by name, is shown only when pressed, and is a fact', async () => {
    const { session, workspace, python } = await workbench({ runs: [run({})], probes: [found, found] });
    await session.handsOn.open('files');
    assert.deepEqual(card(session).probes, [
      { id: 'raw_batch', name: 'Raw batch with labels' },
      { id: 'loss_at_init', name: 'Loss at initialisation' },
    ]);
    assert.deepEqual(card(session).findings, []);
    await session.handsOn.probe('files', 'loss_at_init');
    await session.handsOn.run('files');
    await session.handsOn.probe('files', 'raw_batch');
    assert.equal(workspace.saved.length, 3);
    assert.equal((python as { calls?: string[] }).calls?.[0], 'probe files /work/project-1 loss_at_init');
    const [first, second] = card(session).findings;
    assert.deepEqual(first, {
      ...{ number: 1, probe: 'loss_at_init', name: 'Loss at initialisation', when: 'before the first run' },
      ...{ ending: 'finished', text: found.text, series: found.series, axis: 'step' },
      table: {
        columns: ['seed', 'loss'],
        rows: [
          ['0', '2.303'],
          ['mean', '1.23e-5'],
        ],
      },
    });
    assert.equal(second?.when, 'after run 1');
    assert.equal(session.interviewer.state.exercises.files?.probes.length, 2);
  });

  it('that the exercise does not offer is not asked', async () => {
    const { session, python } = await workbench({ probes: [found] });
    await session.handsOn.open('files');
    await session.handsOn.probe('files', 'learning_rates');
    await session.handsOn.probe('files', '../../x');
    assert.deepEqual((python as { calls?: string[] }).calls, []);
  });

  it('can be stopped, and shows while it lasts that it is under way', async () => {
    const { session } = await workbench({ probes: [{ ending: 'stopped', seconds: 1 }] });
    await session.handsOn.open('files');
    const probing = session.handsOn.probe('files', 'raw_batch');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(card(session).state, 'probing');
    session.handsOn.stop();
    await probing;
    assert.equal(card(session).state, 'open');
    assert.equal(card(session).findings[0]?.ending, 'stopped');
  });

  it('shows a fault of the candidate’s code with its place', async () => {
    const error = { kind: 'NameError', message: 'name x is not defined', file: 'data.py', line: 4 };
    const { session } = await workbench({ probes: [{ ending: 'failed', seconds: 1, error }] });
    await session.handsOn.open('files');
    await session.handsOn.probe('files', 'raw_batch');
    assert.equal(card(session).findings[0]?.message, 'NameError: name x is not defined (data.py:4)');
  });

  it('is not put by code that the person does not want to run', async () => {
    const { session } = await workbench({ probes: [found] }, { given: async () => false });
    await session.handsOn.open('files');
    await session.handsOn.probe('files', 'raw_batch');
    assert.deepEqual(card(session).findings, []);
  });
});
