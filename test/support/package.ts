// Packs what ships into a VSIX. Run as a program: package.ts [file.vsix]
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { parse } from 'yaml';
import { installedEnv, installedNode, root } from './bootstrap.mjs';
import { cacheFolder, cachePath, rootPath } from './paths.ts';
import { runOrThrow } from './processes.ts';

const shipped = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.nls.json', 'l10n', 'media', 'problems'];

/** Builds for production into a folder (relative to the checkout, or absolute). */
export async function build(outdir: string): Promise<void> {
  const args = ['esbuild.config.mjs', '--production', `--outdir=${outdir}`];
  await runOrThrow(installedNode(), args, { cwd: root, env: installedEnv() });
}

/** Builds, copies what ships into a staging folder, and packs that; resolves with the VSIX's path. Throws with the tool's own words. */
export async function packageExtension(vsix = cachePath('ml-interviewer.vsix')): Promise<string> {
  const stage = cachePath('stage');
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  await build(join(stage, 'dist'));
  for (const name of shipped) await copyShipped(name, stage);
  await writeFile(join(stage, 'package.json'), JSON.stringify(await manifest(), null, 2));
  await writeFile(join(stage, 'README.md'), withoutPictures(await readFile(rootPath('README.md'), 'utf8')));
  const vsce = rootPath('node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', vsix];
  await runOrThrow(installedNode(), [vsce, 'package', ...options], { cwd: stage, env: installedEnv() });
  return vsix;
}

/** The manifest without what only a checkout needs: everything at run time is in the bundle. */
async function manifest(): Promise<Record<string, unknown>> {
  const all = JSON.parse(await readFile(rootPath('package.json'), 'utf8')) as Record<string, unknown>;
  const { scripts, dependencies, devDependencies, allowScripts, private: _, ...rest } = all;
  return rest;
}

/** The pictures would more than double the package; who reads it there has the product in front of them. */
function withoutPictures(readme: string): string {
  return readme.replaceAll(/^!\[.*\]\(media\/screenshots\/.*\)\n+/gm, '');
}

async function copyShipped(name: string, stage: string): Promise<void> {
  const source = rootPath(name);
  if (!(await stat(source).catch(() => undefined))) return;
  const references = new Map<string, string | undefined>();
  await cp(source, join(stage, name), {
    recursive: true,
    filter: async (file) => ships(relative(root, file).split(sep), references),
  });
}

/** They tell what a candidate is to find out: how an exercise was calibrated, what computes a scenario's numbers. */
const notesOfAuthors = new Set(['calibration.md', 'calibrate.py', 'scenario.py']);

/** Of an exercise's variants only the reference fix ships; it is shown after the verdict. Caches and calibration notes never do. */
async function ships(path: string[], references: Map<string, string | undefined>): Promise<boolean> {
  const name = path.at(-1) ?? '';
  if (name === '__pycache__' || name.startsWith('.') || name.endsWith('.pyc')) return false;
  if (notesOfAuthors.has(name)) return false;
  if (path[0] === 'media' && path[1] === 'screenshots') return false;
  const variant = path[0] === 'problems' && path[3] === 'variants' ? path[4] : undefined;
  if (variant === undefined) return true;
  const folder = path.slice(0, 3).join('/');
  if (!references.has(folder)) references.set(folder, await referenceVariant(folder));
  return references.get(folder) === variant;
}

async function referenceVariant(folder: string): Promise<string | undefined> {
  const text = await readFile(rootPath(folder, 'problem.yaml'), 'utf8').catch(() => '');
  const problem = parse(text) as { exercise?: { reference?: string } } | null;
  return problem?.exercise?.reference;
}

if (import.meta.main) {
  const target = process.argv[2] ?? join(cacheFolder(), 'ml-interviewer.vsix');
  const vsix = await packageExtension(resolve(target));
  const { size } = await stat(vsix);
  console.log(`${relative(process.cwd(), join(dirname(vsix), basename(vsix)))} (${Math.round(size / 1000)} kB)`);
}
