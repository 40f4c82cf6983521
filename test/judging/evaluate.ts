// npm run judge:eval -- [--half open|held-out] [--problem ID] [--verbose]: how far the offline judge can be trusted.
import { parseArgs } from 'node:util';
import type { Bank } from '../../src/core/bank.ts';
import { realBank } from '../support/rehearsal.ts';
import { answersOf, type Half, halves, labelClasses, labelsOf, readers } from './eval/answers.ts';
import { attacks } from './eval/attacks.ts';
import * as figures from './eval/figures.ts';
import { isRepeatable, type Judged, judged, labelOf, quotesOf, spaced } from './eval/judged.ts';

const { values } = parseArgs({
  options: { half: { type: 'string' }, problem: { type: 'string' }, verbose: { type: 'boolean', default: false } },
});

const voices = [
  'terse',
  'spoken',
  'other-words',
  'corrections',
  'refutations',
  'second-language',
  'practice',
  'formulas',
  'bullets',
  'teacher',
];

const bank = await realBank();
if (values.verbose) explain(values.problem ?? '');
else report(bank);

function report(bank: Bank): void {
  for (const half of halves) if (!values.half || values.half === half) reportHalf(bank, half);
  if (!values.half) reportAttacks(bank);
}

function reportHalf(bank: Bank, half: Half): void {
  const answers = answersOf(half).filter(({ problem }) => !values.problem || problem === values.problem);
  const all = answers.map((answer) => judged(bank, answer));
  console.log(
    `\n# The ${half} half: ${answers.length} answers to ${new Set(answers.map((one) => one.problem)).size} problems\n`,
  );
  agreement(all);
  line('wrong claims foreseen, flagged', figures.foreseen(all), '≥ .90');
  line('wrong claims not foreseen, flagged', figures.unforeseen(all), '≥ .65');
  line('full-mark answers contradicted', figures.falselyContradicted(all), '≤ .01');
  line('rank correlation of score and mark', figures.rankAgreement(all), '≥ .80');
  line('  of length and mark', figures.lengthAgreement(all), '');
  line('  of the key points’ words and mark', figures.recallAgreement(all), '');
  line('full-mark answers, plain', figures.voiceScore(all, 'plain'), '');
  for (const voice of voices) line(`  ${voice}`, figures.voiceScore(all, voice), 'plain − .10');
  for (const mark of [...new Set(all.map(({ answer }) => answer.mark))].sort((a, b) => b - a))
    line(`mean score at mark ${mark}`, figures.meanScore(all.filter(({ answer }) => answer.mark === mark)), '');
  line('quotes verbatim', figures.share(all.flatMap(verbatim)), '1');
  line('judged twice, the same', figures.share(all.map((one) => isRepeatable(bank, one))), '1');
}

function agreement(all: readonly Judged[]): void {
  const [a, b] = readers.map(labelsOf) as [ReturnType<typeof labelsOf>, ReturnType<typeof labelsOf>];
  const between = figures.readersPairs(
    all.map(({ answer }) => answer),
    a,
    b,
  );
  line('labels of the two readers, kappa', figures.kappaOf(between), '');
  line('  accuracy', figures.accuracyOf(between), '');
  for (const [reader, labels] of [
    ['a', a],
    ['b', b],
  ] as const) {
    const pairs = figures.pairsOf(all, labels);
    if (pairs.length === 0) continue;
    line(`verdicts against reader ${reader}, kappa`, figures.kappaOf(pairs), '≥ .70');
    line('  accuracy', figures.accuracyOf(pairs), '≥ .85');
    line('  accuracy without blanks', figures.accuracyOf(figures.withoutBlanks(pairs)), '');
    confusion(pairs.flat());
  }
}

function confusion(pairs: readonly (readonly [string, string])[]): void {
  console.log(`    label \\ verdict  ${labelClasses.map((name) => name.padStart(12)).join('')}`);
  for (const label of labelClasses) {
    const counts = labelClasses.map((verdict) => pairs.filter(([x, y]) => x === label && y === verdict).length);
    console.log(`    ${label.padEnd(16)} ${counts.map((count) => String(count).padStart(12)).join('')}`);
  }
}

function verbatim({ answer, judgement }: Judged): boolean[] {
  return quotesOf(judgement).map((quote) => spaced(answer.answer).includes(spaced(quote)));
}

function reportAttacks(bank: Bank): void {
  console.log('\n# Attacks: mean and worst over the talk problems\n');
  const problems = [...bank.problems.values()].filter(
    ({ sample_answers, exercise }) => sample_answers.length > 0 && !exercise,
  );
  for (const { kind, goal, figures: of } of attacks) {
    const found = problems.flatMap((problem) => of(problem, bank));
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    const worst = found.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    console.log(
      `${kind.padEnd(52)} ${round(mean)}   worst ${round(worst)}   n ${String(found.length).padEnd(5)} goal ${goal}`,
    );
  }
}

function line(name: string, { value, interval, n }: figures.Figure, goal: string): void {
  if (n === 0) return;
  const range = interval ? `[${round(interval.low)}, ${round(interval.high)}]` : '';
  console.log(
    `${name.padEnd(40)} ${round(value).padStart(6)}  ${range.padEnd(16)} n ${String(n).padEnd(6)}${goal && `goal ${goal}`}`,
  );
}

function round(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(3);
}

/** For whoever writes recognisers: each answer of the open half with its verdicts. */
function explain(problem: string): void {
  const [labels] = readers.map(labelsOf);
  for (const answer of answersOf('open').filter((one) => one.problem === problem)) {
    const { judgement, score } = judged(bank, answer);
    console.log(`\n## ${answer.id} (${answer.voice}), mark ${answer.mark}, score ${round(score)}\n${answer.answer}\n`);
    if (answer.holds) console.log(`  holds ${answer.holds.join(', ')}`);
    if (answer.falsehood) console.log(`  false: ${answer.falsehood}`);
    for (const { keyPoint, verdict, quote, rule } of judgement.verdicts) {
      const label = labels?.get(answer.id)?.[keyPoint];
      const mark = label && label !== labelOf[verdict] ? `  ≠ ${label}` : '';
      console.log(`  ${keyPoint.padEnd(26)} ${verdict}${mark}${quote ? `  «${quote.text}»  ${rule ?? ''}` : ''}`);
    }
    for (const { id, quote, rule } of judgement.held) console.log(`  HELD ${id}  «${quote.text}»  ${rule ?? ''}`);
  }
}
