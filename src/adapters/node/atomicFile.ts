import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { codeOf, type Fs, type FsHandle, nodeFs } from './fs.ts';

/** Replaces `path` so that a reader, or a process killed half-way, sees either the old or the new content, never a mix. */
export async function replaceFile(path: string, content: string | Uint8Array, fs: Fs = nodeFs): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await writeDurably(temporary, content, fs);
    await renameWithPatience(temporary, path, fs);
  } catch (error) {
    await fs.rm(temporary, { recursive: false, force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path), fs);
}

/** Creates `path` (it must not exist: `EEXIST`) and resolves when the bytes are on disk. */
export async function writeDurably(path: string, content: string | Uint8Array, fs: Fs = nodeFs): Promise<void> {
  const handle = await fs.open(path, 'wx');
  try {
    await writeWhole(handle, content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** One write call. @throws when fewer bytes were taken than given: what then lies in the file is only a part. */
export async function writeWhole(handle: FsHandle, content: string | Uint8Array): Promise<number> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const { bytesWritten } = await handle.write(bytes);
  if (bytesWritten === bytes.length) return bytesWritten;
  throw Object.assign(new Error(`only ${bytesWritten} of ${bytes.length} bytes were written`), { code: 'ENOSPC' });
}

/** A new or renamed name survives a power cut only when its folder is synced too; Windows cannot and need not. */
export async function syncFolder(folder: string, fs: Fs = nodeFs): Promise<void> {
  const handle = await fs.open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close().catch(() => {});
}

const busy = new Set(['EPERM', 'EBUSY', 'EACCES']);

/** Windows refuses to replace a file that a scanner holds open for a moment; about one second of patience helps. */
async function renameWithPatience(from: string, to: string, fs: Fs): Promise<void> {
  const tries = process.platform === 'win32' ? 10 : 1;
  for (let attempt = 1; ; attempt++) {
    try {
      return await fs.rename(from, to);
    } catch (error) {
      if (attempt >= tries || !busy.has(codeOf(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}
