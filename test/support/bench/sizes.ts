import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listVsix } from '../vsix.ts';

/** Kilobytes of 1,000 bytes. */
export interface Sizes {
  readonly vsix: number;
  /** Without the problems and the bank compiled from them. */
  readonly vsixWithoutProblems: number;
  /** What the extension host reads at activation. */
  readonly eagerHost: number;
  /** All JavaScript of the host and of the webviews. */
  readonly allScripts: number;
  /** Scripts and styles that the interview panel loads at first, gzipped one by one. */
  readonly panelGzipped: number;
  readonly panelFiles: readonly string[];
}

/** @param product folder of the unpacked extension. */
export async function measureSizes(vsix: string, product: string): Promise<Sizes> {
  const entries = await listVsix(vsix);
  const ofProblems = [...entries].filter(([name]) => /^extension\/(problems\/|dist\/bank\.json$)/.test(name));
  const total = (await stat(vsix)).size;
  const dist = join(product, 'dist');
  const page = join(dist, 'webview');
  const panel = [...(await withStaticImports(join(page, 'chat.js'))), join(page, 'chat.css')];
  return {
    vsix: total / 1000,
    vsixWithoutProblems: (total - ofProblems.reduce((sum, [, size]) => sum + size, 0)) / 1000,
    eagerHost: (await bytes(await withStaticImports(join(dist, 'extension.js')))) / 1000,
    allScripts: (await bytes(await scriptsBelow(dist))) / 1000,
    panelGzipped: (await gzipped(panel)) / 1000,
    panelFiles: panel.map((file) => file.slice(dist.length + 1)),
  };
}

/** A built module and all that it imports before it runs. */
export async function withStaticImports(file: string, found = new Set<string>()): Promise<string[]> {
  if (found.has(file)) return [];
  found.add(file);
  const text = await readFile(file, 'utf8');
  // Minified: `from"./x.js"` and `import"./x.js"`; a dynamic import has a parenthesis.
  for (const [, name] of text.matchAll(/(?:\bfrom|\bimport)\s*"(\.[^"]+\.js)"/g)) {
    await withStaticImports(join(dirname(file), name ?? ''), found);
  }
  return [...found];
}

async function scriptsBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.js')).map((name) => join(folder, name));
}

async function bytes(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function gzipped(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(file)).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}
