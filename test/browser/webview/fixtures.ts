import type { ChatView, ExerciseCard, TurnView } from '../../../src/protocol/chat.ts';
import type { ScorecardView } from '../../../src/protocol/scorecard.ts';
import { decay, findings, manyRuns } from './exerciseFixtures.ts';

const minute = 60_000;

export function turn(number: number, who: TurnView['who'], markdown: string, more: Partial<TurnView> = {}): TurnView {
  return { turn: number, who, phase: 'Hands-on', markdown, cards: [], ...more };
}

export const exercise: ExerciseCard = {
  kind: 'exercise',
  problem: 'softmax-twice',
  title: 'The loss that will not go below 1.46',
  meta: 'NumPy · level 1 · 15 min',
  statement:
    'Ten classes, and the loss has not moved from `1.46` for twenty epochs.\n\n1. Find out why.\n2. Repair the **project**, not the number.\n\n```python\ndef loss(scores, labels):\n    """Mean cross-entropy, shape (), in nats."""\n    return -np.log(softmax(scores)[np.arange(len(labels)), labels]).mean()\n```',
  folder: 'ml-interview/softmax-twice',
  files: ['README.md', 'train.py', 'model.py', 'losses.py'],
  state: 'open',
  runs: [
    {
      run: 1,
      label: 'run 1, as found',
      ending: 'finished',
      series: { loss: decay(2.3, 1.46, 0.3, 60), accuracy: decay(0.1, 0.6, 0.2, 60) },
    },
    { run: 2, label: 'run 2, train.py changed', ending: 'finished', series: { loss: decay(2.3, 1.46, 0.9, 60) } },
    {
      run: 3,
      label: 'run 3, losses.py changed',
      ending: 'finished',
      series: { loss: decay(2.3, 0.12, 0.12, 60), accuracy: decay(0.1, 0.95, 0.1, 60) },
      output: 'step 0 loss 2.30\nstep 10 loss 1.91\nstep 590 loss 0.12\n',
    },
  ],
  verdict: {
    verdict: 'masked',
    word: 'masked',
    summary: 'The loss falls, but it is no longer the cross-entropy of the network’s scores.',
    symptom: [{ check: 'Held-out loss falls below 0.5', passed: true, message: '0.12 after 600 steps' }],
    cause: [
      {
        check: 'The loss equals −log p of the label',
        passed: false,
        message: 'Relative difference 0.31 at 4 of 4 sizes.',
      },
      { check: 'Scores reach the loss unscaled', passed: false, message: 'Scores were multiplied by 25 on the way.' },
      { check: 'Gradients agree with finite differences', passed: true, message: '' },
    ],
    notes: ['config.json was edited; the check trains with the shipped one.'],
    seconds: 3.42,
  },
  attempts: 1,
  probes: [
    { id: 'raw_batch', name: 'Raw batch with labels' },
    { id: 'loss_at_init', name: 'Loss at initialisation' },
    { id: 'one_batch', name: 'Overfit one batch' },
    { id: 'gradient_norms', name: 'Gradient norms per layer' },
    { id: 'learning_rates', name: 'Learning-rate sweep' },
    { id: 'train_eval', name: 'Train against eval mode' },
  ],
  findings: [],
};

const turns: TurnView[] = [
  turn(
    21,
    'interviewer',
    'You said the batches look fine because “the shapes are right”. Shapes can be right while the pairs are wrong. Before you change anything: what is the lowest loss this network could reach, and what do you expect at step 0?',
    { cards: [exercise] },
  ),
  turn(
    22,
    'candidate',
    'At step 0 I expect $\\ln 10 \\approx 2.30$. With probabilities fed into a second softmax the best it can do is\n\n$$\\ln(9 + e) - 1 \\approx 1.46$$\n\nso I think softmax is applied twice. It would cost $5 and $10 to rerun.',
  ),
  turn(23, 'interviewer', 'What would the loss be if the network were certain and right?', {
    hint: { level: 1, effect: 'key points still open count 90 % from here' },
  }),
  turn(24, 'note', 'run 3 ended at a loss of 0.12.'),
  turn(
    25,
    'interviewer',
    'That floor is exactly right, and you derived it instead of guessing. Compare:\n\n| where | softmax | loss |\n|---|---|---|\n| model.py | yes | 1.46 |\n| losses.py | yes | 1.46 |\n\n- [Goodfellow et al., section 6.2.2](https://www.deeplearningbook.org/contents/mlp.html)\n- `losses.py`\n\n> Your gradient check passed on this code. Why?',
    { by: 'a local model' },
  ),
];

export const chatView: ChatView = {
  session: 's1',
  title: 'Research Engineer · full loop',
  phase: 'running',
  strip: {
    phases: ['Background', 'Fundamentals', 'Architecture', 'Design', 'Hands-on', 'Your questions'].map(
      (title, index) => ({
        id: title.toLowerCase(),
        title,
        state: index < 4 ? ('done' as const) : index === 4 ? ('now' as const) : ('ahead' as const),
      }),
    ),
    elapsed: 34 * minute + 12_000,
    running: true,
    total: 60 * minute,
  },
  turns,
  composer: {
    placeholder: 'Answer in your own words',
    enabled: true,
    busy: false,
    nextHint: 2,
    canEase: true,
    canHarden: true,
    canSkip: true,
    interviewer: 'Offline interviewer',
  },
};

