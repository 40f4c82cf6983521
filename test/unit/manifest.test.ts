import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { rootPath } from '../support/paths.ts';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category?: string; icon?: string }[];
    readonly configuration: {
      properties: Record<string, { scope?: string; markdownDescription?: string; default?: unknown; type?: string }>;
    };
    readonly views: Record<string, readonly { id: string; name: string; icon?: string; type?: string }[]>;
    readonly viewsContainers: Record<string, readonly { id: string; icon: string }[]>;
    readonly viewsWelcome: readonly { view: string; contents: string }[];
    readonly menus: Record<string, readonly { command: string; when?: string }[]>;
    readonly keybindings?: readonly { command: string }[];
    readonly walkthroughs: readonly {
      steps: readonly {
        id: string;
        description: string;
        media: { image?: string; markdown?: string; altText?: string };
        completionEvents?: readonly string[];
      }[];
    }[];
  };
}

const read = (path: string): string => readFileSync(rootPath(path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;
const declared = contributes.commands.map((item) => item.command);
const views = Object.values(contributes.views).flat();
const sources = globSync('src/**/*.ts', { cwd: rootPath() }).map((path) => read(path));

/** All texts of the manifest in which a command can be named. */
const named = (text: string): string[] =>
  [...text.matchAll(/command:(mlInterviewer[\w.]*)/g)].map((found) => found[1] ?? '');
const walkthroughSteps = contributes.walkthroughs.flatMap((item) => item.steps);

describe('the manifest', () => {
  it('declares exactly the commands that the code registers', () => {
    const table =
      /export const commands = \{([\s\S]*?)\n\} as const/.exec(read('src/adapters/vscode/commands.ts'))?.[1] ?? '';
    const registered = [...table.matchAll(/^ {2}'(mlInterviewer\.[\w.]+)':/gm)].map((found) => found[1] ?? '');
    assert.ok(registered.length > 20);
    assert.deepEqual([...registered, 'mlInterviewer.showLog'].sort(), [...declared].sort());
    assert.match(read('src/extension.ts'), /registerCommand\('mlInterviewer\.showLog'/);
  });

  it('names only commands that exist, in menus, texts, keys and code', () => {
    const inMenus = Object.values(contributes.menus)
      .flat()
      .map((item) => item.command);
    const inKeys = (contributes.keybindings ?? []).map((item) => item.command);
    const inTexts = named(JSON.stringify(contributes));
    const inEvents = walkthroughSteps
      .flatMap((step) => step.completionEvents ?? [])
      .flatMap((item) => /^onCommand:(.+)$/.exec(item)?.[1] ?? []);
    const inCode = sources.flatMap((text) =>
      [...text.matchAll(/(?:executeCommand\(|command: |\.command = )'(mlInterviewer\.[\w.]+)'/g)].map(
        (found) => found[1] ?? '',
      ),
    );
    assert.ok(inTexts.length > 0 && inCode.length > 0);
    for (const command of [...inMenus, ...inKeys, ...inTexts, ...inEvents, ...inCode])
      assert.ok(declared.includes(command), `${command} is named, and not declared`);
  });

  it('has every command under “ML Interviewer”, in title case', () => {
    const small = new Set(['a', 'an', 'and', 'as', 'at', 'for', 'in', 'is', 'of', 'on', 'or', 'the', 'to', 'with']);
    for (const { command, title, category } of contributes.commands) {
      assert.equal(category, 'ML Interviewer', command);
      const words = title.replace(/[“”…’]/g, (mark) => (mark === '’' ? mark : '')).split(/\s+/);
      for (const [i, word] of words.entries())
        assert.ok((i > 0 && small.has(word)) || /^\p{Lu}/u.test(word), `“${title}”: ${word}`);
    }
  });

  it('declares exactly the settings that the code reads, with a scope that no workspace can set', () => {
    const list = /settingNames = \[([^\]]+)\]/.exec(read('src/adapters/vscode/settings.ts'))?.[1] ?? '';
    const used = [...list.matchAll(/'([^']+)'/g)].map((found) => `mlInterviewer.${found[1]}`);
    const properties = contributes.configuration.properties;
    assert.ok(used.length >= 5);
    assert.deepEqual(used.sort(), Object.keys(properties).sort());
    for (const [name, setting] of Object.entries(properties)) {
      assert.ok(setting.scope === 'application' || setting.scope === 'machine', name);
      assert.ok(setting.markdownDescription, name);
      assert.equal(typeof setting.default, setting.type, name);
    }
  });

  it('declares exactly the views that the code fills', () => {
    const filled = sources.flatMap((text) =>
      [...text.matchAll(/(?:createTreeView|registerTreeDataProvider|registerWebviewViewProvider)\(\s*'([^']+)'/g)].map(
        (found) => found[1] ?? '',
      ),
    );
    assert.deepEqual(filled.sort(), views.map((view) => view.id).sort());
    for (const { view } of contributes.viewsWelcome)
      assert.ok(
        views.some((item) => item.id === view),
        view,
      );
    for (const found of JSON.stringify(contributes.menus).matchAll(/view == (mlInterviewer\.\w+)/g))
      assert.ok(
        views.some((item) => item.id === found[1]),
        found[1],
      );
    for (const container of Object.keys(contributes.views))
      assert.ok(
        Object.values(contributes.viewsContainers)
          .flat()
          .some((item) => item.id === container),
      );
  });

  it('has its pictures on disk', () => {
    const icons = [
      manifest.icon,
      ...views.flatMap((view) => view.icon ?? []),
      ...Object.values(contributes.viewsContainers)
        .flat()
        .map((item) => item.icon),
      ...contributes.commands.flatMap((item) => (item.icon && !item.icon.startsWith('$(') ? [item.icon] : [])),
      ...walkthroughSteps.flatMap((step) => step.media.image ?? step.media.markdown ?? []),
    ];
    for (const icon of icons) assert.ok(existsSync(rootPath(icon)), icon);
    for (const step of walkthroughSteps)
      assert.ok(!step.media.image || step.media.altText, `${step.id} has no description`);
  });

  it('starts nothing before the candidate does', () => {
    const eager = manifest.activationEvents.filter((item) => item === '*' || item.startsWith('onStartup'));
    assert.deepEqual(eager, []);
  });
});
