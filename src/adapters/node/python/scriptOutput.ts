import { type Environment, pythonEnvironment } from './environment.ts';
import { type ProcessTools, ProcessTree, systemTools } from './processTree.ts';

/** Longest output that is taken, in characters. */
const outputCap = 64 << 20;

export interface ScriptSettings {
  readonly cwd: string;
  /** What the script tells on its error stream, as it comes. */
  told(text: string): void;
  readonly env?: Environment;
  readonly tools?: ProcessTools;
}

/** Everything that a script prints. @throws {Error} with its last word on the error stream when it fails. */
export async function scriptOutput(python: string, args: readonly string[], settings: ScriptSettings): Promise<string> {
  const { cwd, told, env = process.env, tools = systemTools } = settings;
  const tree = new ProcessTree(python, args, { cwd, env: pythonEnvironment(env), stdin: 'ignore' }, tools);
  const closed = new Promise<void>((resolve) => tree.child.once('close', () => resolve()));
  let [printed, complaints] = ['', ''];
  tree.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed = (printed + text).slice(0, outputCap);
  });
  tree.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-2_000);
    told(text);
  });
  const { code, error } = await tree.ended;
  await closed;
  if (code === 0) return printed;
  throw error ?? new Error(complaints.trim().split('\n').at(-1) ?? `ended with code ${code}`);
}
