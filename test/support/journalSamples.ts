import type { Entry, Header } from '../../src/core/event.ts';

/** Small journals for tests: texts with characters of two, three and four bytes. */
export function headerOf(session: string, started = 1_700_000_000_000): Header {
  return { journal: 1, session, started };
}

export function answered(seq: number, text: string): Entry {
  return { seq, at: 1_700_000_000_000 + seq, clock: seq * 10, event: { type: 'answered', turn: seq, text } };
}

export const sampleTexts = ['plain', 'zwei Wörter, ≥ 2', 'softmax 😀\n"quoted" \\ \u2028 end', ''];

export function sampleEntries(): Entry[] {
  return sampleTexts.map((text, i) => answered(i + 1, text));
}

export function journalBytes(header: Header, entries: readonly Entry[]): Buffer {
  return Buffer.from([header, ...entries].map((value) => `${JSON.stringify(value)}\n`).join(''));
}
