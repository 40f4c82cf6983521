import * as promises from 'node:fs/promises';

/** The few file system functions that the journal uses, so that a test can make one of them fail. Sizes are bytes. */
export interface Fs {
  open(path: string, flags: string | number): Promise<FsHandle>;
  readFile(path: string): Promise<Buffer>;
  readdir(path: string): Promise<string[]>;
  stat(path: string): Promise<{ size: number; mtimeMs: number; birthtimeMs: number; isDirectory(): boolean }>;
  mkdir(path: string, options?: { recursive?: boolean }): Promise<unknown>;
  rename(from: string, to: string): Promise<void>;
  copyFile(from: string, to: string, mode?: number): Promise<void>;
  truncate(path: string, length: number): Promise<void>;
  utimes(path: string, atime: Date, mtime: Date): Promise<void>;
  unlink(path: string): Promise<void>;
  rm(path: string, options: { recursive: boolean; force: boolean }): Promise<void>;
}

export interface FsHandle {
  write(bytes: Uint8Array): Promise<{ bytesWritten: number }>;
  datasync(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export const nodeFs: Fs = promises as Fs;

/** The `code` of a Node system error, such as `ENOENT`; empty when it is another kind of error. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
}

/** What `work` gives, or undefined when the file or folder it needs is not there. Other errors go on. */
export async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
