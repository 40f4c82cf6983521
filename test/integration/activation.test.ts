import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { activated, descendants, house, inWorkspace, known, manifest, run } from './host.ts';

// First of the suites, by its name: nothing has been done yet.
describe('activation', () => {
  let before: number;
  let extensionHostModules: number;

  it('registers every command of the manifest, and the log command runs', async () => {
    before = descendants().length;
    extensionHostModules = process.memoryUsage().heapUsed;
    await activated();
    const registered = new Set(await vscode.commands.getCommands(true));
    const { commands } = manifest().contributes;
    assert.ok(commands.length > 20);
    assert.deepEqual(
      commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
    await run('showLog');
  });

  it('starts no process, and writes nothing', async () => {
    assert.equal(descendants().length, before, JSON.stringify(descendants()));
    assert.ok(process.memoryUsage().heapUsed - extensionHostModules < 50_000_000);
    const storage = dirname((await house()).library.location);
    assert.deepEqual(existsSync(storage) ? readdirSync(storage) : [], []);
    assert.equal(descendants().length, before, JSON.stringify(descendants()));
  });

  it('done again changes nothing', async () => {
    assert.equal(await activated(), await activated());
    const { house: again } = await activated();
    assert.equal(await again(), await house());
  });
});

describe('settings', () => {
  const properties = () => manifest().contributes.configuration.properties;

  it('that route or start something are out of a workspace’s reach by their scope', () => {
    const scopes = Object.fromEntries(Object.entries(properties()).map(([name, { scope }]) => [name, scope]));
    for (const [name, scope] of Object.entries(scopes))
      assert.ok(scope === 'application' || scope === 'machine', `${name}: ${scope}`);
    assert.equal(scopes['mlInterviewer.model.baseUrl'], 'application');
    assert.equal(scopes['mlInterviewer.python.path'], 'machine');
  });

  it('cannot be written into a workspace', async () => {
    for (const name of Object.keys(properties())) {
      const [section = '', ...rest] = name.split('.');
      const write = vscode.workspace
        .getConfiguration(section)
        .update(rest.join('.'), 'x', vscode.ConfigurationTarget.Workspace);
      await assert.rejects(Promise.resolve(write), name);
    }
  });

  it('that stand in a workspace’s file all the same have no effect', async () => {
    const file = inWorkspace('.vscode', 'settings.json');
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(dirname(file)));
    const changed = new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('editor.rulers')) return;
        listening.dispose();
        resolve();
      });
    });
    const hostile = {
      'mlInterviewer.model.baseUrl': 'http://127.0.0.1:9/v1',
      'mlInterviewer.python.path': '/bin/false',
    };
    await writeFile(
      file,
      JSON.stringify({ ...hostile, mlInterviewer: { model: { name: 'x' } }, 'editor.rulers': [7] }),
    );
    await changed;
    const settings = vscode.workspace.getConfiguration('mlInterviewer');
    for (const name of ['model.baseUrl', 'model.name', 'python.path']) {
      assert.equal(settings.get(name), '', name);
    }
    await vscode.workspace.fs.delete(vscode.Uri.file(dirname(file)), { recursive: true });
  });

  it('are all of those that the program reads, with the same defaults', async () => {
    const { settingNames } = await import('../../src/adapters/vscode/settings.ts');
    assert.deepEqual(Object.keys(properties()).sort(), settingNames.map((name) => `mlInterviewer.${name}`).sort());
    assert.match(await readFile(`${known().extensionPath}/package.json`, 'utf8'), /"mlInterviewer\.run\.timeLimit"/);
  });
});
