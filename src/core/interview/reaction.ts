import type { Bank } from '../bank.ts';
import { matches } from '../grading/requests.ts';
import type { Flag } from '../grading/verdict.ts';
import type { Move } from '../move.ts';
import type { FollowUp, KeyPoint, Problem } from '../problem.ts';
import { isSupposition } from '../process/supposition.ts';
import { exerciseOf, type Progress, progressOf, type State, wasFixed } from '../state.ts';
import { advance, isQuickAndStrong, phaseAt, strongCoverage } from './advance.ts';
import { pointsToProbe } from './probeRequests.ts';
import { isQuotable } from './quote.ts';
import { hasEntry, onRequest } from './requests.ts';
import { minutesUsed, type Standing, standingOn, verdictOf } from './standing.ts';

/** How far one problem is pursued. [judgement: a panel asks some five times about one topic, less in a warm-up] */
const limits = {
  talk: { answers: 7, probes: 3 },
  warmUp: { answers: 4, probes: 2 },
  exercise: { answers: 6, probes: 2 },
};
const maxChallenges = 2;
const maxReveals = 2;
const nudgeable = ['injected', 'parroted', 'stuffed', 'off_topic', 'empty'] as const;

interface Situation {
  readonly state: State;
  readonly bank: Bank;
  readonly problem: Problem;
  readonly progress: Progress;
  readonly standing: Standing;
  readonly text: string;
}

type Rule = (situation: Situation) => Move[] | undefined;

/** The interviewer's reaction to a judged answer: the first rule that applies. */
export function onJudgement(state: State, bank: Bank, problem: Problem): Move[] {
  const progress = progressOf(state, problem.id);
  const standing = standingOn(problem, progress);
  const text = progress.answers.at(-1)?.text ?? '';
  const situation: Situation = { state, bank, problem, progress, standing, text };
  const rules = problem.exercise
    ? [passes, namesProbe, nudges, reveals, challenges, leavesExercise, worksOn]
    : [
        passes,
        nudges,
        reveals,
        clarifies,
        challenges,
        givesWay,
        staysEasy,
        skipsAhead,
        vague,
        intuition,
        probes,
        pushes,
        hardens,
      ];
  for (const rule of rules) {
    const moves = rule(situation);
    if (moves) return moves;
  }
  return [...acknowledges(situation), ...advance(state, bank)];
}

const passes: Rule = ({ state, bank, standing }) =>
  standing.judgement?.flags.includes('pass') ? onRequest(state, bank, 'pass') : undefined;

const nudges: Rule = ({ state, problem, progress, standing, text }) => {
  const mayBeWrong = problem.exercise && !wasFixed(exerciseOf(state, problem.id)) && isSupposition(text);
  const flag = nudgeable.find(
    (item) => has(standing, item) && !progress.nudges.includes(item) && !(mayBeWrong && item === 'off_topic'),
  );
  return flag ? [{ kind: 'nudge', problem: problem.id, why: flag }] : undefined;
};

/** What can be asked of the files is asked of the files; before the nudges, since a question alone is no answer. */
const namesProbe: Rule = ({ state, bank, problem, text }) => pointsToProbe(state, bank, problem, text);

/** Shows what was asked for in a debugging talk, and only that. */
const reveals: Rule = (situation) => {
  const { problem, progress, bank, text } = situation;
  const asked = problem.diagnostics
    .filter((item) => !progress.reveals.includes(item.id) && matches(item.asked, bank.lexicon, text))
    .sort((a, b) => a.order - b.order)
    .slice(0, maxReveals);
  if (asked.length === 0) return undefined;
  return [
    ...acknowledges(situation),
    ...asked.map((item): Move => ({ kind: 'reveal', problem: problem.id, diagnostic: item.id })),
  ];
};

/** A short question back: the candidate is to state an assumption and go on. */
const clarifies: Rule = ({ problem, progress, text }) => {
  const isQuestion = text.trim().endsWith('?') && text.split(/\s+/).length < 40;
  return isQuestion && progress.clarified === 0 ? [{ kind: 'clarify', problem: problem.id }] : undefined;
};

const challenges: Rule = ({ problem, progress, standing }) => {
  const done = new Set(progress.challenges.map((item) => item.id));
  const held = standing.judgement?.held.find((item) => !done.has(item.id));
  if (!held || done.size >= maxChallenges) return undefined;
  return [{ kind: 'challenge', problem: problem.id, misconception: held.id, quote: held.quote }];
};

/** Time or the limit for this problem is used up, or the full answer was shown: on to the next. */
const givesWay: Rule = (situation) => {
  const { state, bank, progress } = situation;
  const phase = phaseAt(state, bank, state.phase);
  const late = !state.started?.practice && phase !== undefined && minutesUsed(state).phase > phase.minutes * 1.3;
  const over = progress.answers.length >= limitsOf(situation).answers || progress.hints.length >= 4;
  return late || over ? [...acknowledges(situation), ...advance(state, bank)] : undefined;
};

/** A weak first answer to a warm-up question leads to its easier entry. */
const staysEasy: Rule = ({ state, bank, problem, progress, standing }) => {
  const weak = phaseAt(state, bank, state.phase)?.warm_up && standing.coverage < 0.25;
  if (!weak || hasEntry(progress, 'easier') || progress.answers.length > 1) return undefined;
  return [
    { kind: 'receive', style: 1 },
    { kind: 'ask', problem: problem.id, entry: 'easier' },
  ];
};

/** A strong first answer to a warm-up question is met with its constraint, and then the warm-up is over. */
const skipsAhead: Rule = (situation) => {
  const { state, bank, problem, progress } = situation;
  if (!phaseAt(state, bank, state.phase)?.warm_up || !isQuickAndStrong(state, bank, problem.id)) return undefined;
  if (hasEntry(progress, 'harder')) return [...acknowledges(situation), ...advance(state, bank)];
  return [...acknowledges(situation), { kind: 'ask', problem: problem.id, entry: 'harder' }];
};

