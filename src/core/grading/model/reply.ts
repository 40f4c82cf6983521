import * as z from 'zod/mini';
import type { HeldMisconception, JudgeInput, KeyPointVerdict, Quote } from '../verdict.ts';
import type { Statement } from './statements.ts';

/** A model's verdicts as they came, before any of them is held to its quote. */
export interface ModelReply {
  readonly verdicts: readonly KeyPointVerdict[];
  readonly held: readonly HeldMisconception[];
  /** It credits claims of other topics that the answer does not touch: nothing it says can be relied on. */
  readonly credulous: boolean;
}

const verdicts = ['stated', 'partly', 'absent', 'denied'] as const;
const itemSchema = z.strictObject({
  id: z.string(),
  verdict: z.enum(verdicts),
  quote: z.optional(z.nullable(z.string())),
});
const replySchema = z.strictObject({ statements: z.array(itemSchema) });
type Item = z.infer<typeof itemSchema>;

/** The verdicts of a reply, or in a sentence why it cannot be used. Nothing in it is guessed, mended or left out. */
export function readReply(
  text: string,
  statements: readonly Statement[],
  input: JudgeInput,
): ModelReply | { readonly fault: string } {
  const decoded = replySchema.safeParse(jsonOf(text));
  if (!decoded.success) return { fault: formFault(decoded.error) };
  const items = new Map(decoded.data.statements.map((item) => [item.id, item]));
  const fault = idFault(
    decoded.data.statements.map(({ id }) => id),
    statements.map(({ id }) => id),
  );
  if (fault) return { fault };
  const of = (kind: Statement['of']['kind']) =>
    statements
      .filter((statement) => statement.of.kind === kind)
      .map((statement) => ({ id: statement.of.id, item: items.get(statement.id) as Item }));
  return {
    verdicts: of('key_point').map(({ id, item }) => verdictOf(id, item, input)),
    held: of('misconception').flatMap(({ id, item }) => heldOf(id, item, input)),
    credulous: of('decoy').some(({ item }) => item.verdict === 'stated' || item.verdict === 'partly'),
  };
}

/** One JSON object, alone or as the only thing in a code fence. */
function jsonOf(text: string): unknown {
  const body = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function formFault(error: z.core.$ZodError): string {
  const where = error.issues[0]?.path.join('.') ?? '';
  return where ? `"${where}" is not as it was asked for.` : 'It is not the one JSON object that was asked for.';
}

function idFault(given: readonly string[], expected: readonly string[]): string | undefined {
  const twice = given.find((id, i) => given.indexOf(id) !== i);
  if (twice) return `The statement "${twice}" is there twice.`;
  const missing = expected.find((id) => !given.includes(id));
  if (missing) return `The statement "${missing}" is missing.`;
  const strange = given.find((id) => !expected.includes(id));
  return strange ? `There is no statement "${strange}".` : undefined;
}

const meanings = { stated: 'met', partly: 'partial', absent: 'missed', denied: 'contradicted' } as const;

function verdictOf(keyPoint: string, { verdict, quote }: Item, input: JudgeInput): KeyPointVerdict {
  const found = verdict === 'absent' ? undefined : placed(quote, input);
  return { keyPoint, verdict: meanings[verdict], ...(found ? { quote: found } : {}), rule: 'as the model reads it' };
}

function heldOf(id: string, { verdict, quote }: Item, input: JudgeInput): HeldMisconception[] {
  const found = placed(quote, input);
  return verdict === 'stated' && found ? [{ id, quote: found, rule: 'as the model reads it' }] : [];
}

/** In the last turn that holds the words; words that no turn holds stay with the last one, where the check of evidence voids them. */
function placed(quote: string | null | undefined, { answers }: JudgeInput): Quote | undefined {
  const text = quote?.trim();
  if (!text) return undefined;
  const flat = (words: string) => words.replace(/\s+/g, ' ');
  const turn = answers.findLast((answer) => flat(answer.text).includes(flat(text))) ?? answers.at(-1);
  return turn && { turn: turn.turn, text };
}
