import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { UserSession } from '../support/user-session.ts';

export interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Everything that a session's server has started, directly or not. Nothing of other servers on this machine. */
export function processesOf({ server }: UserSession): ProcessLine[] {
  const all = listProcesses();
  const found: ProcessLine[] = [];
  const parents = new Set([server.process.pid ?? -1]);
  // Ordered by age in effect: looked through until nothing is added any more.
  for (let grown = true; grown; ) {
    const more = all.filter(({ pid, parent }) => parents.has(parent) && !parents.has(pid));
    for (const line of more) parents.add(line.pid);
    found.push(...more);
    grown = more.length > 0;
  }
  return found;
}

/** Process ids of the session's extension hosts, the newest last. */
export function extensionHosts(session: UserSession): number[] {
  return processesOf(session)
    .filter(({ command }) => command.includes('--type=extensionHost'))
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);
}

/** Ends the extension hosts of a session as a crash does: without a word. */
export function killExtensionHosts(session: UserSession): void {
  const hosts = extensionHosts(session);
  assert.ok(hosts.length > 0, 'the session has no extension host');
  for (const pid of hosts) process.kill(pid, 'SIGKILL');
}

export function isAlive(pid: number): boolean {
  return listProcesses().some((line) => line.pid === pid);
}

/** Processes that have ended and are only waiting to be counted by their parent are left out. */
function listProcesses(): ProcessLine[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8', maxBuffer: 16 << 20 });
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