/** A short answer that settles nothing and names no figure is asked to be concrete, once a question. */
const vague: Rule = ({ problem, progress, standing, text }) => {
  if (/\d/.test(text) || isOpenPush(problem, progress)) return undefined;
  const turn = progress.answers.at(-1)?.turn;
  const said = standing.judgement?.verdicts.some((item) => item.quote?.turn === turn);
  if (said || text.split(/\s+/).length > 40 || progress.nudges.includes('vague')) return undefined;
  return [{ kind: 'nudge', problem: problem.id, why: 'vague' }];
};

/** The last thing asked was a push that is about no key point, so that an answer to it cannot meet one. */
function isOpenPush(problem: Problem, progress: Progress): boolean {
  const asked = progress.followUps.at(-1);
  const answered = progress.answers.at(-2)?.turn ?? 0;
  const push = problem.follow_ups.find((item) => item.id === asked?.id);
  return asked !== undefined && asked.turn > answered && push?.asks.length === 0;
}

/** A bare formula is asked for its intuition. */
const intuition: Rule = ({ problem, progress, standing }) =>
  has(standing, 'bare_formula') ? followUp(problem, progress, 'bare_formula') : undefined;

const probes: Rule = (situation) => {
  const { problem, progress, standing } = situation;
  if (progress.probes.length >= limitsOf(situation).probes) return undefined;
  const point = worthProbing(standing, progress);
  if (!point) return undefined;
  return [...acknowledges(situation), { kind: 'probe', problem: problem.id, keyPoint: point.id }];
};

/** A textbook answer is pushed on; a strong one further. */
const pushes: Rule = (situation) => {
  const { problem, progress, standing } = situation;
  const use = standing.coverage >= strongCoverage ? (['textbook', 'strong'] as const) : (['textbook'] as const);
  if (standing.coverage < 0.5) return undefined;
  for (const when of use) {
    const moves = followUp(problem, progress, when);
    if (moves) return [...acknowledges(situation), ...moves];
  }
  return undefined;
};

/** Quick strong answers get the added constraint; so does whoever asked for harder questions. */
const hardens: Rule = (situation) => {
  const { state, bank, problem, progress, standing } = situation;
  if (hasEntry(progress, 'harder') || phaseAt(state, bank, state.phase)?.warm_up) return undefined;
  const wants = state.started?.difficulty === 'harder' && standing.coverage >= 0.5;
  const earned = standing.coverage >= strongCoverage && progress.hints.length === 0;
  if (!wants && !earned && !isQuickAndStrong(state, bank, problem.id)) return undefined;
  return [...acknowledges(situation), { kind: 'ask', problem: problem.id, entry: 'harder' }];
};

/** After the fix and the talk about its root cause, the exercise is left. */
const leavesExercise: Rule = (situation) => {
  const { state, bank, problem, progress } = situation;
  const exercise = exerciseOf(state, problem.id);
  if (!exercise.gaveUp && !(wasFixed(exercise) && exercise.rootCauseAsked)) return undefined;
  return (
    probes(situation) ??
    (progress.answers.length === 0 ? undefined : [...acknowledges(situation), ...advance(state, bank)])
  );
};

/** While the candidate works: at most a probe, else "go on". */
const worksOn: Rule = (situation) => {
  const { problem, progress } = situation;
  const talk = progress.answers.length > 1 ? probes(situation) : undefined;
  return talk ?? [...acknowledges(situation), { kind: 'keep-going', problem: problem.id }];
};

function followUp(problem: Problem, progress: Progress, when: FollowUp['when']): Move[] | undefined {
  const used = new Set(progress.followUps.map((item) => item.id));
  const next = problem.follow_ups.find((item) => item.when === when && !used.has(item.id));
  return next && [{ kind: 'follow-up', problem: problem.id, followUp: next.id }];
}

/** The heaviest key point that was asked about, is unmet and was not probed; simpler levels first among equals. */
function worthProbing(standing: Standing, progress: Progress): KeyPoint | undefined {
  const probed = new Set(progress.probes.map((item) => item.keyPoint));
  const order = { novice: 0, intermediate: 1, expert: 2 };
  return [...standing.unmet]
    .filter((point) => !probed.has(point.id) && verdictOf(standing.judgement, point.id)?.verdict !== 'contradicted')
    .sort((a, b) => b.weight - a.weight || order[a.level] - order[b.level])[0];
}

/** Names one thing that this answer got right, in the candidate's words; otherwise says neutrally that it was heard. */
function acknowledges({ state, problem, progress, standing }: Situation): Move[] {
  const turn = progress.answers.at(-1)?.turn;
  const fresh = standing.judgement?.verdicts.find(
    (item) =>
      item.verdict === 'met' &&
      item.quote?.turn === turn &&
      isQuotable(item.quote?.text ?? '') &&
      !progress.acknowledged.includes(item.keyPoint),
  );
  const style = state.turns.filter((item) => item.who === 'interviewer').length;
  if (!fresh?.quote) return [{ kind: 'receive', style }];
  return [{ kind: 'acknowledge', problem: problem.id, keyPoint: fresh.keyPoint, quote: fresh.quote, style }];
}

function limitsOf({ state, bank, problem }: Situation): { answers: number; probes: number } {
  if (problem.exercise) return limits.exercise;
  return phaseAt(state, bank, state.phase)?.warm_up ? limits.warmUp : limits.talk;
}

function has(standing: Standing, flag: Flag): boolean {
  return standing.judgement?.flags.includes(flag) ?? false;
}
