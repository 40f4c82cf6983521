import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock, Disposable } from '../../app/ports.ts';
import { replaceFile, writeDurably } from './atomicFile.ts';
import { codeOf, type Fs, ifThere } from './fs.ts';

/** A lease whose owner has not shown itself for so long is free. */
export const staleAfterMs = 15_000;
const beatEveryMs = 3_000;

export interface LeaseSurroundings {
  readonly fs: Fs;
  readonly clock: Clock;
  readonly pid: number;
  readonly host: string;
  readonly window: string;
  isAlive(pid: number): boolean;
}

const ownerSchema = z.object({
  pid: z.number(),
  host: z.string(),
  window: z.string(),
  heartbeat: z.number(),
  token: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

/**
 * Who may write a session: a file that names one process. The heartbeat is the file's modification time, because
 * touching a file can never put an old owner's name back over a new one's, as rewriting it could.
 */
export class Lease {
  readonly #file: string;
  readonly #around: LeaseSurroundings;
  readonly #token = randomUUID();
  #beating: Disposable | undefined;
  #onLost: () => void = () => {};

  constructor(file: string, around: LeaseSurroundings) {
    this.#file = file;
    this.#around = around;
  }

  /** True when this object now holds the lease. @throws the file system's error when the folder cannot be written. */
  async acquire(takeOver: boolean, onLost: () => void): Promise<boolean> {
    this.#onLost = onLost;
    const held = (await this.#create()) || ((takeOver || (await this.#isFree())) && (await this.#replace()));
    if (held) await this.#startBeating();
    return held;
  }

  /** Whether the lease is still this object's; taken anew when someone deleted the file and nobody else holds it. */
  async confirm(): Promise<boolean> {
    const owner = await this.#owner();
    if (owner === undefined && (await this.#create())) {
      await this.#startBeating();
      return true;
    }
    return typeof owner === 'object' && owner.token === this.#token;
  }

  async release(): Promise<void> {
    this.stop();
    const owner = await this.#owner();
    if (typeof owner === 'object' && owner.token === this.#token) await ifThere(this.#around.fs.unlink(this.#file));
  }

  stop(): void {
    this.#beating?.dispose();
    this.#beating = undefined;
  }

  /** True when no living process holds the lease. */
  async isFree(): Promise<boolean> {
    return (await this.#owner()) === undefined || this.#isFree();
  }

  async #create(): Promise<boolean> {
    try {
      await writeDurably(this.#file, this.#text(), this.#around.fs);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  async #replace(): Promise<boolean> {
    await replaceFile(this.#file, this.#text(), this.#around.fs);
    return this.confirm();
  }

  #text(): string {
    const { pid, host, window, clock } = this.#around;
    return `${JSON.stringify({ pid, host, window, heartbeat: clock.now(), token: this.#token })}\n`;
  }

  async #isFree(): Promise<boolean> {
    const { fs, clock, host, isAlive } = this.#around;
    const owner = await this.#owner();
    if (typeof owner === 'object' && owner.host === host && !isAlive(owner.pid)) return true;
    const beat = (await ifThere(fs.stat(this.#file)))?.mtimeMs;
    // A beat from far ahead comes from a clock that was set back since: a living owner would have beaten again.
    return beat === undefined || Math.abs(clock.now() - beat) > staleAfterMs;
  }

  async #owner(): Promise<Owner | 'unknown' | undefined> {
    const bytes = await ifThere(this.#around.fs.readFile(this.#file));
    if (bytes === undefined) return undefined;
    try {
      return ownerSchema.parse(JSON.parse(bytes.toString('utf8')));
    } catch {
      return 'unknown';
    }
  }

  async #startBeating(): Promise<void> {
    await this.#touch();
    this.stop();
    this.#beating = this.#around.clock.every(beatEveryMs, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    // A file that cannot be read for a moment, or was deleted, is not another owner; the next append will tell.
    const owner = await this.#owner().catch(() => undefined);
    if (!this.#beating) return;
    if (typeof owner !== 'object' || owner.token === this.#token) return this.#touch();
    this.stop();
    this.#onLost();
  }

  async #touch(): Promise<void> {
    const now = new Date(this.#around.clock.now());
    await this.#around.fs.utimes(this.#file, now, now).catch(() => {});
  }
}

/** Whether a process with this number runs on this machine, as far as we may know. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
