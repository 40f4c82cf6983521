import * as vscode from 'vscode';

/** What a webview may load: the built files of its own surface, and nothing else of the machine or the workspace. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, enableForms: false, localResourceRoots: [webviewRoot(extensionUri)] };
}

/** The page of a surface. Data never enters it: everything is sent by message. */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, surface: 'chat' | 'scorecard'): string {
  const root = webviewRoot(extensionUri);
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
  return pageOf(uri(`${surface}.js`), [uri('katex.css'), uri(`${surface}.css`)], webview.cspSource, nonce());
}

/** @param source what the editor calls its own resources (`webview.cspSource`). */
export function pageOf(script: string, styles: readonly string[], source: string, nonce: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${source}`,
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src ${source}`,
    "connect-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const links = styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n    ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    ${links}
    <title>ML Interviewer</title>
  </head>
  <body>
    <main id="app"></main>
    <script type="module" nonce="${nonce}" src="${script}"></script>
  </body>
</html>`;
}

function webviewRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

function nonce(): string {
  return globalThis.crypto.randomUUID().replaceAll('-', '');
}
