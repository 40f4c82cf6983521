import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { Point } from '../../../app/ports.ts';
import { downsampled } from './series.ts';

/** Scalars beyond these bounds are left out: nobody reads sixteen curves, and the journal has to stay small. */
const namesCap = 16;
const nameLengthCap = 200;
const pointsCap = 20_000;
/** Read at one look, so that a script that logs without end cannot hold up the host. Bytes. */
const lookCap = 256 * 1024;
const pointsPerLook = 500;

const number = z.union([z.number(), z.enum(['nan', 'inf', '-inf'])]);
const lineSchema = z.catchall(z.object({ step: z.number() }), z.unknown());

/** Follows the file that `runlog.py` appends one JSON line a call to: `{"step": 12, "loss": 2.31}`. */
export class MetricsTail {
  readonly #path: string;
  readonly #series = new Map<string, Point[]>();
  #handle: FileHandle | undefined;
  #offset = 0;
  #partial = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  /** Bytes read so far. */
  get size(): number {
    return this.#offset;
  }

  /** The points that came since the last look; a line that is only half there waits for the next one. */
  async look(): Promise<Record<string, Point[]>> {
    const fresh = new Map<string, Point[]>();
    for (const line of await this.#lines()) take(line, fresh, this.#series);
    return Object.fromEntries([...fresh].map(([name, points]) => [name, downsampled(points, pointsPerLook)]));
  }

  /** The rest of the file, look by look. */
  async *rest(): AsyncGenerator<Record<string, Point[]>> {
    for (let before = -1; before !== this.#offset; ) {
      before = this.#offset;
      yield await this.look();
    }
  }

  /** All series, each with at most `limit` points. */
  series(limit: number): Record<string, [number, number | null][]> {
    return Object.fromEntries(
      [...this.#series].map(([name, points]) => [name, downsampled(points, limit).map(([a, b]) => [a, b])]),
    );
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #lines(): Promise<string[]> {
    this.#handle ??= await openFile(this.#path);
    if (!this.#handle) return [];
    const buffer = Buffer.alloc(lookCap);
    const { bytesRead } = await this.#handle.read(buffer, 0, lookCap, this.#offset);
    this.#offset += bytesRead;
    const bytes = Buffer.concat([this.#partial, buffer.subarray(0, bytesRead)]);
    const end = bytes.lastIndexOf(10) + 1;
    // A line longer than a look is no line of ours.
    this.#partial = bytes.length - end > lookCap ? Buffer.alloc(0) : Buffer.from(bytes.subarray(end));
    return bytes.subarray(0, end).toString('utf8').split('\n');
  }
}

/** Undefined while it is not there. A script could also lay a pipe in its place, and opening one waits for a writer. */
async function openFile(path: string): Promise<FileHandle | undefined> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => undefined);
  if (!handle || (await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}

function take(line: string, fresh: Map<string, Point[]>, all: Map<string, Point[]>): void {
  const record = lineSchema.safeParse(json(line));
  if (!record.success) return;
  const { step, ...scalars } = record.data;
  for (const [name, value] of Object.entries(scalars)) {
    const scalar = number.safeParse(value);
    if (scalar.success) add(name, [step, typeof scalar.data === 'number' ? scalar.data : null], fresh, all);
  }
}

function add(name: string, point: Point, fresh: Map<string, Point[]>, all: Map<string, Point[]>): void {
  if (!all.has(name) && (all.size >= namesCap || name.length > nameLengthCap)) return;
  const known = all.get(name) ?? [];
  known.push(point);
  all.set(name, known.length > pointsCap ? downsampled(known, pointsCap / 2) : known);
  const news = fresh.get(name);
  if (news) news.push(point);
  else fresh.set(name, [point]);
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
