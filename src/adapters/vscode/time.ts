/** Whole minutes, as in "34 min". @param ms interview clock */
export function minutesText(ms: number): string {
  return `${Math.floor(ms / 60_000)} min`;
}

/** "Nov 22, 20:45" in the user's own language and zone. @param at wall time, ms */
export function dateText(at: number): string {
  return new Date(at).toLocaleString(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}
