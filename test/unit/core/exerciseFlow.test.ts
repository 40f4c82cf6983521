import assert from 'node:assert/strict';
import { checked, Drive, kinds, opened, ran } from './drive.ts';

const atFiles = (): Drive => {
  const drive = new Drive();
  drive.begin();
  drive.to('files');
  return drive;
};

const losses = (...values: (number | null)[]) => values.map((value, step): [number, number | null] => [step, value]);

describe('the director: an exercise', () => {
  it('goes from hypothesis to root cause, about the change and the verdicts on the way', () => {
    const drive = atFiles();
    assert.deepEqual(kinds(drive.state.turns.at(-1)?.moves ?? []), ['signpost', 'hand-over', 'hypothesis']);
    assert.deepEqual(kinds(drive.answer('The labels may be out of order.', {})), ['receive', 'keep-going']);
    assert.deepEqual(drive.fact(opened), []);

    assert.deepEqual(drive.fact(ran()), [
      { kind: 'about-change', problem: 'files', file: 'data.py', line: 7, text: 'x, y = together(x, y)' },
    ]);
    assert.match(drive.words(), /In `data\.py`, line 7, there is now `x, y = together\(x, y\)`/);

    const masked = drive.fact(checked('masked'));
    assert.deepEqual(masked, [
      { kind: 'about-verdict', problem: 'files', verdict: 'masked', failed: 'Row i and label i belong together' },
    ]);
    assert.match(drive.words(), /symptom is gone.*What has your change really altered/s);

    assert.deepEqual(kinds(drive.fact(checked('fixed'))), ['about-verdict', 'root-cause']);
    assert.match(drive.words(), /What was the cause\?/);
    const moves = drive.answer('Rows and labels were shuffled apart.', { met: ['a', 'b'] });
    assert.equal(moves[0]?.kind, 'acknowledge');
    assert.equal(moves.at(-1)?.kind, 'invite-questions');
  });

  it('asks about one real change after a run, at most two, none twice', () => {
    const drive = atFiles();
    const hunk = (text: string) => [{ file: 'data.py', line: 3, removed: [], added: [text] }];
    assert.deepEqual(kinds(drive.fact(ran({ diff: hunk('one = 1') }))), ['about-change']);
    assert.deepEqual(drive.fact(ran({ run: 2, diff: hunk('one = 1') })), []);
    assert.deepEqual(kinds(drive.fact(ran({ run: 3, diff: hunk('two = 2') }))), ['about-change']);
    assert.deepEqual(drive.fact(ran({ run: 4, diff: hunk('three = 3') })), []);
  });

  it('asks once what the loss of the project as found should have been, with its numbers', () => {
    const drive = atFiles();
    const asFound = { diff: [], series: { loss: losses(2.31, 1.5, null, 1.4612) } };
    assert.deepEqual(drive.fact(ran(asFound)), [
      { kind: 'about-run', problem: 'files', run: 1, first: 2.31, last: 1.4612 },
    ]);
    assert.match(drive.words(), /begins at 2\.31 and ends at 1\.46\. Where would you expect it to begin/);
    assert.deepEqual(drive.fact(ran({ ...asFound, run: 2 })), []);
  });

  it('puts the loss before and after beside a change', () => {
    const drive = atFiles();
    drive.fact(ran({ diff: [], series: { loss: losses(2.3, 1.46) } }));
    const [move] = drive.fact(ran({ run: 2, series: { loss: losses(2.3, 0.00002) } }));
    assert.deepEqual(move?.kind === 'about-change' && move.loss, { before: 1.46, after: 0.00002 });
    assert.match(drive.words(), /ended at 1\.46 before, and ends at 2e-5 now\. Is that what you predicted/);
  });

  it('has nothing to ask about an unchanged project, a stopped run, or notes', () => {
    const drive = atFiles();
    assert.deepEqual(drive.fact(ran({ diff: [] })), []);
    assert.deepEqual(drive.fact(ran({ ending: 'stopped' })), []);
    const notes = [{ file: 'NOTES.md', line: 1, removed: [], added: ['todo'] }];
    assert.deepEqual(drive.fact(ran({ diff: notes })), []);
  });

  it('does not talk twice about the same verdict on the same files', () => {
    const drive = atFiles();
    assert.deepEqual(kinds(drive.fact(checked('unfixed'))), ['about-verdict']);
    assert.deepEqual(drive.fact(checked('unfixed')), []);
    assert.deepEqual(kinds(drive.fact(checked('unfixed', { diff: [] }))), ['about-verdict']);
  });

  it('does not call a suspicion off the topic before the cause is known', () => {
    const flags = { flags: ['off_topic'] as const };
    const drive = atFiles();
    assert.deepEqual(kinds(drive.answer('I suspect the update itself.', flags)), ['receive', 'keep-going']);
    assert.deepEqual(kinds(drive.answer('My parents like the weather.', flags)), ['nudge']);
  });

  it('asks for the root cause once', () => {
    const drive = atFiles();
    drive.fact(checked('fixed'));
    assert.deepEqual(kinds(drive.fact(checked('fixed', { diff: [] }))), ['about-verdict']);
  });

  for (const [verdict, words] of [
    ['unfixed', /Not yet/],
    ['crashed', /could not run your code/],
    ['timed_out', /ran out of time/],
    ['tampered', /protected file/],
  ] as const) {
    it(`says what ${verdict} means and how to go on`, () => {
      const drive = atFiles();
      drive.fact(checked(verdict));
      assert.match(drive.words(), words);
    });
  }

  it('speaks of what was written, where there was nothing to repair', () => {
    const drive = new Drive();
    drive.practise('written');
    assert.match(drive.words(), /a part is yours to write/);
    drive.fact(ran({ problem: 'written' }));
    assert.match(drive.words(), /which input would show that it does not\?/);
    for (const [verdict, words] of [
      ['unfixed', /Not yet\..*by hand/],
      ['masked', /project learns with it.*For which inputs/],
      ['crashed', /could not run your code/],
      ['fixed', /Every property holds, for shapes/],
    ] as const) {
      drive.fact(checked(verdict, { problem: 'written' }));
      assert.match(drive.words(), words);
      assert.doesNotMatch(drive.words(), /symptom|fault|repair/);
    }
  });

  it('explains after giving up, and goes on', () => {
    const drive = atFiles();
    const moves = drive.fact({ type: 'gave-up', problem: 'files' });
    assert.deepEqual(kinds(moves), ['explain', 'signpost', 'invite-questions']);
    assert.match(drive.words(), /The pairs were torn apart\./);
  });

  it('keeps quiet about files once the talk is elsewhere, but still explains', () => {
    const drive = atFiles();
    drive.request('skip');
    assert.deepEqual(drive.fact(ran()), []);
    assert.deepEqual(drive.fact(checked('fixed')), []);
    assert.deepEqual(kinds(drive.fact({ type: 'gave-up', problem: 'files' })), ['explain']);
  });

  it('answers “I don’t know” with the next hint, and *easier* with a hint as well', () => {
    const drive = atFiles();
    assert.deepEqual(kinds(drive.request('pass')), ['pass', 'hint']);
    assert.deepEqual(kinds(drive.request('easier')), ['no-such-step', 'hint']);
    assert.deepEqual(
      drive.state.progress.files?.hints.map((item) => item.level),
      [1, 2],
    );
  });
});
