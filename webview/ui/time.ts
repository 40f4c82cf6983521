/** `754_000` → `12:34`; from an hour on `1:02:03`. Takes milliseconds; negative values count as zero. */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** The same for people who listen: `12 minutes 34 seconds of 60 minutes`. */
export function clockWords(elapsed: number, total: number): string {
  const seconds = Math.max(0, Math.floor(elapsed / 1000));
  const used = `${count(Math.floor(seconds / 60), 'minute')} ${count(seconds % 60, 'second')}`;
  return total > 0 ? `${used} of ${count(Math.round(total / 60_000), 'minute')}` : used;
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
