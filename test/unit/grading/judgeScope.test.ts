import assert from 'node:assert/strict';
import { checkpointing, judge, misconception, point, problemOf, verdict } from './judgeFixture.ts';

const norm = problemOf(
  [
    point('train-batch', [{ all: '$batch-statistics + $training', within: 'clause' }]),
    point('eval-running', [{ all: '$running-statistics + $inference', within: 'clause' }]),
  ],
  {
    misconceptions: [
      misconception('swapped', 'eval-running', [
        { all: '$batch-statistics + $inference', within: 'clause' },
        { all: '$running-statistics + $training', within: 'clause' },
      ]),
    ],
  },
);

const word = (text: string | string[], id = 'eval-running') => verdict(judge(norm, text), id).verdict;

describe('offline judge: scope and the last word', () => {
  it('tells swapped roles apart', () => {
    assert.equal(word('In training it uses batch statistics, at test time running averages.'), 'met');
    assert.equal(word('It uses batch statistics in training and running averages at test time.'), 'met');
    assert.equal(
      word('In training it uses running averages, and at test time it uses batch statistics.'),
      'contradicted',
    );
    assert.equal(word('It uses running averages in training and batch statistics at test time.'), 'contradicted');
  });

  it('takes a correction in the same turn as the last word', () => {
    assert.equal(word('At test time it uses batch statistics. No wait, at test time it uses running averages.'), 'met');
    assert.equal(word('At test time it uses batch statistics. Scratch that.'), 'not_enough');
    assert.equal(word('At test time it uses batch statistics. Sorry, the other way round.'), 'not_enough');
    assert.equal(
      word('At test time it uses running averages. No wait, at test time it uses batch statistics.'),
      'contradicted',
    );
  });

  it('lets a later turn replace an earlier one, both ways', () => {
    assert.equal(word(['At test time it uses batch statistics.', 'At test time it uses running averages.']), 'met');
    assert.equal(
      word(['At test time it uses running averages.', 'At test time it uses batch statistics.']),
      'contradicted',
    );
    const judgement = judge(checkpointing, [
      'Checkpointing increases memory.',
      'Checkpointing does not increase memory.',
    ]);
    assert.deepEqual(judgement.held, []);
    assert.notEqual(verdict(judgement, 'memory-down').verdict, 'met');
  });

  it('does not let a right sentence beside an error hide it', () => {
    const text = 'Checkpointing keeps only some of the activations. It increases memory usage.';
    assert.equal(verdict(judge(checkpointing, text), 'memory-down').verdict, 'contradicted');
  });

  it('names the turn of the quote: the first for a point, the turn of the error for a contradiction', () => {
    const right = judge(checkpointing, [
      'Hm, let me think.',
      'Checkpointing reduces memory.',
      'As I said, checkpointing reduces memory.',
    ]);
    assert.deepEqual(verdict(right, 'memory-down').quote, {
      turn: 2,
      text: 'Checkpointing reduces memory.'.slice(0, -1),
    });
    const wrong = judge(checkpointing, ['Checkpointing reduces memory.', 'No, checkpointing increases memory.']);
    assert.equal(verdict(wrong, 'memory-down').quote?.turn, 2);
  });

  it('does not hold a view that is quoted, doubted, asked or supposed', () => {
    const free = [
      'Some people believe that at test time it uses batch statistics, but it uses running averages at inference.',
      'It is wrong to say that batch statistics are used at test time.',
      "I don't know if it uses batch statistics at test time.",
      'Does it use batch statistics at test time?',
      'If it used batch statistics at test time, the output would depend on the batch.',
      'Using batch statistics at test time is a bug.',
      'It never uses batch statistics at test time.',
      'At test time it uses running averages instead of batch statistics.',
    ];
    for (const text of free) assert.deepEqual(judge(norm, text).held, [], text);
  });

  it('says not_enough rather than guess', () => {
    const vague = [
      'Checkpointing affects memory in some way.',
      'Checkpointing has something to do with memory.',
      'Memory, checkpointing, yes.',
      'Checkpointing may increase or decrease memory.',
    ];
    for (const text of vague)
      assert.equal(verdict(judge(checkpointing, text), 'memory-down').verdict, 'not_enough', text);
  });

  it('tells missed from not_enough by whether the terms were touched', () => {
    const long =
      'Checkpointing drops most of the intermediate activations in the forward pass and saves memory that way. ' +
      'In practice I would put the checkpoints at block boundaries, because the tensors there are small, and I would measure the step ' +
      'with and without it before I decide whether the whole thing is worth the trouble for this model on this machine.';
    const judgement = judge(checkpointing, long);
    assert.equal(verdict(judgement, 'memory-down').verdict, 'met');
    assert.equal(verdict(judgement, 'larger-batch').verdict, 'missed');
    assert.equal(verdict(judge(checkpointing, 'It is nice.'), 'larger-batch').verdict, 'not_enough');
  });

  it('gives partial with what is missing', () => {
    const found = verdict(
      judge(checkpointing, 'It has to do with the batch size as well, that is related.'),
      'larger-batch',
    );
    assert.equal(found.verdict, 'partial');
    assert.equal(found.missing, 'in which direction');
  });

  it('contradicts a claim whose exact opposite was said, although no misconception foresaw it', () => {
    const bare = problemOf([point('memory-down', [{ claim: '$memory', goes: 'down', by: '$checkpointing' }])]);
    const judgement = judge(bare, 'Checkpointing increases memory usage.');
    assert.equal(verdict(judgement, 'memory-down').verdict, 'contradicted');
    assert.deepEqual(judgement.held, []);
    assert.match(verdict(judgement, 'memory-down').rule ?? '', /opposite/);
  });

  it('takes zero for a number where it is one, and for a denial before what is not there', () => {
    const reset = problemOf([point('reset', [{ all: 'set to zero + $running-statistics', within: 'clause' }])]);
    assert.equal(verdict(judge(reset, 'They are set to zero at every running average.'), 'reset').verdict, 'met');
    assert.equal(word('At test time it uses zero running averages.'), 'not_enough');
  });
});
