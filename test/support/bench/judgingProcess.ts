// Judges every sample answer of the bank, and long answers made of them, and prints how long one judgement takes.
import { ProblemFolder } from '../../../src/adapters/node/problemFolder.ts';
import { offlineJudge } from '../../../src/app/judge.ts';
import type { JudgeInput } from '../../../src/core/grading/verdict.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { rootPath } from '../paths.ts';
import type { Judging } from './judging.ts';
import { quantile } from './statistics.ts';

const [warmUps, repetitions, longAnswer] = [3, 10, 400];

const bank = await new ProblemFolder(rootPath('problems')).load();
const judge = offlineJudge(bank);
const inputs = [...bank.problems.values()].flatMap(inputsOf);
for (let i = 0; i < warmUps; i += 1) for (const input of inputs) await judge.judge(input);

const [wall, cpu]: [number[], number[]] = [[], []];
for (let i = 0; i < repetitions; i += 1) for (const input of inputs) await time(input);
wall.sort((a, b) => a - b);
cpu.sort((a, b) => a - b);
const figures: Judging = {
  answers: inputs.length,
  wall: { p50: quantile(wall, 0.5), p99: quantile(wall, 0.99), max: wall.at(-1) ?? 0 },
  cpu: { p50: quantile(cpu, 0.5), p99: quantile(cpu, 0.99) },
};
console.log(JSON.stringify(figures));

async function time(input: JudgeInput): Promise<void> {
  const [started, used] = [performance.now(), process.cpuUsage()];
  await judge.judge(input);
  const { user, system } = process.cpuUsage(used);
  wall.push(performance.now() - started);
  cpu.push((user + system) / 1000);
}

function inputsOf(problem: Problem): JudgeInput[] {
  const texts = problem.sample_answers.map((sample) => sample.text);
  const all = texts.join(' ').split(/\s+/);
  const long = texts.map((_, i) => [...all.slice(i * 40), ...all].slice(0, longAnswer).join(' '));
  return [...texts, ...long].map((text) => ({
    problem: problem.id,
    answers: [{ turn: 1, text }],
    shown: [problem.statement],
    hints: 0,
  }));
}
