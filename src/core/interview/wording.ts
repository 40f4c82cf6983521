import type { Bank } from '../bank.ts';
import { problemOf } from '../bank.ts';
import type { ExerciseVerdict } from '../exerciseVerdict.ts';
import type { Move, MoveOf } from '../move.ts';
import { probeNames } from '../probes.ts';
import type { Problem } from '../problem.ts';
import type { State } from '../state.ts';
import { phaseAt } from './advance.ts';
import { candidateName } from './candidate.ts';
import { acknowledgements, goOn, noSuchStep, nudges, passes, receipts } from './phrases.ts';
import { heard, plain, quoted } from './quote.ts';

/** Moves whose text must reach the candidate exactly as authored, whoever speaks: facts, hints, tasks. */
const verbatim: ReadonlySet<Move['kind']> = new Set([
  'hint',
  'reveal',
  'offer-probe',
  'explain',
  'hand-over',
  'answer-question',
  'no-more-hints',
  'no-such-step',
]);

export function isVerbatim(move: Move): boolean {
  return verbatim.has(move.kind);
}

/**
 * The authored words of an interviewer's turn, as Markdown. `turn` is that turn's number: what was said once reads the
 * same ever after, so nothing here may depend on later turns.
 */
export function speak(moves: readonly Move[], state: State, bank: Bank, turn: number): string {
  return moves
    .map((move) => phrase(move, state, bank, turn))
    .filter((part) => part !== '')
    .join('\n\n');
}

function phrase(move: Move, state: State, bank: Bank, turn: number): string {
  switch (move.kind) {
    case 'greet':
      return greeting(state);
    case 'signpost':
      return signpost(move, state, bank);
    case 'acknowledge':
      return pick(acknowledgements, move.style)(quoted(heard(move.quote.text)));
    case 'receive':
      return pick(receipts, move.style)(candidateName(state));
    case 'ask':
      return ask(move, state, bank);
    case 'probe':
      return problemOf(bank, move.problem).key_points.find((point) => point.id === move.keyPoint)?.probe ?? '';
    case 'follow-up':
      return problemOf(bank, move.problem).follow_ups.find((item) => item.id === move.followUp)?.question ?? '';
    case 'challenge':
      return challenge(move, bank);
    case 'nudge':
      return nudges[move.why];
    case 'clarify':
      return 'Take whichever reading you find more useful. State the assumption in one sentence and go on from it; I will follow you.';
    case 'hint':
      return problemOf(bank, move.problem).hints[move.level - 1] ?? '';
    case 'no-more-hints':
      return 'You have seen all four hints, the full answer among them. Say in your own words which step you would not have found, or skip to the next question.';
    case 'pass':
      return pick(passes, turn);
    case 'reveal':
      return problemOf(bank, move.problem).diagnostics.find((item) => item.id === move.diagnostic)?.reply ?? '';
    case 'offer-probe':
      return `Put that to the code itself: under *Probe* in the exercise, **${probeNames[move.probe]}** runs on your files as they are now. Say first which value you expect to see.`;
    case 'hand-over':
      return handOver[problemOf(bank, move.problem).kind === 'coding' ? 'coding' : 'debugging'];
    case 'hypothesis':
      return problemOf(bank, move.problem).exercise?.hypothesis ?? '';
    case 'about-change':
      return aboutChange(move, problemOf(bank, move.problem).kind);
    case 'about-run':
      return `So this is the project as it is: the loss begins at ${figure(move.first)} and ends at ${figure(move.last)}. Where would you expect it to begin, and where to end, if all were well?`;
    case 'about-verdict':
      return aboutVerdict(move, problemOf(bank, move.problem).kind);
    case 'root-cause':
      return problemOf(bank, move.problem).exercise?.root_cause ?? '';
    case 'explain':
      return problemOf(bank, move.problem).exercise?.explanation ?? '';
    case 'keep-going':
      return pick(goOn, turn);
    case 'invite-questions':
      return 'Do you have any questions for me?';
    case 'answer-question':
      return answerQuestion(move, state, bank, turn);
    case 'no-such-step':
      return noSuchStep[move.what];
    case 'close':
      return close(state);
  }
}

function greeting(state: State): string {
  const { role, company, candidate } = state.started ?? {};
  const name = candidate ? candidateName(state) : undefined;
  const where = company ? ` at ${company}` : '';
  return [
    `Hello${name ? ` ${name}` : ''}, and welcome. I am a research scientist; I have published a little and shipped a little, and I am glad to have this time with you for the ${role ?? 'Research Engineer'} position${where}.`,
    'To start: tell me about your background, and about one piece of machine-learning work that you know down to its details. A number you are proud of is welcome; I will ask how you got it.',
  ].join('\n\n');
}

function signpost(move: MoveOf<'signpost'>, state: State, bank: Bank): string {
  const index = state.started?.plan.findIndex((item) => item.phase === move.to) ?? -1;
  const phase = phaseAt(state, bank, index);
  if (!phase) return '';
  if (phase.kind === 'questions') return 'That was the technical part. Thank you for thinking aloud with me.';
  if (move.last) return `This is my last technical part: ${lower(phase.title)}.`;
  return `Let us turn to ${lower(phase.title)}.`;
}

