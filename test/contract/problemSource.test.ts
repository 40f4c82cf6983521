import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { faultText, ProblemFolder } from '../../src/adapters/node/problemFolder.ts';
import type { Bank } from '../../src/core/bank.ts';
import { layBank, sampleProblem } from '../support/sampleBank.ts';

const shipped = fileURLToPath(new URL('../../problems', import.meta.url));
const problem = 'losses/softmax/problem.yaml';
const second = {
  'losses/logits/problem.yaml': sampleProblem.replace('id: softmax', 'id: logits'),
  'losses/logits/statement.md': 'Logits?',
};

async function loaded(changes: Parameters<typeof layBank>[0]): Promise<Bank> {
  const root = await layBank(changes);
  try {
    return await new ProblemFolder(root).load();
  } finally {
    await rm(root, { recursive: true });
  }
}

/** The faults of the sample problem after replacing a part of it, as `line field: message`. */
async function faultsAfter(part: string | RegExp, by: string): Promise<string[]> {
  const spoiled = sampleProblem.replace(part, by);
  assert.notEqual(spoiled, sampleProblem, 'the test must change something');
  const bank = await loaded({ ...second, [problem]: spoiled });
  assert.deepEqual([...bank.problems.keys()], ['logits'], 'the faulty one is left out and the other loads');
  const own = bank.faults.filter((fault) => fault.file === problem);
  return own.map((fault) => `${fault.line} ${fault.field}: ${fault.message}`);
}

