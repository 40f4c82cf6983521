import * as vscode from 'vscode';
import type { Practised } from '../../app/library.ts';
import type { Bank, BankFault } from '../../core/bank.ts';
import type { Problem } from '../../core/problem.ts';

type Node =
  | { readonly kind: 'area'; readonly area: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'faults' }
  | { readonly kind: 'fault'; readonly fault: BankFault };

export interface ProblemTreeSource {
  bank(): Promise<Bank>;
  practised(): Promise<ReadonlyMap<string, Practised>>;
  /** The file of a fault, for opening it at its line. */
  fileOf(fault: BankFault): vscode.Uri;
}

const stateWords: Record<Practised, string> = { answered: 'answered', fixed: 'fixed', tried: 'tried' };
const stateIcons: Record<Practised, string> = { answered: 'comment', fixed: 'pass', tried: 'debug-pause' };

/** All problems by area, each to be practised without an interview; folders that could not be read are named. */
export class ProblemTree implements vscode.TreeDataProvider<Node> {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #source: ProblemTreeSource;
  #practised: ReadonlyMap<string, Practised> = new Map();

  constructor(source: ProblemTreeSource) {
    this.#source = source;
  }

  refresh(): void {
    this.#changed.fire();
  }

  async getChildren(parent?: Node): Promise<Node[]> {
    const bank = await this.#source.bank();
    if (!parent) {
      this.#practised = await this.#source.practised();
      const areas = [...new Set([...bank.problems.values()].map(areaOf))].sort();
      const faults: Node[] = bank.faults.length > 0 ? [{ kind: 'faults' }] : [];
      // First: below a long list nobody would see them.
      return [...faults, ...areas.map((area): Node => ({ kind: 'area', area }))];
    }
    if (parent.kind === 'faults') return bank.faults.map((fault) => ({ kind: 'fault', fault }));
    if (parent.kind !== 'area') return [];
    return [...bank.problems.values()]
      .filter((problem) => areaOf(problem) === parent.area)
      .sort((a, b) => a.level - b.level)
      .map((problem) => ({ kind: 'problem', problem }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'area':
        return new vscode.TreeItem(title(node.area), vscode.TreeItemCollapsibleState.Expanded);
      case 'faults':
        return faultsItem();
      case 'fault':
        return faultItem(node.fault, this.#source.fileOf(node.fault));
      case 'problem':
        return problemItem(node.problem, this.#practised.get(node.problem.id));
    }
  }
}

function problemItem(problem: Problem, practised: Practised | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(problem.title);
  const state = practised ? [stateWords[practised]] : [];
  item.id = problem.id;
  item.contextValue = 'problem';
  item.description = [`level ${problem.level}`, `${problem.minutes} min`, ...state].join(' · ');
  item.iconPath = new vscode.ThemeIcon(
    practised ? stateIcons[practised] : problem.exercise ? 'file-code' : 'comment-discussion',
  );
  item.tooltip = `${problem.exercise ? 'Exercise with files' : 'Question'}: ${problem.title}. Practise it without an interview.`;
  item.command = { command: 'mlInterviewer.practise', title: 'Practise', arguments: [problem.id] };
  return item;
}

function faultsItem(): vscode.TreeItem {
  const item = new vscode.TreeItem('Could not be read', vscode.TreeItemCollapsibleState.Expanded);
  item.iconPath = new vscode.ThemeIcon('warning');
  return item;
}

function faultItem(fault: BankFault, uri: vscode.Uri): vscode.TreeItem {
  const item = new vscode.TreeItem(`${fault.file}:${fault.line}`);
  item.description = fault.field;
  item.tooltip = `${fault.field}: ${fault.message}`;
  const selection = new vscode.Range(fault.line - 1, 0, fault.line - 1, 0);
  item.command = { command: 'vscode.open', title: 'Open', arguments: [uri, { selection }] };
  return item;
}

function areaOf(problem: Problem): string {
  return problem.areas[0] ?? 'other';
}

function title(area: string): string {
  return area.charAt(0).toUpperCase() + area.slice(1).replaceAll('-', ' ');
}