const last = (turnView: TurnView): ChatView => ({ ...chatView, turns: [...turns.slice(0, 2), turnView] });
const withExercise = (change: Partial<ExerciseCard>): ChatView => {
  const { verdict: _verdict, ...rest } = exercise;
  return last(turn(23, 'interviewer', 'Here is the project.', { cards: [{ ...rest, runs: [], ...change }] }));
};

/** One view for each state that the panel can be in. */
export const chatStates: Readonly<Record<string, ChatView>> = {
  running: chatView,
  speaking: {
    ...last(
      turn(
        23,
        'interviewer',
        'That floor is exactly right, and you derived it instead of guessing. Why did it not catch th',
        { speaking: true },
      ),
    ),
    composer: { ...chatView.composer, busy: true, interviewer: 'a local model' },
  },
  stopped: last(
    turn(23, 'interviewer', 'What does the gradient check compare, exactly?', {
      partial: {
        text: 'That floor is exactly right, and you der',
        why: 'Stopped. The authored wording of this turn follows.',
      },
    }),
  ),
  paused: { ...chatView, phase: 'paused', strip: { ...chatView.strip, running: false } },
  ended: { ...chatView, phase: 'ended', strip: { ...chatView.strip, running: false } },
  readOnly: {
    ...chatView,
    phase: 'read-only',
    banner: {
      tone: 'info',
      text: 'Another window writes this session. Here it can be read.',
      actions: [{ id: 'take-over', label: 'Take Over' }],
    },
  },
  trouble: {
    ...chatView,
    banner: {
      tone: 'error',
      text: 'The disk is full: the last answer is not saved.',
      actions: [{ id: 'retry', label: 'Try again' }],
    },
  },
  offered: withExercise({ state: 'offered', files: [], attempts: 0 }),
  exerciseRunning: withExercise({
    state: 'running',
    runs: [
      {
        run: 1,
        label: 'run 1, as found',
        ending: 'running',
        series: { loss: decay(2.3, 1.46, 0.3, 12) },
        output: 'step 0 loss 2.30\n',
      },
    ],
  }),
  checking: withExercise({ state: 'checking' }),
  blocked: withExercise({ blocked: 'This folder is not trusted, so nothing in it is run. Trust it to run and check.' }),
  failedRun: withExercise({
    runs: [
      {
        run: 1,
        label: 'run 1, losses.py changed',
        ending: 'failed',
        series: {},
        message: 'SyntaxError: invalid syntax (losses.py:14)',
        output:
          'Traceback (most recent call last):\n  File "train.py", line 3, in <module>\nSyntaxError: invalid syntax\n',
      },
    ],
  }),
  manyRuns: withExercise({ runs: manyRuns }),
  probing: withExercise({ state: 'probing', runs: manyRuns.slice(0, 1) }),
  probed: withExercise({ findings }),
  fixed: withExercise({
    state: 'done',
    verdict: {
      verdict: 'fixed',
      word: 'fixed',
      summary: '4 of 4 properties hold.',
      symptom: [],
      cause: [{ check: 'The loss equals −log p of the label', passed: true, message: '' }],
      notes: [],
      seconds: 3.1,
    },
    explanation: 'Softmax was applied in `model.py` **and** in `losses.py`. The floor is $\\ln(9+e)-1$.',
  }),
  attention: last(
    turn(23, 'interviewer', 'Play with this, then tell me what the scale does to the gradient.', {
      cards: [{ kind: 'attention' }],
    }),
  ),
};

