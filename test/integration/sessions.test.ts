import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { SessionRow } from '../../src/app/library.ts';
import { activated, answering, currentSession, house, inWorkspace, run, tabs, until } from './host.ts';

describe('sessions and views', function () {
  this.timeout(60_000);

  it('the problem tree lists every problem by area, and none that cannot be read', async () => {
    const { problems } = (await activated()).trees;
    const bank = await (await house()).bank();
    const areas = await problems.getChildren();
    const shown = (await Promise.all(areas.map((area) => problems.getChildren(area)))).flat();
    const items = shown.map((node) => problems.getTreeItem(node));
    assert.deepEqual(items.map(({ id }) => id).sort(), [...bank.problems.keys()].sort());
    assert.ok(items.every(({ contextValue }) => contextValue === 'problem'));
    assert.ok(items.every(({ description }) => /level \d · \d+ min/.test(String(description))));
    assert.deepEqual(bank.faults, []);
    assert.equal(
      areas.some((node) => node.kind === 'faults'),
      false,
    );
  });

  it('an interview is in the list with its phases in the tree', async () => {
    await run('start');
    const session = await currentSession();
    const { interview } = (await activated()).trees;
    const phases = interview.getChildren();
    assert.equal(phases.length, session.chat().strip.phases.length);
    assert.equal(
      interview.getTreeItem(phases[0] as never).accessibilityInformation?.label,
      'Background, current phase',
    );
    assert.equal((await row()).state, 'running');
    assert.match(String((await item()).description), /in progress/);
  });

  it('is answered, moved on and paused by commands', async () => {
    const { interviewer } = await currentSession();
    await interviewer.answer('I am Ada and made training 30% faster.');
    await run('hint');
    await run('skip');
    await run('pause');
    assert.equal(interviewer.state.paused, true);
    await run('resume');
    assert.equal(interviewer.state.paused, false);
  });

  it('a session is renamed', async () => {
    await answering('showInputBox', 'My first try', async () => run('session.rename', await row()));
    assert.equal((await row()).title, 'My first try');
    assert.equal((await item()).label, 'My first try');
  });

  it('an interview is ended after a question, and exported as Markdown and JSON', async () => {
    await answering('showWarningMessage', undefined, () => run('end'));
    assert.equal((await currentSession()).interviewer.state.ended, undefined);
    const refused = await answering('showInformationMessage', undefined, () => run('scorecard.exportMarkdown'));
    assert.match(String(refused[0]?.[0]), /no scorecard to export yet/);
    await answering('showWarningMessage', 'End Interview', () => run('end'));
    assert.ok((await currentSession()).interviewer.state.ended);
    for (const [format, name] of [
      ['Markdown', 'card.md'],
      ['Json', 'card.json'],
    ] as const) {
      const file = inWorkspace(name);
      await answering('showSaveDialog', vscode.Uri.file(file), () => run(`scorecard.export${format}`));
      const text = readFileSync(file, 'utf8');
      if (name === 'card.json') assert.equal(typeof JSON.parse(text), 'object');
      else assert.match(text, /^# .*\n[\s\S]*Fundamentals/);
      assert.ok(tabs(vscode.TabInputText).some(({ uri }) => uri.fsPath === file));
    }
  });

  it('its report is exported part by part', async () => {
    for (const [part, format, ending, holds] of [
      ['all', 'html', 'html', /^<!doctype html>[\s\S]*Hiring report/],
      ['questions', 'markdown', 'md', /^# Questions and answers/],
      ['hiring', 'json', 'json', /"communication"/],
    ] as const) {
      const file = inWorkspace(`${part}.${ending}`);
      const pick = (items: { id: string }[]) => items.find(({ id }) => id === part || id === format);
      await answering('showQuickPick', pick, () =>
        answering('showSaveDialog', vscode.Uri.file(file), () => run('report.export')),
      );
      assert.match(readFileSync(file, 'utf8'), holds);
    }
  });

  it('where the data is can be asked', async () => {
    const [question] = await answering('showInformationMessage', undefined, () => run('session.showData'));
    const { location } = (await house()).library;
    assert.ok(String(question?.[0]).includes(location));
    assert.ok(existsSync(location));
  });

  it('a session is deleted only when that is wanted, with its panel and its folder', async () => {
    const doomed = await row();
    const folder = join((await house()).library.location, doomed.session);
    await answering('showWarningMessage', undefined, () => run('session.delete', doomed));
    assert.ok(existsSync(folder));
    await answering('showWarningMessage', 'Delete', () => run('session.delete', doomed));
    assert.equal(existsSync(folder), false);
    assert.ok((await (await house()).library.list()).every(({ session }) => session !== doomed.session));
    await until(
      () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).every(({ label }) => label !== 'My first try'),
      'the panel of a deleted session stayed',
    );
  });

  async function row(): Promise<SessionRow> {
    const [first] = await (await house()).library.list();
    assert.ok(first);
    return first;
  }

  async function item(): Promise<vscode.TreeItem> {
    const { sessions } = (await activated()).trees;
    const [first] = await sessions.getChildren();
    assert.ok(first);
    return sessions.getTreeItem(first);
  }
});
