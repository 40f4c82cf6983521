// What the integration tests share: the extension under test as VS Code loaded it, and stand-ins for a person at a dialog.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { InterviewTree } from '../../src/adapters/vscode/interviewTree.ts';
import type { ProblemTree } from '../../src/adapters/vscode/problemTree.ts';
import type { SessionTree } from '../../src/adapters/vscode/sessionTree.ts';
import type { Session } from '../../src/app/session.ts';
import type { House } from '../../src/house.ts';

export interface Extension {
  readonly house: () => Promise<House>;
  readonly trees: { readonly interview: InterviewTree; readonly problems: ProblemTree; readonly sessions: SessionTree };
}

interface Manifest {
  readonly main: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: {
      readonly properties: Record<string, { readonly scope?: string; readonly default: unknown }>;
    };
  };
}

export function known(): vscode.Extension<Extension> {
  const extension = vscode.extensions.getExtension<Extension>('ml-interviewer.ml-interviewer');
  assert.ok(extension, 'the extension is not known to VS Code');
  return extension;
}

export function manifest(): Manifest {
  return known().packageJSON as Manifest;
}

export async function activated(): Promise<Extension> {
  return known().activate();
}

export async function house(): Promise<House> {
  return (await activated()).house();
}

/** The session that commands speak of. */
export async function currentSession(): Promise<Session> {
  const { current } = (await house()).desk;
  assert.ok(current, 'no session is open');
  return current;
}

export async function run(command: string, ...rest: unknown[]): Promise<void> {
  await vscode.commands.executeCommand(`mlInterviewer.${command}`, ...rest);
}

export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder.uri.fsPath;
}

export const inWorkspace = (...parts: string[]): string => join(workspaceFolder(), ...parts);

export function tabs<T>(kind: new (...args: never[]) => T): T[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .map((tab) => tab.input)
    .filter((input): input is T => input instanceof kind);
}

type Dialog = 'showWarningMessage' | 'showInputBox' | 'showSaveDialog' | 'showQuickPick' | 'showInformationMessage';

/** Answers one kind of dialog while `work` goes on, as nobody is there to do it. Resolves with what was asked. */
export async function answering(dialog: Dialog, answer: unknown, work: () => Promise<unknown>): Promise<unknown[][]> {
  const asked: unknown[][] = [];
  const real = vscode.window[dialog];
  const stand = async (...question: unknown[]): Promise<unknown> => {
    asked.push(question);
    return typeof answer === 'function' ? answer(...question) : answer;
  };
  Object.assign(vscode.window, { [dialog]: stand });
  try {
    await work();
  } finally {
    Object.assign(vscode.window, { [dialog]: real });
  }
  return asked;
}

export async function until(
  holds: () => boolean | Promise<boolean>,
  message: string,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  do {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < deadline);
  assert.fail(message);
}

/** Command lines of what this extension host has started, directly or not; its own helpers for looking left out. */
export function descendants(): { pid: number; command: string }[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8', maxBuffer: 16 << 20 });
  const all = text.split('\n').flatMap((line) => {
    const [, pid, parent, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
  const parents = new Set([process.pid]);
  const found: { pid: number; command: string }[] = [];
  for (let grown = true; grown; ) {
    const more = all.filter(({ pid, parent }) => parents.has(parent) && !parents.has(pid));
    for (const line of more) parents.add(line.pid);
    found.push(...more);
    grown = more.length > 0;
  }
  return found.filter(({ command }) => !command.startsWith('ps -A'));
}
