import { type ChildProcess, spawn } from 'node:child_process';

/** What differs between systems, so that a test can stand in for another one. */
export interface ProcessTools {
  readonly platform: NodeJS.Platform;
  readonly spawn: typeof spawn;
  kill(pid: number, signal: NodeJS.Signals): void;
}

export const systemTools: ProcessTools = {
  platform: process.platform,
  spawn,
  kill: (pid, signal) => void process.kill(pid, signal),
};

export interface TreeOptions {
  readonly cwd?: string;
  readonly env: Record<string, string>;
  readonly stdin: 'pipe' | 'ignore';
}

/** How long a tree may take to end by itself after it was asked to. ms. */
const patienceMs = 2_000;

/** A process with all that it starts. Both output streams are pipes. */
export class ProcessTree {
  readonly child: ChildProcess;
  /** Resolves when the first process is gone; `error` when it could not be started. Never rejects. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; error?: Error }>;
  readonly #tools: ProcessTools;
  #over = false;

  constructor(command: string, args: readonly string[], options: TreeOptions, tools: ProcessTools = systemTools) {
    this.#tools = tools;
    this.child = tools.spawn(command, args, {
      ...options,
      stdio: [options.stdin, 'pipe', 'pipe'],
      // A group of its own can be killed whole. On Windows this would open a console, and trees are known without it.
      detached: tools.platform !== 'win32',
      windowsHide: true,
      shell: false,
    });
    // A pipe whose other end is gone is told by the exit of the process; unheard it would end the extension host.
    for (const stream of this.child.stdio) stream?.on('error', () => {});
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve({ code: null, signal: null, error }));
      this.child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    // `exit` and not `close`: a grandchild can hold the pipes open for ever.
    void this.ended.then(() => this.#sweep());
  }

  /** Asks the tree to end, and ends it by force after two seconds. Resolves when the first process is gone. */
  async stop(): Promise<void> {
    if (this.#over) return;
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.kill(), patienceMs);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends the whole tree at once; needs no event loop afterwards, so it also works while the host shuts down. */
  kill(): void {
    if (!this.#over) this.#signal('SIGKILL');
  }

  /** What the first process left behind, such as data loader workers, goes too. */
  #sweep(): void {
    if (this.#over) return;
    if (this.#tools.platform !== 'win32') this.#signal('SIGKILL');
    this.#over = true;
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (this.#tools.platform === 'win32') this.#taskkill(pid);
      else this.#tools.kill(-pid, signal);
    } catch {
      // Nothing of the group is left.
    }
  }

  /** Detached, so that it outlives a host that is shutting down. Windows has no gentle way for a process without a window. */
  #taskkill(pid: number): void {
    const args = ['/pid', String(pid), '/T', '/F'];
    const killer = this.#tools.spawn('taskkill', args, { stdio: 'ignore', detached: true, windowsHide: true });
    killer.on('error', () => {});
    killer.unref();
  }
}
