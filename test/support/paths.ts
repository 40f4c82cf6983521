import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap.mjs';

/** A path inside the git-ignored folder that holds everything the harness installs or writes. */
export function cachePath(...parts: string[]): string {
  return join(root, '.vscode-test', ...parts);
}

/** Like `cachePath`, and the folder exists afterwards. */
export function cacheFolder(...parts: string[]): string {
  const folder = cachePath(...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

export function rootPath(...parts: string[]): string {
  return join(root, ...parts);
}
