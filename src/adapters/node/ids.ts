import { randomBytes, randomInt } from 'node:crypto';
import type { Ids } from '../../app/ports.ts';

export const systemIds: Ids = {
  session: (now) => `${stamp(now)}-${randomBytes(4).toString('hex')}`,
  mark: () => randomBytes(9).toString('base64url'),
  pick: (below) => randomInt(below),
};

/** `20261122-204501` in UTC: sorts by time as text, and is a good folder name everywhere. */
function stamp(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}
