import { type Fs, type FsHandle, nodeFs } from '../../src/adapters/node/fs.ts';

/** What goes wrong next; each is used up by one failing call unless `always`. */
export interface Faults {
  /** Error code of the next write to a file that is open for appending. */
  write?: string | undefined;
  /** The next append writes only so many bytes. */
  short?: number | undefined;
  datasync?: string | undefined;
  truncate?: string | undefined;
  /** Error code of every call that would change something, as on a read-only disk. */
  always?: string | undefined;
}

/** The real file system with faults that a test switches on. */
export function faultyFs(faults: Faults): Fs {
  const change = <A extends unknown[], R>(work: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      if (faults.always) throw failure(faults.always);
      return work(...args);
    };
  };
  return {
    ...nodeFs,
    open: async (path, flags) => {
      if (flags !== 'r' && faults.always) throw failure(faults.always);
      const handle = await nodeFs.open(path, flags);
      return typeof flags === 'number' ? faultyHandle(handle, faults) : handle;
    },
    mkdir: change(nodeFs.mkdir),
    rename: change(nodeFs.rename),
    unlink: change(nodeFs.unlink),
    utimes: change(nodeFs.utimes),
    truncate: change(async (path, length) => {
      const code = taken(faults, 'truncate');
      if (code) throw failure(code);
      await nodeFs.truncate(path, length);
    }),
  };
}

function faultyHandle(handle: FsHandle, faults: Faults): FsHandle {
  return {
    write: async (bytes) => {
      const code = taken(faults, 'write');
      if (code) throw failure(code);
      const short = taken(faults, 'short');
      return handle.write(short === undefined ? bytes : bytes.subarray(0, short));
    },
    datasync: async () => {
      const code = taken(faults, 'datasync');
      if (code) throw failure(code);
      await handle.datasync();
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

function taken<K extends keyof Faults>(faults: Faults, key: K): Faults[K] {
  const value = faults[key];
  delete faults[key];
  return value;
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: made by the test`), { code });
}
