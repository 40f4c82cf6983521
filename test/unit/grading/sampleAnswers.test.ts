import assert from 'node:assert/strict';
import type { Bank } from '../../../src/core/bank.ts';
import { judgedText } from '../../judging/eval/judged.ts';
import { realBank } from '../../support/rehearsal.ts';

describe('the sample answers of every problem', () => {
  let bank: Bank;
  before(async () => {
    bank = await realBank();
  });

  it('get the verdicts that their authors name, and hold the misconceptions', () => {
    const wrong: string[] = [];
    for (const problem of bank.problems.values()) {
      for (const { profile, text, verdicts, misconceptions } of problem.sample_answers) {
        const { judgement } = judgedText(bank, problem, text);
        for (const { keyPoint, verdict } of judgement.verdicts)
          if (verdicts[keyPoint] !== undefined && verdicts[keyPoint] !== verdict)
            wrong.push(`${problem.id}, ${profile}, ${keyPoint}: ${verdict}, not ${verdicts[keyPoint]}`);
        const held = judgement.held.map(({ id }) => id).sort();
        if (held.join() !== [...misconceptions].sort().join())
          wrong.push(`${problem.id}, ${profile}: holds ${held.join(', ')}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
});
