import * as z from 'zod/mini';
import type { Interpreter } from '../../../app/ports.ts';
import { type Environment, pythonEnvironment } from './environment.ts';
import { type ProcessTools, ProcessTree, systemTools } from './processTree.ts';

const limitMs = 10_000;
const replyCap = 64 * 1024;

/**
 * Asks for versions from the packages' own records: importing torch only to look at it takes seconds. The working folder,
 * which may be a folder that nobody trusts, comes off the module path before anything is imported from a file.
 */
const question = `
import sys
sys.path[:] = [folder for folder in sys.path if folder]
import importlib.metadata as m, json
def version(name):
    try: return m.version(name)
    except Exception: return None
print(json.dumps({"path": sys.executable, "version": "%d.%d.%d" % sys.version_info[:3], "packages": {n: version(n) for n in ("numpy", "torch")}}))
`;

const replySchema = z.object({
  path: z.string(),
  version: z.string(),
  packages: z.record(z.string(), z.nullable(z.string())),
});

export interface Command {
  readonly path: string;
  readonly args: readonly string[];
}

/** Starts an interpreter once and asks what it is; undefined when it gives no sensible answer within ten seconds. */
export async function probe(
  command: Command,
  env: Environment,
  tools: ProcessTools = systemTools,
): Promise<Interpreter | undefined> {
  const options = { env: pythonEnvironment(env), stdin: 'ignore' } as const;
  const tree = new ProcessTree(command.path, [...command.args, '-c', question], options, tools);
  let printed = '';
  tree.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (printed.length < replyCap) printed += text;
  });
  tree.child.stderr?.resume();
  const closed = new Promise<void>((resolve) => tree.child.once('close', () => resolve()));
  const timer = setTimeout(() => tree.kill(), limitMs);
  const { code } = await tree.ended;
  clearTimeout(timer);
  if (code !== 0) return undefined;
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500))]);
  return reply(printed);
}

function reply(printed: string): Interpreter | undefined {
  // A site's own start-up code may print too; ours is the last line.
  const line = printed.trim().split('\n').at(-1) ?? '';
  try {
    return replySchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
