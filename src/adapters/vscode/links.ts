import * as vscode from 'vscode';

/** Opens a link from authored or model text: web and mail only, after VS Code has shown the whole address. */
export function openLink(url: string): void {
  const parsed = webAddress(url);
  if (parsed) void vscode.env.openExternal(vscode.Uri.parse(parsed, true));
}

/** The normalised address, or undefined for anything but http, https and mailto without user info. */
export function webAddress(url: string): string | undefined {
  try {
    const parsed = new URL(url);
    const allowed =
      ['http:', 'https:', 'mailto:'].includes(parsed.protocol) && parsed.username + parsed.password === '';
    return allowed ? parsed.toString() : undefined;
  } catch {
    return undefined;
  }
}
