import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { killTreeCommand } from './platform.ts';

export interface Outcome {
  /** Exit code; 1 when a signal, the time limit, or a failed start ended it. */
  code: number;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  shell?: boolean;
  /** Passes output through to this terminal instead of collecting it. */
  inherit?: boolean;
  timeoutMs?: number;
}

const groups = new Set<number>();
let guarded = false;

/** Runs a command to its end, in a process group of its own. Never rejects: a command that cannot start has code 1 and says why on stderr. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = startGroup(command, args, {
    cwd: options.cwd,
    env: options.env,
    shell: options.shell ?? false,
    stdio: options.inherit ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  let timedOut = false;
  const timer = setTimeout(
    () => {
      timedOut = true;
      killGroup(child, 'SIGKILL');
    },
    options.timeoutMs ?? 2 ** 31 - 1,
  );
  return new Promise((resolve) => {
    const settle = (code: number): void => {
      clearTimeout(timer);
      resolve({ code, ...output, timedOut });
    };
    child.once('error', (error) => {
      output.stderr += error.message;
      settle(1);
    });
    child.once('close', (code) => settle(code ?? 1));
  });
}

/** Like `run`, but rejects with the command's own words unless it ends with code 0. */
export async function runOrThrow(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const outcome = await run(command, args, options);
  if (outcome.code === 0) return outcome;
  const words = `${outcome.stdout}\n${outcome.stderr}`.trim().split('\n').slice(-25).join('\n');
  throw new Error(
    `${command} ${args.join(' ')} ended with code ${outcome.code}${outcome.timedOut ? ' (time limit)' : ''}\n${words}`,
  );
}

/** Starts a process as the leader of a group that is ended with this process at the latest. */
export function startGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  guardExit();
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32', windowsHide: true });
  const { pid } = child;
  if (pid === undefined) return child;
  groups.add(pid);
  child.once('exit', () => groups.delete(pid));
  return child;
}

/** Ends a group politely, by force after the grace period, and resolves once its leader is gone. */
export async function stopGroup(child: ChildProcess, graceMs = 3000): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    killGroup(child, 'SIGTERM');
    const force = setTimeout(() => killGroup(child, 'SIGKILL'), graceMs);
    await gone;
    clearTimeout(force);
  }
  // Children that ignored the signal outlive their leader in the same group.
  killGroup(child, 'SIGKILL');
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) killTree(child.pid, signal);
}

function killTree(pid: number, signal: NodeJS.Signals): void {
  const line = killTreeCommand(process.platform, pid);
  if (line) {
    spawnSync(line.command, line.args, { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

function guardExit(): void {
  if (guarded) return;
  guarded = true;
  process.on('exit', () => {
    for (const pid of groups) killTree(pid, 'SIGKILL');
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void endEverything());
}

/** Lets running servers close what they have open, for three seconds at most; whoever is left is killed on exit. */
async function endEverything(): Promise<void> {
  for (const pid of groups) killTree(pid, 'SIGTERM');
  const deadline = Date.now() + 3000;
  while (groups.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  process.exit(130);
}
