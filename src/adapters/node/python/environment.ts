export type Environment = Readonly<Record<string, string | undefined>>;

/** What a Python process needs to start and find its packages. Everything else, keys above all, stays behind. */
const passedOn = new Set([
  ...['PATH', 'HOME', 'LANG', 'TEMP', 'TMP', 'TMPDIR', 'VIRTUAL_ENV', 'CONDA_PREFIX', 'LD_LIBRARY_PATH'],
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
]);

/** pip has to reach its index the way the person's other tools do. */
const forDownloads = /^((https?|all|no)_proxy|pip_.*|ssl_cert_(file|dir)|requests_ca_bundle)$/i;

const forPython = {
  PYTHONUNBUFFERED: '1',
  PYTHONIOENCODING: 'utf-8',
  PYTHONUTF8: '1',
  PYTHONDONTWRITEBYTECODE: '1',
  MPLBACKEND: 'Agg',
};

/** The environment of a Python child; names are compared without case because Windows spells `Path` as it likes. */
export function pythonEnvironment(own: Environment, extra: Environment = {}): Record<string, string> {
  return { ...chosen(own, (name) => passedOn.has(name) || name.startsWith('LC_')), ...forPython, ...defined(extra) };
}

export function pipEnvironment(own: Environment): Record<string, string> {
  return { ...pythonEnvironment(own), ...chosen(own, (name) => forDownloads.test(name)) };
}

function chosen(own: Environment, wanted: (upperCaseName: string) => boolean): Record<string, string> {
  return defined(Object.fromEntries(Object.entries(own).filter(([name]) => wanted(name.toUpperCase()))));
}

function defined(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
