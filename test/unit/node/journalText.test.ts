import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readJournal } from '../../../src/adapters/node/journalText.ts';
import { answered, headerOf, journalBytes, sampleEntries } from '../../support/journalSamples.ts';

const sample = journalBytes(headerOf('s1'), sampleEntries());
const lines = (...values: string[]) => Buffer.from(values.join('\n'));
const header = JSON.stringify(headerOf('s1'));
const [one, two] = [JSON.stringify(answered(1, 'one')), JSON.stringify(answered(2, 'two'))];

function seqs(bytes: Uint8Array): number[] {
  return readJournal(bytes).entries.map((entry) => entry.seq);
}

describe('reading a journal', () => {
  it('reads a prefix whatever the byte where the file was cut', () => {
    for (let length = 0; length <= sample.length; length++) {
      const text = readJournal(sample.subarray(0, length));
      assert.deepEqual(text.entries, sampleEntries().slice(0, text.entries.length), `cut at ${length}`);
      assert.notEqual(text.ending, 'corrupt');
      assert.ok(text.length <= length);
      const whole = sample.subarray(0, length).toString('latin1').split('\n').length - 2;
      assert.ok(text.entries.length >= whole, `an entry that was whole is missing at ${length}`);
    }
  });

  it('takes a byte order mark, carriage returns and blank lines', () => {
    const text = readJournal(Buffer.from(`\ufeff${header}\r\n${one}\r\n\r\n${two}\r\n`));
    assert.equal(text.ending, 'clean');
    assert.deepEqual(text.header, headerOf('s1'));
    assert.equal(text.entries.length, 2);
  });

  it('takes a last line without its newline', () => {
    assert.equal(readJournal(lines(header, one, two)).ending, 'unsealed');
    assert.deepEqual(seqs(lines(header, one, two)), [1, 2]);
  });

  it('stops at a damaged line and names it', () => {
    const text = readJournal(lines(header, one, '{"seq":2,"at', two, ''));
    assert.equal(text.ending, 'corrupt');
    assert.equal(text.badLine, 3);
    assert.equal(text.length, lines(header, one, '').length);
    assert.equal(text.entries.length, 1);
  });

  it('calls a damaged header damage', () => {
    const text = readJournal(lines('not json', one, ''));
    assert.deepEqual([text.header, text.ending, text.length, text.badLine], [undefined, 'corrupt', 0, 1]);
  });

  it('stops where numbers repeat or leave a gap', () => {
    const three = JSON.stringify(answered(3, 'three'));
    assert.deepEqual(seqs(lines(header, one, one, '')), [1]);
    assert.deepEqual(seqs(lines(header, one, three, '')), [1]);
    assert.deepEqual(seqs(lines(header, three, '')), []);
  });

  it('skips what another version wrote, and lets the numbers go on', () => {
    const unknown = JSON.stringify({ seq: 2, at: 1, clock: 1, event: { type: 'sang', song: 'x' } });
    const changed = JSON.stringify({ seq: 3, at: 1, clock: 1, event: { type: 'requested', what: 'tea' } });
    const text = readJournal(lines(header, one, unknown, changed, JSON.stringify(answered(4, 'four')), ''));
    assert.deepEqual([text.ending, text.skipped, text.nextSeq], ['clean', 2, 5]);
    assert.deepEqual(seqs(lines(header, one, unknown, changed, two, '')), [1, 2]);
  });

  it('knows a newer version', () => {
    const text = readJournal(lines('{"journal":2,"session":"s1","started":1}', 'anything', ''));
    assert.equal(text.newerVersion, 2);
  });

  it('takes an empty file', () => {
    const text = readJournal(new Uint8Array());
    assert.deepEqual([text.ending, text.length, text.entries.length], ['clean', 0, 0]);
  });

  it('refuses bytes that are no UTF-8 in the middle', () => {
    const bytes = Buffer.concat([lines(header, ''), Buffer.from([0xff, 0xfe, 10]), lines(one, '')]);
    assert.equal(readJournal(bytes).ending, 'corrupt');
  });

  it('never throws on any bytes, alone or spliced into a journal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(sample.length), (noise, at) => {
        readJournal(noise);
        const spliced = Buffer.concat([sample.subarray(0, at), noise, sample.subarray(at)]);
        const text = readJournal(spliced);
        assert.ok(text.length <= spliced.length);
        const whole = sample.subarray(0, at).toString('latin1').split('\n').length - 2;
        const expected = sampleEntries().slice(0, Math.max(0, whole));
        assert.deepEqual(text.entries.slice(0, expected.length), expected);
      }),
      { numRuns: 300 },
    );
  });
});
