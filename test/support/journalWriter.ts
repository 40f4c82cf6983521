import { writeSync } from 'node:fs';
import { SessionFolder } from '../../src/adapters/node/sessionFolder.ts';
import { answered } from './journalSamples.ts';

/** A process to be killed: opens the session, appends without end, prints each number once `append` has resolved. */
const [root, session] = process.argv.slice(2) as [string, string];
const { entries, journal } = await new SessionFolder(root, { window: `pid ${process.pid}` }).open(session);
if (!journal.writable) throw new Error('the lease of a dead process was not free');
for (let seq = (entries.at(-1)?.seq ?? 0) + 1; ; ) {
  const batch = [answered(seq, 'x'.repeat((seq * 7919) % 9_000)), answered(seq + 1, 'zweite Zeile')];
  await journal.append(batch);
  seq += batch.length;
  writeSync(1, `${seq - 1}\n`);
}
