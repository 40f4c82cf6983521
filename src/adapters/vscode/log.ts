import type * as vscode from 'vscode';
import type { Log } from '../../app/ports.ts';

/** The extension's output channel. Causes are logged as their message: a stack may hold paths and candidate text. */
export function outputLog(channel: vscode.LogOutputChannel): Log {
  return {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, cause) => channel.error(cause === undefined ? message : `${message} ${describe(cause)}`),
  };
}

function describe(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
