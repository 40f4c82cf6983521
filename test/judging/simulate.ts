// npm run --silent simulate -- --profile NAME [--track quick] [--seed N] [--out DIR], or --compare N: simulated candidates.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportReport, exportScorecard } from '../../src/app/exportReport.ts';
import { transcriptText } from '../../src/app/present.ts';
import type { Session } from '../../src/app/session.ts';
import { grade } from '../../src/core/grading.ts';
import { rootPath } from '../support/paths.ts';
import { realBank } from '../support/rehearsal.ts';
import { answersOf } from './eval/answers.ts';
import { compare, printTable } from './simulate/compare.ts';
import { sit } from './simulate/person.ts';
import { profileOf, profiles } from './simulate/profiles.ts';
import { Workshop } from './simulate/workshop.ts';

const { values } = parseArgs({
  options: {
    profile: { type: 'string' },
    track: { type: 'string', default: 'quick' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    compare: { type: 'string' },
  },
});

const workshop = new Workshop();
try {
  if (values.compare) await table(Number(values.compare));
  else if (values.profile) await one(values.profile);
  else
    console.log(
      `--profile ${profiles.map(({ name }) => name).join('|')} [--track ID] [--seed N] [--out DIR]\n--compare SEEDS`,
    );
} finally {
  workshop.close();
}

async function one(name: string): Promise<void> {
  const [bank, seed, profile] = [await realBank(), Number(values.seed), profileOf(name)];
  const folder = values.out ?? rootPath('.vscode-test', 'simulated', `${name}-${values.track}-${seed}`);
  const sitting = { bank, track: values.track, profile, seed, answers: answersOf('held-out'), workshop };
  const score = await sit(sitting, (session) => write(session, folder));
  console.log(JSON.stringify({ profile: name, track: values.track, seed, folder, ...score }));
}

function write(session: Session, folder: string): Record<string, unknown> {
  mkdirSync(folder, { recursive: true });
  const { state, bank } = session.interviewer;
  writeFileSync(join(folder, 'transcript.txt'), transcriptText(state, bank));
  for (const format of ['markdown', 'html', 'json'] as const) {
    const { fileName, text } = exportReport(session, 'all', format);
    writeFileSync(join(folder, `report${fileName.slice(fileName.lastIndexOf('.'))}`), text);
  }
  writeFileSync(join(folder, 'scorecard.json'), exportScorecard(session, 'json').text);
  const { dimensions, recommendation } = grade(state, bank);
  return {
    dimensions: Object.fromEntries(dimensions.map(({ id, score }) => [id, score])),
    recommendation: recommendation.word,
  };
}

async function table(seeds: number): Promise<void> {
  const found = await compare({
    bank: await realBank(),
    track: values.track,
    seeds,
    answers: answersOf('held-out'),
    workshop,
  });
  printTable(found);
}
