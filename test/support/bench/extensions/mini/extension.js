import * as vscode from 'vscode';

/**
 * The least that shows text: one panel, one page, no resource.
 * @param {vscode.ExtensionContext} context
 */
export function activate(context) {
  context.subscriptions.push(vscode.commands.registerCommand('bench.mini', show));
}

function show() {
  const panel = vscode.window.createWebviewPanel('bench.mini', 'Mini', vscode.ViewColumn.Active, {
    enableScripts: true,
  });
  panel.webview.html = '<!doctype html><html lang="en"><body><p class="first">A first question</p></body></html>';
}