export const scorecard: ScorecardView = {
  session: 's1',
  title: 'Research Engineer · full loop',
  facts: '22 Nov 2026 · 52 min · 31 turns · 3 hints · judged offline',
  recommendation: {
    word: 'yes',
    because: 'Practical Debugging 4.1 and Fundamentals 4.4; Training & Optimization held it back.',
  },
  dimensions: [
    {
      id: 'fundamentals',
      title: 'Fundamentals',
      level: 'Expert',
      score: 4.4,
      anchor: 'Derives results and says when they stop holding.',
      justification: 'Derived the loss floor and why the gradient check passes.',
      evidence: [
        { kind: 'quote', turn: 22, text: 'the best it can do is ln(9 + e) − 1', note: 'met: names the floor' },
        {
          kind: 'quote',
          turn: 9,
          text: 'each step multiplies by the same Jacobian',
          note: 'met: why gradients vanish',
        },
        { kind: 'quote', turn: 11, text: 'gates add instead of multiplying', note: 'met, after its probe' },
      ],
      signals: [],
      sum: [
        { label: 'vanishing-gradients', value: 0.92, how: '1 × 1 + 1 × 0.9 + 0.5 × 1, over weights 2.6' },
        { label: 'Fundamentals', value: 0.88, how: 'mean over 2 questions, weighted by level' },
      ],
    },
    {
      id: 'training',
      title: 'Training & Optimization',
      level: 'Intermediate',
      score: 2.9,
      anchor: '',
      justification: 'Knows the memory budget; one wrong claim stood.',
      evidence: [
        { kind: 'quote', turn: 12, text: 'weight decay and L2 are the same thing', note: 'contradicted: not for Adam' },
      ],
      signals: [],
      sum: [],
    },
    {
      id: 'debugging',
      title: 'Practical Debugging',
      level: 'Expert',
      score: 4.1,
      anchor: '',
      justification: 'Looked at the data first, one change per run, did not try a second seed.',
      evidence: [
        { kind: 'check', problem: 'softmax-twice', verdict: 'fixed', word: 'fixed', note: 'after one masked' },
        {
          kind: 'code',
          problem: 'softmax-twice',
          attempt: 1,
          file: 'losses.py',
          line: 14,
          text: '    return -log_softmax(scores)[rows, labels].mean()',
          note: 'the change that repaired it',
        },
      ],
      signals: [
        {
          title: 'The loss has a floor',
          signals: [
            { name: 'Looked at the data first', state: 'shown', evidence: 'probe “Raw batch with labels”' },
            {
              name: 'Said what they suspected before changing anything',
              ...{ state: 'shown', evidence: 'turn 22, before the first change was tried', turn: 22 },
            },
            { name: 'Verified with a second seed', state: 'not_shown', evidence: 'no two runs of the same code' },
            { name: 'Changed one thing at a time', state: 'not_assessed', evidence: 'no change was tried' },
            {
              name: 'Left nothing behind',
              ...{ state: 'not_shown', evidence: 'left in check 2: print(scores[:3], y[:3])' },
              code: { problem: 'softmax-twice', attempt: 1, file: 'train.py', line: 31 },
            },
          ],
        },
      ],
      sum: [],
    },
    {
      id: 'architecture',
      title: 'Architecture',
      level: null,
      score: null,
      anchor: '',
      justification: 'No question of this dimension was asked.',
      evidence: [],
      signals: [],
      sum: [],
    },
  ],
  questions: [
    {
      problem: 'vanishing-gradients',
      title: 'Why do gradients vanish in an RNN?',
      score: 3.4,
      hints: 1,
      keyPoints: [
        {
          id: 'product',
          claim: 'The gradient is a product of Jacobians.',
          disputable: false,
          verdict: 'met',
          worth: '1.0',
          why: 'These terms meet in one clause: product|chain + $jacobian.',
          quote: { turn: 9, text: 'each step multiplies by the same Jacobian' },
        },
        {
          id: 'gating',
          claim: 'Gating gives an additive path.',
          disputable: true,
          verdict: 'partial',
          worth: '0.45',
          missing: 'Said that it helps, not how.',
        },
        {
          id: 'clipping',
          claim: 'Clipping does not help against vanishing.',
          disputable: true,
          verdict: 'missed',
          worth: '0',
          otherwise: 'The offline judge reads this as contradicted.',
        },
      ],
      notes: ['The offline judge reads one key point quite otherwise than the model; it is said where.'],
      corrections: [
        {
          id: 'clipping-cures-all',
          said: 'clipping also solves vanishing',
          turn: 10,
          correction: 'Clipping caps large gradients. Small ones stay small.',
          dispute: {
            quotes: [{ turn: 12, text: 'I mean that clipping is for explosions only.' }],
            reason: 'I took it back in my next answer.',
            answer:
              'The offline judge looked again. It finds “clipping”, “explosions” in them. The verdict stays as it was given, and stays marked as disputed.',
          },
        },
      ],
      sentences: [
        { turn: 9, text: 'Because each step multiplies by the same Jacobian, small factors pile up.' },
        { turn: 10, text: 'An LSTM helps, and clipping also solves vanishing.' },
        { turn: 12, text: 'I mean that clipping is for explosions only.' },
      ],
      sum: [{ label: 'Gating gives an additive path', value: 0.45, how: 'partial 0.5 × 0.9 after hint 1' }],
    },
  ],
  strengths: [
    {
      text: 'Computes what a number should be before reading the plot.',
      evidence: { kind: 'quote', turn: 22, text: 'At step 0 I expect ln 10', note: '' },
    },
    { text: 'Changes one thing per run.' },
  ],
  strengthsNote: 'Two, because the evidence gives no third.',
  improvements: [{ text: 'Decoupled weight decay: derive one AdamW step by hand.', practise: 'adamw' }],
  improvementsNote: '',
  resources: [
    {
      title: 'Decoupled Weight Decay Regularization',
      by: 'Loshchilov and Hutter, 2019',
      url: 'https://arxiv.org/abs/1711.05101',
      why: 'for turn 12',
    },
  ],
  judge: 'Judged by the offline judge, rubric 1. The same journal always gives the same score.',
};
