import type { ExerciseCard } from '../../../src/protocol/chat.ts';

export const decay = (from: number, to: number, rate: number, steps: number): [number, number][] =>
  Array.from({ length: steps }, (_, step) => [step * 10, to + (from - to) * Math.exp(-rate * step)]);

/** A stranger's edit: long lines, and marks that mean something elsewhere. */
const halved = {
  file: 'train.py',
  line: 31,
  removed: ['    rate = 0.5'],
  added: ['    rate = 0.05  # <b>smaller</b>'],
};
const logits = {
  file: 'losses.py',
  line: 14,
  removed: ['    return -np.log(softmax(scores)[np.arange(len(labels)), labels]).mean()'],
  added: ['    rows = np.arange(len(labels))', '    return -log_softmax(scores)[rows, labels].mean()'],
};
const layers = ['embed', 'block1', 'block2', 'head'];

/** Seven runs with as many logged values as a small network gives. */
export const manyRuns: ExerciseCard['runs'] = Array.from({ length: 7 }, (_, index) => ({
  run: index + 1,
  label: index === 0 ? 'run 1, as found' : `run ${index + 1}, train.py changed`,
  change: index === 0 ? 'the files as found' : `train.py:31 rate = ${(0.5 / index).toFixed(3)}`,
  diff: index === 0 ? [] : index === 6 ? [logits, halved] : [halved],
  ending: 'finished' as const,
  series: Object.fromEntries([
    ['loss', decay(2.3, index === 6 ? 0.1 : 1.46, 0.1 + index / 10, 60)],
    ['accuracy', decay(0.1, 0.6, 0.2, 60)],
    ['learning rate', decay(0.5, 0.01, 0.05, 60)],
    ...layers.map((name, layer) => [`grad norm ${name}`, decay(10 ** -layer, 10 ** -layer / 2, 0.1, 60)]),
  ]),
}));

const shown = { when: 'after run 7', ending: 'finished' as const, axis: 'step' };
export const findings: ExerciseCard['findings'] = [
  {
    ...{ ...shown, number: 1, probe: 'loss_at_init', name: 'Loss at initialisation', when: 'before the first run' },
    text: 'Loss of an untrained router on one batch, three seeds. Equal probabilities for 10 queues give ln 10 = 2.303.',
    table: {
      columns: ['seed', 'loss', 'accuracy'],
      rows: [
        ['0', '2.303', '0.14'],
        ['1', '2.304', '0.03'],
      ],
    },
  },
  {
    ...{ ...shown, number: 2, probe: 'train_eval', name: 'Train against eval mode', ending: 'failed' },
    message: 'AttributeError: module ‘train’ has no attribute ‘run’ (losses.py:14)',
  },
  {
    ...{ ...shown, number: 3, probe: 'learning_rates', name: 'Learning-rate sweep', axis: 'learning rate' },
    text: 'Six learning rates, 5 epochs each, everything else as in config.json, seed 0.',
    series: { 'loss of the last epoch': [0.001, 0.01, 0.1, 1].map((rate, index) => [rate, 1.8 - index / 10]) },
  },
  {
    ...{ ...shown, number: 4, probe: 'gradient_norms', name: 'Gradient norms per layer' },
    text: 'Norm of the gradient of every parameter in each of the 60 steps of the first epoch.',
    table: {
      columns: ['parameter', 'norm of parameter', 'gradient, step 0', 'gradient, step 59'],
      rows: layers.map((name, layer) => [name, '14.05', `${10 ** -layer}`, '0.07343']),
    },
    series: Object.fromEntries(layers.map((name, layer) => [name, decay(10 ** -layer, 10 ** -layer / 2, 0.1, 60)])),
  },
];
