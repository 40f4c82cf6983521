import * as z from 'zod/mini';
import { type CheckOutcome, PythonError } from '../../../app/ports.ts';
import { checkSchema, runErrorSchema } from '../../../core/event.ts';
import { exerciseVerdicts } from '../../../core/exerciseVerdict.ts';

const replySchema = z.object({
  nonce: z.string(),
  verdict: z.enum(exerciseVerdicts),
  symptom: z.array(checkSchema),
  cause: z.array(checkSchema),
  notes: z.array(z.string()),
  seconds: z.number(),
  error: z.optional(z.nullable(runErrorSchema)),
});

/** Decodes the judge's one line. @throws {PythonError} `judge-failed` when it is not the answer to this question. */
export function judgeReply(printed: string, nonce: string): CheckOutcome {
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  const reply = replySchema.safeParse(lines.length === 1 ? json(lines[0] ?? '') : undefined);
  if (!reply.success || reply.data.nonce !== nonce) {
    throw new PythonError(
      'judge-failed',
      'The checks gave no answer that can be trusted. Check again; if it stays so, see the log.',
    );
  }
  const { nonce: _, error, ...outcome } = reply.data;
  return error === undefined ? outcome : { ...outcome, error };
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
