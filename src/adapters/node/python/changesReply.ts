import * as z from 'zod/mini';
import { type CodeChange, codeChangeSchema } from '../../../core/event.ts';
import type { ProcessTree } from './processTree.ts';

/** Reading a handful of small files takes a tenth of a second; what takes longer is not worth waiting for. ms */
const limitMs = 10_000;
/** Longest reply that is read, in characters, and most changes that a journal line keeps. */
const replyCap = 256 * 1024;
const mostChanges = 100;

/** The one line that `changes.py` prints; undefined when there is none in time. */
export async function changesReply(tree: ProcessTree): Promise<CodeChange[] | undefined> {
  let printed = '';
  tree.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed = (printed + text).slice(0, replyCap);
  });
  const closed = new Promise<void>((resolve) => tree.child.once('close', () => resolve()));
  const timer = setTimeout(() => tree.kill(), limitMs);
  const { code } = await tree.ended;
  clearTimeout(timer);
  if (code !== 0) return undefined;
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500))]);
  const reply = z.array(codeChangeSchema).safeParse(json(printed));
  return reply.success ? reply.data.slice(0, mostChanges) : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
