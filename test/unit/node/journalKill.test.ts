import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJournal } from '../../../src/adapters/node/journalText.ts';
import { SessionFolder } from '../../../src/adapters/node/sessionFolder.ts';
import { answered, headerOf } from '../../support/journalSamples.ts';

const writer = fileURLToPath(new URL('../../support/journalWriter.ts', import.meta.url));

/** Runs a writer until it is killed, `ms` after its first acknowledgement. Gives the last number it acknowledged. */
function killedWriter(root: string, session: string, ms: number): Promise<number> {
  const child = spawn(process.execPath, [writer, root, session], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, complaints] = ['', ''];
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  child.stdout.on('data', (chunk) => {
    if (!output) setTimeout(() => child.kill('SIGKILL'), ms);
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      const last = output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1);
      if (signal === 'SIGKILL' && last) resolve(Number(last));
      else reject(new Error(`the writer ended by itself: ${complaints}`));
    });
  });
}

/** Kills `times` writers of one session, one after another; each finds the journal and the lease the last one left. */
async function killSeries(root: string, session: string, times: number): Promise<void> {
  const folder = new SessionFolder(root, { window: 'test' });
  await (await folder.create(headerOf(session))).journal.close();
  for (let n = 0; n < times; n++) {
    const acknowledged = await killedWriter(root, session, Math.random() * 25);
    const bytes = await readFile(join(root, session, 'journal.jsonl'));
    const text = readJournal(bytes);
    assert.notEqual(text.ending, 'corrupt');
    const seqs = text.entries.map((entry) => entry.seq);
    assert.deepEqual(
      seqs,
      seqs.map((_, i) => i + 1),
      'the entries are the first ones, without a gap',
    );
    assert.ok(seqs.length >= acknowledged, `${acknowledged} were acknowledged, ${seqs.length} are there`);
    await appendOne(folder, session, seqs.length + 1);
  }
}

async function appendOne(folder: SessionFolder, session: string, seq: number): Promise<void> {
  const opened = await folder.open(session);
  await opened.journal.append([answered(seq, 'after the kill')]);
  await opened.journal.close();
  const again = await folder.open(session);
  assert.deepEqual(again.entries.at(-1), answered(seq, 'after the kill'));
  assert.deepEqual(again.notices, []);
  await again.journal.close();
}

describe('a writer that is killed', () => {
  it('leaves every acknowledged entry and a journal that goes on, sixty times', async function () {
    this.timeout(120_000);
    const root = await mkdtemp(join(tmpdir(), 'kill-'));
    try {
      // A new session now and then keeps the journals short, and with them the time for reading them back.
      for (const round of ['1', '2', '3'])
        await Promise.all([killSeries(root, `a${round}`, 10), killSeries(root, `b${round}`, 10)]);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
