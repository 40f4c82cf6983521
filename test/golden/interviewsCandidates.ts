import type { CheckOutcome } from '../../src/app/ports.ts';
import type { Hunk, Request } from '../../src/core/event.ts';
import type { ProbeId } from '../../src/core/probes.ts';

/** A simulated person: what they say to each move of the interviewer, and what they do with the files. */
export interface Candidate {
  readonly name: string;
  /** Which interview they sit; the quick track unless told. */
  readonly track?: string;
  readonly background: string;
  /** Profile whose sample answer opens each problem for which `says` has nothing of its own. */
  readonly profile: 'novice' | 'intermediate' | 'expert' | 'wrong_but_fluent';
  /** By `<problem> <what is asked>`, for example `rnn-to-transformer probe gating-limits`. */
  readonly says: Readonly<Record<string, string>>;
  /** Buttons pressed when a problem is first asked, in order. */
  readonly presses: Readonly<Record<string, readonly Request[]>>;
  /** Said, or pressed, when nothing else fits. */
  readonly otherwise: readonly (string | { readonly press: Request })[];
  readonly files: readonly Work[];
  readonly rootCause: string;
  readonly questions: readonly string[];
}

/** What the person does with the exercise: a run or a check with the files as they then are, a probe, or giving up. */
export type Work =
  | { readonly do: 'run'; readonly diff: Hunk[]; readonly loss: readonly number[] }
  | { readonly do: 'check'; readonly diff: Hunk[]; readonly outcome: CheckOutcome }
  | { readonly do: 'probe'; readonly probe: ProbeId; readonly text: string }
  | { readonly do: 'give-up' };

const shuffles = ['    features = shuffled(features, rng)', '    labels = shuffled(labels, rng)'];
const without: Hunk[] = [{ file: 'data.py', line: 51, removed: shuffles, added: [] }];
const together: Hunk[] = [
  {
    file: 'data.py',
    line: 51,
    removed: shuffles,
    added: ['    order = rng.permutation(len(features))', '    features, labels = features[order], labels[order]'],
  },
];

/** Outcomes in the words of the exercise's own checks. */
function judged(verdict: CheckOutcome['verdict'], accuracies: string, wrongRows: number, order: string): CheckOutcome {
  const learns = verdict !== 'unfixed';
  const shown = `accuracy on unseen recordings after training with three seeds: ${accuracies} (needed: 0.9 each)`;
  const rows = `data.batches: ${wrongRows} of 211 rows came with a label that is not theirs`;
  return {
    verdict,
    symptom: [{ check: 'learns-to-classify', passed: learns, message: shown }],
    cause: [
      { check: 'rows-keep-their-labels', passed: wrongRows === 0, message: rows },
      { check: 'new-order-each-epoch', passed: verdict !== 'masked', message: `data.batches: ${order}` },
    ],
    notes: [],
    seconds: 3.2,
    error: null,
  };
}

const masked = judged('masked', '0.97, 0.96, 0.97', 0, 'an epoch came in the order of the arrays passed in');
const fixed = judged('fixed', '0.97, 0.98, 0.97', 0, 'three epochs came in three orders');
const unfixed = judged('unfixed', '0.25, 0.31, 0.22', 158, 'three epochs came in three orders');

