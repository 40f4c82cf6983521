import * as vscode from 'vscode';
import { modelSettings } from './modelChoice.ts';
import type { ModelKeys } from './modelKeys.ts';
import { saveUserSetting } from './settings.ts';

/** Pure checks of the model adapter that the dialogs need. */
export interface BaseUrlRules {
  checkedBaseUrl(text: string): { ok: true; url: string } | { ok: false; message: string };
  originOf(text: string): string | undefined;
}

/** Asks for address, model name and key, step by step; an empty address goes back to the offline interviewer. */
export async function setUpModel(rules: BaseUrlRules, keys: ModelKeys): Promise<void> {
  const present = modelSettings();
  const baseUrl = await vscode.window.showInputBox({
    title: 'Set Up Model (1/3): base URL',
    prompt:
      'An OpenAI-compatible server, for example http://127.0.0.1:11434/v1. Leave empty for the offline interviewer.',
    value: present.baseUrl,
    ignoreFocusOut: true,
    validateInput: (text) => complaint(rules, text),
  });
  if (baseUrl === undefined) return;
  if (baseUrl.trim() === '') return void (await saveUserSetting('model.baseUrl', undefined));
  const name = await vscode.window.showInputBox({
    title: 'Set Up Model (2/3): model name',
    prompt: 'As the server calls it, for example llama3.1 or gpt-4.1-mini.',
    value: present.name,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A model name is needed.' : undefined),
  });
  if (name === undefined) return;
  await saveUserSetting('model.baseUrl', baseUrl.trim());
  await saveUserSetting('model.name', name.trim());
  await askForKey(rules, keys, baseUrl.trim(), 'Set Up Model (3/3): API key');
}

export async function setKey(rules: BaseUrlRules, keys: ModelKeys): Promise<void> {
  const { baseUrl } = modelSettings();
  if (!baseUrl) return setUpModel(rules, keys);
  await askForKey(rules, keys, baseUrl, 'Set API Key');
}

export async function forgetKey(rules: BaseUrlRules, keys: ModelKeys): Promise<void> {
  const origin = rules.originOf(modelSettings().baseUrl);
  if (!origin)
    return void vscode.window.showInformationMessage('No model address is set, so there is no key to forget.');
  await keys.forget(origin);
  void vscode.window.showInformationMessage(`The API key for ${origin} is forgotten.`);
}

async function askForKey(rules: BaseUrlRules, keys: ModelKeys, baseUrl: string, title: string): Promise<void> {
  const origin = rules.originOf(baseUrl);
  if (!origin) return;
  const key = await vscode.window.showInputBox({
    title,
    prompt: `Kept in VS Code’s secret storage and sent to ${origin} only. Leave empty if the server needs none.`,
    password: true,
    ignoreFocusOut: true,
  });
  if (!key?.trim()) return;
  try {
    await keys.set(origin, key.trim());
  } catch {
    void vscode.window.showErrorMessage('The key could not be kept: this system has no keyring that VS Code can use.');
  }
}

function complaint(rules: BaseUrlRules, text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const checked = rules.checkedBaseUrl(text);
  return checked.ok ? undefined : checked.message;
}
