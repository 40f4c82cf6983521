import { parseArgs } from 'node:util';

export interface StartOptions {
  /** Shows the address in a browser where there is one. */
  open: boolean;
  /** Port of the web VS Code; a free one when left out. */
  port?: number;
}

/** Options of `npm start`; throws with the usage on anything else. */
export function startOptions(args: readonly string[]): StartOptions {
  const usage = 'Usage: npm start -- [--no-open] [--port N]';
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { open: { type: 'boolean', default: true }, port: { type: 'string' } },
      allowNegative: true,
    });
    if (values.port === undefined) return { open: values.open };
    const port = Number(values.port);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return { open: values.open, port };
    throw new Error(`${values.port} is not a port.`);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

/** Arguments that install a VSIX into, and then open a folder in, a desktop VS Code that shares nothing with the person's own. */
export function desktopArgs(
  vsix: string,
  home: { userData: string; extensions: string },
  workspace: string,
): string[][] {
  const own = ['--user-data-dir', home.userData, '--extensions-dir', home.extensions];
  return [
    [...own, '--install-extension', vsix, '--force'],
    [...own, '--disable-workspace-trust', '--new-window', '--wait', workspace],
  ];
}
