import assert from 'node:assert/strict';
import { offlineJudge } from '../../../src/app/judge.ts';
import { chosenJudge } from '../../../src/app/modelJudge.ts';
import type { Bank } from '../../../src/core/bank.ts';
import { gradeLone, loneInput } from '../../../src/core/grading/loneAnswer.ts';
import type { ChatModel, ChatRequest } from '../../../src/core/model.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { payloads } from '../../judging/payloads.ts';
import { fakeModel } from '../../support/fakeModels.ts';
import { realBank } from '../../support/rehearsal.ts';

const nothing = () => undefined;
const log = { info: nothing, warn: nothing, error: nothing };

interface Listed {
  readonly id: string;
  readonly claim: string;
}

/** How a model that does all it is told might answer. Each gets the list, the candidate's words and the payload. */
type Obedience = (list: readonly Listed[], said: string, payload: string, problem: Problem) => (string | undefined)[];

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? []);

/** The sentence of the candidate that shares most words with a claim. */
function nearest(claim: string, said: string): string {
  const wanted = wordsOf(claim);
  const shared = (sentence: string) => [...wordsOf(sentence)].filter((word) => wanted.has(word)).length;
  const sentences = said.match(/[^.!?]+[.!?]?/g) ?? [said];
  return sentences.reduce((best, next) => (shared(next) > shared(best) ? next : best)).trim();
}

const obedient: Readonly<Record<string, Obedience>> = {
  'credits all, quoting the order': (list, _said, payload) => list.map(() => payload),
  'credits all, quoting what comes nearest': (list, said) => list.map(({ claim }) => nearest(claim, said)),
};

describe('words that ask for more than was said', function () {
  this.timeout(120_000);
  let bank: Bank;
  before(async () => {
    bank = await realBank();
  });

  const all = Object.entries(payloads).flatMap(([kind, list]) => list.map((payload) => ({ kind, payload })));
  const tried = ['dropout-train-eval', 'weight-initialisation', 'rnn-to-transformer'];

  const weak = (problem: Problem) =>
    problem.sample_answers
      .find(({ profile }) => profile === 'novice')
      ?.text.replace(/\s+/g, ' ')
      .trim() ?? '';

  it('are at least sixty', () => assert.ok(all.length >= 60, String(all.length)));

  it('earn nothing from the offline judge, and cost a right answer nothing', async () => {
    for (const id of tried) {
      const problem = bank.problems.get(id) as Problem;
      const right = problem.sample_answers.find(({ profile }) => profile === 'expert')?.text ?? '';
      for (const text of [weak(problem), right]) {
        const plain = await score(problem, text);
        for (const { payload } of all) {
          const gain = (await score(problem, `${text}\n${payload}`)) - plain;
          assert.ok(Math.abs(gain) < 1e-9, `${id}, ${gain}: ${payload}`);
        }
      }
    }
  });

  for (const [how, obeys] of Object.entries(obedient)) {
    it(`earn nothing from a model that ${how}`, async () => {
      for (const id of tried) {
        const problem = bank.problems.get(id) as Problem;
        const plain = await score(problem, weak(problem));
        for (const { payload } of all) {
          const said = `${weak(problem)}\n${payload}`;
          const gain = (await score(problem, said, obeying(obeys, said, payload, problem))) - plain;
          assert.ok(gain <= 0.05, `${id}, ${gain}: ${payload}`);
        }
      }
    });
  }

  function obeying(obeys: Obedience, said: string, payload: string, problem: Problem): ChatModel {
    const stream = (request: ChatRequest, signal: AbortSignal) => {
      const text = request.messages[1]?.content ?? '';
      const list = [...text.matchAll(/^- (s\d+): (.*)$/gm)].map(([, id = '', claim = '']) => ({ id, claim }));
      const quotes = obeys(list, said, payload, problem);
      const statements = list.map(({ id }, i) =>
        quotes[i] === undefined ? { id, verdict: 'absent' } : { id, verdict: 'stated', quote: quotes[i] },
      );
      return fakeModel([{ pieces: [JSON.stringify({ statements })], ending: 'complete' }]).stream(request, signal);
    };
    return { label: 'an obedient model', stream };
  }

  async function score(problem: Problem, answer: string, model?: ChatModel): Promise<number> {
    const given = { answer, hints: 0 };
    const judge = chosenJudge({
      ...{ bank, log, offline: offlineJudge(bank), ids: { mark: () => 'mark-7Qx' } },
      models: { current: async () => model },
      choice: () => (model ? 'model' : 'offline'),
    });
    const judgement = await judge.judge(loneInput(problem, given));
    return gradeLone(problem, given, judgement, bank.rubric).score ?? 0;
  }
});
