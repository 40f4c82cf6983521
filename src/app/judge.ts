import type { Bank } from '../core/bank.ts';
import { problemOf } from '../core/bank.ts';
import { verified } from '../core/grading/evidence.ts';
import { judgeOffline } from '../core/grading/offline.ts';
import type { JudgeInput, Judgement } from '../core/grading/verdict.ts';

/** Reads an answer. Every judge returns the same result type, and the rubric's arithmetic is the same for all. */
export interface Judge {
  /** Resolves whatever happens; once aborted, with what can be said without waiting any longer. */
  judge(input: JudgeInput, signal?: AbortSignal): Promise<Judgement>;
  /** Whether it may take so long that a candidate should be told. */
  waits?(): boolean;
}

export function offlineJudge(bank: Bank): Judge {
  return {
    async judge(input) {
      const problem = problemOf(bank, input.problem);
      return verified(judgeOffline(problem, bank.lexicon, input), input, problem, bank.lexicon);
    },
  };
}
