import * as z from 'zod/mini';
import { type Entry, entrySchema, type Header, headerSchema } from '../../core/event.ts';

/** What the bytes of a `journal.jsonl` say. The file is UTF-8, one JSON value a line; the first is the header. */
export interface JournalText {
  readonly header: Header | undefined;
  readonly entries: readonly Entry[];
  /** Bytes from the start of the file that are whole, readable lines. */
  readonly length: number;
  /** `unsealed`: the last line is whole but for its newline; `torn`: it was cut; `corrupt`: a whole line is unreadable. */
  readonly ending: 'clean' | 'unsealed' | 'torn' | 'corrupt';
  /** 1-based number of the unreadable line; 0 when there is none. */
  readonly badLine: number;
  /** Lines of an event that this version does not know: they stay in the file and are left out of `entries`. */
  readonly skipped: number;
  /** The highest number that the next entry may have; the lowest is one above the last in `entries`. */
  readonly nextSeq: number;
  /** Set when a newer version wrote the file. */
  readonly newerVersion?: number;
}

/**
 * Reads as far as the file can be trusted: everything up to the first line that is no JSON, or whose number does not
 * follow. Never throws; works in bytes, so that a character cut in two at the end spoils nothing before it.
 */
export function readJournal(bytes: Uint8Array): JournalText {
  const reader = new Reader();
  let start = isMarked(bytes) ? 3 : 0;
  let line = 1;
  for (let end = bytes.indexOf(newline, start); end >= 0; end = bytes.indexOf(newline, start), line++) {
    if (!reader.take(bytes.subarray(start, end))) return reader.result(start, 'corrupt', line);
    start = end + 1;
  }
  if (start >= bytes.length) return reader.result(bytes.length, 'clean');
  if (reader.take(bytes.subarray(start))) return reader.result(bytes.length, 'unsealed');
  return reader.result(reader.empty ? 0 : start, 'torn', line);
}

const newline = 10;
const versionSchema = z.object({ journal: z.number() });
const envelopeSchema = z.object({
  seq: z.number().check(z.int(), z.gte(0)),
  at: z.number(),
  clock: z.number(),
  event: z.object({ type: z.string() }),
});

function isMarked(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

class Reader {
  readonly #entries: Entry[] = [];
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #header: Header | undefined;
  #newerVersion: number | undefined;
  #skipped = 0;
  #last = -1;
  #highest = 0;

  get empty(): boolean {
    return this.#header === undefined && this.#newerVersion === undefined;
  }

  /** False when the line cannot be what a journal holds at this place. */
  take(line: Uint8Array): boolean {
    const value = this.#parse(line);
    if (value === blank) return true;
    if (value === unreadable) return false;
    return this.empty ? this.#takeHeader(value) : this.#takeEntry(value);
  }

  result(length: number, ending: JournalText['ending'], badLine = 0): JournalText {
    const newer = this.#newerVersion === undefined ? {} : { newerVersion: this.#newerVersion };
    const nextSeq = this.#highest + 1;
    const found = { header: this.#header, entries: this.#entries, skipped: this.#skipped, nextSeq };
    return { ...found, length, ending, badLine, ...newer };
  }

  #parse(line: Uint8Array): unknown {
    try {
      const text = this.#utf8.decode(line);
      return text.trim() === '' ? blank : JSON.parse(text);
    } catch {
      return unreadable;
    }
  }

  #takeHeader(value: unknown): boolean {
    const header = headerSchema.safeParse(value);
    if (header.success) this.#header = header.data;
    const version = versionSchema.safeParse(value);
    if (version.success && version.data.journal > 1) this.#newerVersion = version.data.journal;
    return !this.empty;
  }

  #takeEntry(value: unknown): boolean {
    const envelope = envelopeSchema.safeParse(value);
    if (!envelope.success || !this.#follows(envelope.data.seq)) return false;
    this.#highest = Math.max(this.#highest, envelope.data.seq);
    const entry = entrySchema.safeParse(value);
    if (!entry.success) {
      this.#skipped++;
      return true;
    }
    this.#last = entry.data.seq;
    this.#entries.push(entry.data);
    return true;
  }

  /**
   * A writer that did not understand the last lines goes on after the last one it knew, so a number may come again after
   * a skipped line, but never after a known one, and never leaves a gap. Numbers start at 0 or 1.
   */
  #follows(seq: number): boolean {
    return seq > this.#last && seq <= this.#highest + 1;
  }
}

const blank = Symbol('blank line');
const unreadable = Symbol('unreadable line');
