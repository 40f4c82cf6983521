import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packageExtension } from '../package.ts';
import { cacheFolder, cachePath, rootPath } from '../paths.ts';
import { runOrThrow } from '../processes.ts';
import { ensureTestPython } from '../python.ts';

/** An extension that is measured: an unpacked folder, and what a click and its first text are. */
export interface Subject {
  readonly name: 'empty' | 'mini' | 'product';
  readonly id: string;
  readonly folder: string;
  readonly click?: { readonly command: string; readonly selector: string };
}

export interface Subjects {
  readonly vsix: string;
  readonly empty: Subject;
  readonly mini: Subject;
  readonly product: Subject;
}

export const probeFolder = rootPath('test/support/bench/extensions/probe');

/** Packs the extension as it ships and unpacks it; the two floors lie beside this file. */
export async function prepareSubjects(): Promise<Subjects> {
  const home = cacheFolder('bench');
  const vsix = await packageExtension(join(home, 'product.vsix'));
  const floor = (name: string) => rootPath('test/support/bench/extensions', name);
  return {
    vsix,
    empty: { name: 'empty', id: 'bench.empty', folder: floor('empty') },
    mini: {
      name: 'mini',
      id: 'bench.mini',
      folder: floor('mini'),
      click: { command: 'bench.mini', selector: 'p.first' },
    },
    product: {
      name: 'product',
      id: 'ml-interviewer.ml-interviewer',
      folder: await unpacked(vsix, cachePath('bench', 'product')),
      click: { command: 'mlInterviewer.start', selector: 'article.turn mli-markdown p' },
    },
  };
}

/** A VSIX is a zip archive; Python reads those without a program of its own. */
async function unpacked(vsix: string, target: string): Promise<string> {
  const scratch = `${target}-unpacking`;
  for (const folder of [scratch, target]) await rm(folder, { recursive: true, force: true });
  await mkdir(scratch);
  await runOrThrow(await ensureTestPython(), ['-m', 'zipfile', '-e', vsix, scratch]);
  await rename(join(scratch, 'extension'), target);
  await rm(scratch, { recursive: true });
  return target;
}

/** Puts an extension where VS Code finds it at its next start. */
export async function install(folder: string, extensionsDir: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`;
  await cp(folder, join(extensionsDir, name), { recursive: true });
}
