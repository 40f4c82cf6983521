import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('registers the log command, and the command runs', async () => {
    const extension = vscode.extensions.getExtension('ml-interviewer.ml-interviewer');
    assert.ok(extension, 'the extension is not known to VS Code');
    await extension.activate();
    assert.ok((await vscode.commands.getCommands(true)).includes('mlInterviewer.showLog'));
    await vscode.commands.executeCommand('mlInterviewer.showLog');
  });
});
