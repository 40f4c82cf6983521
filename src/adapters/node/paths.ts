import { isAbsolute, join, relative, sep } from 'node:path';

/** Whether `path` is `folder` or lies below it, by name alone: links are not followed. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
}

/** `file` (with `/`) below `folder`. @throws when the name leads out of it. */
export function below(folder: string, file: string): string {
  const path = join(folder, file);
  if (file !== '' && !file.includes('\0') && !isAbsolute(file) && isInside(folder, path)) return path;
  throw new Error(`"${file}" does not lie in the folder.`);
}
