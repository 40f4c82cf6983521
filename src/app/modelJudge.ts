import { type Bank, problemOf } from '../core/bank.ts';
import { heldToSupport, verified } from '../core/grading/evidence.ts';
import { disagreements, majority } from '../core/grading/model/agreement.ts';
import { type ModelReply, readReply } from '../core/grading/model/reply.ts';
import { judgeRequest, repairRequest } from '../core/grading/model/request.ts';
import { type Statement, statementsFor } from '../core/grading/model/statements.ts';
import type { Fallback, Flag, JudgeInput, Judgement } from '../core/grading/verdict.ts';
import type { ChatModel, ChatRequest, StreamEnd } from '../core/model.ts';
import type { Problem } from '../core/problem.ts';
import type { Judge } from './judge.ts';
import type { ChatModels, Ids, JudgeChoice, Log } from './ports.ts';

export interface ModelJudgeDeps {
  readonly models: ChatModels;
  readonly bank: Bank;
  readonly offline: Judge;
  readonly ids: Pick<Ids, 'mark'>;
  /** Asked anew for every answer, so that a setting may change. */
  readonly choice: () => JudgeChoice;
  readonly log: Log;
}

/** Longest reply that is read, in characters. */
export const longestReply = 60_000;

/** With these there is nothing for a model to weigh: nobody can talk it into more. */
const settled: readonly Flag[] = ['empty', 'pass', 'stuffed', 'parroted'];

/**
 * Lets a model read an answer where that was chosen; the rules hold whatever it replies. Each verdict is held to a verbatim quote with a term of its
 * own key point, numbers are never taken from it, and where it fails the offline judge's verdicts stand, marked as such.
 */
export function chosenJudge(deps: ModelJudgeDeps): Judge {
  return {
    waits: () => deps.choice() !== 'offline',
    async judge(input, signal = new AbortController().signal) {
      const problem = problemOf(deps.bank, input.problem);
      const offline = await deps.offline.judge(input, signal);
      const choice = deps.choice();
      if (choice === 'offline') return offline;
      if (offline.flags.includes('injected')) return { ...offline, fallback: { why: 'addressed_to_judge' } };
      if (offline.flags.some((flag) => settled.includes(flag))) return offline;
      const model = await deps.models.current();
      if (!model) return { ...offline, fallback: { why: 'no_model' } };
      const samples: ModelReply[] = [];
      while (samples.length < (choice === 'model' ? 1 : 3)) {
        const mark = deps.ids.mark();
        const statements = statementsFor(problem, deps.bank, input, mark);
        const reply = await sample(model, statements, input, mark, signal);
        if ('why' in reply) {
          deps.log.warn(`${model.label} did not judge: ${reply.detail ?? reply.why}`);
          return { ...offline, fallback: reply };
        }
        samples.push(reply);
      }
      return sound(majority(samples), { model, problem, input, offline, bank: deps.bank });
    },
  };
}

interface Ruling {
  readonly model: ChatModel;
  readonly problem: Problem;
  readonly input: JudgeInput;
  readonly offline: Judgement;
  readonly bank: Bank;
}

/** The model's verdicts as far as their quotes carry them, and where the offline judge reads otherwise. */
function sound(reply: ModelReply, { model, problem, input, offline, bank }: Ruling): Judgement {
  const raw: Judgement = {
    ...{ problem: problem.id, by: model.label, flags: offline.flags, relevance: offline.relevance },
    verdicts: [...reply.verdicts],
    held: [...reply.held],
  };
  const judgement = heldToSupport(verified(raw, input, problem, bank.lexicon), problem, bank.lexicon);
  const apart = disagreements(judgement, offline);
  return apart.length > 0 ? { ...judgement, disagreements: apart } : judgement;
}

interface Failure {
  readonly why: Fallback;
  readonly detail?: string;
}

/** One reply that can be read; a first one that cannot is sent back once with what is wrong. */
async function sample(
  model: ChatModel,
  statements: readonly Statement[],
  input: JudgeInput,
  mark: string,
  signal: AbortSignal,
): Promise<ModelReply | Failure> {
  let request = judgeRequest(statements, input, mark);
  let fault = '';
  for (let attempt = 0; attempt < 2; attempt++) {
    const heard = await listen(model, request, signal);
    if ('why' in heard) return heard;
    const read = readReply(heard.text, statements, input);
    if (!('fault' in read)) return read.credulous ? { why: 'credulous' } : read;
    fault = read.fault;
    request = repairRequest(request, heard.text, fault);
  }
  return { why: 'unreadable', detail: fault };
}

async function listen(
  model: ChatModel,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<{ readonly text: string } | Failure> {
  const tooLong = new AbortController();
  const either = AbortSignal.any([signal, tooLong.signal]);
  let text = '';
  for await (const part of model.stream(request, either)) {
    if (part.kind === 'failed') return { why: 'failed', detail: part.error.message };
    if (part.kind === 'end') return part.end === 'complete' ? { text } : { why: 'failed', detail: ends[part.end] };
    text += part.text;
    if (text.length <= longestReply) continue;
    tooLong.abort();
    return { why: 'unreadable', detail: 'The reply did not come to an end.' };
  }
  return { why: 'failed', detail: ends.truncated };
}

const ends: Record<Exclude<StreamEnd, 'complete'>, string> = {
  aborted: 'The judging was stopped.',
  length: 'The reply ran into the model’s length limit.',
  filtered: 'The model’s provider withheld the reply.',
  stalled: 'The model stopped sending words.',
  truncated: 'The connection closed before the reply was complete.',
  empty: 'The model sent an empty reply.',
};
