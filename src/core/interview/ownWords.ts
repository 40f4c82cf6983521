/** Shortest run of words that counts as taken from someone, rather than as common speech. [judgement] */
const runLength = 4;

/** `text` without the runs of four or more words that `sources` said first. */
export function withoutWordsOf(text: string, sources: readonly string[]): string {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const known = new Set(sources.flatMap((source) => runsOf(source.split(/\s+/))));
  const taken = new Set<number>();
  for (const [at, run] of runsOf(words).entries()) {
    if (known.has(run)) for (let i = 0; i < runLength; i++) taken.add(at + i);
  }
  return words.filter((_, at) => !taken.has(at)).join(' ');
}

function runsOf(words: readonly string[]): string[] {
  const bare = words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ''));
  return bare.slice(0, Math.max(0, bare.length - runLength + 1)).map((_, i) => bare.slice(i, i + runLength).join(' '));
}
