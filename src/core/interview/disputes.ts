import type { Bank } from '../bank.ts';
import type { AnsweredDispute, Dispute } from '../grading/dispute.ts';
import { answerDispute, type GivenVerdict } from '../grading/disputeAnswer.ts';
import type { QuestionGrade } from '../grading/questionGrade.ts';
import { lookAgain } from '../grading/secondLook.ts';
import { latestJudgement, progressOf, type State } from '../state.ts';
import { judgeInput } from './judgeInput.ts';

/** What the candidate disputes of one question, with the judge's answers; a function of the journal and the bank. */
export function answeredDisputes(grade: QuestionGrade, state: State, bank: Bank): AnsweredDispute[] {
  const { problem } = grade;
  const progress = progressOf(state, problem.id);
  const by = latestJudgement(progress)?.by ?? 'offline';
  return progress.disputes.flatMap((dispute) => {
    const given = givenVerdict(dispute, grade);
    if (!given) return [];
    const look = lookAgain(dispute, judgeInput(state, bank, problem.id), problem, bank.lexicon);
    return [{ ...dispute, claim: given.claim, answer: answerDispute(look, { ...given, by }) }];
  });
}

function givenVerdict(
  { about, id }: Dispute,
  { keyPoints, held }: QuestionGrade,
): (Omit<GivenVerdict, 'by'> & { claim: string }) | undefined {
  if (about === 'key_point') {
    const graded = keyPoints.find(({ point }) => point.id === id);
    return graded && { ...graded, claim: graded.point.claim };
  }
  const error = held.find(({ misconception }) => misconception.id === id);
  return error && { verdict: 'contradicted', quote: error.quote, claim: error.misconception.claim };
}
