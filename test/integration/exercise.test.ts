import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { answering, currentSession, inWorkspace, known, run, tabs, until } from './host.ts';

const problem = 'separate-shuffles';
const starter = (file: string) =>
  readFileSync(join(known().extensionPath, 'problems/data', problem, 'starter', file), 'utf8');

describe('an exercise through the commands', function () {
  this.timeout(120_000);
  let name = '';
  const folder = () => inWorkspace('ml-interview', name);

  before(async () => {
    // In a browser VS Code saves by itself after a second.
    await vscode.workspace.getConfiguration('files').update('autoSave', 'off', vscode.ConfigurationTarget.Global);
  });

  it('is practised in a panel of its own', async () => {
    assert.equal(existsSync(inWorkspace('ml-interview')), false);
    await run('practise', problem);
    const session = await currentSession();
    assert.equal(session.interviewer.state.started?.practice, true);
    name = session.interviewer.bank.problems.get(problem)?.exercise?.folder ?? '';
    assert.ok(name && name !== problem, 'the folder would name the fault');
    const isChat = ({ viewType }: vscode.TabInputWebview) => viewType.includes('mlInterviewer.chat');
    await until(() => tabs(vscode.TabInputWebview).some(isChat), 'no panel');
    assert.equal(existsSync(inWorkspace('ml-interview')), false);
  });

  it('is opened beside the panel: every file, none of it overwritten later', async () => {
    await run('exercise.open');
    const wanted = readdirSync(join(known().extensionPath, 'problems/data', problem, 'starter')).sort();
    assert.deepEqual(readdirSync(folder()).sort(), wanted);
    const { exercise } = (await currentSession()).interviewer.bank.problems.get(problem) ?? {};
    const open = tabs(vscode.TabInputText).map(({ uri }) => uri.fsPath);
    for (const file of exercise?.open ?? []) assert.ok(open.includes(join(folder(), file)), file);
    const panel = vscode.window.tabGroups.all.find((group) =>
      group.tabs.some((tab) => tab.input instanceof vscode.TabInputWebview),
    );
    assert.ok(
      panel?.tabs.every((tab) => tab.input instanceof vscode.TabInputWebview),
      'files cover the panel',
    );
    await edit('data.py', '# mine\n');
    await run('exercise.open');
    assert.match(readFileSync(join(folder(), 'data.py'), 'utf8'), /^# mine/);
    assert.deepEqual(readdirSync(inWorkspace('ml-interview')), [name]);
  });

  it('is compared with its start, changed files only, in documents that nobody can change', async () => {
    await run('exercise.compare');
    const [diff, ...others] = await diffs('ml-interviewer-start');
    assert.ok(diff);
    assert.deepEqual(others, []);
    assert.equal(diff.original.path, `/${problem}/data.py`);
    assert.equal(diff.modified.fsPath, join(folder(), 'data.py'));
    assert.equal((await vscode.workspace.openTextDocument(diff.original)).getText(), starter('data.py'));
    await vscode.window.showTextDocument(diff.original);
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal((await vscode.workspace.openTextDocument(diff.original)).getText(), starter('data.py'));
  });

  it('gives no file from outside of its starter', async () => {
    for (const path of [
      `/${problem}/../checks/checks.py`,
      `/${problem}/../../../rubric.yaml`,
      '/no-such-problem/data.py',
    ]) {
      const uri = vscode.Uri.from({ scheme: 'ml-interviewer-start', path });
      const text = await vscode.workspace.openTextDocument(uri).then(
        (document) => document.getText(),
        () => '',
      );
      assert.equal(text, '', path);
    }
  });

  it('keeps its solution to itself until it is over', async () => {
    const uri = vscode.Uri.from({ scheme: 'ml-interviewer-reference', path: `/${problem}/data.py` });
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    assert.match(text, /shown once the exercise is fixed or given up/);
    await (await currentSession()).handsOn.compare(problem, 'reference');
    assert.deepEqual(await diffs('ml-interviewer-reference', 0), []);
  });

  it('is checked as it is on screen: what was changed is saved first', async () => {
    const document = await vscode.workspace.openTextDocument(join(folder(), 'data.py'));
    const change = new vscode.WorkspaceEdit();
    change.insert(document.uri, new vscode.Position(0, 0), 'this is no Python\n');
    await vscode.workspace.applyEdit(change);
    assert.equal(document.isDirty, true);
    await run('exercise.check');
    assert.equal(document.isDirty, false);
    const { live, interviewer } = await currentSession();
    const check = interviewer.state.exercises[problem]?.checks.at(-1);
    assert.equal(check?.verdict, 'crashed', live.notice?.text);
    assert.equal(check?.error?.file, 'data.py');
    assert.equal(check?.error?.line, 1);
  });

  it('is probed by a choice from the palette, as it is on screen', async () => {
    const choose = (items: readonly { label: string }[]) =>
      items.find(({ label }) => label === 'Loss at initialisation');
    const asked = await answering('showQuickPick', choose, () => run('exercise.probe'));
    assert.equal(asked.length, 1);
    const { live, interviewer } = await currentSession();
    const probed = interviewer.state.exercises[problem]?.probes.at(-1);
    assert.deepEqual([probed?.probe, probed?.ending], ['loss_at_init', 'failed'], live.notice?.text);
    assert.deepEqual([probed?.error?.kind, probed?.error?.file, probed?.error?.line], ['SyntaxError', 'data.py', 1]);
  });

  it('has its actions above the entry file, and in no other', async () => {
    const session = await currentSession();
    const entry = session.interviewer.bank.problems.get(problem)?.exercise?.entry ?? '';
    const lenses = (file: string) =>
      vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        vscode.Uri.file(join(folder(), file)),
      );
    const shown = (await lenses(entry)).map(({ command }) => command?.command);
    assert.deepEqual(
      shown.filter((id) => id?.startsWith('mlInterviewer.')),
      [
        ...['mlInterviewer.exercise.run', 'mlInterviewer.exercise.check'],
        ...['mlInterviewer.exercise.debug', 'mlInterviewer.hint'],
      ],
    );
    assert.deepEqual(await lenses('data.py'), []);
  });

  it('says what debugging needs where there is no debugger', async () => {
    assert.equal(vscode.extensions.getExtension('ms-python.debugpy'), undefined);
    await run('exercise.debug');
    assert.match((await currentSession()).live.notice?.text ?? '', /Python Debugger extension \(ms-python\.debugpy\)/);
  });

  it('is reset only when that is wanted, and the earlier attempt is kept', async () => {
    const asked = await answering('showWarningMessage', undefined, () => run('exercise.reset'));
    assert.equal(asked.length, 1);
    assert.match(readFileSync(join(folder(), 'data.py'), 'utf8'), /^this is no Python/);
    await answering('showWarningMessage', 'Reset', () => run('exercise.reset'));
    assert.equal(readFileSync(join(folder(), 'data.py'), 'utf8'), starter('data.py'));
    const kept = readdirSync(inWorkspace('ml-interview')).filter((other) => other !== name);
    assert.equal(kept.length, 1);
    assert.match(readFileSync(inWorkspace('ml-interview', kept[0] ?? '', 'data.py'), 'utf8'), /^this is no Python/);
    assert.match((await currentSession()).live.notice?.text ?? '', /The earlier attempt is kept in/);
  });

  it('shows the explanation and the reference fix after giving up', async () => {
    await answering('showWarningMessage', 'Give Up', () => run('exercise.giveUp'));
    const session = await currentSession();
    assert.equal(session.interviewer.state.exercises[problem]?.gaveUp, true);
    await session.handsOn.compare(problem, 'reference');
    const [diff] = await diffs('ml-interviewer-reference');
    assert.ok(diff);
    const fresh = vscode.Uri.from({ ...diff.original, query: 'anew' });
    const text = (await vscode.workspace.openTextDocument(fresh)).getText();
    assert.ok(text.length > 200 && !text.includes('shown once'), text.slice(0, 80));
    assert.notEqual(text, starter(diff.original.path.split('/').at(-1) ?? ''));
  });

  async function edit(file: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(join(folder(), file));
    const change = new vscode.WorkspaceEdit();
    change.insert(document.uri, new vscode.Position(0, 0), text);
    await vscode.workspace.applyEdit(change);
    await document.save();
    assert.ok(readFileSync(document.uri.fsPath, 'utf8').startsWith(text));
  }

  async function diffs(scheme: string, atLeast = 1): Promise<vscode.TabInputTextDiff[]> {
    const found = () => tabs(vscode.TabInputTextDiff).filter(({ original }) => original.scheme === scheme);
    await until(() => found().length >= atLeast, `no comparison of ${scheme}`);
    return found();
  }
});
