import * as z from 'zod/mini';
import type { ChatView } from '../../src/protocol/chat.ts';
import type { ViewStorage } from '../ui/host.ts';

/** Longest answer that is taken, in characters. */
export const longestAnswer = 20_000;
const warnFrom = longestAnswer - 2_000;

const savedSchema = z.object({ session: z.string(), draft: z.string() });

/** The unsent words of a session, as far as this view kept them itself. */
export function savedDraft(storage: ViewStorage, session: string): string | undefined {
  const saved = savedSchema.safeParse(storage.load());
  return saved.success && saved.data.session === session ? saved.data.draft : undefined;
}

/** Also what VS Code hands to the extension to restore the panel after a reload: keep `session` in it. */
export function saveDraft(storage: ViewStorage, session: string, draft: string): void {
  storage.save({ session, draft });
}

/**
 * The unsent words to start with: the host's, which survive a crash, or this view's own where they go on from those (the
 * last moment before a reload). Words that turn out to have been sent (the window closed before the answer came back)
 * are not offered again.
 */
export function restoredDraft(saved: string | undefined, fromHost: string, view: ChatView): string {
  const draft = saved?.startsWith(fromHost) ? saved : fromHost;
  const lastAnswer = view.turns.findLast((turn) => turn.who === 'candidate');
  return lastAnswer && lastAnswer.markdown.trim() === draft.trim() ? '' : draft;
}

/** What is wrong with an answer, in a sentence; undefined when it can be sent. */
export function problemWithAnswer(text: string): string | undefined {
  if (!text.trim()) return 'Type an answer first, or use “I don’t know” or “Skip”.';
  if (text.length <= longestAnswer) return undefined;
  return `This is ${number(text.length)} characters; an answer can have ${number(longestAnswer)}. Shorten it by ${number(text.length - longestAnswer)} to send it.`;
}

/** Shown while typing, once the limit is near. */
export function lengthNote(length: number): string | undefined {
  if (length > longestAnswer) return problemWithAnswer('x'.repeat(length));
  return length >= warnFrom ? `${number(length)} of ${number(longestAnswer)} characters` : undefined;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
