import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Judge } from '../../../app/judge.ts';
import type { Bank } from '../../../core/bank.ts';
import { ProblemFolder } from '../problemFolder.ts';
import { judgeLine } from './answerLine.ts';

/**
 * Judges JSON Lines, one answer each, in their order; empty lines are passed over. A line that cannot be read is answered
 * by one with an `error`, and the rest goes on.
 * @throws {Error} when a file cannot be read or written
 */
export async function judgeAnswers(
  problems: string,
  judgeFor: (bank: Bank) => Judge,
  from: Readable,
  to: Writable,
): Promise<void> {
  const bank = await new ProblemFolder(problems).load();
  const judge = judgeFor(bank);
  for await (const line of createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY })) {
    const text = line.replace(/^\uFEFF/, '').trim();
    if (text === '') continue;
    const judged = await judgeLine(text, bank, judge);
    if (!to.write(`${JSON.stringify(judged)}\n`)) await once(to, 'drain');
  }
}

/** Standard input and output where no file is named. */
export async function judgeFiles(
  problems: string,
  judgeFor: (bank: Bank) => Judge,
  input?: string,
  output?: string,
): Promise<number> {
  const from = input === undefined ? process.stdin : (await open(input)).createReadStream();
  const to = output === undefined ? process.stdout : (await open(output, 'w')).createWriteStream();
  await judgeAnswers(problems, judgeFor, from, to);
  if (to !== process.stdout) {
    to.end();
    await finished(to);
  }
  return 0;
}
