import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { judgeOffline } from '../../src/core/grading/offline.ts';
import { conceptsOf } from '../../src/core/grading/recogniser.ts';
import type { Judgement } from '../../src/core/grading/verdict.ts';
import { type Lexicon, lexiconSchema } from '../../src/core/lexicon.ts';
import { danglingReferences, type Problem, problemFileSchema, type SampleAnswer } from '../../src/core/problem.ts';

/**
 * `node test/support/judge-sample.ts <problem folder>… [-v]`: the sample answers' verdicts against the expected ones.
 * `… <problem folder> --text "…"`: the verdicts that words of your own get.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', short: 'v', default: false }, text: { type: 'string' } },
});
const { verbose, text } = values;
if (text === undefined) judgeAll(positionals);
else for (const folder of positionals) judgeText(resolve(folder), text);

function judgeAll(folders: readonly string[]): void {
  const wrong = folders.reduce((sum, folder) => sum + judgeFolder(resolve(folder)), 0);
  console.log(wrong === 0 ? 'All sample answers get the expected verdicts.' : `${wrong} differences.`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

function judgeText(folder: string, said: string): void {
  const { verdicts, held } = judged(readProblem(folder), readLexicon(folder), said);
  for (const { keyPoint, verdict, quote, rule } of verdicts)
    console.log(`${keyPoint}: ${verdict}${quote ? ` “${quote.text}”` : ''}\n    ${rule ?? ''}`);
  for (const { id, quote, rule } of held) console.log(`misconception ${id}: held “${quote.text}”\n    ${rule}`);
}

function judged(problem: Problem, lexicon: Lexicon, said: string): Judgement {
  const answers = [{ turn: 1, text: said }];
  return judgeOffline(problem, lexicon, { problem: problem.id, answers, shown: [problem.statement], hints: 0 });
}

function judgeFolder(folder: string): number {
  const problem = readProblem(folder);
  const lexicon = readLexicon(folder);
  const unknown = unknownConcepts(problem, lexicon);
  console.log(`\n${problem.id}${unknown.length ? `  unknown concepts: ${unknown.join(', ')}` : ''}`);
  for (const fault of danglingReferences(problem)) console.log(`  ${fault.path.join('.')}: ${fault.message}`);
  return (
    unknown.length + problem.sample_answers.reduce((sum, sample) => sum + judgeSample(problem, lexicon, sample), 0)
  );
}

function judgeSample(problem: Problem, lexicon: Lexicon, sample: SampleAnswer): number {
  const judgement = judged(problem, lexicon, sample.text);
  console.log(`  ${sample.profile}  relevance ${judgement.relevance}  flags [${judgement.flags.join(' ')}]`);
  return printVerdicts(sample, judgement) + printHeld(sample, judgement);
}

function printVerdicts(sample: SampleAnswer, judgement: Judgement): number {
  let differences = 0;
  for (const item of judgement.verdicts) {
    const expected = sample.verdicts[item.keyPoint];
    const same = expected === undefined || expected === item.verdict;
    if (!same) differences += 1;
    if (same && !verbose) continue;
    console.log(
      `    ${same ? ' ' : '≠'} ${item.keyPoint}: ${item.verdict}${same ? '' : ` (expected ${expected})`}  — ${item.rule ?? ''}`,
    );
    if (item.quote) console.log(`        “${item.quote.text}”`);
  }
  return differences;
}

function printHeld(sample: SampleAnswer, judgement: Judgement): number {
  const held = new Map(judgement.held.map((item) => [item.id, item]));
  let differences = 0;
  for (const id of new Set([...held.keys(), ...sample.misconceptions])) {
    const item = held.get(id);
    if (item && sample.misconceptions.includes(id) && !verbose) continue;
    const same = item !== undefined && sample.misconceptions.includes(id);
    if (!same) differences += 1;
    console.log(
      `    ${same ? ' ' : '≠'} misconception ${id}: ${item ? `held — ${item.rule} “${item.quote.text}”` : 'not held'}`,
    );
  }
  return differences;
}

function readProblem(folder: string): Problem {
  const file = problemFileSchema.parse(parse(readFileSync(join(folder, 'problem.yaml'), 'utf8')));
  return { ...file, statement: readFileSync(join(folder, 'statement.md'), 'utf8') };
}

function readLexicon(folder: string): Lexicon {
  let at = folder;
  while (!existsSync(join(at, 'concepts.yaml')) && dirname(at) !== at) at = dirname(at);
  return lexiconSchema.parse(parse(readFileSync(join(at, 'concepts.yaml'), 'utf8')));
}

function unknownConcepts(problem: Problem, lexicon: Lexicon): string[] {
  const recognisers = [
    ...problem.key_points.flatMap((point) => [...point.met, ...(point.partial ?? []).flatMap((item) => item.when)]),
    ...problem.misconceptions.flatMap((item) => item.held),
    ...problem.diagnostics.flatMap((item) => item.asked),
  ];
  return [...new Set(recognisers.flatMap(conceptsOf))].filter((id) => lexicon[id] === undefined);
}
