import assert from 'node:assert/strict';
import { type ProbeId, probeIds, probeNames } from '../../../src/core/probes.ts';
import { checked, Drive, kinds } from './drive.ts';
import { problems, smallBank } from './smallBank.ts';

/** At the exercise of the small bank, with these probes on offer. */
function atFiles(probes: readonly ProbeId[] = probeIds): Drive {
  const drive = new Drive(
    smallBank(
      problems.map((problem) =>
        problem.exercise ? { ...problem, exercise: { ...problem.exercise, probes: [...probes] } } : problem,
      ),
    ),
  );
  drive.begin();
  drive.to('files');
  return drive;
}

const asked: Record<ProbeId, readonly string[]> = {
  raw_batch: [
    'Can you show me a batch?',
    'Could I look at some of the raw data first?',
    'Let me see the inputs and the labels.',
  ],
  loss_at_init: [
    'What is the loss at initialisation?',
    'What is the loss before training?',
    'Hm. How large is the loss at step 0?',
  ],
  one_batch: ['Can it overfit a single batch?', 'Can we memorise one batch with this?'],
  gradient_norms: ['What are the gradient norms per layer?', 'How large are the gradients in each layer?'],
  learning_rates: ['What does a learning rate sweep look like?', 'Can we try several learning rates?'],
  train_eval: ['Is there something else? What is the difference between train and eval mode?'],
};

describe('asking the interviewer for what a probe shows', () => {
  for (const [probe, questions] of Object.entries(asked) as [ProbeId, string[]][]) {
    for (const question of questions) {
      it(`names ${probe} for “${question}”`, () => {
        const drive = atFiles();
        assert.deepEqual(drive.answer(question, { flags: ['off_topic'] }), [
          { kind: 'offer-probe', problem: 'files', probe },
        ]);
        assert.ok(drive.words().includes(`**${probeNames[probe]}** runs on your files as they are now`));
      });
    }
  }

  it('is answered so once for each probe, and not when it was used already', () => {
    const drive = atFiles();
    drive.answer('What is the loss at initialisation?');
    assert.ok(!kinds(drive.answer('What is the loss at initialisation?')).includes('offer-probe'));
    drive.fact({ type: 'probed', problem: 'files', attempt: 1, probe: 'raw_batch', ending: 'finished', seconds: 1 });
    assert.ok(!kinds(drive.answer('Can you show me a batch?')).includes('offer-probe'));
  });

  it('is not answered so when the exercise offers no such probe, and not after it is over', () => {
    assert.ok(!kinds(atFiles(['raw_batch']).answer('What is the loss at initialisation?')).includes('offer-probe'));
    const drive = atFiles();
    drive.fact(checked('fixed'));
    assert.ok(!kinds(drive.answer('What is the loss at initialisation?')).includes('offer-probe'));
  });

  for (const statement of [
    'The loss at initialisation is ln 10 with or without the fault.',
    'I would lower the learning rate because the larger one diverges.',
    'It can overfit one batch, so model and optimiser are fine.',
    'What batch size is used?',
    'What is going on with the labels is that they are shuffled apart.',
  ]) {
    it(`is not seen in “${statement}”`, () => {
      assert.ok(!kinds(atFiles().answer(statement)).includes('offer-probe'));
    });
  }
});
