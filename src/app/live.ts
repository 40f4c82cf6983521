import type { ProbeId } from '../core/probes.ts';
import type { Point } from './ports.ts';

/** What is true only while this window is open, beside the journal: running processes and what stands in the way. */
export interface Live {
  readonly activity?: Activity | undefined;
  /** Why code cannot run now, in a sentence. */
  readonly blocked?: string | undefined;
  readonly notice?: Notice | undefined;
  /** Label of the model that speaks; undefined for the offline interviewer. */
  readonly interviewer?: string | undefined;
  /** Path shown for an exercise folder, by folder. */
  readonly folderLabels: Readonly<Record<string, string>>;
  /** Exercise folders that were deleted or renamed. */
  readonly missing: readonly string[];
}

export interface Activity {
  readonly kind: 'run' | 'check' | 'probe';
  /** Which probe is under way. */
  readonly probe?: ProbeId;
  readonly problem: string;
  readonly run: number;
  readonly series: Record<string, Point[]>;
  readonly output: string;
}

export interface Notice {
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly actions: readonly { readonly id: string; readonly label: string }[];
}

export const quiet: Live = { folderLabels: {}, missing: [] };
