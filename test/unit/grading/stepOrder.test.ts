import assert from 'node:assert/strict';
import type { Bank } from '../../../src/core/bank.ts';
import { orderOfSteps } from '../../../src/core/grading/stepOrder.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { judgedText } from '../../judging/eval/judged.ts';
import { realBank } from '../../support/rehearsal.ts';

describe('the order of the steps of finding a fault', () => {
  let bank: Bank;
  let problem: Problem;
  before(async () => {
    bank = await realBank();
    problem = bank.problems.get('not-converging') as Problem;
  });
  const order = (text: string) => orderOfSteps(problem, judgedText(bank, problem, text).judgement.steps ?? []);

  it('is whole from the simple to the complex', () => {
    const found = order(
      'First I look at a batch with its labels. Then I overfit a single batch. After that I sweep the learning rate, and I print the gradient norms per layer. Only then I would change the architecture.',
    );
    assert.equal(found?.value, 1);
    assert.match(found?.how ?? '', /^named in order: data and labels, .*another architecture$/);
  });

  it('names a jump to a complex fix', () => {
    const found = order(
      'My first step would be a deeper architecture. If that fails I lower the learning rate, and then I check the data and the labels.',
    );
    assert.equal(found?.value, 0);
    assert.match(found?.how ?? '', /another architecture before data and labels, the learning rate/);
  });

  it('is not assessed for a single step, or for what is denied', () => {
    assert.equal(order('I would look at a batch with its labels.'), undefined);
    assert.equal(order('I would look at a batch with its labels. I would not change the architecture.'), undefined);
  });

  it('counts in the score, with its reason in the sum', () => {
    const right = 'I look at a batch with its labels. Then I sweep the learning rate over decades.';
    const wrong = 'I sweep the learning rate over decades. Then I look at a batch with its labels.';
    assert.ok(judgedText(bank, problem, right).score > judgedText(bank, problem, wrong).score);
  });
});
