import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Library } from '../../../src/app/library.ts';
import type { Session } from '../../../src/app/session.ts';
import type { Bank } from '../../../src/core/bank.ts';
import type { Entry, InterviewEvent } from '../../../src/core/event.ts';
import { fold, hasClosed } from '../../../src/core/interview.ts';
import type { Move } from '../../../src/core/move.ts';
import { wordsOf } from '../../../src/core/prompt.ts';
import type { State } from '../../../src/core/state.ts';
import { chatViewSchema } from '../../../src/protocol/chat.ts';
import { scorecardViewSchema } from '../../../src/protocol/scorecard.ts';
import { MemorySessions } from '../../support/fakes.ts';
import { entriesOf, failingSessions, realBank, rehearsalId, sessionsWith, stage } from '../../support/rehearsal.ts';
import { type Act, perform, script, skipToTheEnd } from './script.ts';

const minute = 60_000;

/** What a move asks, as one string; undefined for moves that ask nothing of their own. */
function questionKey(move: Move): string | undefined {
  switch (move.kind) {
    case 'ask':
      return `${move.problem} ${move.entry}`;
    case 'probe':
      return `${move.problem} probe ${move.keyPoint}`;
    case 'follow-up':
      return `${move.problem} follow-up ${move.followUp}`;
    case 'challenge':
      return `${move.problem} challenge ${move.misconception}`;
    case 'reveal':
      return `${move.problem} reveal ${move.diagnostic}`;
    case 'hand-over':
    case 'hypothesis':
    case 'root-cause':
    case 'clarify':
      return `${move.problem} ${move.kind}`;
    case 'about-run':
      return `${move.problem} about-run`;
    case 'about-change':
      return `${move.problem} ${move.file} ${move.text}`;
    case 'hint':
      return `${move.problem} hint ${move.level}`;
    case 'nudge':
      return `${move.problem} nudge ${move.why}`;
    case 'signpost':
      return `signpost ${move.to}`;
    case 'greet':
    case 'invite-questions':
    case 'close':
      return move.kind;
    default:
      return undefined;
  }
}

const movesOf = (state: State): Move[] => state.turns.flatMap((turn) => turn.moves ?? []);
const hintsOf = (state: State, problem: string): number[] =>
  movesOf(state).flatMap((move) => (move.kind === 'hint' && move.problem === problem ? [move.level] : []));

/** Every request and every answer is followed by a turn of the interviewer before anything else is asked of it. */
function assertAnswered(entries: readonly Entry[]): void {
  for (const [at, { event }] of entries.entries()) {
    if (event.type !== 'requested' && event.type !== 'answered') continue;
    const reply = entries.slice(at + 1).find((entry) => entry.event.type === 'moved')?.event;
    assert.ok(
      reply?.type === 'moved' && reply.moves.length > 0,
      `${JSON.stringify(event).slice(0, 99)} was not answered`,
    );
  }
}

