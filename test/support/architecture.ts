import { builtinModules } from 'node:module';
import { posix } from 'node:path';

export interface SourceFile {
  /** Path from the root of the checkout, with forward slashes. */
  path: string;
  text: string;
}

interface Zone {
  name: string;
  holds: RegExp;
  /** Zones whose files it may import, besides its own. */
  imports: string[];
  packages?: RegExp;
}

const node = /^node:|^openai(\/|$)/;
const everything = ['core', 'protocol', 'app', 'present', 'adapters/model', 'adapters/node', 'adapters/vscode'];

/** The house: who may import whom. The first zone that holds a file is its zone. */
const zones: Zone[] = [
  { name: 'core', holds: /^src\/core\//, imports: [] },
  { name: 'protocol', holds: /^src\/protocol\//, imports: ['core'] },
  { name: 'present', holds: /^src\/app\/present(\/|\.ts$)/, imports: ['core', 'protocol', 'app'] },
  { name: 'app', holds: /^src\/app\//, imports: ['core', 'present'] },
  { name: 'adapters/model', holds: /^src\/adapters\/model\//, imports: ['core', 'app', 'present'], packages: node },
  { name: 'adapters/node', holds: /^src\/adapters\/node\//, imports: ['core', 'app', 'present'], packages: node },
  {
    name: 'adapters/vscode',
    holds: /^src\/adapters\/vscode\//,
    imports: ['core', 'app', 'present', 'protocol'],
    packages: /^vscode$/,
  },
  // The composition root has two halves: what registers at activation, and what is loaded at the first use.
  { name: 'extension.ts', holds: /^src\/extension\.ts$/, imports: [...everything, 'house.ts'], packages: /^vscode$/ },
  { name: 'house.ts', holds: /^src\/house\.ts$/, imports: everything, packages: /^vscode$/ },
  {
    name: 'cli.ts',
    holds: /^src\/cli\.ts$/,
    imports: everything.filter((zone) => zone !== 'adapters/vscode'),
    packages: node,
  },
  { name: 'webview', holds: /^webview\//, imports: ['core', 'protocol'] },
];

/** One sentence for each import line that points the wrong way, and for each file that lies outside the house. */
export function wrongArrows(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const zone = zoneOf(file.path);
    if (!zone) return [`${file.path} lies in no part of the house: see the zones in test/support/architecture.ts.`];
    return importsOf(file.text).flatMap((specifier) => {
      const reason = complaint(zone, file.path, specifier);
      return reason ? [`${file.path} imports '${specifier}': ${reason}`] : [];
    });
  });
}

/** Module names in import and export lines and in dynamic imports, in order of appearance. */
export function importsOf(text: string): string[] {
  const patterns = [
    /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^[ \t]*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"`]([^'"`]+)['"`]/g,
  ];
  const found = patterns.flatMap((pattern) => [...text.matchAll(pattern)]);
  return found.toSorted((a, b) => a.index - b.index).map((match) => match[1] ?? '');
}

function complaint(zone: Zone, path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return packageComplaint(zone, specifier);
  if (!/\.(ts|css)$/.test(specifier)) return 'a relative import names the file with its .ts extension.';
  const target = posix.join(posix.dirname(path), specifier);
  const targetZone = zoneOf(target);
  if (!targetZone) return `${target} lies in no part of the house.`;
  if (targetZone === zone || zone.imports.includes(targetZone.name)) return undefined;
  return `${zone.name} must not import ${targetZone.name}.`;
}

function packageComplaint(zone: Zone, specifier: string): string | undefined {
  const name = builtinModules.includes(specifier) ? `node:${specifier}` : specifier;
  const guarded = name === 'vscode' || node.test(name);
  if (!guarded || zone.packages?.test(name)) return undefined;
  const keepers = zones.filter((candidate) => candidate.packages?.test(name)).map((candidate) => candidate.name);
  return `only ${keepers.join(', ')} may.`;
}

function zoneOf(path: string): Zone | undefined {
  return zones.find((zone) => zone.holds.test(path));
}
