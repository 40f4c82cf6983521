import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Entry } from '../../src/core/event.ts';
import { rootPath } from '../support/paths.ts';
import { candidates } from './interviewsCandidates.ts';
import { type Kept, rehearse, reopen } from './interviewsRehearsal.ts';

const files: [kind: keyof Kept, ending: string][] = [
  ['transcript', 'transcript.txt'],
  ['json', 'scorecard.json'],
  ['markdown', 'scorecard.md'],
  ['report', 'report.md'],
  ['journal', 'journal.jsonl'],
];
const pathOf = (name: string, ending: string): string => rootPath('test/golden/data', `${name}.${ending}`);
const recording = process.env.UPDATE_GOLDEN === '1';

function golden(name: string, ending: string): string {
  const path = pathOf(name, ending);
  assert.ok(existsSync(path), `${path} is missing. Record it with: npm run golden`);
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
}

/** Compared line by line, so that a difference is shown where it is. */
function assertSame(found: string, wanted: string, what: string): void {
  const [lines, expected] = [found.split('\n'), wanted.split('\n')];
  const at = lines.findIndex((line, i) => line !== expected[i]);
  if (at >= 0) assert.equal(lines[at], expected[at], `${what}, line ${at + 1}. If this is meant: npm run golden`);
  assert.equal(lines.length, expected.length, what);
}

interface Card {
  readonly dimensions: readonly { id: string; score: number | null; level: string | null }[];
  readonly questions: readonly { problem: string; hints: number; misconceptions: readonly { id: string }[] }[];
  readonly exercises: readonly { verdict: string; gaveUp: boolean }[];
  readonly recommendation: { word: string };
}

describe('whole interviews', function () {
  this.timeout(60_000);
  const played = new Map<string, Kept>();
  const of = (name: string): Kept => played.get(name) as Kept;
  const card = (name: string): Card => JSON.parse(of(name).json) as Card;
  const entries = (name: string): Entry[] =>
    of(name)
      .journal.trim()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line) as Entry);

  before(async () => {
    for (const [name, candidate] of Object.entries(candidates)) {
      const kept = await rehearse(candidate);
      played.set(name, kept);
      if (recording) for (const [kind, ending] of files) writeFileSync(pathOf(name, ending), kept[kind]);
    }
  });

  for (const name of Object.keys(candidates)) {
    for (const [kind, ending] of files) {
      it(`${name}: the ${kind} is what was recorded`, () => {
        assertSame(of(name)[kind], golden(name, ending), `${name}.${ending}`);
      });
    }

    it(`${name}: from the journal file alone come the same bytes again`, async () => {
      const again = await reopen(golden(name, 'journal.jsonl'));
      assert.equal(again.transcript, golden(name, 'transcript.txt'));
      assert.equal(again.json, golden(name, 'scorecard.json'));
      assert.equal(again.markdown, golden(name, 'scorecard.md'));
    });

    it(`${name}: the journal holds no score and none of the interviewer’s words`, () => {
      const journal = golden(name, 'journal.jsonl');
      assert.doesNotMatch(journal, /"(?:score|points|level_reached|sum|recommendation)"/);
      const facts = entries(name).flatMap(({ event }) =>
        event.type === 'checked' ? [...event.symptom, ...event.cause] : [],
      );
      // Spoken, a message begins with a capital letter.
      const known = facts.map((item) => item.message.slice(1));
      const runs = authoredRuns(golden(name, 'transcript.txt'), known);
      assert.ok(runs.length > 1_000);
      const flat = journal.replace(/\\n/g, ' ').replace(/\s+/g, ' ');
      const leaked = runs.find((run) => flat.includes(run));
      assert.equal(leaked, undefined);
    });

    it(`${name}: is closed by the interviewer, not cut off`, () => {
      assert.deepEqual(entries(name).at(-1)?.event, { type: 'ended', early: false });
      assert.match(of(name).transcript, /last technical part/);
    });
  }

  it('rank as they should', () => {
    const mean = (name: string): number => {
      const scores = card(name).dimensions.flatMap((item) => item.score ?? []);
      return scores.reduce((a, b) => a + b, 0) / scores.length;
    };
    assert.ok(mean('expert') > 3.5, `expert ${mean('expert')}`);
    assert.ok(mean('expert') > mean('fluent') + 1, `fluent ${mean('fluent')}`);
    assert.ok(mean('expert') > mean('novice') + 1, `novice ${mean('novice')}`);
    assert.match(card('expert').recommendation.word, /yes/);
    assert.doesNotMatch(card('fluent').recommendation.word, /yes/);
    assert.doesNotMatch(card('novice').recommendation.word, /yes/);
  });

  it('the expert is pushed on, asks for diagnostics, and repairs the cause', () => {
    const kinds = entries('expert').flatMap(({ event }) =>
      event.type === 'moved' ? event.moves.map((move) => move.kind) : [],
    );
    for (const kind of [
      'acknowledge',
      'follow-up',
      'about-change',
      'about-verdict',
      'root-cause',
      'answer-question',
    ] as const)
      assert.ok(kinds.includes(kind), kind);
    assert.deepEqual(
      card('expert').exercises.map((item) => item.verdict),
      ['fixed'],
    );
  });

  it('the novice gets hints, easier questions and an explanation', () => {
    const moves = entries('novice').flatMap(({ event }) => (event.type === 'moved' ? event.moves : []));
    assert.ok(moves.some((move) => move.kind === 'hint' && move.level === 4));
    assert.ok(moves.some((move) => move.kind === 'no-more-hints'));
    assert.ok(moves.some((move) => move.kind === 'ask' && move.entry === 'easier'));
    assert.ok(moves.some((move) => move.kind === 'explain'));
    assert.equal(card('novice').exercises[0]?.gaveUp, true);
  });

  it('the fluent candidate is quoted with the figure, and challenged on checkpointing in their own words', () => {
    const { transcript } = of('fluent');
    assert.match(transcript, /You said “[^”]*reduced training times by 30%/);
    assert.match(transcript, /You said “[^”]*increase memory usage/);
    const project = card('fluent').questions.find((item) => item.problem === 'project-claim');
    assert.ok(project?.misconceptions.some((item) => item.id.startsWith('checkpointing')));
  });
});

/** Every run of 40 characters in the interviewer's turns that is neither a quotation nor what a check reported. */
function authoredRuns(transcript: string, facts: readonly string[]): string[] {
  const turns = transcript.split(/^(?=\[\d+\] )/m).filter((turn) => /^\[\d+\] Interviewer/.test(turn));
  return turns.flatMap((turn) => {
    const words = turn.slice(turn.indexOf('\n')).replace(/\s+/g, ' ');
    const bare = facts.reduce((text, fact) => text.replaceAll(fact, '\u0000'), words);
    const pieces = bare
      .replace(/“[^”]*”/g, '\u0000')
      .replace(/`[^`]*`/g, '\u0000')
      .split('\u0000');
    return pieces.flatMap((piece) =>
      Array.from({ length: Math.max(0, piece.length - 40) }, (_, i) => piece.slice(i, i + 40)),
    );
  });
}
