import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A small, correct problem.yaml; line numbers matter to the tests that spoil it. */
export const sampleProblem = `id: softmax
title: Softmax
kind: discussion
areas: [losses]
dimensions: [fundamentals]
level: 2
minutes: 5
source: A textbook.
easier: { question: "What does softmax return?", asks: [sums-to-one] }
harder: { question: "And in float16?", asks: [] }
hints: [one, two, three, four]
key_points:
  - id: sums-to-one
    claim: The outputs sum to one.
    weight: 1
    level: novice
    probe: What do the outputs add up to?
    met:
      - $softmax + sum*
misconceptions:
  - id: sharper
    claim: A larger temperature sharpens.
    severity: minor
    held:
      - { claim: $temperature, goes: up }
    question: What happens at a very large temperature?
    correction: It flattens.
    contradicts: sums-to-one
resources: [book]
`;

export const sampleFiles: Readonly<Record<string, string>> = {
  'rubric.yaml': `dimensions:
  - { id: fundamentals, title: F, anchors: { novice: a, intermediate: b, expert: c } }
points: { met: 1, partial: 0.5, missed: 0, contradicted: -0.5 }
help: { unaided: 1, probed: 0.9, hints: [0.9, 0.7, 0.4, 0] }
order_of_steps: 2
misconception: { minor: 0.25, major: 0.5, cap_with_major: 0.6 }
exercise: { fixed: 1, masked: 0.35, unfixed: 0.1, crashed: 0.1, timed_out: 0.1, tampered: 0 }
debugging_shares: { exercises: 0.5, process: 0.25, talk: 0.25 }
thresholds: { intermediate: 0.4, expert: 0.75 }
recommendation: { strong_yes: 0.8, yes: 0.6, mixed: 0.4, coverage: 0.5 }
`,
  'concepts.yaml': `softmax: { aliases: [softmax], broader: activation }
activation: { aliases: [activation] }
temperature: { aliases: [temperature] }
`,
  'resources.yaml': 'book: { title: T, authors: A, year: 2016, url: "https://example.org/book" }\n',
  'tracks/quick.yaml': `id: quick
title: Quick
role: ML Engineer
minutes: 20
phases:
  - { id: talk, title: Talk, kind: talk, minutes: 10, pick: { ids: [softmax] } }
`,
  'losses/softmax/problem.yaml': sampleProblem,
  'losses/softmax/statement.md': 'What is softmax?\n',
};

/** Lays a bank into a new temporary folder; `changes` replace or (undefined) leave out files. */
export async function layBank(
  changes: Readonly<Record<string, string | Uint8Array | undefined>> = {},
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'bank é '));
  for (const [name, content] of Object.entries({ ...sampleFiles, ...changes })) {
    if (content === undefined) continue;
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return root;
}
