import { plain } from '../interview/quote.ts';
import type { SecondLook } from './secondLook.ts';
import type { Standing } from './text/standing.ts';
import type { Quote, Verdict } from './verdict.ts';

/** A verdict as it was given: what a dispute is held against. */
export interface GivenVerdict {
  readonly verdict: Verdict;
  readonly quote?: Quote;
  readonly missing?: string;
  readonly by: string;
}

const noClaim: Partial<Record<Standing, string>> = {
  asked: 'They are read as a question, and a question claims nothing.',
  unsure: 'They are read as said in doubt, and a doubt is no claim.',
  refuted: 'They are read as a view that you reject.',
  excluded: 'They repeat what you were shown, list terms, or are addressed to whoever grades; none of that counts.',
};

/** The judge's answer to a dispute, in sentences. It explains; it never changes what was given. */
export function answerDispute(look: SecondLook, given: GivenVerdict): string {
  return `The offline judge looked again. ${[...findings(look, given)].join(' ')} The verdict stays as it was given, and stays marked as disputed.`;
}

function* findings(look: SecondLook, given: GivenVerdict): Generator<string> {
  if (look.unheard) {
    yield noClaim[look.unheard] ?? 'They are not read as a claim of your own.';
    return;
  }
  if (look.errs) yield `It reads the error in these words too, by ${look.errs}.`;
  else if (look.says) yield saidAndYet(look.says, given);
  else yield* notSaid(look);
  if (!look.says && given.missing) yield `What it did not find: ${given.missing}.`;
}

function saidAndYet(rule: string, { verdict, quote, by }: GivenVerdict): string {
  const says = `It does read the point in these words, by ${rule}.`;
  if (verdict === 'contradicted' && quote)
    return `${says} Against them stands “${plain(quote.text)}” (turn ${quote.turn}), which was not taken back; an error stands against a right sentence beside it.`;
  return by === 'offline'
    ? `${says} A person who reads this should weigh them.`
    : `${says} The verdict is by ${by}, which reads them otherwise.`;
}

function* notSaid({ found, lacking }: SecondLook): Generator<string> {
  if (found.length === 0) {
    yield 'It finds none of the words in them by which this point is recognised. It knows only wordings that an author foresaw, so this may be its fault.';
    return;
  }
  yield `It finds ${found.map((word) => `“${plain(word)}”`).join(', ')} in them.`;
  for (const ways of lacking) yield `Beside that it looks for one of: ${ways.map((way) => `“${way}”`).join(', ')}.`;
  yield lacking.length === 0
    ? 'The words lie too far apart, or are denied there.'
    : 'It knows only wordings that an author foresaw; if yours mean the same, the fault is its own.';
}
