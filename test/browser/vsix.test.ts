import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { rootPath } from '../support/paths.ts';
import { packagedVsix } from '../support/user-session.ts';
import { listVsix } from '../support/vsix.ts';

describe('the VSIX', () => {
  let files: string[];
  let sizes: Map<string, number>;

  before(async () => {
    sizes = await listVsix(packagedVsix());
    files = [...sizes.keys()].map((name) => name.replace(/^extension\//, ''));
  });

  it('holds the program that the manifest names, and every file the manifest points at', async () => {
    const manifest = JSON.parse(await readFile(rootPath('package.json'), 'utf8')) as { main: string; icon?: string };
    assert.ok(files.includes(manifest.main.replace('./', '')));
    const paths = JSON.stringify(manifest).match(/"(?:\.\/)?(?:media|dist|problems|l10n)\/[^"*]+"/g) ?? [];
    const missing = paths
      .map((path) => JSON.parse(path).replace('./', ''))
      .filter((path: string) => !files.includes(path));
    assert.deepEqual(missing, []);
  });

  it('holds nothing of the checkout that only developers need', () => {
    const foreign = files.filter((file) =>
      /^(src|webview|test|node_modules|\.vscode|\.ci)\/|\.(ts|map|pyc)$|__pycache__|calibration\.md|scenario\.py|tsconfig|package-lock|^dist\/cli/.test(
        file,
      ),
    );
    assert.deepEqual(foreign, []);
  });

  it('carries the licences of what is bundled', () => {
    assert.ok(files.includes('dist/THIRD-PARTY-NOTICES.txt'));
  });

  it('carries of each exercise its starter, its checks and exactly one variant, the reference fix', () => {
    const exercises = globSync('problems/*/*/starter', { cwd: rootPath() }).map((path) =>
      path.replaceAll('\\', '/').replace('/starter', ''),
    );
    for (const exercise of exercises) {
      const inside = files
        .filter((file) => file.startsWith(`${exercise}/`))
        .map((file) => file.slice(exercise.length + 1));
      for (const part of ['problem.yaml', 'statement.md', 'starter/', 'checks/']) {
        assert.ok(
          inside.some((file) => file.startsWith(part)),
          `${exercise} has no ${part}`,
        );
      }
      const variants = new Set(inside.filter((file) => file.startsWith('variants/')).map((file) => file.split('/')[1]));
      assert.equal(
        variants.size,
        1,
        `${exercise}: ${[...variants].join(', ') || 'no reference variant in problem.yaml'}`,
      );
    }
  });

  it('stays under 900 kB without the problems', () => {
    const ofProblems = /^extension\/(problems\/|dist\/bank\.json$)/;
    const bytes = [...sizes].filter(([name]) => !ofProblems.test(name)).map(([, size]) => size);
    const total = bytes.reduce((sum, size) => sum + size, 0);
    assert.ok(total <= 900_000, `${total} bytes`);
  });
});
