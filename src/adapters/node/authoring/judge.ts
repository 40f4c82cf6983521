import { resolve } from 'node:path';
import type { CheckOutcome } from '../../../app/ports.ts';
import type { Check } from '../../../core/event.ts';
import type { Bench } from './bench.ts';

/** Prints the verdict on a folder. @returns 0 for any verdict; whatever keeps it from being judged is thrown */
export async function judge(bench: Bench, id: string, folder: string, json: boolean): Promise<number> {
  const [exercise] = await bench.exercises([id]);
  if (!exercise) throw new Error(`There is no exercise "${id}".`);
  const outcome = await bench.check(exercise, resolve(folder));
  console.log(json ? JSON.stringify({ id, ...outcome }) : readable(outcome));
  return 0;
}

function readable({ verdict, symptom, cause, notes, error, seconds }: CheckOutcome): string {
  const lines = (checks: readonly Check[]) =>
    checks.map(({ check, passed, message }) => `  ${passed ? 'holds        ' : 'does not hold'}  ${check}: ${message}`);
  return [
    `${verdict} (${seconds.toFixed(1)} s)`,
    ...(symptom.length > 0 ? ['Symptom', ...lines(symptom), 'Cause', ...lines(cause)] : []),
    ...(error ? [`${error.kind}: ${error.message}${error.file ? ` (${error.file}:${error.line})` : ''}`] : []),
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n');
}
