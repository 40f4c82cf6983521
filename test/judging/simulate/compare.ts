import { grade } from '../../../src/core/grading.ts';
import { mean } from '../eval/statistics.ts';
import { type Sitting, sit } from './person.ts';
import { profiles } from './profiles.ts';

/** Mean of each dimension that was assessed, 0–1, by profile and dimension. */
export type Means = ReadonlyMap<string, ReadonlyMap<string, number>>;

export async function compare(common: Omit<Sitting, 'profile' | 'seed'> & { readonly seeds: number }): Promise<Means> {
  const found = new Map<string, Map<string, number>>();
  for (const profile of profiles) {
    const scores = new Map<string, number[]>();
    for (let seed = 1; seed <= common.seeds; seed += 1) {
      const card = await sit({ ...common, profile, seed }, ({ interviewer }) =>
        grade(interviewer.state, interviewer.bank),
      );
      for (const { id, score } of card.dimensions)
        if (score !== null) scores.set(id, [...(scores.get(id) ?? []), score]);
    }
    found.set(profile.name, new Map([...scores].map(([id, list]) => [id, mean(list) ?? 0])));
  }
  return found;
}

export function printTable(means: Means): void {
  const dimensions = [...new Set([...means.values()].flatMap((row) => [...row.keys()]))];
  console.log(`${'profile'.padEnd(18)}${dimensions.map((id) => id.padStart(17)).join('')}`);
  for (const [profile, row] of means) {
    const cells = dimensions.map((id) => (row.get(id)?.toFixed(3) ?? '–').padStart(17)).join('');
    console.log(`${profile.padEnd(18)}${cells}`);
  }
}
