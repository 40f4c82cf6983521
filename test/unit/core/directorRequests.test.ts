import assert from 'node:assert/strict';
import type { Move } from '../../../src/core/move.ts';
import { Drive, kinds } from './drive.ts';

const last = (moves: readonly Move[]): Move | undefined => moves.at(-1);
const long = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');

describe('the director: requests', () => {
  const phases: [problem: string, name: string][] = [
    ['project', 'the project'],
    ['warm-1', 'the warm-up'],
    ['arch', 'architecture'],
    ['talk', 'debugging'],
    ['files', 'hands-on'],
  ];
  for (const [problem, name] of phases) {
    it(`gives the four hints in ${name}, and says so when there are no more`, () => {
      const drive = new Drive();
      drive.begin();
      drive.to(problem);
      const levels = [1, 2, 3, 4].map(() => drive.request('hint').find((move) => move.kind === 'hint')?.level);
      assert.deepEqual(levels, [1, 2, 3, 4]);
      assert.match(drive.words(), new RegExp(`${problem} hint 4`));
      assert.deepEqual(kinds(drive.request('hint')), ['no-more-hints']);
      assert.equal(drive.state.progress[problem]?.hints.length, 4);
    });

    it(`always has an easier and a harder step in ${name}`, () => {
      const drive = new Drive();
      drive.begin();
      drive.to(problem);
      const seen: string[] = [];
      while (drive.state.current === problem && seen.length < 4) {
        drive.request(seen.length % 2 === 0 ? 'easier' : 'harder');
        seen.push(drive.words());
        assert.ok(drive.words().length > 0);
      }
      assert.equal(new Set(seen).size, seen.length);
    });

    it(`leaves ${name} by skip, and by the second “I don’t know”`, () => {
      const skip = new Drive();
      skip.begin();
      skip.to(problem);
      skip.request('skip');
      assert.notEqual(skip.state.current, problem);
      const pass = new Drive();
      pass.begin();
      pass.to(problem);
      assert.equal(pass.request('pass')[0]?.kind, 'pass');
      assert.equal(pass.request('pass')[0]?.kind, 'pass');
      if (problem !== 'files') assert.notEqual(pass.state.current, problem);
    });
  }

  it('steps up from the easier form to the question itself, then to its constraint', () => {
    const drive = new Drive();
    drive.begin({ difficulty: 'easier' });
    drive.to('arch');
    const entries = () => drive.state.progress.arch?.entries.map((item) => item.entry);
    drive.request('harder');
    assert.deepEqual(entries(), ['easier', 'main']);
    drive.request('harder');
    assert.deepEqual(entries(), ['easier', 'main', 'harder']);
    assert.equal(drive.request('harder')[0]?.kind, 'no-such-step');
    assert.equal(drive.state.current, 'talk');
  });

  it('does not promise a hint that no longer exists', () => {
    const drive = new Drive();
    drive.begin();
    for (let i = 0; i < 5; i++) drive.request('easier');
    drive.request('easier');
    assert.deepEqual(kinds(drive.state.turns.at(-1)?.moves ?? []), ['no-more-hints']);
  });

  for (const what of ['hint', 'easier', 'harder'] as const) {
    it(`answers ${what} while no technical question is open`, () => {
      const drive = new Drive();
      drive.start();
      assert.deepEqual(kinds(drive.request(what)), ['no-such-step']);
      assert.match(drive.words(), /no technical question open/);
      assert.doesNotMatch(drive.words(), /hardest|easiest|here is a hint/);
    });
  }

  it('skips the background and passes on it', () => {
    for (const what of ['skip', 'pass'] as const) {
      const drive = new Drive();
      drive.start();
      drive.request(what);
      assert.equal(drive.state.current, 'project');
    }
  });

  it('takes a typed “I don’t know” like the button', () => {
    const drive = new Drive();
    drive.begin();
    const moves = drive.answer('I do not know.', { flags: ['pass'] });
    assert.deepEqual(kinds(moves), ['pass', 'ask']);
  });
});

describe('the director: the candidate’s questions', () => {
  const atQuestions = () => {
    const drive = new Drive();
    drive.begin();
    drive.to('files');
    drive.request('skip');
    return drive;
  };

  it('thanks, and asks for questions', () => {
    const drive = atQuestions();
    assert.deepEqual(kinds(drive.state.turns.at(-1)?.moves ?? []), ['signpost', 'invite-questions']);
  });

  it('answers from the track’s facts', () => {
    const drive = atQuestions();
    assert.deepEqual(drive.answer('What happens next?'), [{ kind: 'answer-question', fact: 'next' }]);
    assert.match(drive.words(), /There is no next round\./);
  });

  it('says honestly that it does not know, and asks for more only after the first answer', () => {
    const drive = atQuestions();
    assert.deepEqual(drive.answer('How large is the canteen?'), [{ kind: 'answer-question' }]);
    assert.match(drive.words(), /I do not know.*anything else you would like to know\?/s);
    drive.answer('And the garden?');
    assert.doesNotMatch(drive.words(), /anything else/);
  });

  it('closes when there is nothing to ask, and after four answers', () => {
    const none = atQuestions();
    assert.deepEqual(kinds(none.answer('No, thank you.')), ['close']);
    assert.deepEqual(none.state.ended, { early: false });
    const many = atQuestions();
    for (let i = 0; i < 3; i++) many.answer('Why is that so?');
    assert.deepEqual(kinds(many.answer('And why that?')), ['answer-question', 'close']);
  });

  it('closes on skip', () => {
    assert.deepEqual(kinds(atQuestions().request('skip')), ['close']);
  });
});

describe('the director: practice of one problem', () => {
  it('asks the question itself, without a greeting, and closes after it', () => {
    const drive = new Drive();
    assert.deepEqual(drive.practise('arch'), [{ kind: 'ask', problem: 'arch', entry: 'main' }]);
    assert.equal(last(drive.request('skip'))?.kind, 'close');
    assert.match(drive.words(), /scorecard for this question/);
  });

  it('knows no hurry', () => {
    const drive = new Drive();
    drive.practise('arch');
    drive.wait(500);
    assert.equal(last(drive.answer(long, {}))?.kind, 'probe');
  });

  it('hands over files', () => {
    assert.deepEqual(kinds(new Drive().practise('files')), ['hand-over', 'hypothesis']);
  });
});
