import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { wrongArrows } from '../support/architecture.ts';
import { rootPath } from '../support/paths.ts';

describe('what the architecture test says', () => {
  it('is a sentence that names the file, the import and the rule', () => {
    const said = wrongArrows([
      { path: 'src/core/score.ts', text: "import { now } from '../app/clock.ts';\nimport { join } from 'path';\n" },
      { path: 'src/app/judge.ts', text: "const vscode = await import('vscode');\n" },
      { path: 'webview/chat/main.ts', text: "import { render } from './render';\n" },
      { path: 'src/utils.ts', text: '' },
    ]);
    assert.equal(`${said.join('\n')}\n`, readFileSync(rootPath('test/golden/data/architecture.txt'), 'utf8'));
  });
});
