import { findBrowser } from './browser.ts';
import { ensureCodeServer } from './code-server.ts';
import { build, packageExtension } from './package.ts';
import { ensureLlama, ensureTestPython, ensureTorchPython } from './python.ts';

const needs = {
  codeServer: () => ensureCodeServer(),
  browser: () => findBrowser(),
  python: async () => {
    process.env.ML_INTERVIEWER_TEST_PYTHON ??= await ensureTestPython();
  },
  torch: async () => {
    process.env.ML_INTERVIEWER_TEST_TORCH ??= await ensureTorchPython();
  },
  llama: () => ensureLlama(),
  build: () => build('dist'),
  vsix: async () => {
    process.env.ML_INTERVIEWER_TEST_VSIX = await packageExtension();
  },
} satisfies Record<string, () => Promise<unknown>>;

export type Need = keyof typeof needs;

const prepared = new Map<Need, Promise<string | undefined>>();

/** Gets what a suite needs, each thing once per process; resolves with one sentence for each that could not be had. */
export async function prepare(wanted: readonly Need[]): Promise<string[]> {
  const problems = await Promise.all(wanted.map((need) => prepareOne(need)));
  return problems.filter((problem) => problem !== undefined);
}

function prepareOne(need: Need): Promise<string | undefined> {
  const known = prepared.get(need);
  if (known) return known;
  const attempt = needs[need]().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  prepared.set(need, attempt);
  return attempt;
}
