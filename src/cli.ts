// The authors' program: npm run --silent exercise -- judge|verify|calibrate|new …
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Bench } from './adapters/node/authoring/bench.ts';
import { calibrate } from './adapters/node/authoring/calibrate.ts';
import { judge } from './adapters/node/authoring/judge.ts';
import { scaffold } from './adapters/node/authoring/scaffold.ts';
import { verify } from './adapters/node/authoring/verify.ts';

const usage = `npm run --silent exercise -- <command>

  judge <id> <folder> [--json]          one folder; exit 0 for any verdict, 2 when it could not be judged
  verify [<id>…] [--repeat N]           the start state and every variant; exit 1 on a verdict that is not the expected one
  calibrate <id> [--seeds N] [--only P] figures for the thresholds, written into checks/calibration.md
  new <area>/<id>                       a folder that validates, to be filled

  --python <path>    the interpreter to use; else one on the PATH that has what the exercise needs, else that of the tests`;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((argument, i) => i > 0 || argument !== 'exercise'),
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    repeat: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '20' },
    only: { type: 'string', default: '*' },
    python: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

process.exitCode = await main(positionals).catch((error: Error) => {
  console.error(error.message);
  return 2;
});

async function main([command, ...rest]: string[]): Promise<number> {
  const bench = new Bench(join(import.meta.dirname, '..'), values.python);
  const [first = '', second = ''] = rest;
  try {
    if (command === 'judge' && second) return await judge(bench, first, second, values.json);
    if (command === 'verify') return await verify(bench, rest, whole(values.repeat));
    if (command === 'calibrate' && first) return await calibrate(bench, first, whole(values.seeds), values.only);
    if (command === 'new' && first) return await scaffold(bench.problems, first);
  } finally {
    bench.close();
  }
  console.error(usage);
  return values.help ? 0 : 2;
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`"${text}" is no number of times. Give 1 or more.`);
  return number;
}
