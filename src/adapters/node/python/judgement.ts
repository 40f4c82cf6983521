import { randomUUID } from 'node:crypto';
import { type CheckOutcome, PythonError } from '../../../app/ports.ts';
import { judgeReply } from './judgeReply.ts';
import type { ProcessTree } from './processTree.ts';

const replyCap = 1 << 20;
/** After its standard input ended the judge ends the candidate's process and itself; then force helps. ms. */
const farewellMs = 2_000;

/**
 * One judgement by `judge.py`, which `start` has started with standard input as a pipe. The pipe stays open until the
 * verdict: its end tells the judge that nobody waits any more.
 * @throws {PythonError} `judge-failed`, or the signal's reason when it was aborted.
 */
export async function judgement(tree: ProcessTree, limitMs: number, signal: AbortSignal): Promise<CheckOutcome> {
  const nonce = randomUUID();
  const [reply, complaints] = [gathered(tree.child.stdout), gathered(tree.child.stderr)];
  tree.child.stdin?.write(`${nonce}\n`);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void dismiss(tree);
  }, limitMs);
  const abort = () => void dismiss(tree);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const { code, error } = await tree.ended;
  clearTimeout(timer);
  signal.removeEventListener('abort', abort);
  signal.throwIfAborted();
  await Promise.race([
    Promise.all([reply.whole, complaints.whole]),
    new Promise((resolve) => setTimeout(resolve, 500)),
  ]);
  if (late)
    throw failed(
      `The checks did not end within ${Math.round(limitMs / 1000)} s. Check again when the machine is less busy.`,
    );
  if (code !== 0) throw failed(`The checks could not be made: ${reason(complaints.text(), error)}`);
  return judgeReply(reply.text(), nonce);
}

/** Tells the judge that nobody waits. It ends the candidate's process, which is in a group of its own, and then itself. */
async function dismiss(tree: ProcessTree): Promise<void> {
  tree.child.stdin?.destroy();
  const timer = setTimeout(() => tree.kill(), farewellMs);
  await tree.ended;
  clearTimeout(timer);
}

function gathered(stream: NodeJS.ReadableStream | null) {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= replyCap) chunks.push(chunk);
  });
  const whole = new Promise<void>((resolve) => (stream ? stream.once('close', resolve) : resolve()));
  return { whole, text: () => Buffer.concat(chunks).toString('utf8') };
}

function reason(complaints: string, error: Error | undefined): string {
  const last = complaints.trim().split('\n').at(-1) ?? '';
  return (error?.message ?? last.replace(/^cannot judge: /, '')) || 'the judge ended without a word.';
}

function failed(message: string): PythonError {
  return new PythonError('judge-failed', message);
}