describe('the problem bank', function () {
  this.timeout(20_000);
  it('that is shipped loads without a fault', async () => {
    const bank = await new ProblemFolder(shipped).load();
    assert.deepEqual(bank.faults.map(faultText), []);
    assert.ok(bank.problems.size > 0 && bank.tracks.has('quick'));
  });

  it('joins file and statement', async () => {
    const bank = await loaded({});
    assert.deepEqual(bank.faults, []);
    assert.equal(bank.problems.get('softmax')?.statement, 'What is softmax?');
    assert.deepEqual(bank.lexicon.softmax, { aliases: ['softmax'], broader: 'activation' });
    assert.deepEqual(bank.tracks.get('quick')?.phases[0]?.pick?.ids, ['softmax']);
  });

  const spoils: [string, string | RegExp, string, RegExp][] = [
    ['a word of a closed list', 'kind: discussion', 'kind: chat', /^3 kind: "chat": must be "discussion" or/],
    ['a missing key', 'minutes: 5\n', '', /^1 minutes: is missing; add it$/],
    ['an unknown key', 'minutes: 5', 'minutes: 5\nminuets: 5', /^8 minuets: "minuets" is not known here/],
    ['a number out of range', 'level: 2', 'level: 9', /^6 level: 9: must be at most 5$/],
    ['a number for text', 'title: Softmax', 'title: 12', /^2 title: 12: must be text/],
    ['an empty text', 'title: Softmax', 'title: ""', /^2 title: "": must not be empty/],
    ['too few hints', 'hints: [one, two, three, four]', 'hints: [one, two]', /^11 hints/],
    ['a nested key', 'weight: 1', 'weight: heavy', /^15 key_points\[0\]\.weight: "heavy": must be a number$/],
    [
      'a recogniser with a wrong key',
      'goes: up',
      'goes: sideways',
      /^25 misconceptions\[0\]\.held\[0\]\.goes: "sideways": must be "up" or "down" or "same"$/,
    ],
    ['a recogniser of no form', '- $softmax + sum*', '- 7', /^19 key_points\[0\]\.met\[0\]: 7 is none of the forms/],
    [
      'an id that is not the folder',
      'id: softmax',
      'id: softmacs',
      /^1 id: "softmacs" must be the name of the folder, "softmax"$/,
    ],
    [
      'an unknown concept',
      '$temperature',
      '$temprature',
      /^25 misconceptions\[0\]\.held\[0\]: there is no concept "\$temprature"/,
    ],
    ['an unknown resource', '[book]', '[book, film]', /^29 resources\[1\]: there is no resource "film"/],
    [
      'an unknown key point',
      'contradicts: sums-to-one',
      'contradicts: sums',
      /^28 misconceptions\[0\]\.contradicts: names the key point "sums"/,
    ],
    [
      'an unknown key point in a push',
      'asks: [sums-to-one]',
      'asks: [sums]',
      /^9 easier\.asks\[0\]: names the key point/,
    ],
    ['bad indentation', '    claim: The outputs', '   claim: The outputs', /^1[345] : is no valid YAML/],
    ['a key that is there twice', 'minutes: 5', 'minutes: 5\nminutes: 6', /^8 : is no valid YAML/],
    ['a custom tag', 'title: Softmax', 'title: !!js/function "x"', /^2 : is no valid YAML/],
    ['nothing at all', /[\s\S]*/, '', /^1 : null: must be a mapping/],
    ['an alias bomb', /[\s\S]*/, bomb(), /^1 : cannot be used: .*alias/i],
    ['a huge file', /$/, `#${' '.repeat(1 << 20)}\n`, /^1 : is larger than 1 MB/],
  ];
  for (const [name, part, by, expected] of spoils) {
    it(`tells file, line and field of ${name}`, async () => {
      const faults = await faultsAfter(part, by);
      assert.ok(
        faults.some((fault) => expected.test(fault)),
        faults.join('\n'),
      );
    });
  }

  it('tells every fault of a file', async () => {
    assert.equal((await faultsAfter(/kind: discussion([\s\S]*)level: 2/, 'kind: x$1level: x')).length, 2);
  });

  it('tells of a missing, empty and undecodable statement', async () => {
    const name = 'losses/softmax/statement.md';
    for (const [content, expected] of [
      [undefined, /missing/],
      [' \n', /empty/],
      [Buffer.from([0xff, 0xff]), /UTF-8/],
    ] as const) {
      const bank = await loaded({ [name]: content });
      assert.equal(bank.problems.size, 0);
      const fault = bank.faults.find((item) => item.file === name);
      assert.match(fault?.message ?? '', expected);
    }
  });

  it('keeps one of two problems with the same id', async () => {
    const bank = await loaded({
      'attention/softmax/problem.yaml': sampleProblem,
      'attention/softmax/statement.md': 'Other.',
    });
    assert.equal(bank.problems.get('softmax')?.statement, 'Other.');
    assert.match(bank.faults.map(faultText).join(), /losses\/softmax\/problem\.yaml:1 id: another folder/);
  });

  it('tells of files that an exercise names and that are not there', async () => {
    const exercise = `exercise: { folder: project, entry: train.py, open: [../../x, train.py], protected: [], needs: [numpy], reference: fixed-a,
  hypothesis: h, root_cause: r, explanation: e, probes: [raw_batch, one_batch] }\n`;
    const bank = await loaded({
      [problem]: sampleProblem + exercise,
      'losses/softmax/starter/train.py': 'print()',
      'losses/softmax/probes.py': 'def raw_batch():\n    return {}\n\n# def one_batch():\n',
    });
    const messages = bank.faults
      .filter((fault) => fault.file === problem)
      .map((fault) => `${fault.line} ${fault.field}`);
    assert.deepEqual(messages.sort(), ['30 exercise.open[0]', '31 exercise.probes[1]', '30 exercise.reference'].sort());
  });

  it('leaves bad concepts and resources out one by one', async () => {
    const bank = await loaded({
      'concepts.yaml': 'softmax: { aliases: [] }\ntemperature: { aliases: [t], broader: heat }\n',
      'resources.yaml': 'book: { title: T, authors: A, url: "http://example.org" }\n',
    });
    const texts = bank.faults.map((fault) => `${fault.file}:${fault.line} ${fault.field}`);
    for (const expected of [
      'concepts.yaml:1 softmax.aliases',
      'concepts.yaml:2 temperature.broader',
      'resources.yaml:1 book.url',
    ]) {
      assert.ok(texts.includes(expected), texts.join('\n'));
    }
    assert.deepEqual(Object.keys(bank.lexicon), ['temperature']);
  });

  it('does not blame problems for a concepts file that is unreadable', async () => {
    const bank = await loaded({ 'concepts.yaml': ': : :' });
    assert.equal(bank.problems.size, 1);
    assert.deepEqual(
      bank.faults.map((fault) => fault.file),
      ['concepts.yaml'],
    );
  });

  it('lets a track go on without a problem that is not there', async () => {
    const bank = await loaded({ [problem]: 'id: [' });
    assert.deepEqual(bank.tracks.get('quick')?.phases[0]?.pick?.ids, []);
    assert.ok(bank.faults.some((fault) => fault.file === 'tracks/quick.yaml' && fault.line === 6));
  });

  it('without a usable rubric says where it is wrong', async () => {
    await assert.rejects(loaded({ 'rubric.yaml': 'points: {}' }), /rubric\.yaml:1 dimensions: is missing/);
    await assert.rejects(loaded({ 'rubric.yaml': undefined }), /rubric\.yaml:1 is missing/);
  });

  it('is a fault or a problem whatever the bytes of a file are', async function () {
    this.timeout(20_000);
    const noise = fc.tuple(fc.nat(sampleProblem.length), fc.string({ unit: 'binary', maxLength: 12 }), fc.nat(20));
    await fc.assert(
      fc.asyncProperty(noise, async ([at, inserted, removed]) => {
        const bank = await loaded({
          [problem]: sampleProblem.slice(0, at) + inserted + sampleProblem.slice(at + removed),
        });
        const own = bank.faults.filter((fault) => fault.file === problem);
        assert.equal(bank.problems.size + Math.sign(own.length), 1);
        for (const fault of own) assert.ok(fault.line >= 1 && fault.message.length > 5, faultText(fault));
      }),
      { numRuns: 100 },
    );
  });
});

function bomb(): string {
  const levels = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'])
    levels.push(`${to}: &${to} [${`*${from},`.repeat(9)}]`);
  return levels.join('\n');
}
