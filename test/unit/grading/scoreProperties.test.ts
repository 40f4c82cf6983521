import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Bank } from '../../../src/core/bank.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { judgedText } from '../../judging/eval/judged.ts';
import { realBank } from '../../support/rehearsal.ts';

/** Sentences without a concept of any problem, a correction, a denial or a retraction; many words of everyday families. */
const asides = [
  'I worked on this with a friend last summer, and it was a great experience for all of us.',
  'My aunt always gives the same advice, and every time it helps more.',
  'The weather grew colder each evening, so people went home earlier.',
  'We drew lots and had a bigger dinner together afterwards.',
  'Thank you for the question, I like it a lot.',
  'In the village many houses are of equal height, while others differ.',
  'The price of bread goes up and the price of apples goes down.',
  'Somebody tossed a coin, and the taller one of the two started.',
  'It is a long story, and I tell it whenever there is enough time.',
];

describe('the knowledge score of real problems', function () {
  this.timeout(60_000);
  let bank: Bank;
  let talks: Problem[];
  before(async () => {
    bank = await realBank();
    talks = [...bank.problems.values()].filter(
      ({ exercise, sample_answers }) => !exercise && sample_answers.length > 0,
    );
  });

  const sample = fc.record({ problem: fc.nat(), answer: fc.nat() });
  const text = ({ problem, answer }: { problem: number; answer: number }) => {
    const chosen = talks[problem % talks.length] as Problem;
    const said = chosen.sample_answers[answer % chosen.sample_answers.length]?.text.trim() ?? '';
    return { problem: chosen, said };
  };
  const score = (problem: Problem, said: string) => judgedText(bank, problem, said).score;

  it('is not moved by sentences without a concept, however many', () => {
    fc.assert(
      fc.property(sample, fc.array(fc.constantFrom(...asides), { minLength: 1, maxLength: 220 }), (chosen, padding) => {
        const { problem, said } = text(chosen);
        assert.equal(score(problem, `${said}\n${padding.join(' ')}`), score(problem, said), problem.id);
      }),
      { numRuns: 150 },
    );
  });

  it('is never lowered by leaving out the words of a contradiction', () => {
    for (const problem of talks) {
      for (const { text: said } of problem.sample_answers) {
        const { judgement, score: before } = judgedText(bank, problem, said);
        for (const { verdict, quote } of judgement.verdicts) {
          if (verdict !== 'contradicted' || !quote) continue;
          const without = said.replace(quote.text, ' ');
          assert.ok(score(problem, without) >= before - 1e-9, `${problem.id}: ${quote.text}`);
        }
      }
    }
  });

  it('is not changed by case, spacing, invisible characters and look-alikes; Greek letters are content', () => {
    const alike: Record<string, string> = { a: 'а', e: 'е', o: 'о', c: 'с', p: 'р', x: 'х' };
    const disguise = fc.constantFrom<(said: string) => string>(
      (said) => said.toUpperCase(),
      (said) => said.replaceAll(' ', '  '),
      (said) => said.replace(/(\w)(\w)/g, '$1\u200b$2'),
      (said) => said.replace(/[aeocpx]/g, (letter) => alike[letter] ?? letter),
    );
    fc.assert(
      fc.property(sample, disguise, (chosen, change) => {
        const { problem, said } = text(chosen);
        assert.equal(score(problem, change(said)), score(problem, said), problem.id);
      }),
      { numRuns: 100 },
    );
  });
});