describe('any interview, whatever the candidate does', function () {
  this.timeout(60_000);
  let bank: Bank;
  before(async () => {
    bank = await realBank();
    assert.deepEqual(bank.faults, []);
  });

  async function play(acts: readonly Act[], library: Library, between?: (session: Session) => Promise<Session>) {
    let session = await library.start('quick', { candidate: 'Ada' });
    await session.interviewer.catchUp();
    for (const act of acts) {
      await perform(session, act);
      session = (await between?.(session)) ?? session;
    }
    return session;
  }

  it('is a fold over its journal, repeats no question, counts hints from 1 to 4, and answers everything', () =>
    fc.assert(
      fc.asyncProperty(script(bank, 30), async (acts) => {
        const { library, sessions } = stage({ bank });
        const { interviewer } = await play(acts, library);
        const entries = await entriesOf(sessions);
        assert.deepEqual(interviewer.state, fold(entries));
        assert.equal(interviewer.state.owed, undefined);
        assertAnswered(entries);
        const keys = movesOf(interviewer.state).flatMap((move) => questionKey(move) ?? []);
        assert.deepEqual(
          keys.filter((key, i) => keys.indexOf(key) !== i),
          [],
        );
        for (const problem of Object.keys(interviewer.state.progress)) {
          const hints = hintsOf(interviewer.state, problem);
          assert.deepEqual(hints, [1, 2, 3, 4].slice(0, hints.length));
        }
      }),
      { numRuns: 100 },
    ));

  it('keeps the words of every turn once they were said, and says something in each', () =>
    fc.assert(
      fc.asyncProperty(script(bank, 20), async (acts) => {
        const { library } = stage({ bank });
        const first = new Map<number, string>();
        const session = await play(acts, library, async (open) => {
          for (const turn of open.chat().turns) if (!first.has(turn.turn)) first.set(turn.turn, turn.markdown);
          return open;
        });
        const { state } = session.interviewer;
        for (const turn of state.turns) {
          assert.ok(wordsOf(turn, state, bank).trim() !== '');
          assert.equal(wordsOf(turn, state, bank), first.get(turn.turn) ?? wordsOf(turn, state, bank));
        }
      }),
      { numRuns: 40 },
    ));

  it('can always be brought to its close, and has a scorecard then', () =>
    fc.assert(
      fc.asyncProperty(script(bank, 15), fc.nat(90), async (acts, minutes) => {
        const { library, clock } = stage({ bank });
        const session = await play(acts, library);
        for (let i = 0; i < minutes; i++) clock.advance(minute);
        await skipToTheEnd(session);
        assert.ok(session.interviewer.state.ended);
        scorecardViewSchema.parse(session.scorecard());
        chatViewSchema.parse(session.chat());
      }),
      { numRuns: 40 },
    ));

  it('is the same when the window is closed and opened between any two steps', () =>
    fc.assert(
      fc.asyncProperty(script(bank, 12), async (acts) => {
        const steady = stage({ bank });
        const before = await play(acts, steady.library);
        const shaky = stage({ bank });
        const after = await play(acts, shaky.library, async (session) => {
          await shaky.library.close(session.interviewer.session);
          const again = await shaky.library.open(rehearsalId);
          await again.interviewer.catchUp();
          return again;
        });
        assert.deepEqual(after.interviewer.state, before.interviewer.state);
      }),
      { numRuns: 40 },
    ));

  it('goes on from any prefix of its journal as if nothing had happened', () =>
    fc.assert(
      fc.asyncProperty(script(bank, 15), fc.nat(), async (acts, at) => {
        const original = stage({ bank });
        const { interviewer } = await play(acts, original.library);
        await interviewer.close();
        const entries = await entriesOf(original.sessions);
        const cut = 1 + (at % entries.length);
        const again = stage({ bank, sessions: await sessionsWith(entries.slice(0, cut)) });
        const reopened = await again.library.open(rehearsalId);
        await reopened.interviewer.catchUp();
        assert.deepEqual(reopened.interviewer.state, settledFrom(entries, cut));
      }),
      { numRuns: 40 },
    ));

  it('loses nothing to a disk that fails now and then: what was refused can be repeated', () =>
    fc.assert(
      fc.asyncProperty(
        script(bank, 12),
        fc.array(fc.boolean(), { minLength: 5, maxLength: 60 }),
        async (acts, faults) => {
          const steady = stage({ bank });
          const wanted = await play(acts, steady.library);
          let appends = 0;
          let broken = false;
          const memory = new MemorySessions();
          const sessions = failingSessions(memory, () => broken && faults[appends++ % faults.length] === true);
          const { library } = stage({ bank, sessions, onError: () => {} });
          const session = await library.start('quick', { candidate: 'Ada' });
          await session.interviewer.catchUp();
          for (const act of acts) {
            const { length } = await entriesOf(memory);
            broken = true;
            const refused = await perform(session, act);
            broken = false;
            const grown = (await entriesOf(memory)).slice(length);
            assert.deepEqual(session.interviewer.state, fold(await entriesOf(memory)));
            await session.interviewer.catchUp();
            const taken = grown.some((entry) => entry.event.type === traceOf(act));
            if (!taken && refused?.includes('The disk is full.')) await perform(session, act);
          }
          assert.deepEqual(session.interviewer.state, wanted.interviewer.state);
          assert.equal(session.interviewer.trouble, undefined);
        },
      ),
      { numRuns: 40 },
    ));
});

/** The kind of entry that shows an act to have been taken. */
function traceOf(act: Act): InterviewEvent['type'] {
  if (act.do === 'fact') return act.event.type;
  const traces = { answer: 'answered', sample: 'answered', request: 'requested' } as const;
  const ends = { pause: 'paused', resume: 'resumed', end: 'ended' } as const;
  return { ...traces, ...ends }[act.do];
}

/** The first state of the journal from entry `cut` on in which nothing is owed. */
function settledFrom(entries: readonly Entry[], cut: number): State {
  for (let to = cut; to <= entries.length; to++) {
    const state = fold(entries.slice(0, to));
    if (!state.owed && (state.ended || !hasClosed(state))) return state;
  }
  throw new Error('The journal ends while something is owed.');
}
