// The authors' program: npm run --silent exercise|judge -- …
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openAiCompatible } from './adapters/model/openAiCompatible.ts';
import { Bench } from './adapters/node/authoring/bench.ts';
import { calibrate } from './adapters/node/authoring/calibrate.ts';
import { judge } from './adapters/node/authoring/judge.ts';
import { judgeFiles } from './adapters/node/authoring/judgeAnswers.ts';
import { scaffold } from './adapters/node/authoring/scaffold.ts';
import { verify } from './adapters/node/authoring/verify.ts';
import { systemIds } from './adapters/node/ids.ts';
import { type Judge, offlineJudge } from './app/judge.ts';
import { chosenJudge } from './app/modelJudge.ts';
import type { Bank } from './core/bank.ts';

const usage = `npm run --silent exercise -- <command>

  judge <id> <folder> [--json]          one folder; exit 0 for any verdict, 2 when it could not be judged
  verify [<id>…] [--repeat N]           the start state and every variant; exit 1 on a verdict that is not the expected one
  calibrate <id> [--seeds N] [--only P] figures for the thresholds, written into checks/calibration.md
  new <area>/<id>                       a folder that validates, to be filled

  --python <path>    the interpreter to use; else one on the PATH that has what the exercise needs, else that of the tests

npm run --silent judge -- [--in FILE] [--out FILE] [--judge offline|model --base-url URL --model NAME]

  Judges answers: JSON Lines {id, problem, answer, hints?} in, one line for each out. Standard input and output where no
  file is named; a line that cannot be read is answered by {id, error}. A model is one of any OpenAI-compatible server;
  a key for it is taken from the environment variable ML_INTERVIEWER_API_KEY.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    repeat: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '20' },
    only: { type: 'string', default: '*' },
    python: { type: 'string' },
    in: { type: 'string' },
    out: { type: 'string' },
    judge: { type: 'string', default: 'offline' },
    'base-url': { type: 'string' },
    model: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const checkout = join(import.meta.dirname, '..');

process.exitCode = await main(positionals).catch((error: Error) => {
  console.error(error.message);
  return 2;
});

async function main([program, ...rest]: string[]): Promise<number> {
  if (values.help) return explain(0);
  if (program === 'judge' && rest.length === 0)
    return judgeFiles(join(checkout, 'problems'), judgeChosen(), values.in, values.out);
  return program === 'exercise' ? exercise(rest) : explain(2);
}

function judgeChosen(): (bank: Bank) => Judge {
  if (values.judge === 'offline') return offlineJudge;
  const { 'base-url': baseUrl, model: name } = values;
  if (values.judge !== 'model') throw new Error(`There is no judge "${values.judge}". There are: offline, model.`);
  if (!baseUrl || !name)
    throw new Error('A model needs --base-url, for example http://127.0.0.1:11434/v1, and --model.');
  const model = openAiCompatible({ baseUrl, model: name, key: async () => process.env.ML_INTERVIEWER_API_KEY });
  const log = { info: () => {}, warn: console.error, error: console.error };
  return (bank) =>
    chosenJudge({
      ...{ bank, log, ids: systemIds, offline: offlineJudge(bank) },
      models: { current: async () => model },
      choice: () => 'model',
    });
}

async function exercise([command, ...rest]: string[]): Promise<number> {
  const bench = new Bench(checkout, values.python);
  const [first = '', second = ''] = rest;
  try {
    if (command === 'judge' && second) return await judge(bench, first, second, values.json);
    if (command === 'verify') return await verify(bench, rest, whole(values.repeat));
    if (command === 'calibrate' && first) return await calibrate(bench, first, whole(values.seeds), values.only);
    if (command === 'new' && first) return await scaffold(bench.problems, first);
  } finally {
    bench.close();
  }
  return explain(2);
}

function explain(code: number): number {
  console.error(usage);
  return code;
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`"${text}" is no number of times. Give 1 or more.`);
  return number;
}
