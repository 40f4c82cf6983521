import { isAbsolute, relative, sep } from 'node:path';
import type { RunError } from '../../../core/event.ts';
import { isInside } from '../paths.ts';

/**
 * What went wrong, from what Python printed: the exception's kind and message and the innermost place in `folder`
 * (`/`-separated and relative to it). Undefined when there is no traceback.
 */
export function tracebackError(printed: string, folders: readonly string[]): RunError | undefined {
  const text = printed.replaceAll('\r\n', '\n');
  return fatalError(text, folders) ?? raisedError(text, folders);
}

const frame = /^ *File "(.+)", line (\d+)/gm;
const header = 'Traceback (most recent call last):';

function raisedError(text: string, folders: readonly string[]): RunError | undefined {
  const block = text.slice(Math.max(0, text.lastIndexOf(header)));
  const places = [...block.matchAll(frame)];
  const lastPlace = places.at(-1);
  if (!lastPlace) return undefined;
  const after = block.slice(lastPlace.index);
  const raised = /^([A-Za-z_][\w.]*)(?:: ([\s\S]*))?$/m.exec(after.slice(after.indexOf('\n') + 1));
  if (!raised?.[1]) return undefined;
  const message = (raised[2] ?? '').trim().split('\n').slice(0, 5).join('\n');
  const kind = raised[1].slice(raised[1].lastIndexOf('.') + 1);
  return { kind, message: explained(kind, message), ...innermost(places, folders) };
}

/** A fault of the interpreter itself, as faulthandler tells it: the innermost call comes first there. */
function fatalError(text: string, folders: readonly string[]): RunError | undefined {
  const start = text.lastIndexOf('Fatal Python error: ');
  if (start < 0) return undefined;
  const block = text.slice(start);
  const message = block.slice('Fatal Python error: '.length, block.indexOf('\n') < 0 ? undefined : block.indexOf('\n'));
  return {
    kind: 'FatalError',
    message: `the interpreter crashed: ${message}`,
    ...innermost([...block.matchAll(frame)].reverse(), folders),
  };
}

function explained(kind: string, message: string): string {
  if (kind === 'EOFError' && message.includes('EOF when reading'))
    return `${message} (a run has no keyboard, so input() cannot be used)`;
  return message;
}

function innermost(
  places: readonly RegExpMatchArray[],
  folders: readonly string[],
): { file: string | null; line: number | null } {
  for (const place of places.toReversed()) {
    const path = place[1] ?? '';
    const file = relativeFile(path, folders) ?? relativeFile(unescaped(path), folders);
    if (file !== undefined) return { file, line: Number(place[2]) };
  }
  return { file: null, line: null };
}

/** faulthandler writes letters beyond ASCII as `\xfc` or `\u8a66`. */
function unescaped(path: string): string {
  return path.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8}))/g, (_, ...hex: string[]) => {
    return String.fromCodePoint(Number.parseInt(hex[0] ?? hex[1] ?? hex[2] ?? '', 16) % 0x110000);
  });
}

function relativeFile(path: string, folders: readonly string[]): string | undefined {
  if (!isAbsolute(path)) return undefined;
  const folder = folders.find((candidate) => isInside(candidate, path));
  return folder === undefined ? undefined : relative(folder, path).replaceAll(sep, '/');
}

/** For a process that ended without a traceback. */
export function exitError(code: number | null, signal: NodeJS.Signals | null): RunError {
  const place = { file: null, line: null };
  if (signal) return { kind: 'Killed', message: `the process was ended by ${signal}`, ...place };
  const number = code ?? 0;
  if (number > 128 && number < 160) {
    const memory = number === 137 ? '; often this means that the memory was full' : '';
    return { kind: 'Killed', message: `the process was ended by signal ${number - 128}${memory}`, ...place };
  }
  return { kind: 'ExitStatus', message: `the script ended itself with exit status ${number}`, ...place };
}
