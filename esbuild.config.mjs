import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';
import { compileBank } from './src/adapters/node/compiledBank.ts';
import { ProblemFolder } from './src/adapters/node/problemFolder.ts';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const outdir = process.argv.find((argument) => argument.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  format: 'esm',
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  define: {
    'process.env.NODE_ENV': production ? '"production"' : '"development"',
    // Known once the pages are built, see buildAll; a page without it only loads more slowly.
    PAGE_MODULES: '{ "chat": [], "scorecard": [] }',
  },
  plugins: [report()],
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  target: 'node22',
  mainFields: ['module', 'main'],
  // The package offers Node only a CommonJS build, whose require() calls an ESM bundle cannot make.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
};

/** @type {esbuild.BuildOptions[]} */
const everything = [
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    outdir,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    external: ['vscode'],
  },
  {
    ...shared,
    entryPoints: present({
      chat: 'webview/chat/main.ts',
      scorecard: 'webview/scorecard/main.ts',
    }),
    outdir: `${outdir}/webview`,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'browser',
    target: ['es2023', 'chrome124'],
  },
  {
    ...shared,
    entryPoints: present({ chat: 'webview/chat/chat.css', scorecard: 'webview/scorecard/scorecard.css' }),
    outdir: `${outdir}/webview`,
    loader: { '.woff2': 'file', '.svg': 'dataurl' },
    target: 'chrome124',
  },
];
const builds = everything.filter((options) => Object.keys(options.entryPoints ?? {}).length > 0);

await rm(outdir, { recursive: true, force: true });
await copyKatexStyles(`${outdir}/webview`);
await writeFile(`${outdir}/bank.json`, await compileBank(new ProblemFolder('problems')));
if (watch) {
  for (const options of builds) await (await esbuild.context(options)).watch();
} else {
  await buildAll().catch(() => process.exit(1));
}

/** The pages first: the host's bundle holds the names of their chunks. */
async function buildAll() {
  const isPage = (/** @type {esbuild.BuildOptions} */ options) => options.outdir?.endsWith('/webview');
  const pages = await Promise.all(builds.filter(isPage).map((options) => esbuild.build(options)));
  const modules = { chat: importedBy('chat', pages), scorecard: importedBy('scorecard', pages) };
  const define = { ...shared.define, PAGE_MODULES: JSON.stringify(modules) };
  const rest = builds.filter((options) => !isPage(options)).map((options) => esbuild.build({ ...options, define }));
  await writeFile(`${outdir}/THIRD-PARTY-NOTICES.txt`, await notices([...pages, ...(await Promise.all(rest))]));
}

/**
 * The licences of every package of which something is in the bundles, as those licences ask.
 * @param {esbuild.BuildResult[]} built
 */
async function notices(built) {
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const folders = new Set(inputs.flatMap((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  const texts = [...folders].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
    const text = file ? await readFile(`${folder}/${file}`, 'utf8') : `Licence: ${license}`;
    return `${name} ${version}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

/**
 * What a page's script imports before it runs, as paths below the folder of the pages.
 * @param {string} page
 * @param {esbuild.BuildResult[]} built
 */
function importedBy(page, built) {
  /** @type {esbuild.Metafile['outputs']} */
  const outputs = Object.assign({}, ...built.map(({ metafile }) => metafile?.outputs));
  const found = new Set(Object.keys(outputs).filter((file) => file.endsWith(`/webview/${page}.js`)));
  // A set's iteration reaches what is added on the way.
  for (const file of found) {
    const imports = outputs[file]?.imports ?? [];
    for (const { path, kind } of imports) if (kind === 'import-statement') found.add(path);
  }
  return [...found].slice(1).map((file) => file.slice(file.lastIndexOf('/webview/') + '/webview/'.length));
}

/**
 * Entry points whose source exists: a surface that is not written yet does not stop the others from being built.
 * @param {Record<string, string>} entries
 */
function present(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)));
}

/**
 * KaTeX's stylesheet with its woff2 fonts only: every engine that runs VS Code reads woff2, and the two older formats would treble the size.
 * @param {string} target
 */
async function copyKatexStyles(target) {
  const source = 'node_modules/katex/dist';
  const css = await readFile(`${source}/katex.min.css`, 'utf8');
  const woff2Only = css.replaceAll(/,url\([^)]+\) format\("(?:woff|truetype)"\)/g, '');
  const fonts = [...new Set([...woff2Only.matchAll(/url\((fonts\/[^)]+)\)/g)].map((match) => match[1]))];
  if (fonts.length === 0 || fonts.some((font) => !font?.endsWith('.woff2'))) {
    throw new Error('The KaTeX stylesheet no longer lists its fonts as expected: see copyKatexStyles.');
  }
  await mkdir(`${target}/fonts`, { recursive: true });
  await writeFile(`${target}/katex.css`, woff2Only);
  await Promise.all(fonts.map((font) => cp(`${source}/${font}`, `${target}/${font}`)));
}

/**
 * Prints the lines that the editor's esbuild problem matcher waits for, and refuses a bundle that would fail only when it runs.
 * @returns {esbuild.Plugin}
 */
function report() {
  return {
    name: 'report',
    setup(build) {
      build.onStart(() => console.log('[watch] build started'));
      build.onEnd(async (result) => {
        const outputs = Object.keys(result.metafile?.outputs ?? {}).filter((file) => file.endsWith('.js'));
        const broken = await asyncFilter(outputs, callsMissingRequire);
        if (broken.length > 0) {
          const text = `${broken.join(', ')} calls require(), which does not exist in an ES module: import an ES build of that package.`;
          console.error(text);
          if (!watch) return { errors: [{ text }] };
        }
        console.log('[watch] build finished');
        return undefined;
      });
    },
  };
}

/** @param {string} file */
async function callsMissingRequire(file) {
  return (await readFile(file, 'utf8')).includes('Dynamic require of');
}

/**
 * @param {string[]} items
 * @param {(item: string) => Promise<boolean>} keep
 */
async function asyncFilter(items, keep) {
  const kept = await Promise.all(items.map(keep));
  return items.filter((_, index) => kept[index]);
}
