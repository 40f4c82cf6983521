import assert from 'node:assert/strict';
import type { Move } from '../../../src/core/move.ts';
import { Drive, kinds } from './drive.ts';

const last = (moves: readonly Move[]): Move | undefined => moves.at(-1);
const all = { met: ['a', 'b'] };
const long = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');

describe('the director: background', () => {
  it('greets first, and the greeting is already a question', () => {
    const drive = new Drive();
    assert.deepEqual(kinds(drive.start({ candidate: 'Ada Lovelace', company: 'Acme' })), ['greet']);
    assert.match(drive.words(), /Ada\b.*ML Engineer.*Acme/s);
    assert.match(drive.words(), /tell me about your background/);
    assert.doesNotMatch(drive.words(), /Lovelace|are you ready/i);
  });

  it('quotes a claim with a figure from the background', () => {
    const drive = new Drive();
    drive.start({ candidate: 'Ada' });
    const moves = drive.answer('I work on ranking. I cut latency by 40 %, and people were happy.');
    assert.deepEqual(moves, [
      { kind: 'ask', problem: 'project', entry: 'main', claim: { turn: 2, text: 'I cut latency by 40 %' } },
    ]);
    assert.match(drive.words(), /Thank you, Ada\. You said “I cut latency by 40 %”/);
  });

  it('quotes the résumé when the answer has no figure', () => {
    const drive = new Drive();
    drive.start({ resume: { name: 'cv.md', text: 'Reduced cost by 30% in 2024.\nPython.' } });
    const [ask] = drive.answer('I work on ranking.');
    assert.ok(ask?.kind === 'ask' && ask.claim);
    assert.deepEqual(ask.claim, { turn: 0, text: 'Reduced cost by 30% in 2024' });
    assert.match(drive.words(), /Your résumé says “Reduced cost by 30% in 2024”/);
  });

  it('asks the project question without a figure as well', () => {
    const drive = new Drive();
    assert.deepEqual(kinds(drive.begin()), ['receive', 'ask']);
    assert.match(drive.words(), /one result of yours.*project as it is asked/s);
  });

  it('does not take years of service for a result', () => {
    const drive = new Drive();
    drive.start();
    const moves = drive.answer('I have 8 years of experience.');
    assert.deepEqual(kinds(moves), ['receive', 'ask']);
  });

  it('addresses a candidate by the name they introduced themselves with', () => {
    const drive = new Drive();
    drive.start();
    drive.answer("Hi, I'm Dr. Amanda Foster. I made training 3x faster.");
    assert.match(drive.words(), /^Thank you, Dr\. Foster\./);
  });
});

describe('the director: warm-up', () => {
  const inWarmUp = () => {
    const drive = new Drive();
    drive.begin();
    drive.to('warm-1');
    return drive;
  };

  it('offers the easier form after a weak first answer', () => {
    const drive = inWarmUp();
    assert.deepEqual(last(drive.answer(long)), { kind: 'ask', problem: 'warm-1', entry: 'easier' });
  });

  it('starts every later problem easy after a weak warm-up, into architecture', () => {
    const drive = inWarmUp();
    drive.answer(long);
    drive.request('skip');
    assert.equal(drive.state.current, 'warm-2');
    assert.deepEqual(drive.state.progress['warm-2']?.entries[0]?.entry, 'easier');
    drive.to('arch');
    assert.deepEqual(drive.state.progress.arch?.entries[0]?.entry, 'easier');
  });

  it('meets a quick strong answer with the constraint, then skips the rest of the warm-up', () => {
    const drive = inWarmUp();
    const first = drive.answer('aword and bword', all);
    assert.deepEqual(kinds(first), ['acknowledge', 'ask']);
    assert.deepEqual(last(first), { kind: 'ask', problem: 'warm-1', entry: 'harder' });
    drive.answer('It holds there too.', all);
    assert.equal(drive.state.current, 'arch');
    assert.equal(drive.state.progress['warm-2'], undefined);
  });

  it('does not skip ahead when the strong answer came after a hint', () => {
    const drive = inWarmUp();
    drive.request('hint');
    drive.answer('aword and bword', all);
    assert.equal(drive.state.current, 'warm-2');
  });

  it('leaves the warm-up when its minutes are used up', () => {
    const drive = inWarmUp();
    drive.wait(11);
    drive.request('skip');
    assert.equal(drive.state.current, 'arch');
  });
});

