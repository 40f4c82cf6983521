import * as vscode from 'vscode';

type Surface = 'chat' | 'scorecard';

/** What each page's script imports before it runs, as paths below `dist/webview`: put here by the build. */
declare const PAGE_MODULES: Readonly<Record<Surface, readonly string[]>>;

/** What a webview may load: the built files of its own surface, and nothing else of the machine or the workspace. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, enableForms: false, localResourceRoots: [webviewRoot(extensionUri)] };
}

/** The page of a surface. Data never enters it: everything is sent by message. */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, surface: Surface): string {
  const root = webviewRoot(extensionUri);
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
  const scripts = [`${surface}.js`, ...PAGE_MODULES[surface]].map(uri);
  return pageOf(scripts, uri(`${surface}.css`), webview.cspSource, nonce());
}

/**
 * @param scripts the page's own, and the modules that it imports: each resource takes a round trip to the extension's
 * machine, so all are asked for at once.
 * @param source what the editor calls its own resources (`webview.cspSource`).
 */
function pageOf(scripts: readonly string[], style: string, source: string, nonce: string): string {
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
  const preloads = scripts.map((href) => `<link rel="modulepreload" nonce="${nonce}" href="${href}">`).join('\n    ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" href="${style}">
    ${preloads}
    <title>ML Interviewer</title>
  </head>
  <body>
    <main id="app"></main>
    <script type="module" nonce="${nonce}" src="${scripts[0]}"></script>
  </body>
</html>`;
}

function webviewRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

function nonce(): string {
  return globalThis.crypto.randomUUID().replaceAll('-', '');
}
