import type { Bank } from './bank.ts';
import { type Aspect, care, directness, length, precision, type Said, structure } from './communication/aspects.ts';
import { consistency } from './communication/consistency.ts';
import type { QuestionGrade } from './grading/questionGrade.ts';
import { progressOf, type State } from './state.ts';

/** How the candidate put things, apart from what they know: each aspect with its count and, where there is one, a quote. */
export function gradeCommunication(state: State, questions: readonly QuestionGrade[], bank: Bank): Aspect[] {
  const said = questions.flatMap((question): Said[] =>
    progressOf(state, question.problem.id).answers.map((answer) => ({ ...answer, question })),
  );
  const turns = state.turns.flatMap(({ who, turn, text }) => (who === 'candidate' && text ? [{ turn, text }] : []));
  const resume = state.started?.resume ? [{ turn: 0, text: state.started.resume.text }] : [];
  return [
    structure(said),
    directness(said),
    precision(said, bank.lexicon),
    length(said),
    care(turns),
    consistency([...resume, ...turns]),
  ];
}