describe('the director: talk', () => {
  const at = (problem: string, options = {}) => {
    const drive = new Drive();
    drive.begin(options);
    drive.to(problem);
    return drive;
  };
  /** Skipped warm-ups count as weak, so that the question comes in its easier form; this gets to the question itself. */
  const atMain = (problem: string) => {
    const drive = at(problem);
    drive.request('harder');
    return drive;
  };

  it('pushes a textbook answer to 100,000 tokens', () => {
    const drive = atMain('arch');
    const moves = drive.answer(long, { met: ['a', 'b'] });
    assert.deepEqual(last(moves), { kind: 'follow-up', problem: 'arch', followUp: 'tokens' });
    assert.match(drive.words(), /100,000 tokens/);
  });

  it('asks for the intuition behind a bare formula', () => {
    const drive = atMain('arch');
    const moves = drive.answer('softmax(QK^T)V', { met: ['a'], flags: ['bare_formula'] });
    assert.deepEqual(last(moves), { kind: 'follow-up', problem: 'arch', followUp: 'why' });
  });

  it('challenges a wrong claim with the words it was made in', () => {
    const drive = atMain('arch');
    const [challenge] = drive.answer('Attention is linear in length.', { met: ['a'], held: ['wrong'] });
    assert.ok(challenge?.kind === 'challenge');
    assert.match(drive.words(), /You said “Attention is linear in length”/);
    assert.match(drive.words(), /What does a measurement say about that\?/);
    assert.doesNotMatch(drive.words(), /other way round/);
  });

  it('challenges each wrong claim once', () => {
    const drive = atMain('arch');
    assert.equal(drive.answer('one', { held: ['wrong', 'other'] })[0]?.kind, 'challenge');
    assert.equal(drive.answer('two', { held: ['wrong', 'other'] })[0]?.kind, 'challenge');
    assert.ok(!kinds(drive.answer('three', { held: ['wrong', 'other'] })).includes('challenge'));
    assert.deepEqual(
      drive.state.progress.arch?.challenges.map((item) => item.id),
      ['wrong', 'other'],
    );
  });

  it('asks a vague answer to be concrete, once', () => {
    const drive = atMain('arch');
    assert.deepEqual(drive.answer('It depends.'), [{ kind: 'nudge', problem: 'arch', why: 'vague' }]);
    assert.ok(!kinds(drive.answer('It still depends.')).includes('nudge'));
  });

  it('does not call an answer vague that gives a figure, or that answers a push about no key point', () => {
    const figure = atMain('arch');
    assert.ok(!kinds(figure.answer('About 40 GB.')).includes('nudge'));
    const push = atMain('arch');
    push.answer('softmax(QK^T)V', { met: ['a'], flags: ['bare_formula'] });
    assert.ok(!kinds(push.answer('It is a soft look-up.')).includes('nudge'));
  });

  it('names each kind of answer that is none, once', () => {
    const drive = atMain('arch');
    for (const flag of ['injected', 'parroted', 'stuffed', 'off_topic', 'empty'] as const)
      assert.deepEqual(drive.answer(long, { flags: [flag] }), [{ kind: 'nudge', problem: 'arch', why: flag }]);
    assert.ok(!kinds(drive.answer(long, { flags: ['injected'] })).includes('nudge'));
  });

  it('probes the heaviest missed key point, each at most once, with its own question', () => {
    const drive = atMain('arch');
    assert.deepEqual(last(drive.answer(long, {})), { kind: 'probe', problem: 'arch', keyPoint: 'a' });
    assert.match(drive.words(), /arch probe for a\?/);
    assert.deepEqual(last(drive.answer(long, {})), { kind: 'probe', problem: 'arch', keyPoint: 'b' });
    assert.ok(!kinds(drive.answer(long, {})).includes('probe'));
  });

  it('lets a candidate who asks back state an assumption, once', () => {
    const drive = atMain('arch');
    assert.deepEqual(kinds(drive.answer('Do you mean inference?')), ['clarify']);
    assert.ok(!kinds(drive.answer('Or training?')).includes('clarify'));
  });

  it('acknowledges what was right in the candidate’s words, each point once', () => {
    const drive = atMain('arch');
    drive.answer('Every pair is compared.', { met: ['a'] });
    assert.match(drive.words(), /“Every pair is compared”/);
    const moves = drive.answer('Every pair is compared.', { met: ['a'] });
    assert.ok(!moves.some((move) => move.kind === 'acknowledge' && move.keyPoint === 'a'));
  });

  it('does not repeat a fragment as if it were a sentence', () => {
    const drive = atMain('arch');
    assert.ok(!kinds(drive.answer('W2 (W1 x', { met: ['a'] })).includes('acknowledge'));
  });

  it('reveals a diagnostic only when it is asked for', () => {
    const drive = atMain('talk');
    assert.ok(!kinds(drive.answer(long, {})).includes('reveal'));
    const moves = drive.answer('Show me a few rows, please.', {});
    assert.deepEqual(
      moves.filter((move) => move.kind === 'reveal'),
      [{ kind: 'reveal', problem: 'talk', diagnostic: 'rows' }],
    );
    assert.match(drive.words(), /The raw rows: 1 2 3\./);
    assert.doesNotMatch(drive.words(), /sweep/);
    assert.ok(!kinds(drive.answer('Show me the rows again.', {})).includes('reveal'));
  });

  it('moves on when the phase is well over its minutes', () => {
    const drive = atMain('arch');
    drive.wait(14);
    drive.answer(long, {});
    assert.equal(drive.state.current, 'talk');
  });

  it('goes to the candidate’s questions when the interview is out of time', () => {
    const drive = atMain('arch');
    drive.wait(60);
    assert.deepEqual(kinds(drive.answer(long, {})), ['receive', 'signpost', 'invite-questions']);
  });

  it('says which technical part is the last', () => {
    const drive = at('talk');
    assert.ok(!drive.words().includes('last technical'));
    drive.to('files');
    assert.match(drive.words(), /This is my last technical part: part hands-on/);
  });

  it('adds the constraint when harder questions were asked for from the start', () => {
    const drive = new Drive();
    drive.begin({ difficulty: 'harder' });
    const moves = drive.answer(long, { met: ['a'], partial: ['b'] });
    assert.ok(moves.some((move) => move.kind === 'probe' || (move.kind === 'ask' && move.entry === 'harder')));
    drive.answer(long, { met: ['a'], partial: ['b'] });
    assert.ok(drive.state.progress.project?.entries.some((item) => item.entry === 'harder'));
  });

  it('starts with the easier form when easier questions were asked for from the start', () => {
    const drive = new Drive();
    drive.begin({ difficulty: 'easier' });
    drive.to('warm-1');
    assert.equal(drive.state.progress['warm-1']?.entries[0]?.entry, 'easier');
  });
});
