import type { QuestionGrade } from '../../core/grading/questionGrade.ts';
import type { Fallback } from '../../core/grading/verdict.ts';

const reasons: Record<Fallback, string> = {
  no_model: 'A model was to read this, but none is set up.',
  failed: 'The model that was to read this did not.',
  unreadable: 'What the model replied could not be used.',
  credulous: 'The model credited claims of other topics that were not said, so its reading was set aside.',
  addressed_to_judge: 'Some words are addressed to whoever grades, so no model was asked.',
};

/** In sentences, what a candidate should know about who read the answers to a question. */
export function judgingNotes({ fallback, disagreements }: QuestionGrade): string[] {
  const notes: string[] = [];
  if (fallback) {
    const detail = fallback.detail ? ` ${fallback.detail}` : '';
    notes.push(`${reasons[fallback.why]}${detail} The offline judge’s verdicts stand.`);
  }
  if (disagreements.length > 0) {
    const count = disagreements.length === 1 ? 'one key point' : `${disagreements.length} key points`;
    notes.push(`The offline judge reads ${count} quite otherwise than the model; it is said where.`);
  }
  return notes;
}

const reaches: Record<string, string> = {
  clause: 'in one clause',
  near: 'in one clause or two neighbouring ones',
  sentence: 'in one sentence',
  passage: 'within some 45 words',
  answer: 'in one answer',
};

/** The rule behind a verdict in a sentence. The terms stay as the author wrote them: that is what is compared. */
export function whyVerdict(rule: string): string {
  const [, terms, reach] = /^"(.*)" within (\w+)$/.exec(rule) ?? [];
  if (terms === undefined || reach === undefined) return `${rule.slice(0, 1).toUpperCase()}${rule.slice(1)}.`;
  return `These terms meet ${reaches[reach] ?? reach}: ${terms}. (| one of, + as well, ! denied, ~ denied or not, $ a term with all its names, * any ending)`;
}
