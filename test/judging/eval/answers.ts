import { existsSync, globSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { rootPath } from '../../support/paths.ts';

export const halves = ['open', 'held-out'] as const;
export type Half = (typeof halves)[number];

const text = z.string().check(z.minLength(1));

/** One answer as its writer left it; see ../README.md. */
export const answerSchema = z.strictObject({
  id: text,
  problem: text,
  voice: text,
  mark: z.number().check(z.gte(0), z.lte(1)),
  answer: text,
  holds: z.optional(z.array(text)),
  falsehood: z.optional(text),
});

/** What a reader says of one key point in an answer. */
export const labelClasses = ['met', 'partial', 'none', 'contradicted'] as const;
export type Label = (typeof labelClasses)[number];

const labelSchema = z.strictObject({ id: text, labels: z.record(text, z.enum(labelClasses)) });

export type Answer = z.infer<typeof answerSchema>;
/** Labels by answer, then by key point. */
export type Labels = ReadonlyMap<string, Readonly<Record<string, Label>>>;

export const readers = ['a', 'b'] as const;
export type Reader = (typeof readers)[number];

/** Paths from the root of the repository, one file per problem. */
export function answerFiles(half: Half): string[] {
  return globSync(`test/judging/answers/${half}/*.jsonl`, { cwd: rootPath() }).sort();
}

export function answersOf(half: Half): Answer[] {
  return answerFiles(half)
    .flatMap(linesOf)
    .map((line) => answerSchema.parse(JSON.parse(line)));
}

/** The labels of one reader, of both halves; problems that were not read yet are not in it. */
export function labelsOf(reader: Reader): Labels {
  const lines = globSync(`test/judging/labels/*.${reader}.jsonl`, { cwd: rootPath() }).sort().flatMap(linesOf);
  return new Map(lines.map((line) => labelSchema.parse(JSON.parse(line))).map(({ id, labels }) => [id, labels]));
}

function linesOf(file: string): string[] {
  const path = rootPath(file);
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').filter(Boolean) : [];
}
