import * as z from 'zod/mini';
import { dimensionIds } from './problem.ts';

const share = z.number().check(z.gte(0), z.lte(1));

/** `rubric.yaml`: anchors of each dimension and the numbers of the law of scoring (DESIGN, section 4). */
export const rubricSchema = z.strictObject({
  dimensions: z.array(
    z.strictObject({
      id: z.enum([...dimensionIds, 'theory_practice']),
      title: z.string(),
      anchors: z.strictObject({ novice: z.string(), intermediate: z.string(), expert: z.string() }),
    }),
  ),
  points: z.strictObject({ met: z.number(), partial: z.number(), missed: z.number(), contradicted: z.number() }),
  help: z.strictObject({ unaided: share, probed: share, hints: z.tuple([share, share, share, share]) }),
  /** Weight, as of a key point, of naming the steps of finding a fault from the simple to the complex. */
  order_of_steps: z.number().check(z.gte(0)),
  misconception: z.strictObject({ minor: share, major: share, cap_with_major: share }),
  exercise: z.strictObject({
    fixed: share,
    masked: share,
    unfixed: share,
    crashed: share,
    timed_out: share,
    tampered: share,
  }),
  debugging_shares: z.strictObject({ exercises: share, process: share, talk: share }),
  thresholds: z.strictObject({ intermediate: share, expert: share }),
  recommendation: z.strictObject({ strong_yes: share, yes: share, mixed: share, coverage: share }),
});

export type Rubric = z.infer<typeof rubricSchema>;
