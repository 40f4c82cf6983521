import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Bank } from '../../../src/core/bank.ts';
import { answerFiles, answersOf, halves } from '../../judging/eval/answers.ts';
import { rootPath } from '../../support/paths.ts';
import { realBank } from '../../support/rehearsal.ts';

const answers = halves.flatMap(answersOf);

describe('the answers that put the judge to the test', () => {
  let bank: Bank;
  before(async () => {
    bank = await realBank();
  });

  it('each have their own id, a problem of the bank and wrong claims that it knows', () => {
    assert.ok(answers.length > 0);
    assert.equal(new Set(answers.map(({ id }) => id)).size, answers.length);
    for (const { id, problem, holds = [] } of answers) {
      const known = bank.problems.get(problem)?.misconceptions.map((item) => item.id) ?? [];
      assert.ok(bank.problems.has(problem), id);
      for (const held of holds) assert.ok(known.includes(held), `${id}: ${held}`);
    }
  });

  it('hold their falsehood word for word', () => {
    for (const { id, answer, falsehood } of answers) assert.ok(!falsehood || answer.includes(falsehood), id);
  });

  it('never change in the half that is held out', () => {
    const frozen = JSON.parse(readFileSync(rootPath('test/judging/held-out.json'), 'utf8'));
    const found = answerFiles('held-out').map((file) => [
      basename(file, '.jsonl'),
      createHash('sha256')
        .update(readFileSync(rootPath(file), 'utf8').replaceAll('\r\n', '\n'))
        .digest('hex'),
    ]);
    assert.deepEqual(Object.fromEntries(found.sort()), frozen);
  });
});