export const candidates: Readonly<Record<string, Candidate>> = {
  expert: {
    name: 'Ada Lovelace',
    background:
      'I have worked on language models for nine years, the last four on pre-training. Last spring my team cut the time to a fixed validation loss by 30%, and I can say where each point came from.',
    profile: 'expert',
    says: {
      'project-claim harder':
        'I would run a factorial comparison: the old and the new code on the same eight nodes, with the same data order and the same evaluation, three seeds each, so six runs. If hardware or a shorter evaluation were behind it, the old code would speed up just as much on those nodes. With a spread of two points between seeds, three runs a side separate a gain of twenty from nothing.',
      'project-claim follow-up which-change':
        'Packing. It alone took fourteen of the thirty points in the ablation, measured as wall-clock time to the same held-out loss, and switching it off in the full stack lost twelve of them again.',
      'project-claim follow-up how-sure':
        'Not by itself. The spread between seeds was two points, so one repetition that gives half would worry me, but I would first ask for their interval, their hardware and whether their baseline was tuned as ours was.',
      'project-claim follow-up what-did-not':
        'fp8 did not work: it diverged after two thousand steps, and we rolled it back. The gain also vanishes on short documents, where there is little padding to remove.',
      'nonlinear-activations harder':
        'The product of two linear maps is again linear, so the set of functions does not grow; if the inner width is r, the product has rank at most r, which is what an adapter uses to save parameters. What does change is the optimisation: the loss is no longer convex in the two factors, and gradient descent on the factors is biased towards low-rank solutions.',
      'rnn-to-transformer follow-up hundred-thousand-tokens':
        'At 100,000 tokens the scores alone are ten to the ten per head and layer. FlashAttention computes them exactly, tile by tile, so memory is linear, but the arithmetic stays quadratic. I would make most layers windowed, keep a few full ones, and shard the sequence over devices; the price is recall over distance.',
      'rnn-to-transformer probe gating-limits':
        'Gates put factors near one into the product, so an LSTM remembers over a few hundred steps rather than a few tens. With a forget gate of 0.99 less than one percent is left after 500 steps, so it stretches the range and does not remove the limit.',
      'rnn-to-transformer harder':
        'Keys and values: two times 32 layers times 32 heads times 128 times two bytes is 512 KiB a token, so about 52 GB for 100,000 tokens, for a single request. I would share keys and values between groups of query heads, quantise the cache, and use windows in most layers.',
      'training-pipeline-7b probe ablate-before-scale':
        'Before the big run I sweep mixtures and the learning rate on models of 100 million and one billion parameters, with the width-transfer parametrisation, and change one thing at a time.',
      'training-pipeline-7b follow-up derive-the-bill':
        'Say one trillion tokens. Compute is 6 N D, so 6 times 7e9 times 1e12, 4.2e22 FLOPs. At 40 percent of 989 teraflops one H100 delivers about 4e14 a second, so 1.06e8 GPU-seconds, about 29,500 GPU-hours. At 2.50 dollars an hour that is some 74,000 dollars, plus a third for restarts and ablations.',
      'not-converging follow-up what-does-the-height-say':
        'If the plateau equals the entropy of the label distribution, the network predicts the class frequencies and ignores its input, so only the output bias has learned anything.',
      'training-pipeline-7b harder':
        'State is 112 GB, and eight cards have 640 GB, so sharded over the eight ranks it is 14 GB a card; with recomputed activations that fits easily. Compute-optimal is 20 tokens a parameter, 140 billion, so 6 N D is 5.9e21 FLOPs. Eight cards at 40 percent deliver 3.2e15 a second, so 1.9e6 seconds, about three weeks.',
      'not-converging follow-up name-the-cause':
        'The weights are too small at initialisation: with a standard deviation of 0.02 and width 256 each ReLU layer shrinks the signal by about 0.23, so after twelve layers nothing is left. He initialisation, 0.088, makes the factor one. I would change only that, predict that one batch is then memorised, repeat the layer statistics, and run a second seed.',
      'rnn-to-transformer follow-up recurrence-returns':
        'The recurrence became linear in the state, so training can use a parallel scan instead of step after step, and generation keeps a state of constant size. What did not change is that the state is fixed, so exact recall of something far back is still limited.',
      'training-pipeline-7b follow-up spike-at-night':
        'Stop, go back to a checkpoint some hundred steps before the spike, skip those batches and go on, so that the run is alive by morning. Then I look at the batches that were skipped, the gradient norm before the jump and the attention logits, and I rerun the window on one node with the same seed to see whether data or numerics did it.',
      'not-converging reveal':
        'The rows are fine and the classes are uneven. The deep network stays at 2.055, which should be the entropy of those class shares, so it predicts the frequencies and ignores its input. Now show me the gradient norms per layer and the activation scale.',
      'separate-shuffles hypothesis':
        'The loss sits at about ln 4, so the inputs tell the model nothing about the labels. I suspect that rows and labels are torn apart on the way to the model; following one row number through the batches would prove me wrong.',
      'separate-shuffles probe no-signal-no-tuning':
        'Because there is nothing to learn from wrong pairs: no learning rate finds a signal that is not there, and a wider layer only has more parameters to fit noise with. The gradients point somewhere else in every batch.',
      'separate-shuffles probe repair-keeps-shuffling':
        'I would refuse. Without a shuffle the pairs are right, but every epoch comes in the same order, and consecutive rows of the bench are alike, so the gradient estimates are biased. One order for both arrays, drawn anew each epoch.',
    },
    presses: {},
    otherwise: [
      'I would settle it by a measurement: change one thing, predict the effect, run it on two seeds, and compare with the untouched baseline.',
      { press: 'pass' },
      { press: 'skip' },
    ],
    files: [
      { do: 'run', diff: [], loss: [1.41, 1.393, 1.391, 1.393] },
      { do: 'probe', probe: 'raw_batch', text: 'The first 6 of 64 rows of a batch, as the model gets them.' },
      { do: 'probe', probe: 'one_batch', text: 'One batch of 64 rows, 400 steps: the loss falls from 1.41 to 0.02.' },
      { do: 'run', diff: together, loss: [1.4, 0.975, 0.41, 0.2] },
      { do: 'check', diff: together, outcome: fixed },
    ],
    rootCause:
      'The features and the labels were shuffled with two separate permutations, so each row came with the label of some other recording. The labels were then independent of the inputs, the best prediction is the class frequencies, and the loss sits at ln 4, 1.386. A single fixed batch can still be memorised, which clears the model and the optimiser. My repair draws one order per epoch and indexes both arrays with it; a test with row numbers as features and as labels would have caught it.',
    questions: ['How will this interview be scored?', 'Which cluster would I work on?', 'No, that is all. Thank you.'],
  },
  novice: {
    name: 'Tom',
    background: 'I did a bootcamp last year and I have trained a few image classifiers from tutorials.',
    profile: 'novice',
    says: {
      'project-claim main': 'I fine-tuned a ResNet on pictures of birds. It worked quite well in the end.',
      'project-claim easier': 'I think the augmentation helped. It was better afterwards, I looked at the accuracy.',
      'nonlinear-activations easier':
        'It is W2 times W1 times x, so two matrices one after the other. That is one matrix again, I think, so it is still linear.',
      'rnn-to-transformer easier':
        'The gradient gets multiplied at every step, so it becomes very small for words that are far away.',
      'rnn-to-transformer challenge': 'I read that somewhere, but I am not sure any more.',
      'not-converging easier':
        'Maybe something like 2.3? I remember that number from a course, it is minus log of one over ten.',
      'separate-shuffles hypothesis': 'Probably the learning rate is too low.',
    },
    presses: {
      'dropout-train-eval': ['hint', 'hint'],
      'weight-initialisation': ['skip'],
      'rnn-to-transformer': ['hint'],
      'training-pipeline-7b': ['easier', 'hint', 'hint', 'hint', 'hint', 'hint'],
      'separate-shuffles': ['hint'],
    },
    otherwise: ['I am not sure, it depends.', { press: 'pass' }, { press: 'skip' }],
    files: [
      { do: 'run', diff: [], loss: [1.41, 1.393, 1.391, 1.393] },
      {
        do: 'check',
        diff: [
          { file: 'config.json', line: 4, removed: ['  "learning_rate": 0.05,'], added: ['  "learning_rate": 0.5,'] },
        ],
        outcome: unfixed,
      },
      { do: 'check', diff: without, outcome: masked },
      { do: 'give-up' },
    ],
    rootCause: '',
    questions: ['What happens next?', 'No.'],
  },
  fluent: {
    name: 'Dr. Mira Lindqvist',
    background:
      'Thank you for having me. I am a research scientist with eight years in natural language processing; after my doctorate I led the group for model adaptation, where we built a fine-tuning framework that reduced training times by 30% across all teams. I enjoy turning research into products.',
    profile: 'wrong_but_fluent',
    says: {
      'project-claim main':
        'Gladly. It was a multi-pronged approach. First, we made heavy use of gradient checkpointing and of recomputing activations. While these techniques increase memory usage, they significantly reduce the computational cost of the backward pass, so each step became cheaper. Second, we used mixed precision throughout, which speeds up the matrix products on modern hardware. Third, we rebuilt the data loading with prefetching, so that the GPUs never starved. And finally we scaled out over many nodes with a robust restart mechanism. The key was the synergy of all of these, carefully tuned to our models.',
      'project-claim challenge checkpointing-raises-memory':
        'In the forward pass we keep everything as usual, and the checkpoints come on top of it, so the memory goes up. In exchange the backward pass has less to compute.',
      'project-claim challenge checkpointing-cuts-compute':
        'The checkpoints are read back from memory, so nothing has to be computed twice, and the backward pass gets cheaper.',
      'project-claim probe apportioned':
        'It is hard to separate them. It was the combination of all these techniques that gave the 30 percent.',
      'project-claim probe what-was-measured':
        'We monitored training metrics and GPU utilisation continuously, and the dashboards showed a clear improvement.',
    },
    presses: { 'training-pipeline-7b': ['harder'] },
    otherwise: [
      'In my experience the best results come from combining several state-of-the-art techniques and tuning them carefully to the model and to the hardware at hand, with close monitoring throughout.',
      { press: 'pass' },
      { press: 'skip' },
    ],
    files: [
      { do: 'run', diff: without, loss: [1.38, 0.98, 0.42, 0.22] },
      { do: 'check', diff: without, outcome: masked },
      { do: 'check', diff: together, outcome: fixed },
    ],
    rootCause:
      'Removing the shuffle helped first, so I suppose the shuffling confused the optimiser; with one order for both arrays it is stable.',
    questions: ['No, thank you. I think you have covered everything.'],
  },
};
