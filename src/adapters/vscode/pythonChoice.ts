import * as vscode from 'vscode';
import { saveUserSetting, userSetting } from './settings.ts';

export interface PythonChoice {
  readonly path: string;
  readonly from: 'setting' | 'extension' | 'private';
}

/**
 * Interpreters that somebody chose: the setting alone if it is set; else what the Python extension has chosen for this
 * folder, where one is installed (written against the published API of both), and the private environment.
 */
export async function chosenInterpreters(privatePython: () => Promise<string | undefined>): Promise<PythonChoice[]> {
  const set = userSetting('python.path', '').trim();
  if (set) return [{ path: set, from: 'setting' }];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const found: PythonChoice[] = [];
  for (const path of [await fromEnvironments(folder), await fromPython(folder)]) {
    if (path) found.push({ path, from: 'extension' });
  }
  const own = await privatePython();
  return own ? [...found, { path: own, from: 'private' }] : found;
}

interface EnvironmentsApi {
  getEnvironment(scope: vscode.Uri | undefined): Promise<{ execInfo?: { run?: { executable?: string } } } | undefined>;
}

interface PythonApi {
  environments?: {
    getActiveEnvironmentPath(scope?: vscode.Uri): { path: string };
    resolveEnvironment(path: { path: string }): Promise<{ executable?: { uri?: vscode.Uri } } | undefined>;
  };
}

async function fromEnvironments(folder: vscode.Uri | undefined): Promise<string | undefined> {
  if (!vscode.workspace.getConfiguration('python').get<boolean>('useEnvironmentsExtension')) return undefined;
  const api = await activated<EnvironmentsApi>('ms-python.vscode-python-envs');
  const environment = await api?.getEnvironment(folder).catch(() => undefined);
  return environment?.execInfo?.run?.executable;
}

async function fromPython(folder: vscode.Uri | undefined): Promise<string | undefined> {
  const environments = (await activated<PythonApi>('ms-python.python'))?.environments;
  if (!environments) return undefined;
  const chosen = environments.getActiveEnvironmentPath(folder);
  const resolved = await environments.resolveEnvironment(chosen).catch(() => undefined);
  return resolved?.executable?.uri?.fsPath;
}

async function activated<Api>(id: string): Promise<Api | undefined> {
  const extension = vscode.extensions.getExtension<Api>(id);
  if (!extension) return undefined;
  try {
    return await extension.activate();
  } catch {
    return undefined;
  }
}

/** Whether an interpreter is set by hand, so that a private environment would not be used. */
export function hasPythonSetting(): boolean {
  return userSetting('python.path', '').trim() !== '';
}

/** Asks for an interpreter file and keeps it in the user's settings. True when one was chosen. */
export async function choosePython(): Promise<boolean> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Choose the Python that runs and checks exercises',
    openLabel: 'Use This Python',
    canSelectMany: false,
  });
  if (!chosen?.[0]) return false;
  await saveUserSetting('python.path', chosen[0].fsPath);
  return true;
}
