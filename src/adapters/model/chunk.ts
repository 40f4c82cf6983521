import * as z from 'zod/mini';
import type { StreamEnd } from '../../core/model.ts';

/** One event of a chat-completions stream, reduced to what is used. Reasoning is left out by not being read. */
export interface Chunk {
  readonly text: string;
  readonly finish: string | undefined;
}

const Event = z.object({
  choices: z.nullish(
    z.array(
      z.object({
        delta: z.nullish(z.object({ content: z.nullish(z.string()) })),
        finish_reason: z.nullish(z.string()),
      }),
    ),
  ),
});

/** Undefined when the event is not of the protocol. Events without a choice (usage, filter results) are legal and empty. */
export function decodeChunk(event: unknown): Chunk | undefined {
  const decoded = Event.safeParse(event);
  if (!decoded.success) return undefined;
  const choice = decoded.data.choices?.[0];
  return { text: choice?.delta?.content ?? '', finish: choice?.finish_reason || undefined };
}

const lengthReasons = new Set(['length', 'max_tokens', 'model_length']);
const filterReasons = new Set(['content_filter', 'safety']);

/**
 * How a stream ended, from its `finish_reason` alone: that the connection closed proves nothing.
 * Servers name a natural end in many ways (`stop`, `eos`, `end_turn`), so an unknown reason is one.
 */
export function endOf(finish: string | undefined, spoke: boolean): StreamEnd {
  if (finish !== undefined && lengthReasons.has(finish)) return 'length';
  if (finish !== undefined && filterReasons.has(finish)) return 'filtered';
  if (!spoke) return 'empty';
  return finish === undefined ? 'truncated' : 'complete';
}
