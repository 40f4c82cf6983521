import { readdir } from 'node:fs/promises';
import { withHost } from './host.ts';
import type { Subject } from './subjects.ts';

export interface Activation {
  /** `extension.activate()` from inside the extension host, ms. */
  readonly activated: number;
  /** Longest delay of the event loop from the start of activation until 1.5 s after it, ms. */
  readonly block: number;
  /** Added by activation, after collecting garbage, MB. */
  readonly rss: number;
  readonly heap: number;
  /** Child processes that activation left running. */
  readonly children: number;
  /** Files that were written since, but for VS Code's own. */
  readonly written: readonly string[];
}

export function measureActivation(subject: Subject): Promise<Activation> {
  return withHost(subject, async ({ home, ask }) => {
    const before = new Set(await files(home));
    const figures = await ask<Omit<Activation, 'written'>>('/activate', { id: subject.id });
    const written = (await files(home)).filter((file) => !before.has(file) && isOurs(file, subject));
    return { ...figures, written };
  });
}

/** Whatever bears the extension's name or lies in the workspace. A log channel's file is VS Code's and holds nothing yet. */
function isOurs(file: string, { id }: Subject): boolean {
  const parts = file.split(/[\\/]/);
  return parts[0] === 'work' || (parts.includes(id) && !parts.includes('logs'));
}

async function files(home: string): Promise<string[]> {
  return readdir(home, { recursive: true });
}
