import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { importsOf, type SourceFile, wrongArrows } from '../support/architecture.ts';
import { rootPath } from '../support/paths.ts';

function sourceFiles(): SourceFile[] {
  const paths = globSync(['src/**/*.ts', 'webview/**/*.ts'], { cwd: rootPath() });
  return paths.map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(rootPath(path), 'utf8') }));
}

describe('architecture', () => {
  it('has every import arrow of src/ and webview/ pointing the right way', () => {
    const files = sourceFiles();
    assert.ok(files.length > 0);
    assert.deepEqual(wrongArrows(files), []);
  });

  it('has no file over 400 lines', () => {
    const long = sourceFiles().filter((file) => file.text.split('\n').length > 401);
    assert.deepEqual(
      long.map((file) => file.path),
      [],
    );
  });

  it('finds every form of import', () => {
    const text = [
      "import a from 'one';",
      "import {\n  b,\n  type C,\n} from 'two';",
      "import 'three';",
      "export { d } from 'four';",
      "const e = await import('five');",
      "import type { F } from 'six';",
      "export const text = 'from nowhere';",
    ].join('\n');
    assert.deepEqual(importsOf(text), ['one', 'two', 'three', 'four', 'five', 'six']);
  });

  const wrong: [path: string, line: string][] = [
    ['src/core/a.ts', "import { b } from '../app/b.ts';"],
    ['src/core/a.ts', "import { readFile } from 'node:fs';"],
    ['src/core/a.ts', "import { readFile } from 'fs/promises';"],
    ['src/core/a.ts', "import type * as vscode from 'vscode';"],
    ['src/app/a.ts', "import type { Message } from '../protocol/message.ts';"],
    ['src/app/a.ts', "import { b } from '../adapters/node/b.ts';"],
    ['src/app/a.ts', "const sdk = await import('openai');"],
    ['src/adapters/node/a.ts', "import { b } from '../vscode/b.ts';"],
    ['src/adapters/node/a.ts', "import * as vscode from 'vscode';"],
    ['src/adapters/vscode/a.ts', "import { join } from 'node:path';"],
    ['src/adapters/vscode/a.ts', "import { b } from '../node/b.ts';"],
    ['src/protocol/a.ts', "import { b } from '../app/b.ts';"],
    ['src/cli.ts', "import { panel } from './adapters/vscode/panel.ts';"],
    ['src/extension.ts', "import { join } from 'node:path';"],
    ['webview/chat/a.ts', "import { b } from '../../src/app/b.ts';"],
    ['webview/chat/a.ts', "import * as vscode from 'vscode';"],
    ['src/core/a.ts', "import { b } from './b';"],
    ['src/elsewhere/a.ts', ''],
  ];
  for (const [path, text] of wrong) {
    it(`refuses ${text || 'a file'} in ${path}`, () => {
      assert.equal(wrongArrows([{ path, text }]).length, 1);
    });
  }

  const right: [path: string, line: string][] = [
    ['src/core/grading/a.ts', "import { b } from '../b.ts';"],
    ['src/core/a.ts', "import * as z from 'zod/mini';"],
    ['src/app/present.ts', "import type { Message } from '../protocol/message.ts';"],
    ['src/app/a.ts', "import { present } from './present.ts';"],
    ['src/adapters/model/a.ts', "const sdk = await import('openai');"],
    ['src/adapters/node/a.ts', "import { join } from 'node:path';"],
    ['src/adapters/vscode/a.ts', "import * as vscode from 'vscode';"],
    ['src/extension.ts', "const { b } = await import('./adapters/node/b.ts');"],
    ['webview/ui/a.ts', "import type { Message } from '../../src/protocol/message.ts';"],
  ];
  for (const [path, text] of right) {
    it(`accepts ${text} in ${path}`, () => {
      assert.deepEqual(wrongArrows([{ path, text }]), []);
    });
  }
});
