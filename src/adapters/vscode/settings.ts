import * as vscode from 'vscode';

const section = 'mlInterviewer';

/** Every setting of the extension; the manifest declares the same names, and a test compares the two. */
export const settingNames = [
  'model.baseUrl',
  'model.name',
  'judge',
  'python.path',
  'run.timeLimit',
  'candidate.name',
  'exercises.folder',
] as const;
export type SettingName = (typeof settingNames)[number];

/**
 * The user's own value. Workspace values are ignored even where VS Code would let them through: a setting that routes a
 * key or starts a program must not come with a repository (platform research, findings 1 and 2).
 */
export function userSetting<T extends string | number>(name: SettingName, fallback: T): T {
  const found = vscode.workspace.getConfiguration(section).inspect(name);
  const value = found?.globalValue ?? found?.defaultValue;
  return typeof value === typeof fallback ? (value as T) : fallback;
}

export function onSettingChange(names: readonly SettingName[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${section}.${name}`))) listener();
  });
}

export function saveUserSetting(name: SettingName, value: string | undefined): Thenable<void> {
  return vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Global);
}
