import type { Clause, Sentence } from './clauses.ts';
import { hasCue } from './cues.ts';
import type { Token } from './tokens.ts';
import { contrasts } from './vocabulary.ts';

/**
 * Whether a clause is the candidate's own claim. `said`: yes. `reported`: others' view, named without contrast, or called
 * wrong: no error of theirs. `condition`: an if-part; `supposed`: contrary to fact, or what would follow then. `refuted`, `asked`, `unsure`, `excluded`: no claim.
 */
export type Standing = 'said' | 'reported' | 'condition' | 'supposed' | 'refuted' | 'asked' | 'unsure' | 'excluded';

const who =
  '(?:many|most|some|other|lots of|a lot of)? ?(?:people|folks|candidates|students|engineers|beginners|practitioners|textbooks|colleagues?|friends?|teammates?|boss|manager|teachers?|blogs?|articles?|posts?|papers?|authors|someone|somebody|everyone|everybody|some|many|others|they)';
const thinks =
  '(?:think|thinks|thought|believe|believes|believed|assume|assumes|assumed|say|says|said|claim|claims|claimed|expect|argue|suppose|imagine|conclude)';
const forward: readonly RegExp[] = [
  new RegExp(String.raw`(?<!\b(?:than|as) ?)\b${who}(?: \w+){0,3}? (?:${thinks}|will tell you|would tell you)\b`, 'g'),
  /\b(?:you|one) (?:might|may|could|would|'d|will) (?:naively |well |first |then )*(?:think|assume|believe|say|suppose|conclude|expect)\b/g,
  /\byou'd (?:naively )?(?:think|assume|believe)\b/g,
  /\b(?:myth|misconception|misunderstanding|fallacy|folklore|misbelief)s?\b(?=.{0,24}\b(?:is|are|was|that|about|being)\b)/g,
  /\b(?:mistake|error|wrong|false|incorrect|not true|not correct|not right|untrue|inaccurate|tempting|easy|a myth|not the case|nonsense) (?:here )?(?:is )?(?:to (?:think|say|believe|claim|assume|conclude)|that)\b/g,
  /\b(?:contrary to|far from (?:it|so|true|correct|being|the truth|the case)|it is (?:often|sometimes|commonly) (?:said|claimed|believed|thought|assumed)|it's (?:often|sometimes|commonly) (?:said|claimed|believed|thought|assumed))\b/g,
  /\bi (?:do not|don't|dont|cannot|can't|wouldn't|would not) (?:really |actually )?(?:think|believe|agree|buy|accept)(?: that)?\b/g,
  /\bi (?:used to|once|first|initially|originally|had)(?: \w+)? (?:think|thought|believe|believed|assume|assumed)\b/g,
  /\b(?:earlier|previously|before|at first|initially|originally|in the beginning|until recently) ?,? i (?:have |had |'d |always |just |even )?(?:thought|believed|assumed)\b/g,
  /\b(?:the|a) (?:naive|wrong|intuitive|common|usual) (?:view|idea|belief|intuition|claim|answer|assumption)\b/g,
  /\b(?:another|popular|common|widespread|frequent|first|second|third|next|last|old|other) (?:popular |common |widespread |wrong |old )?(?:belief|claim|idea|view|opinion|story|notion|legend|rumou?r|superstition)s?(?= (?:is|are|that|says?|goes|has|claims?|holds?)\b| ?:)/g,
  /\b(?:i|you|we)(?: have|'ve| often| also| sometimes| always| will|'ll| keep| once| been| can| was| were)* (?:hear|heard|hearing|read|told)(?: \w+){0,2}? that\b/g,
  /\b(?:i am not|i'm not|im not|i don't|i do not|i dont|isn't|not) (?:saying|claiming|say|claim|suggesting)\b/g,
];
const unsure =
  /\b(?:not (?:entirely |completely |really |quite |so |too )?(?:sure|certain)|unsure|don't (?:know|remember|recall)|dont (?:know|remember|recall)|do not (?:know|remember|recall)|(?:i |we |^)(?:can't|cannot|couldn't|could not) (?:really |quite |honestly )?(?:remember|recall|say|tell)|no idea|i (?:always |often |just )?forg[eo]t|i (?:always )?wonder|i'm wondering)\b/g;
const calledWrong =
  /\b(?:is|are|was|be|that's|it's|which is|this is|would be) (?:just |simply |completely |totally |plain |also |of course |actually )*(?:wrong|false|incorrect|untrue|a myth|not true|nonsense|a misconception|a misunderstanding|not the case|not right|a mistake|a bug|an error)\b/;
/** Words without which none of the frames above can match. */
const frameCues = new Set(
  `think thinks thought believe believes believed assume assumes assumed say says said claim claims claimed expect argue
  suppose imagine conclude tell myth myths misconception misconceptions misunderstanding misunderstandings fallacy fallacys
  folklore folklores misbelief misbeliefs mistake error wrong false incorrect true correct right untrue inaccurate tempting
  easy case nonsense contrary far view idea belief intuition answer assumption saying claiming suggesting sure certain
  unsure agree buy accept hear heard hearing read told opinion story notion legend rumor rumour superstition know remember recall forget forgot wonder wondering bug`.split(
    /\s+/,
  ),
);
const tag =
  /(?:^|[ ,])(?:right|correct|ok|okay|yes|no|you know|isn't it|doesn't it|don't they|aren't they|yeah|makes sense|does that make sense)$/;
const inverted =
  /^(?:so |and |but |wait |well |, )*(?:is|are|does|do|did|was|can|could|would|will|should) (?:it|they|this|that|these|those|we|i|there) (?!said)/;

export function standings(
  tokens: readonly Token[],
  sentences: readonly Sentence[],
  clauses: readonly Clause[],
): Standing[] {
  const standing: Standing[] = clauses.map(() => 'said');
  let at = 0;
  sentences.forEach((sentence, index) => {
    const from = at;
    while (clauses[at]?.sentence === index) at += 1;
    const own = clauses.slice(from, at);
    judgeSentence(tokens, sentence, own, standing);
    const before = sentences[index - 1];
    if (before && rejects(tokens, sentence))
      for (const clause of clauses.slice(0, from))
        if (clause.sentence === index - 1 && standing[clause.index] === 'said') standing[clause.index] = 'reported';
  });
  quoted(tokens, clauses, standing);
  return standing;
}

const rejection =
  /^(?:but |no ,? ?|well ,? ?)*(?:that's|that is|thats|this is|it's|it is|which is)? ?(?:just |simply |plainly |completely |also )*(?:wrong|false|incorrect|untrue|a myth|nonsense|not true|not so|not the case|not right|backwards|a misconception|far from it|on the contrary|(?:quite |exactly |just )?the (?:opposite|reverse|contrary)(?! of))\b/;
const shortRefusal =
  /^(?:but )?(?:no|nope|(?:it|that|they|this) (?:won't|isn't|doesn't|aren't|don't|wouldn't|is not|does not|will not|do not)(?: hold| work)?)$/;

/** "That's wrong: …", "It won't.", "No: …" after a view that was put forward. */
function rejects(tokens: readonly Token[], sentence: Sentence): boolean {
  const { text } = plain(tokens, sentence);
  return rejection.test(text) || shortRefusal.test(text) || /^no :/.test(text);
}

function judgeSentence(
  tokens: readonly Token[],
  sentence: Sentence,
  own: readonly Clause[],
  standing: Standing[],
): void {
  const { text, startAt } = plain(tokens, sentence);
  if ((sentence.ending === '?' && !tag.test(text)) || inverted.test(text)) {
    setAll(own, standing, 'asked');
    return;
  }
  supposed(tokens, own, standing);
  leftOpen(tokens, own, standing);
  if (!hasCue(tokens, sentence, frameCues)) return;
  const wrong = calledWrong.exec(
    text.replace(
      /\b(?:wrong|false|incorrect|mistake|error|untrue|nonsense|not true|not right|a myth|not the case) (?:to|that)\b.*/,
      '',
    ),
  );
  if (wrong) for (const clause of own) if (clause.first <= startAt(wrong.index)) standing[clause.index] = 'reported';
  for (const match of text.matchAll(unsure)) spread(tokens, sentence, own, standing, startAt(match.index), 'unsure');
  for (const pattern of forward) {
    for (const match of text.matchAll(pattern)) refute(tokens, sentence, own, standing, startAt(match.index), match[0]);
  }
}

const judging = /^(?:mistake|error|wrong|false|incorrect|not |untrue|inaccurate|tempting|easy|a myth|nonsense)/;

// "People say X" alone passes X on; with a contrast, or as a thought, it is there to be refuted.
function refute(
  tokens: readonly Token[],
  sentence: Sentence,
  clauses: readonly Clause[],
  standing: Standing[],
  at: number,
  frame: string,
): void {
  const contrast = contrastAfter(tokens, sentence, at);
  const own = /(?:agree|buy|accept)(?: that)?$/.test(frame) ? reasonAfter(tokens, sentence, at) : undefined;
  if (own !== undefined && own < (contrast ?? sentence.last)) {
    spreadTo(own, clauses, standing, at, 'refuted');
    return;
  }
  const passedOn =
    /\b(?:say|says|said|argue|claim|claims|claimed|expect|(?:hear|heard|hearing|read|told)\b.*)$/.test(frame) &&
    !judging.test(frame) &&
    contrast === undefined;
  spread(tokens, sentence, clauses, standing, at, passedOn ? 'reported' : 'refuted');
}

/** "I don't agree with X, because Y": Y is the candidate's own. */
function reasonAfter(tokens: readonly Token[], sentence: Sentence, at: number): number | undefined {
  for (let i = at + 2; i < sentence.last; i += 1) if (/^(?:because|since)$/.test(tokens[i]?.text ?? '')) return i;
  return undefined;
}

function spread(
  tokens: readonly Token[],
  sentence: Sentence,
  own: readonly Clause[],
  standing: Standing[],
  at: number,
  kind: Standing,
): void {
  const contrast = contrastAfter(tokens, sentence, at) ?? sentence.last;
  const turning = own.find((clause) => clause.first > at && clause.first <= contrast && contrast < clause.last);
  spreadTo(turning?.first ?? contrast, own, standing, at, kind);
}

function spreadTo(stop: number, own: readonly Clause[], standing: Standing[], at: number, kind: Standing): void {
  for (const clause of own) if (clause.last > at && clause.first < stop) standing[clause.index] = kind;
}

function contrastAfter(tokens: readonly Token[], sentence: Sentence, at: number): number | undefined {
  for (let i = at + 2; i < sentence.last; i += 1) {
    const word = tokens[i]?.text ?? '';
    if (word === ';') return i;
    if (contrasts.has(word) && !(word === 'really' || word === 'rather')) return i;
    if (word === 'in' && /^(?:fact|reality|truth|practice)$/.test(tokens[i + 1]?.text ?? '')) return i;
    if (word === 'it' && tokens[i - 1]?.mark && tokens[i + 1]?.text === 'is' && tokens[i + 2]?.text === 'the') return i;
  }
  return undefined;
}

function supposed(tokens: readonly Token[], own: readonly Clause[], standing: Standing[]): void {
  const conditions = own.filter((clause) => isIf(tokens, clause));
  const unreal = conditions.some((clause) => isUnreal(tokens, clause));
  for (const clause of conditions) standing[clause.index] = unreal ? 'supposed' : 'condition';
  for (const clause of own) {
    const words = tokens.slice(clause.first, clause.last);
    const hypothetical =
      unreal || words.some(({ text }) => /^(?:otherwise|without)$/.test(text)) || followsIf(clause, conditions);
    if (hypothetical && words.some((token) => /^(?:would|wouldn't|could|might|'d)$|'d$/.test(token.text)))
      standing[clause.index] = 'supposed';
  }
}

/** "Whether X is so is doubtful": X is named and not claimed. */
function leftOpen(tokens: readonly Token[], own: readonly Clause[], standing: Standing[]): void {
  for (const { index, first } of own)
    if (tokens[first]?.text === 'whether' && standing[index] === 'said') standing[index] = 'reported';
}

const reachOfIf = 2;

function followsIf(clause: Clause, conditions: readonly Clause[]): boolean {
  return conditions.some(({ index }) => clause.index > index && clause.index - index <= reachOfIf);
}

const fewestQuoted = 3;
const mostQuoted = 40;

/** Three or more words between quotation marks are somebody's words, not a claim of one's own. */
function quoted(tokens: readonly Token[], clauses: readonly Clause[], standing: Standing[]): void {
  let opened: number | undefined;
  tokens.forEach((token, i) => {
    if (token.text !== '"') return;
    const from = opened;
    opened = i;
    if (from === undefined || i - from > mostQuoted) return;
    opened = undefined;
    for (const clause of clauses) {
      const words = Math.min(clause.last, i) - Math.max(clause.first, from + 1);
      if (words >= fewestQuoted && standing[clause.index] === 'said') standing[clause.index] = 'reported';
    }
  });
}

/** "if it increased memory", "if we did not …": a past form makes it contrary to fact. */
function isUnreal(tokens: readonly Token[], clause: Clause): boolean {
  for (let i = clause.first + 1; i < clause.last; i += 1) {
    const word = tokens[i]?.text ?? '';
    if (/^(?:did|didn't|didnt|were|weren't|had|was|would|went|grew|rose|fell)$/.test(word)) return true;
    if (/^(?:it|they|we|you|i|that|this|\w+ing)$/.test(tokens[i - 1]?.text ?? '') && word.endsWith('ed')) return true;
  }
  return false;
}

export function isIf(tokens: readonly Token[], clause: Clause): boolean {
  const first = tokens[clause.first]?.text;
  const second = tokens[clause.first + 1]?.text;
  return (
    first === 'if' ||
    first === 'unless' ||
    first === 'suppose' ||
    first === 'imagine' ||
    first === 'had' ||
    (second === 'if' && first !== 'as')
  );
}

function setAll(own: readonly Clause[], standing: Standing[], kind: Standing): void {
  for (const clause of own) standing[clause.index] = kind;
}

interface Plain {
  readonly text: string;
  readonly startAt: (index: number) => number;
}

/** The sentence as words with single spaces, and the token at a place in it. */
export function plain(tokens: readonly Token[], sentence: Sentence): Plain {
  const starts: number[] = [];
  let text = '';
  for (let i = sentence.first; i < sentence.last; i += 1) {
    if (text) text += ' ';
    starts.push(text.length);
    text += tokens[i]?.text ?? '';
  }
  const startAt = (index: number): number => {
    let i = 0;
    while (i + 1 < starts.length && (starts[i + 1] ?? 0) <= index) i += 1;
    return sentence.first + i;
  };
  return { text, startAt };
}
