import type { Readable } from 'node:stream';

/** Characters of the beginning that are passed on as they come, and of the end that are passed on at the end. */
const keptCap = 512 * 1024;
/** Bytes read between two beats of the clock: a flood waits in the script's own pipe, and slows the script alone. */
const beatCap = 256 * 1024;
/** A script that has printed so many bytes is not training any more. */
export const floodCap = 16 * 1024 * 1024;
const errorsCap = 64 * 1024;

/** Gathers what a process prints, whole characters only, and passes it on in bits, one a beat. */
export class OutputFeed {
  readonly #streams: readonly Readable[];
  readonly #emit: (text: string) => void;
  readonly #decoders: InstanceType<typeof TextDecoder>[] = [];
  #beat = beatCap;
  #passed = 0;
  #pending = '';
  #tail: string[] = [];
  #tailLength = 0;
  #leftOut = 0;
  #total = 0;
  #errors = '';

  constructor(stdout: Readable, stderr: Readable, emit: (text: string) => void) {
    this.#streams = [stdout, stderr];
    this.#emit = emit;
    for (const [i, stream] of this.#streams.entries()) {
      const decoder = new TextDecoder('utf-8');
      this.#decoders.push(decoder);
      stream.on('data', (bytes: Buffer) => this.#take(bytes.length, decoder.decode(bytes, { stream: true }), i === 1));
    }
  }

  get flooded(): boolean {
    return this.#total > floodCap;
  }

  /** The last part of what was printed as errors; a traceback is here. */
  get errors(): string {
    return this.#errors;
  }

  /** One beat: passes on what has come, and takes in more. */
  beat(): void {
    this.#flush();
    this.#beat = beatCap;
    for (const stream of this.#streams) stream.resume();
  }

  /** Takes what is still in the pipes, for at most `graceMs`, and passes on the rest with the kept end. */
  async end(graceMs: number): Promise<void> {
    this.#beat = Number.POSITIVE_INFINITY;
    for (const stream of this.#streams) stream.resume();
    await Promise.race([Promise.all(this.#streams.map(finished)), delay(graceMs)]);
    for (const stream of this.#streams) stream.destroy();
    for (const [i, decoder] of this.#decoders.entries()) this.#take(0, decoder.decode(), i === 1);
    this.#flush();
    if (this.#leftOut > 0) this.#emit(`\n[… ${this.#leftOut} characters left out …]\n`);
    if (this.#tail.length > 0) this.#emit(this.#tail.join(''));
  }

  #take(bytes: number, text: string, isError: boolean): void {
    this.#total += bytes;
    this.#beat -= bytes;
    if (isError) this.#errors = (this.#errors + text).slice(-errorsCap);
    const room = keptCap - this.#passed;
    this.#pending += text.slice(0, room);
    this.#passed += Math.min(room, text.length);
    if (text.length > room) this.#keep(text.slice(room));
    if (this.#beat <= 0) for (const stream of this.#streams) stream.pause();
  }

  #keep(text: string): void {
    this.#tail.push(text);
    this.#tailLength += text.length;
    while (this.#tailLength > keptCap) {
      const [oldest = ''] = this.#tail;
      const surplus = Math.min(oldest.length, this.#tailLength - keptCap);
      if (surplus < oldest.length) this.#tail[0] = oldest.slice(surplus);
      else this.#tail.shift();
      this.#tailLength -= surplus;
      this.#leftOut += surplus;
    }
  }

  #flush(): void {
    if (this.#pending) this.#emit(this.#pending);
    this.#pending = '';
  }
}

function finished(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => stream.once('close', resolve));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
