// What differs between systems, as pure functions of the platform and the environment, so that tests reach every branch.

export type Environment = Readonly<Record<string, string | undefined>>;
export interface CommandLine {
  command: string;
  args: string[];
}

/** The command that ends a process and its children. On POSIX the caller signals the process group instead (undefined). */
export function killTreeCommand(platform: NodeJS.Platform, pid: number): CommandLine | undefined {
  if (platform !== 'win32') return undefined;
  return { command: 'taskkill', args: ['/pid', String(pid), '/T', '/F'] };
}

export function codeCommand(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'code.cmd' : 'code';
}

/** Windows starts a .cmd file only through its shell, which splits at spaces unless each argument is quoted. */
export function throughShell(platform: NodeJS.Platform, line: CommandLine): CommandLine & { shell: boolean } {
  if (platform !== 'win32' || !line.command.endsWith('.cmd')) return { ...line, shell: false };
  return { command: line.command, args: line.args.map((arg) => `"${arg}"`), shell: true };
}

export function venvPython(platform: NodeJS.Platform, venv: string): string {
  return platform === 'win32' ? `${venv}\\Scripts\\python.exe` : `${venv}/bin/python`;
}

/** Interpreters to try in turn; the first that runs and is new enough is taken. */
export function pythonCandidates(platform: NodeJS.Platform, env: Environment): CommandLine[] {
  const chosen = env.ML_INTERVIEWER_PYTHON;
  if (chosen) return [{ command: chosen, args: [] }];
  if (platform === 'win32') {
    return [
      { command: 'py', args: ['-3'] },
      { command: 'python', args: [] },
    ];
  }
  return ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'].map((command) => ({
    command,
    args: [],
  }));
}

/** Places of Chrome, Edge and Chromium: paths to look at, and bare names to find on the PATH. */
export function browserCandidates(platform: NodeJS.Platform, env: Environment): string[] {
  const chosen = env.ML_INTERVIEWER_TEST_BROWSER ?? env.CHROME_PATH;
  if (chosen) return [chosen];
  if (platform === 'darwin') return macBrowsers(env);
  if (platform === 'win32') return windowsBrowsers(env);
  return [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    '/snap/bin/chromium',
  ];
}

function macBrowsers(env: Environment): string[] {
  const names = ['Google Chrome', 'Microsoft Edge', 'Chromium'];
  const folders = ['/Applications', ...(env.HOME ? [`${env.HOME}/Applications`] : [])];
  return folders.flatMap((folder) => names.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`));
}

function windowsBrowsers(env: Environment): string[] {
  const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter((folder) => !!folder);
  const names = [
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
    'Chromium\\Application\\chrome.exe',
  ];
  return folders.flatMap((folder) => names.map((name) => `${folder}\\${name}`));
}

/** The command that shows an address in the person's browser, or undefined where there is none to show it in. */
export function openCommand(platform: NodeJS.Platform, env: Environment, url: string): CommandLine | undefined {
  if (env.CI) return undefined;
  if (platform === 'darwin') return { command: 'open', args: [url] };
  if (platform === 'win32') return { command: 'explorer.exe', args: [url] };
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return undefined;
  return { command: 'xdg-open', args: [url] };
}

export type Prerequisite = 'browser' | 'python' | 'compiler';

/** One sentence: what is missing, and the command that gets it. */
export function missing(platform: NodeJS.Platform, what: Prerequisite): string {
  const name = {
    browser: 'Chrome, Edge or Chromium',
    python: 'Python 3.11 or newer with venv',
    compiler: 'A C++ compiler and make',
  };
  return `${name[what]} was not found. Get it with: ${installCommand(platform, what)}`;
}

function installCommand(platform: NodeJS.Platform, what: Prerequisite): string {
  if (platform === 'darwin') {
    return {
      browser: 'brew install --cask google-chrome',
      python: 'brew install python',
      compiler: 'xcode-select --install',
    }[what];
  }
  if (platform === 'win32') {
    return {
      browser: 'winget install Google.Chrome',
      python: 'winget install Python.Python.3.13',
      compiler: 'winget install Microsoft.VisualStudio.2022.BuildTools',
    }[what];
  }
  const packages = { browser: 'chromium', python: 'python3 python3-venv', compiler: 'build-essential' }[what];
  return `sudo apt-get update && sudo apt-get install -y ${packages} (or your distribution's packages of that kind)`;
}

/** Environment for a VS Code that must not think it runs inside another one. */
export function outsideVSCode(env: Environment): Record<string, string> {
  const entries = Object.entries(env).filter(
    ([name, value]) => value !== undefined && !/^(VSCODE_|ELECTRON_)/.test(name),
  );
  return Object.fromEntries(entries) as Record<string, string>;
}
