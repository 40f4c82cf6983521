import * as vscode from 'vscode';
import type { Bank } from '../../core/bank.ts';
import type { StartOptions } from '../../core/interview/plan.ts';
import { userSetting } from './settings.ts';

/** Longest résumé that is kept with a session, in characters. */
const maxResume = 20_000;

export interface Chosen {
  readonly track: string;
  readonly options: StartOptions;
}

type Step = (chosen: Draft, bank: Bank) => Promise<'next' | 'cancel'>;
type Options = { -readonly [K in keyof StartOptions]?: StartOptions[K] | undefined };
type Draft = Options & { track: string };

/** Track, level, minutes, role, company, name and résumé by quick pick; every step may be left as it is with Enter. */
export async function askHowToStart(bank: Bank): Promise<Chosen | undefined> {
  const track = [...bank.tracks.values()][0];
  const draft: Draft = { track: track?.id ?? 'quick', role: track?.role, candidate: userSetting('candidate.name', '') };
  for (const step of steps) if ((await step(draft, bank)) === 'cancel') return undefined;
  const { track: id, ...options } = draft;
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== '');
  return { track: id, options: Object.fromEntries(given) as StartOptions };
}

/** What `Start Interview` uses without asking. */
export function startDefaults(): StartOptions {
  const candidate = userSetting('candidate.name', '').trim();
  return candidate ? { candidate } : {};
}

const steps: readonly Step[] = [
  async (draft, bank) => {
    const items = [...bank.tracks.values()].map((track) => ({
      label: track.title,
      description: `${track.minutes} min · ${track.role}`,
      id: track.id,
    }));
    const picked = await vscode.window.showQuickPick(items, { title: 'Start Interview With… (1/6): track' });
    if (!picked) return 'cancel';
    draft.track = picked.id;
    draft.role = bank.tracks.get(picked.id)?.role;
    return 'next';
  },
  async (draft) => {
    const items = [
      {
        label: 'Hard',
        description: 'the default: main questions, constraints when you are quick',
        id: 'hard' as const,
      },
      { label: 'Harder', description: 'added constraints early', id: 'harder' as const },
      { label: 'Easier', description: 'easier entries to every question', id: 'easier' as const },
    ];
    const picked = await vscode.window.showQuickPick(items, { title: 'Start Interview With… (2/6): level' });
    if (!picked) return 'cancel';
    draft.difficulty = picked.id;
    return 'next';
  },
  async (draft, bank) => {
    const usual = bank.tracks.get(draft.track)?.minutes ?? 60;
    const items = [...new Set([usual, 30, 45, 60, 90])].map((minutes) => ({
      label: `${minutes} minutes`,
      description: minutes === usual ? 'as planned for this track' : '',
      minutes,
    }));
    const picked = await vscode.window.showQuickPick(items, { title: 'Start Interview With… (3/6): time' });
    if (!picked) return 'cancel';
    draft.minutes = picked.minutes;
    return 'next';
  },
  text('role', 'Start Interview With… (4/6): role', 'The position you interview for.'),
  text('company', 'Start Interview With… (5/6): company (optional)', 'Used in the greeting only.'),
  text('candidate', 'Start Interview With… (6/6): your name (optional)', 'How the interviewer addresses you.'),
  async (draft) => {
    const items = [
      { label: 'No résumé', add: false },
      { label: 'Choose a résumé file…', description: 'plain text or Markdown; stays on this machine', add: true },
    ];
    const picked = await vscode.window.showQuickPick(items, { title: 'Start Interview With…: résumé (optional)' });
    if (!picked) return 'cancel';
    if (picked.add) draft.resume = await chooseResume();
    return 'next';
  },
];

function text(field: 'role' | 'company' | 'candidate', title: string, prompt: string): Step {
  return async (draft) => {
    const value = await vscode.window.showInputBox({ title, prompt, value: draft[field] ?? '', ignoreFocusOut: true });
    if (value === undefined) return 'cancel';
    draft[field] = value.trim().slice(0, 80);
    return 'next';
  };
}

async function chooseResume(): Promise<{ name: string; text: string } | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Résumé',
    filters: { Text: ['txt', 'md', 'markdown', 'tex'] },
  });
  const uri = chosen?.[0];
  if (!uri) return undefined;
  const bytes = await vscode.workspace.fs.readFile(uri);
  const content = new TextDecoder().decode(bytes.slice(0, maxResume * 4)).slice(0, maxResume);
  return { name: uri.path.split('/').at(-1) ?? 'résumé', text: content };
}
