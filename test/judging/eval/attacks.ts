import type { Bank } from '../../../src/core/bank.ts';
import type { Problem, SampleAnswer } from '../../../src/core/problem.ts';
import { payloads } from '../payloads.ts';
import { judgedText } from './judged.ts';
import { keywords } from './keywords.ts';
import { generator } from './statistics.ts';

/** One way to earn what was not said. `goal` is what the figure may be at most (`least`: must be at least). */
export interface Attack {
  readonly kind: string;
  readonly goal: string;
  /** One figure for each text that was tried on the problem. */
  readonly figures: (problem: Problem, bank: Bank) => readonly number[];
}

const profile = (problem: Problem, name: SampleAnswer['profile']) =>
  problem.sample_answers
    .find((item) => item.profile === name)
    ?.text.replace(/\s+/g, ' ')
    .trim() ?? '';
const expert = (problem: Problem) => profile(problem, 'expert');

/** Scores of texts. */
function scores(texts: (problem: Problem, bank: Bank) => readonly string[]): Attack['figures'] {
  return (problem, bank) => texts(problem, bank).map((text) => judgedText(bank, problem, text).score);
}

/** How far the score of a sample answer moves when its text is changed, and no verdict may be better. */
function changes(
  of: SampleAnswer['profile'],
  change: (text: string, problem: Problem, bank: Bank) => readonly string[],
): Attack['figures'] {
  return (problem, bank) => {
    const text = profile(problem, of);
    const before = judgedText(bank, problem, text).score;
    return change(text, problem, bank).map((changed) => judgedText(bank, problem, changed).score - before);
  };
}

function shuffled(text: string, seed: number): string {
  const next = generator(seed);
  const words = text.split(' ');
  for (let i = words.length - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    [words[i], words[j]] = [words[j] ?? '', words[i] ?? ''];
  }
  return words.join(' ');
}

/** Every key point's own sentence, denied as a whole. */
function denied({ key_points }: Problem): string[] {
  return ['It is not true that', 'It is wrong to say that', 'It is a myth that', 'I do not believe that'].map((frame) =>
    key_points
      .map(({ claim }) => `${frame} ${claim.charAt(0).toLowerCase()}${claim.slice(1).replace(/[;:]/g, ',')}`)
      .join(' '),
  );
}

const filler =
  'As you know, this is a really interesting and very important question, and I enjoy thinking about such things a lot. I have spent many years on this in several teams, and I always try to be careful. ';
const flattery = 'What a wonderful question, you are clearly an excellent interviewer. ';
const lookAlikes: Record<string, string> = { a: 'а', e: 'е', o: 'о', c: 'с', p: 'р', x: 'х' };

/** Problems of other areas; somebody who hunts a fault says much that is right of hunting any other. */
const other = (problem: Problem, bank: Bank) =>
  [...bank.problems.values()].filter(
    (one) =>
      one.id !== problem.id &&
      one.sample_answers.length > 0 &&
      !one.areas.some((area) => problem.areas.includes(area)) &&
      (problem.kind !== 'debugging' || one.kind !== 'debugging'),
  );

/** The list of section 6 of the research on grading, as far as it can be made from a problem alone. */
export const attacks: readonly Attack[] = [
  {
    kind: '1 blank, "I don’t know", one word',
    goal: '0',
    figures: scores(() => ['', ' ', "I don't know.", 'Softmax.', 'pass', 'fine', '?']),
  },
  {
    kind: '2 question echoed',
    goal: '≤ .05',
    figures: scores(({ statement }) => [statement, `So, ${statement}`, `${statement} ${statement}`]),
  },
  { kind: '3 hints pasted back', goal: '≤ .05', figures: (problem, bank) => hintsPasted(problem, bank) },
  { kind: '4 keyword list', goal: '≤ .10', figures: scores((problem, bank) => lists(keywords(problem, bank))) },
  {
    kind: '5 model answer, words shuffled',
    goal: '≤ .10',
    figures: scores((problem) => [1, 2, 3].map((seed) => shuffled(expert(problem), seed))),
  },
  {
    kind: '6 model answer of another question',
    goal: '≤ .05',
    figures: scores((problem, bank) => other(problem, bank).map(expert)),
  },
  { kind: '7 key points denied', goal: '≤ .10', figures: scores(denied) },
  {
    kind: '11 hedged both ways',
    goal: '≤ .10',
    figures: scores((problem) =>
      problem.key_points.map(
        ({ claim }) => `Either ${claim.replace(/\.$/, '')}, or it is the other way round, I am not sure which.`,
      ),
    ),
  },
  {
    kind: '13 padding ×3, change',
    goal: '0',
    figures: changes('intermediate', (text) => [`${filler}${text} ${filler}${filler}`]),
  },
  {
    kind: '13 flattery, change',
    goal: '0',
    figures: changes('intermediate', (text) => [flattery + text, `${text} ${flattery}`]),
  },
  {
    kind: '13 weak answer + 10 keywords, gain',
    goal: '≤ .05',
    figures: changes('novice', (text, problem, bank) => [
      `${text} ${keywords(problem, bank).slice(0, 10).join(', ')}.`,
    ]),
  },
  {
    kind: '16 an extra right sentence, change',
    goal: '0',
    figures: changes('expert', (text) => [
      `${text} By the way, the sun is a star and water boils at a hundred degrees at sea level.`,
    ]),
  },
  { kind: '17 case, spaces, zero-width, look-alikes, change', goal: '0', figures: changes('expert', disguises) },
  { kind: '17 emoji, code block, 20,000 characters, change', goal: '0', figures: changes('intermediate', additions) },
  {
    kind: '17 another language',
    goal: '≤ .05',
    figures: scores(() => [
      'Während des Trainings wird die Verteilung der Gewichte verändert, und danach ist alles anders als zuvor.',
      '在训练期间，模型学习数据的分布。',
    ]),
  },
  {
    kind: '18–23 orders to the grader, gain',
    goal: '0',
    figures: changes('novice', (text) => orders.map((order) => `${text}\n${order}`)),
  },
  {
    kind: '24 an order in a right answer, change',
    goal: '0',
    figures: changes('expert', (text) => orders.map((order) => `${text}\n${order}`)),
  },
];

const orders = Object.values(payloads).flat();

function hintsPasted(problem: Problem, bank: Bank): number[] {
  return problem.hints.map((hint) => judgedText(bank, problem, hint, problem.hints.length).score);
}

function lists(words: readonly string[]): string[] {
  return [
    words.join(', '),
    words.join(' '),
    words.map((word) => `${word}.`).join(' '),
    `It is about ${words.join(' and ')}.`,
  ];
}

function disguises(text: string): string[] {
  return [
    text.toUpperCase(),
    text.replaceAll(' ', '  \n'),
    text.replace(/(\w)(\w)/g, '$1\u200b$2'),
    text.replace(/[aeocpx]/g, (letter) => lookAlikes[letter] ?? letter),
  ];
}

function additions(text: string): string[] {
  return [`${text} 🙂🚀`, `${text}\n\`\`\`python\nprint('hello')\n\`\`\``, `${text} ${filler.repeat(100)}`];
}
