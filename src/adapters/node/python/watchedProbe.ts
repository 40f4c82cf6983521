import type { ProbeOutcome } from '../../../app/ports.ts';
import { probeReply } from './probeReply.ts';
import type { ProcessTree } from './processTree.ts';
import { type RunSettings, watchedRun } from './watchedRun.ts';

/** Longest reply that is read, in bytes; `probe.py` prints less. */
const replyCap = 256 * 1024;

/** Follows a probe as a run is followed, and takes its reply from standard output, where nothing else is printed. */
export async function watchedProbe(
  tree: ProcessTree,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const chunks: Buffer[] = [];
  let size = 0;
  tree.child.stdout?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= replyCap) chunks.push(chunk);
  });
  const { ending, seconds, error } = await watchedRun(tree, settings, { points() {}, output() {} }, signal);
  if (ending === 'stopped') return { ending, seconds };
  if (ending === 'timed_out') return { ending, seconds, error: fault('TimeLimit', tooLong(settings)) };
  if (error) return { ending, seconds, error };
  const found = probeReply(Buffer.concat(chunks).toString('utf8'));
  if (!found) return { ending: 'failed', seconds, error: fault('NoAnswer', 'the probe ended without an answer') };
  return { ending, seconds, ...found };
}

function tooLong({ limitMs }: RunSettings): string {
  return `no answer within ${limitMs / 1000} s; smaller sizes in config.json make a probe shorter`;
}

function fault(kind: string, message: string) {
  return { kind, message, file: null, line: null };
}
