import type { Hunk } from './event.ts';

/** A hunk by the lines that it replaces in the start state: 1-based, `end` exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

interface Region {
  readonly start: number;
  end: number;
  readonly earlier: Span[];
  readonly later: Span[];
}

/**
 * What changed between two states of a folder that are both known by their hunks against the same start. `line` is
 * 1-based in the later state; `removed` are lines of the earlier one.
 */
export function changesSince(earlier: readonly Hunk[], later: readonly Hunk[]): Hunk[] {
  const files = [...new Set([...earlier, ...later].map((hunk) => hunk.file))].sort();
  return files.flatMap((file) => changesOf(file, spansOf(file, earlier), spansOf(file, later)));
}

function changesOf(file: string, earlier: readonly Span[], later: readonly Span[]): Hunk[] {
  return regionsOf(earlier, later).flatMap((region) => {
    const before = linesOf(region, region.earlier);
    const after = linesOf(region, region.later);
    const same = commonStart(before, after);
    const tail = commonStart(before.slice(same).reverse(), after.slice(same).reverse());
    const removed = before.slice(same, before.length - tail);
    const added = after.slice(same, after.length - tail);
    if (removed.length + added.length === 0) return [];
    return [{ file, line: region.start + grownBefore(region.start, later) + same, removed, added }];
  });
}

function spansOf(file: string, hunks: readonly Hunk[]): Span[] {
  let grown = 0;
  return hunks
    .filter((hunk) => hunk.file === file)
    .sort((a, b) => a.line - b.line)
    .map(({ line, removed, added }) => {
      const start = line - grown;
      grown += added.length - removed.length;
      return { start, end: start + removed.length, removed, added };
    });
}

/** Stretches of the start state that either side replaces; those that touch are one. */
function regionsOf(earlier: readonly Span[], later: readonly Span[]): Region[] {
  const all = [...earlier.map((span) => ({ span, side: 'earlier' }) as const), ...later.map(late)];
  const regions: Region[] = [];
  for (const { span, side } of all.sort((a, b) => a.span.start - b.span.start)) {
    let region = regions.at(-1);
    if (!region || span.start > region.end) {
      region = { start: span.start, end: span.end, earlier: [], later: [] };
      regions.push(region);
    }
    region.end = Math.max(region.end, span.end);
    region[side].push(span);
  }
  return regions;
}

function late(span: Span): { span: Span; side: 'later' } {
  return { span, side: 'later' };
}

/** The region as one side left it. Every line of it is replaced on at least one side, so its start text is known. */
function linesOf(region: Region, spans: readonly Span[]): string[] {
  const start = new Map<number, string>();
  for (const span of [...region.earlier, ...region.later])
    for (const [i, line] of span.removed.entries()) start.set(span.start + i, line);
  const given = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, i) => start.get(from + i) ?? '');
  let at = region.start;
  const lines: string[] = [];
  for (const span of spans) {
    lines.push(...given(at, span.start), ...span.added);
    at = span.end;
  }
  return [...lines, ...given(at, region.end)];
}

function grownBefore(line: number, spans: readonly Span[]): number {
  return spans
    .filter((span) => span.start < line)
    .reduce((sum, span) => sum + span.added.length - span.removed.length, 0);
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}
