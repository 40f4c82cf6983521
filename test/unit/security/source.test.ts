import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { rootPath } from '../../support/paths.ts';

interface Source {
  readonly path: string;
  readonly text: string;
}

const paths = globSync(['src/**/*.ts', 'webview/**/*.ts'], { cwd: rootPath() }).map((path) =>
  path.replaceAll('\\', '/'),
);
const sources: Source[] = paths.map((path) => ({ path, text: readFileSync(rootPath(path), 'utf8') }));

/** `path: matched text` of everything that the pattern finds. */
function found(pattern: RegExp, among: readonly Source[] = sources): string[] {
  return among.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([match]) => `${path}: ${match}`));
}

/** The file of each match. */
function filesWith(pattern: RegExp): string[] {
  return [...new Set(found(pattern).map((line) => line.slice(0, line.indexOf(':'))))];
}

/** Ways to turn text into nodes or code. */
const markup =
  /\b(?:(?:inner|outer)HTML\s*\+?=(?!=)|(?:insertAdjacentHTML|document\.write|unsafeHTML|unsafeSVG|setHTMLUnsafe|createContextualFragment|DOMParser|srcdoc)\b)/g;
const evaluation = /(?<![.\w`'])(?:eval\((?!\))|new Function\()/g;
const shells = /\b(?:exec|execSync)\((?<!\.exec\()|\bshell: true|\bchild_process\b.*\bexec\b/g;
const notices = /show(?:Error|Warning|Information)Message\(\s*([^\s][^\n]*)/g;

describe('the source', () => {
  it('is there to be looked at', () => {
    assert.ok(sources.length > 100);
  });

  it('makes nodes from text in one place only, the sanitiser', () => {
    assert.deepEqual(filesWith(markup), []);
    assert.deepEqual(filesWith(/dompurify/g), ['webview/ui/markdown/sanitise.ts']);
    assert.deepEqual(filesWith(/\bsafeNodes\(/g).sort(), [
      'webview/ui/markdown/element.ts',
      'webview/ui/markdown/highlight.ts',
      'webview/ui/markdown/sanitise.ts',
    ]);
  });

  it('evaluates no text', () => {
    assert.deepEqual(found(evaluation), []);
    assert.deepEqual(found(/unsafe-(?:eval|inline)/g), []);
  });

  it('runs only commands that are named where they are run', () => {
    const calls = found(/executeCommand(?:<[^>]*>)?\(\s*[^\s]+/g);
    assert.ok(calls.length > 5);
    const named = /executeCommand(?:<[^>]*>)?\(\s*(?:'[\w.]+'|`\$\{scorecardViewId\}\.focus`)/;
    assert.deepEqual(
      calls.filter((call) => !named.test(call)),
      [],
    );
    assert.equal(found(/scorecardViewId = 'mlInterviewer\.scorecard'/g).length, 1);
  });

  it('gives a page a policy that names no host, and keeps forms, frames and connections shut', () => {
    const host = readFileSync(rootPath('src/adapters/vscode/webviewHost.ts'), 'utf8');
    const policy = host.slice(host.indexOf('const policy = ['), host.indexOf("].join('; ')"));
    const sources = [...policy.matchAll(/^\s*["`]([\w-]+) (.*)["`],$/gm)].map((match) => match.slice(1));
    assert.deepEqual(
      sources.filter(([, from]) => from !== "'none'").map(([kind]) => kind),
      ['script-src', 'style-src', 'font-src', 'img-src'],
    );
    assert.deepEqual(
      sources.filter(([, from]) => from === "'none'").map(([kind]) => kind),
      ['default-src', 'connect-src', 'frame-src', 'worker-src', 'object-src', 'base-uri', 'form-action'],
    );
    assert.doesNotMatch(policy, /https?:|\*|data:|blob:|unsafe/);
  });

  it('lets no Markdown and no page run commands', () => {
    assert.deepEqual(found(/enableCommandUris|isTrusted\s*[:=](?!=)|supportHtml|new (?:vscode\.)?MarkdownString/g), []);
    assert.equal(found(/enableForms: false/g).length, 1);
    assert.equal(found(/localResourceRoots:/g).length, 1);
  });

  it('shows text from elsewhere in a notification only without links: they can run commands', () => {
    // Literals of ours; the origin of a checked address; a storage path; questions that are modal, where nothing is a link.
    const plain = /^(?:'|`The API key for \$\{origin\}|`The private Python is ready\.\$\{note\}|$)/;
    const own = new Set(['src/house.ts: message', 'src/adapters/vscode/desk.ts: text']);
    const modal = ['src/adapters/vscode/editorWorkspace.ts: question', 'src/adapters/vscode/pythonSetUp.ts: question'];
    const open = sources.flatMap(({ path, text }) =>
      [...text.matchAll(notices)]
        .map((match) => match[1] ?? '')
        .filter((argument) => !plain.test(argument) && !argument.startsWith('withoutLinks('))
        .map((argument) => `${path}: ${/^(?:`[^`]*`|[^,)]+)/.exec(argument)?.[0]}`),
    );
    assert.deepEqual(
      open.filter((line) => !own.has(line) && !modal.includes(line)),
      [],
    );
  });

  it('starts processes in one place, without a shell', () => {
    assert.deepEqual(found(shells), []);
    assert.deepEqual(filesWith(/child_process/g), ['src/adapters/node/python/processTree.ts']);
    assert.deepEqual(
      found(/\bspawn\(/g).map((line) => line.split(':')[0]),
      ['src/adapters/node/python/processTree.ts', 'src/adapters/node/python/processTree.ts'],
    );
  });

  it('speaks to the network in one place, and opens no door to it', () => {
    const network =
      /\bfetch\(|\bWebSocket\b|XMLHttpRequest|EventSource|sendBeacon|node:(?:https?|net|tls|dgram|dns)\b/g;
    assert.deepEqual(found(network), ['src/adapters/model/wire.ts: fetch(']);
    assert.deepEqual(found(/registerUriHandler|\bonUri\b/g), []);
    assert.deepEqual(filesWith(/openExternal\(/g), ['src/adapters/vscode/links.ts']);
    const manifest = JSON.parse(readFileSync(rootPath('package.json'), 'utf8')) as { activationEvents: string[] };
    assert.deepEqual(
      manifest.activationEvents.filter((event) => event.startsWith('onUri')),
      [],
    );
  });

  it('passes no environment on but what is chosen by name', () => {
    for (const file of filesWith(/process\.env\b/g)) assert.match(file, /^src\/(?:adapters\/node\/python\/|cli\.ts$)/);
    assert.deepEqual(found(/\.\.\.process\.env/g), []);
  });

  it('reads settings of its own only as the user gave them', () => {
    assert.deepEqual(filesWith(/getConfiguration\(/g).sort(), [
      'src/adapters/vscode/pythonChoice.ts',
      'src/adapters/vscode/settings.ts',
    ]);
    assert.deepEqual(found(/getConfiguration\('[^']*'\)/g), [
      "src/adapters/vscode/pythonChoice.ts: getConfiguration('python')",
    ]);
  });
});

describe('the rules about the source', () => {
  const caught: [RegExp, string][] = [
    [markup, 'node.innerHTML = text'],
    [markup, 'node.insertAdjacentHTML("beforeend", text)'],
    [evaluation, 'const value = eval(text)'],
    [evaluation, 'new Function(text)'],
    [shells, "execSync('ls')"],
    [shells, 'spawn(file, args, { shell: true })'],
    [notices, 'void vscode.window.showErrorMessage(error.message)'],
  ];
  for (const [rule, text] of caught) {
    it(`catch ${text}`, () => {
      assert.equal(found(rule, [{ path: 'src/a.ts', text }]).length, 1);
    });
  }

  it('let a regular expression be executed', () => {
    assert.deepEqual(found(shells, [{ path: 'src/a.ts', text: 'pattern.exec(text)' }]), []);
  });
});