function ask(move: MoveOf<'ask'>, state: State, bank: Bank): string {
  const problem = problemOf(bank, move.problem);
  if (move.entry === 'easier') return problem.easier.question;
  if (move.entry === 'harder') return problem.harder.question;
  if (!move.claim)
    return asksForResult(move.problem, state, bank) ? `${aResult}\n\n${problem.statement}` : problem.statement;
  const source = move.claim.turn === 0 ? `your résumé says` : 'you said';
  const name = candidateName(state);
  return `Thank you${name ? `, ${name}` : ''}. ${capital(source)} ${quoted(move.claim.text)}.\n\n${problem.statement}`;
}

const aResult = 'Then take the one result of yours that you know best, however small.';

/** The project question speaks of a result; without a claim to quote the candidate is to choose one. */
function asksForResult(problem: string, state: State, bank: Bank): boolean {
  const asked = state.progress[problem];
  return asked !== undefined && phaseAt(state, bank, asked.phase)?.kind === 'background';
}

function challenge(move: MoveOf<'challenge'>, bank: Bank): string {
  const item = problemOf(bank, move.problem).misconceptions.find((one) => one.id === move.misconception);
  return `You said ${quoted(heard(move.quote.text))}. Let me stop there for a moment. ${item?.question ?? ''}`.trim();
}

const handOver = {
  debugging:
    'Now to real files. The project below is small and it runs, but something in it is wrong. Open it, read it as you would a colleague’s pull request, and repair the cause, not the symptom.',
  coding:
    'Now to real files. In the project below a part is yours to write; its README and docstrings say what has to hold. Write it so that it holds for shapes and numbers that the project itself never meets.',
};

function aboutChange({ file, line, text, loss }: MoveOf<'about-change'>, kind: Problem['kind']): string {
  const change = `In \`${plain(file)}\`, line ${line}, there is now \`${plain(text)}\`.`;
  if (kind === 'coding')
    return `${change} What does this line have to get right, and which input would show that it does not?`;
  if (!loss)
    return `${change} What did you expect this change to do to the curve, and what would have shown you that you were wrong?`;
  const moved = `The loss ended at ${figure(loss.before)} before, and ends at ${figure(loss.after)} now.`;
  return `${change} ${moved} Is that what you predicted, and does it show that the cause is gone or only that the number has moved?`;
}

/** A measured value as one says it: three digits that count. */
function figure(value: number): string {
  const digits = Number(value.toPrecision(3));
  return digits !== 0 && (Math.abs(digits) < 1e-3 || Math.abs(digits) >= 1e5) ? digits.toExponential() : String(digits);
}

function aboutVerdict(move: MoveOf<'about-verdict'>, kind: Problem['kind']): string {
  const failed = move.failed ? ` ${sentence(move.failed)}` : '';
  return (kind === 'coding' && aboutWritten(move.verdict, failed)) || aboutRepaired(move.verdict, failed);
}

function aboutWritten(verdict: ExerciseVerdict, failed: string): string | undefined {
  switch (verdict) {
    case 'fixed':
      return 'Every property holds, for shapes and numbers that the project never meets.';
    case 'masked':
      return `The project learns with it, and I would still not merge this.${failed} For which inputs does it go wrong, and why did the project not show it?`;
    case 'unfixed':
      return `Not yet.${failed} What is the smallest input for which you can work out by hand what should come out?`;
    default:
      return undefined;
  }
}

function aboutRepaired(verdict: ExerciseVerdict, failed: string): string {
  switch (verdict) {
    case 'fixed':
      return 'Every property holds, on seeds you have not seen. That is a repair of the cause.';
    case 'masked':
      return `The symptom is gone, and I would still not merge this.${failed} What has your change really altered, and what has it left as it was?`;
    case 'crashed':
      return `The check could not run your code to its end.${failed} Look at the message, then check again.`;
    case 'timed_out':
      return 'The check ran out of time: your code did not come back. Is there a loop without an end, or far more work than the project had at the start?';
    case 'tampered':
      return `The check stopped.${failed} Put the protected file back as it was; your work belongs in the others.`;
    default:
      return `Not yet.${failed} What does that tell you about where the fault can still be?`;
  }
}

function answerQuestion(move: MoveOf<'answer-question'>, state: State, bank: Bank, turn: number): string {
  const track = bank.tracks.get(state.started?.track ?? '');
  const fact = track?.facts.find((item) => item.id === move.fact);
  const answer =
    fact?.answer ??
    'I do not know, and I would rather say so than invent an answer. In a real interview, put this one to the recruiter or the hiring manager.';
  const earlier = state.turns.filter((item) => item.turn < turn);
  const first = !earlier.some((item) => item.moves?.some((done) => done.kind === 'answer-question'));
  return first ? `${answer}\n\nIs there anything else you would like to know?` : answer;
}

function close(state: State): string {
  if (state.started?.practice) return 'Let us leave it there. Your scorecard for this question is in the side panel.';
  const name = candidateName(state);
  return `Then let us close here${name ? `, ${name}` : ''}. Thank you for your time. Your scorecard is in the side panel: it quotes what you said and what your code did, and says what I would read next.`;
}

function pick<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T;
}

function lower(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sentence(text: string): string {
  const first = capital(text.trim());
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
