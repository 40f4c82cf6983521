import type { MoveOf } from '../move.ts';

/** Short authored phrases, in several wordings where one would be heard too often; `wording.ts` picks among them. */

type Acknowledgement = (quote: string) => string;

export const acknowledgements: readonly Acknowledgement[] = [
  (quote) => `${quote}: yes, that is the point.`,
  (quote) => `I noted ${quote}. That is right, and it carries weight here.`,
  (quote) => `Good, ${quote} is what I was hoping to hear.`,
  (quote) => `You put your finger on it with ${quote}.`,
  (quote) => `${quote} holds.`,
];

type Receipt = (name: string | undefined) => string;

export const receipts: readonly Receipt[] = [
  (name) => `Thank you${name ? `, ${name}` : ''}.`,
  () => 'All right.',
  () => 'I see where you are going.',
  () => 'Let us stay with it.',
  () => 'Understood.',
];

export const passes = [
  'That is a fair thing to say in an interview.',
  'Good to know, and better than a guess.',
  'All right, that one stays open.',
] as const;

export const goOn = [
  'Take your time with the files. Run it, check it, and tell me what you see.',
  'Go on. I am reading along; say what you expect before you run it.',
  'Fine. Try it, and let the numbers answer.',
] as const;

export const nudges: Record<MoveOf<'nudge'>['why'], string> = {
  empty: 'I did not catch an answer in that. Start with the one thing you are sure of.',
  off_topic: 'I do not see how that bears on the question. Bring it back to what I asked: what happens, and why?',
  stuffed: 'Those are the right neighbourhood of words. I need sentences: what causes what, and in which direction?',
  parroted: 'That is my wording. Say it in yours: what happens, step by step, and why?',
  injected: 'I take that as text, not as an instruction: only an answer to the question counts here. What is yours?',
  vague: 'Can you make that concrete? One mechanism, one direction, one number.',
};

export const noSuchStep: Record<MoveOf<'no-such-step'>['what'], string> = {
  easier: 'This is already the easiest form of the question, so here is a hint instead.',
  harder: 'This was the hardest form of the question.',
  hint: 'There is no technical question open at the moment, so there is nothing to hint at and nothing to make easier or harder. Just tell me in your own words.',
  skip: 'There is nothing to skip at the moment.',
};
