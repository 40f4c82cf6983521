import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rootPath } from '../support/paths.ts';
import type { Candidate } from './interviewsCandidates.ts';
import { type Kept, rehearse } from './interviewsRehearsal.ts';

/** The answers of the transcript that this product comes from, word for word. Its own report gave them 5 of 5. */
const said = JSON.parse(readFileSync(rootPath('test/golden/data/seed.json'), 'utf8')) as Record<string, string>;

const seed: Candidate = {
  name: 'Dr. Amanda Foster',
  track: 'nlp-engineer',
  background: said.background ?? '',
  profile: 'intermediate',
  says: {
    'project-claim main': said['fine-tuning'] ?? '',
    'fine-tuning-speedup main': said['fine-tuning'] ?? '',
    'bag-of-words-vs-embeddings main': said.embeddings ?? '',
    'mitigating-bias main': said.bias ?? '',
    'sgd-rmsprop-adam main': said.optimisers ?? '',
  },
  presses: {},
  otherwise: ['I have nothing to add to that.', { press: 'skip' }],
  files: [],
  rootCause: '',
  questions: [said.questions ?? ''],
};

interface Card {
  readonly dimensions: readonly { score: number | null }[];
  readonly questions: readonly {
    problem: string;
    misconceptions: readonly { id: string; quote: { text: string } }[];
    keyPoints: readonly { id: string; verdict: string }[];
  }[];
  readonly recommendation: { word: string };
}

describe('the interview that the product comes from', function () {
  this.timeout(60_000);
  let kept: Kept;
  let card: Card;
  before(async () => {
    kept = await rehearse(seed);
    card = JSON.parse(kept.json) as Card;
  });
  const question = (problem: string) => {
    const found = card.questions.find((item) => item.problem === problem);
    assert.ok(found, `${problem} is missing from the scorecard`);
    return found;
  };
  const verdict = (problem: string, point: string) =>
    question(problem).keyPoints.find(({ id }) => id === point)?.verdict;
  const held = (problem: string) => question(problem).misconceptions.map(({ id }) => id);

  it('asks how the figure came about, in the candidate’s own words', () => {
    assert.match(kept.transcript, /You said “[^”]*30%/);
  });

  it('contradicts what was said of checkpointing and accumulation, with the words', () => {
    assert.equal(verdict('fine-tuning-speedup', 'checkpointing-direction'), 'contradicted');
    assert.equal(verdict('fine-tuning-speedup', 'accumulation-serial'), 'contradicted');
    assert.deepEqual(held('fine-tuning-speedup').sort(), [
      'accumulation-converges-faster',
      'checkpointing-costs-memory',
      'checkpointing-saves-compute',
    ]);
    const quotes = question('fine-tuning-speedup').misconceptions.map(({ quote }) => quote.text);
    assert.ok(
      quotes.some((quote) => quote.includes('increase memory usage')),
      quotes.join(' | '),
    );
  });

  it('contradicts that all optimisers go in the direction of steepest descent', () => {
    assert.equal(verdict('sgd-rmsprop-adam', 'not-steepest'), 'contradicted');
  });

  it('gives what was right its due', () => {
    const met: [string, string][] = [
      ['fine-tuning-speedup', 'mixed-precision-step'],
      ['bag-of-words-vs-embeddings', 'bow-counts'],
      ['bag-of-words-vs-embeddings', 'words-unrelated'],
      ['bag-of-words-vs-embeddings', 'similar-contexts'],
      ['bag-of-words-vs-embeddings', 'when-bow'],
      ['mitigating-bias', 'per-group-metrics'],
      ['mitigating-bias', 'monitoring'],
      ['sgd-rmsprop-adam', 'rmsprop-squares'],
      ['sgd-rmsprop-adam', 'adam-adds-average'],
    ];
    assert.deepEqual(
      met.filter(([problem, point]) => verdict(problem, point) !== 'met'),
      [],
    );
  });

  it('lists every question that was asked in its report', () => {
    const asked = [
      ...kept.transcript.matchAll(
        /^.*(?:30 percent less time|bag of words and word embeddings|treat one\s+group worse|SGD, RMSprop and Adam all receive)/gm,
      ),
    ];
    assert.ok(asked.length >= 4, `${asked.length}`);
    for (const words of ['30 percent less time', 'bag of words', 'the sensitive attribute', 'RMSprop and Adam'])
      assert.ok(kept.report.includes(words), words);
    assert.equal(card.questions.length, 5);
  });

  it('holds the years of experience against one another', () => {
    assert.match(kept.report, /eight years of dedicated experience”, then “spent the last seven years/);
  });

  it('names the unfilled template, and does not recommend a hire', () => {
    assert.match(kept.report, /not filled in: \\?\[Interviewer Name/);
    assert.doesNotMatch(card.recommendation.word, /yes/);
    for (const { score } of card.dimensions) assert.ok(score === null || score < 3.5, `${score}`);
  });
});
