// npm start: packs the extension, installs it into a VS Code of its own, and opens a sample workspace there.
import { randomBytes } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../find.ts';
import { packageExtension } from '../package.ts';
import { cacheFolder } from '../paths.ts';
import { codeCommand, openCommand, outsideVSCode, throughShell } from '../platform.ts';
import { runOrThrow, startGroup } from '../processes.ts';
import { folderUrl, installExtension, startUserServer } from '../vscode-web.ts';
import { desktopArgs, type StartOptions, startOptions } from './options.ts';

try {
  await start(startOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function start(options: StartOptions): Promise<void> {
  console.log('Packing the extension …');
  const vsix = await packageExtension();
  const workspace = await sampleWorkspace();
  const home = { userData: cacheFolder('start', 'data'), extensions: cacheFolder('start', 'extensions') };
  const code = await findProgram(codeCommand(process.platform));
  if (code) await startDesktop(code, desktopArgs(vsix, home, workspace));
  else await startInBrowser(vsix, home, workspace, options);
}

async function startDesktop(code: string, calls: string[][]): Promise<void> {
  console.log('Opening desktop VS Code with folders of its own. This command ends when its window is closed.');
  for (const args of calls) {
    const line = throughShell(process.platform, { command: code, args });
    await runOrThrow(line.command, line.args, { shell: line.shell, env: outsideVSCode(process.env) });
  }
}

async function startInBrowser(
  vsix: string,
  home: { userData: string; extensions: string },
  workspace: string,
  options: StartOptions,
): Promise<void> {
  const folders = { extensionsDir: home.extensions, userDataDir: home.userData };
  await installExtension(vsix, folders);
  await firstSettings(home.userData);
  const password = randomBytes(12).toString('base64url');
  const port = options.port === undefined ? {} : { port: options.port };
  const server = await startUserServer({ ...folders, password, workspaceTrust: false, ...port });
  const url = folderUrl(server, workspace);
  console.log(`\nML Interviewer is at  ${url}\nThe password is       ${password}\n\nCtrl+C ends it.`);
  const line = options.open ? openCommand(process.platform, process.env, url) : undefined;
  if (line) startGroup(line.command, line.args, { stdio: 'ignore' }).on('error', () => undefined);
  let wanted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => (wanted = true));
  server.process.once('exit', (exitCode) => {
    if (wanted) return;
    console.error(`The web VS Code ended with code ${exitCode}.\n${server.output().slice(-2000)}`);
    process.exit(1);
  });
}

/** Settings of the first start only; what a person changes afterwards stays. */
async function firstSettings(userData: string): Promise<void> {
  const file = join(userData, 'User', 'settings.json');
  if (await exists(file)) return;
  await mkdir(join(userData, 'User'), { recursive: true });
  const settings = { 'workbench.startupEditor': 'none', 'workbench.secondarySideBar.defaultVisibility': 'hidden' };
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/** A folder of our own making, so it is opened as trusted: exercises run in it without a detour through Restricted Mode. */
async function sampleWorkspace(): Promise<string> {
  const folder = cacheFolder('start', 'workspace');
  const file = join(folder, 'README.md');
  const text =
    '# Sample workspace\n\nRun `ML Interviewer: Start Interview` from the command palette (F1). Exercises are copied into this folder.\n';
  if (!(await exists(file))) await writeFile(file, text);
  return folder;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
