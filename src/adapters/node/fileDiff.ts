import type { Hunk } from '../../core/event.ts';

/**
 * The changed regions between two texts. `line` is the 1-based line in `after` where the region begins; a deletion
 * stands at the line that follows it. Line endings do not count as a change.
 */
export async function hunksBetween(file: string, before: string, after: string): Promise<Hunk[]> {
  const { diffArrays } = await import('diff');
  const hunks: Hunk[] = [];
  let line = 1;
  let inRegion = false;
  for (const part of diffArrays(linesOf(before), linesOf(after))) {
    const changed = part.added || part.removed;
    if (changed && !inRegion) hunks.push({ file, line, removed: [], added: [] });
    if (changed) hunks.at(-1)?.[part.added ? 'added' : 'removed'].push(...part.value);
    inRegion = changed;
    if (!part.removed) line += part.value.length;
  }
  return hunks;
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}
