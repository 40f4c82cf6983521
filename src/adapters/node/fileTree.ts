import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Left by tools, not written by the candidate. */
const ignored = new Set(['__pycache__', 'runs', 'node_modules']);
/** A folder with more files than this is no exercise any more. */
const countCap = 2_000;
/** Larger files are data and not code. Bytes. */
const textCap = 200_000;

/**
 * The regular files below `folder`, `/`-separated and sorted. Links are neither listed nor followed, hidden files and
 * those that tools make are left out. @throws when the folder is not there.
 */
export async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  const waiting = [''];
  for (let at = waiting.shift(); at !== undefined && found.length < countCap; at = waiting.shift()) {
    for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || ignored.has(entry.name)) continue;
      if (entry.isDirectory()) waiting.push(`${at}${entry.name}/`);
      else if (entry.isFile()) found.push(`${at}${entry.name}`);
    }
  }
  return found.sort();
}

/** Copies these files; `to` and its subfolders are made. @throws when one of them is there already. */
export async function copyFiles(from: string, to: string, files: readonly string[]): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const file of files) {
    const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
    if (folder) await mkdir(join(to, folder), { recursive: true });
    await copyFile(join(from, file), join(to, file), constants.COPYFILE_EXCL);
  }
}

/** The text of a file; undefined when it is not there, is a link, is no text, or is larger than 200 kB. */
export async function textOf(path: string): Promise<string | undefined> {
  // A link could lead to any file of the person's and into a report. Windows knows no such flag.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const found = await handle.stat();
    if (!found.isFile() || found.size > textCap) return undefined;
    return decoded(await handle.readFile());
  } finally {
    await handle.close();
  }
}

function decoded(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
