import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptOutput } from '../python/scriptOutput.ts';
import type { Bench } from './bench.ts';
import { figures, judgedSchema } from './figures.ts';

const heading = '## Figures';

/** Judges variants with many seeds and writes what came out below the heading in `checks/calibration.md`. */
export async function calibrate(bench: Bench, id: string, seeds: number, only: string): Promise<number> {
  const [exercise] = await bench.exercises([id]);
  if (!exercise) throw new Error(`There is no exercise "${id}".`);
  const python = await bench.interpreter(exercise);
  const script = join(bench.problems, '_lib', 'calibrate.py');
  const args = ['-B', script, '--problem', exercise.folder, '--seeds', String(seeds), '--only', only];
  const versions = await output(python, ['-c', versionsScript], exercise.folder);
  const lines = (await output(python, args, exercise.folder)).split('\n').filter(Boolean);
  const judged = lines.map((line) => judgedSchema.parse(JSON.parse(line)));
  const text = `${heading}\n\n${versions.trim()}; ${seeds} seeds for repairs and the closest wrong states, ${Math.ceil(seeds / 5)} for others. \`npm run exercise -- calibrate ${id}\`\n\n${figures(judged)}\n`;
  const file = join(exercise.folder, 'checks', 'calibration.md');
  const before = await readFile(file, 'utf8').catch(() => `# Measured figures: ${id}\n`);
  // Figures of a part would stand there as if they were all.
  if (only === '*') await writeFile(file, `${(before.split(`\n${heading}`)[0] ?? '').trimEnd()}\n\n${text}`);
  console.log(text);
  return 0;
}

const versionsScript = `
import datetime, importlib.util, platform, numpy
torch = f", PyTorch {__import__('torch').__version__}" if importlib.util.find_spec("torch") else ""
today = datetime.date.today()
print(f"{today}, Python {platform.python_version()}, NumPy {numpy.__version__}{torch}, {platform.system()} {platform.machine()}")`;

async function output(python: string, args: readonly string[], cwd: string): Promise<string> {
  const told = (text: string) => void process.stderr.write(text);
  return scriptOutput(python, args, { cwd, told }).catch((error: Error) => {
    throw new Error(`The figures could not be measured. ${error.message}`);
  });
}
