import type * as vscode from 'vscode';
import type { Consent } from '../../app/ports.ts';
import { editorWorkspace } from './editorWorkspace.ts';

const key = 'approvedChecks';
/** Contents that are remembered: enough for years of authors' work. */
const kept = 200;

/**
 * Asks before code that did not come with the extension judges or probes, once for every content.
 * @param fingerprint of that code; undefined when it came with the extension
 */
export function askedConsent(
  memory: vscode.Memento,
  fingerprint: (problem: string) => Promise<string | undefined>,
): Consent {
  return {
    async given(problem, title) {
      const content = await fingerprint(problem);
      const approved = memory.get<string[]>(key, []);
      if (content === undefined || approved.includes(content)) return true;
      const question = `The checks of “${title}” come from your own exercise folder and will run Python code on this machine. Run them?`;
      if (!(await editorWorkspace.confirm(question, 'Run Checks'))) return false;
      await memory.update(key, [...approved, content].slice(-kept));
      return true;
    },
  };
}
