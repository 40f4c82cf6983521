import assert from 'node:assert/strict';
import { judgeOffline } from '../../../src/core/grading/offline.ts';
import type { Lexicon } from '../../../src/core/lexicon.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { checkpointing, lexicon as terms } from './judgeFixture.ts';

const lexicon: Lexicon = {
  ...terms,
  same: { everyday: ['same', 'equal', 'unchanged'], opposite: 'different' },
  different: { everyday: ['different', 'differ', 'change'], opposite: 'same' },
  random: { everyday: ['random', 'at random', 'coin', 'dice'] },
};

const point = checkpointing.key_points[0] as Problem['key_points'][number];

function judge(met: unknown[], text: string, more: { against?: unknown[]; held?: unknown[] } = {}) {
  const problem = {
    ...checkpointing,
    key_points: [{ ...point, met, ...(more.against ? { against: more.against } : {}) }],
    misconceptions: more.held
      ? [{ ...checkpointing.misconceptions[0], id: 'wrong', contradicts: point.id, held: more.held }]
      : [],
  } as unknown as Problem;
  return judgeOffline(problem, lexicon, { problem: problem.id, answers: [{ turn: 1, text }], shown: [], hints: 0 });
}

const verdict = (...args: Parameters<typeof judge>) => judge(...args).verdicts[0]?.verdict;

describe('families of everyday words', () => {
  const units = [{ all: '$random + unit|neuron + $different', within: 'passage' }];

  it('meet over full stops, and without any', () => {
    assert.equal(verdict(units, 'A coin is flipped for each unit. So the units of every pass are different.'), 'met');
    assert.equal(verdict(units, 'so um you flip a coin for each unit and um the units differ in every pass'), 'met');
  });

  it('do not meet over more than a passage', () => {
    const between = 'Then the neuron goes on with its work, and we look at what it does for a while. '.repeat(4);
    assert.notEqual(
      verdict(
        [{ all: '$random + $different + unit', within: 'passage' }],
        `A coin is flipped. ${between} Each unit is different.`,
      ),
      'met',
    );
  });

  it('stand for their opposite denied', () => {
    assert.equal(verdict(units, 'It is random: the units are not the same in the next pass.'), 'met');
    assert.notEqual(verdict(units, 'It is random: the units are not different in the next pass.'), 'met');
  });

  it('complete nothing from a sentence that is about something else', () => {
    const met = [{ all: 'unit + $random + $same', within: 'passage' }];
    assert.equal(verdict(met, 'The units are drawn at random, and stay the same.'), 'met');
    assert.notEqual(verdict(met, 'The units are drawn at random. My aunt has the same.'), 'met');
  });

  it('were said plainly, whatever is denied after them', () => {
    const met = [{ all: 'unit + $random + layer', within: 'passage' }];
    assert.equal(verdict(met, 'Each unit of a layer is random. A unit of the next layer is not.'), 'met');
  });

  it('are no claim where the clause denies something that the author did not expect', () => {
    const met = [{ all: 'unit + $random + dropped', within: 'passage' }];
    assert.equal(verdict(met, 'At random, units are dropped.'), 'met');
    assert.notEqual(verdict(met, 'Units, at random or otherwise, are never dropped.'), 'met');
  });
});

describe('what is against a key point', () => {
  const met = [{ all: '$checkpointing + saves + $memory', within: 'clause' }];
  const against = [{ all: '$checkpointing + slower|costs + $memory', within: 'clause' }];

  it('contradicts it without a misconception to its name', () => {
    const judgement = judge(met, 'Checkpointing costs memory.', { against });
    assert.equal(judgement.verdicts[0]?.verdict, 'contradicted');
    assert.deepEqual(judgement.held, []);
  });

  it('does not where the same words make the right claim too', () => {
    assert.equal(verdict(met, 'Checkpointing saves memory and costs compute.', { against }), 'met');
  });

  it('does where the right claim stands elsewhere, without a correction', () => {
    assert.equal(verdict(met, 'Checkpointing saves memory. Checkpointing costs memory.', { against }), 'contradicted');
  });

  it('gives way to a right claim in the same answer where it was put together from a passage', () => {
    const held = [{ all: '$checkpointing + costs + $memory', within: 'passage' }];
    assert.equal(verdict(met, 'Checkpointing has its costs. It is about memory.', { held }), 'contradicted');
    assert.equal(
      verdict(met, 'Checkpointing saves memory. Checkpointing has its costs. It is about memory.', { held }),
      'met',
    );
  });
});

describe('whose words they are', () => {
  const met = [{ all: '$checkpointing + saves + $memory', within: 'clause' }];
  const held = [{ all: '$checkpointing + costs + $memory', within: 'clause' }];
  const heldIn = (text: string) => judge(met, text, { held }).held.length;

  it('holds what is claimed', () => assert.equal(heldIn('Checkpointing costs memory.'), 1));
  for (const text of [
    'My colleague: "Checkpointing costs memory." I looked into it.',
    'Checkpointing costs memory. That is wrong.',
    'Checkpointing costs memory. No, not so: it keeps fewer activations.',
    'If you do not free them, checkpointing would cost memory.',
    'It is wrong to say that checkpointing costs memory.',
    'I do not believe that checkpointing costs memory.',
  ])
    it(`does not hold: ${text}`, () => assert.equal(heldIn(text), 0));
});
