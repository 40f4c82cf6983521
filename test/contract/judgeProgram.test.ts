import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootPath } from '../support/paths.ts';
import { speech, startScriptedModel } from '../support/scriptedModelServer.ts';

const judge = (input: string, ...args: string[]) =>
  spawnSync(process.execPath, [rootPath('src/cli.ts'), 'judge', ...args], { encoding: 'utf8', input });

/** Beside a server in this process, which a synchronous call would hold up. */
async function judgeWithServer(input: string, ...args: string[]): Promise<string> {
  const running = promisify(execFile)(process.execPath, [rootPath('src/cli.ts'), 'judge', ...args]);
  running.child.stdin?.end(input);
  return (await running).stdout;
}

const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const right =
  'In training every unit is set to zero at random with probability p, with a new mask in each step, and the survivors are scaled by 1/(1-p). At evaluation nothing is dropped.';
const answer = (id: string | number, more: object) => JSON.stringify({ id, problem: 'dropout-train-eval', ...more });

describe('the program that judges answers', function () {
  this.timeout(60_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'judge answers '));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('prints a line for each line, in their order, and nothing else', () => {
    const { status, stdout } = judge([answer('a', { answer: right }), '', answer(7, { answer: '' }), ''].join('\r\n'));
    assert.equal(status, 0);
    const [first, second, ...more] = lines(stdout);
    assert.equal(more.length, 0);
    assert.deepEqual(Object.keys(first ?? {}), [
      'id',
      'problem',
      'score',
      'relevance',
      'verdicts',
      'misconceptions',
      'notes',
    ]);
    assert.deepEqual([first?.id, second?.id], ['a', 7]);
    assert.ok((first?.score as number) > 0.4 && (first?.score as number) <= 1);
    assert.deepEqual([second?.score, second?.notes], [0, ['empty']]);
  });

  it('quotes every credited point verbatim', () => {
    const [judged] = lines(judge(answer('a', { answer: right })).stdout);
    const verdicts = judged?.verdicts as { keyPoint: string; verdict: string; quotes: string[] }[];
    const met = verdicts.filter(({ verdict }) => verdict === 'met');
    assert.ok(met.length >= 3);
    for (const { quotes } of met) assert.ok(quotes.length > 0 && quotes.every((quote) => right.includes(quote)));
  });

  it('counts less after a hint', () => {
    const [free, hinted] = lines(
      judge([answer('a', { answer: right }), answer('b', { answer: right, hints: 3 })].join('\n')).stdout,
    );
    assert.ok((hinted?.score as number) < (free?.score as number));
  });

  it('names what is wrong with a line, and goes on', () => {
    const { status, stdout } = judge(
      [
        'no json',
        '[1]',
        answer('b', {}),
        answer('c', { answer: right, hints: 5 }),
        '{"id":"d","problem":"no-such","answer":""}',
        answer('e', { answer: right }),
      ].join('\n'),
    );
    assert.equal(status, 0);
    const [noJson, list, missing, hints, unknown, good] = lines(stdout);
    assert.deepEqual(noJson, { id: null, error: 'This line is no JSON.' });
    assert.equal(list?.id, null);
    assert.equal(missing?.id, 'b');
    assert.match(missing?.error as string, /answer: is missing/);
    assert.match(hints?.error as string, /^hints: /);
    assert.match(unknown?.error as string, /no problem "no-such"/);
    assert.ok(good && !('error' in good));
  });

  it('reads and writes files, and says which it cannot', async () => {
    const [from, to] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
    await writeFile(from, `\uFEFF${answer('a', { answer: right })}`);
    const { status, stdout } = judge('', '--in', from, '--out', to);
    assert.deepEqual([status, stdout], [0, '']);
    assert.equal(lines(await readFile(to, 'utf8'))[0]?.id, 'a');
    const gone = judge('', '--in', join(folder, 'gone.jsonl'));
    assert.equal(gone.status, 2);
    assert.match(gone.stderr, /gone\.jsonl/);
  });

  it('asks a model where one is named, and says so', async () => {
    const server = await startScriptedModel(({ body }) => speech([absent(body.messages?.at(-1)?.content ?? '')]));
    try {
      const named = ['--judge', 'model', '--base-url', server.baseUrl, '--model', 'scripted'];
      const [judged] = lines(await judgeWithServer(answer('a', { answer: right }), ...named));
      assert.match(String(judged?.notes), /judged by scripted at/);
      assert.equal(server.requests.length, 1);
    } finally {
      await server.close();
    }
  });

  it('says which judges there are, and what a model needs', () => {
    const unknown = judge('', '--judge', 'oracle');
    assert.deepEqual([unknown.status, unknown.stdout], [2, '']);
    assert.match(unknown.stderr, /offline, model/);
    assert.match(judge('', '--judge', 'model').stderr, /--base-url/);
  });
});

/** A reply that finds none of the statements in the answer. */
function absent(request: string): string {
  const ids = [...new Set([...request.matchAll(/^- (s\d+):/gm)].map(([, id]) => id))];
  return JSON.stringify({ statements: ids.map((id) => ({ id, verdict: 'absent', quote: '' })) });
}
