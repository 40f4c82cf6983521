import type { Bank } from '../bank.ts';
import { conceptsNamed, readTerms } from '../communication/terms.ts';
import type { QuestionGrade } from '../grading/questionGrade.ts';
import { sentencesIn } from '../grading/text/pieces.ts';
import { fieldTerm } from '../lexicon.ts';
import type { State } from '../state.ts';
import type { Item } from './blocks.ts';

/** Techniques in the candidate's words, by the lexicon's names: inside what was credited, only named, or a family of what was credited. */
export interface Skills {
  readonly demonstrated: readonly Item[];
  readonly mentioned: readonly Item[];
  readonly implied: readonly Item[];
}

const most = 24;

export function skillsOf(state: State, questions: readonly QuestionGrade[], bank: Bank): Skills {
  const shown = firstMentions(creditedQuotes(questions), bank);
  const wrong = firstMentions(contradictedQuotes(questions), bank);
  const own = state.turns.flatMap(({ who, turn, text }) => (who === 'candidate' && text ? [{ turn, text }] : []));
  const named = firstMentions(own, bank);
  const demonstrated = [...shown].filter(([id]) => !wrong.has(id));
  const mentioned = [...named].filter(([id]) => !shown.has(id) || wrong.has(id));
  const implied = demonstrated.flatMap(([id, quote]) => {
    const family = fieldTerm(bank.lexicon, id)?.broader;
    return family && fieldTerm(bank.lexicon, family)?.skill && !named.has(family) && !shown.has(family)
      ? [[family, quote] as const]
      : [];
  });
  return {
    demonstrated: items(demonstrated, bank),
    mentioned: items(mentioned, bank),
    implied: items([...new Map(implied)], bank),
  };
}

interface Words {
  readonly turn: number;
  readonly text: string;
}

function creditedQuotes(questions: readonly QuestionGrade[]): Words[] {
  return questions
    .flatMap(({ keyPoints }) => keyPoints)
    .flatMap(({ verdict, quote }) => (quote && verdict === 'met' ? [quote] : []));
}

function contradictedQuotes(questions: readonly QuestionGrade[]): Words[] {
  return questions.flatMap(({ keyPoints, held }) => [
    ...keyPoints.flatMap(({ verdict, quote }) => (quote && verdict === 'contradicted' ? [quote] : [])),
    ...held.map(({ quote }) => quote),
  ]);
}

function firstMentions(words: readonly Words[], bank: Bank): Map<string, Words> {
  const found = new Map<string, Words>();
  for (const { turn, text } of words) {
    for (const id of conceptsNamed(readTerms(turn, text, bank.lexicon)))
      if (fieldTerm(bank.lexicon, id)?.skill && !found.has(id))
        found.set(id, { turn, text: sentenceWith(id, turn, text, bank) });
  }
  return found;
}

/** The sentence that names the concept, for evidence that is short enough to read. */
function sentenceWith(id: string, turn: number, text: string, bank: Bank): string {
  const names = (piece: string) => conceptsNamed(readTerms(turn, piece, bank.lexicon)).includes(id);
  return sentencesIn(text).find(names) ?? text;
}

function items(found: readonly (readonly [string, Words])[], bank: Bank): Item[] {
  return found.slice(0, most).map(([id, quote]) => ({ text: fieldTerm(bank.lexicon, id)?.skill ?? id, quote }));
}
