import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachePath, rootPath } from './paths.ts';
import { type CommandLine, missing, pythonCandidates, venvPython } from './platform.ts';
import { run, runOrThrow } from './processes.ts';

/** A virtual environment with NumPy, as the exercises need it; resolves with its interpreter. */
export function ensureTestPython(): Promise<string> {
  return ensureVenv('python', 'requirements.txt');
}

/** A virtual environment with PyTorch beside the same NumPy; resolves with its interpreter. */
export function ensureTorchPython(): Promise<string> {
  // Where its wheel for this machine is not the CPU build, it names GPU libraries that no list here can hold.
  return ensureVenv('torch', 'requirements-torch.txt', []);
}

/** A virtual environment with llama.cpp's server and a small model; resolves with its interpreter. */
export function ensureLlama(): Promise<string> {
  return ensureVenv('llama', 'requirements-llama.txt');
}

/** The first interpreter on this machine that is 3.11 or newer and can make virtual environments; throws with what to install. */
export async function findPython(): Promise<CommandLine> {
  const probe = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
  for (const candidate of pythonCandidates(process.platform, process.env)) {
    if ((await run(candidate.command, [...candidate.args, '-c', probe])).code === 0) return candidate;
  }
  throw new Error(missing(process.platform, 'python'));
}

/**
 * Made anew when its requirements have changed or an earlier attempt did not come to its end.
 * Every requirement is listed with its version, so that nothing needs to be resolved.
 */
async function ensureVenv(name: string, requirementsName: string, resolving = ['--no-deps']): Promise<string> {
  const folder = cachePath(name);
  const python = venvPython(process.platform, folder);
  const requirements = rootPath('test/support/python', requirementsName);
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const stamp = join(folder, '.done');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return python;
  console.error(`Making a Python environment (${name}) …`);
  await rm(folder, { recursive: true, force: true });
  const base = await findPython();
  await runOrThrow(base.command, [...base.args, '-m', 'venv', folder]);
  // The model's package names a C++ build that it does not need here.
  const options = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:', ...resolving];
  await runOrThrow(python, ['-m', 'pip', 'install', ...options, '-r', requirements]);
  await writeFile(stamp, wanted);
  return python;
}
