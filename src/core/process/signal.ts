/** What an experienced engineer does while hunting a fault. The order is that of a sound hunt. */
export const signalNames = {
  'looked-at-data': 'Looked at the data first',
  'loss-at-init': 'Checked the loss at initialisation',
  'one-batch': 'Tried to overfit one batch',
  'one-change': 'Changed one thing at a time',
  hypothesis: 'Said what they suspected before changing anything',
  'second-seed': 'Verified with a second seed',
  'cleaned-up': 'Left nothing behind',
} as const;

export interface Signal {
  readonly id: keyof typeof signalNames;
  readonly state: 'shown' | 'not_shown' | 'not_assessed';
  /** What was seen, or where it was looked for. */
  readonly evidence: string;
  /** The candidate's turn that shows it. */
  readonly turn?: number;
  /** The line that shows it, in the candidate's folder of that attempt. */
  readonly code?: Place;
}

export interface Place {
  readonly attempt: number;
  readonly file: string;
  readonly line: number;
}

export type Found = Omit<Signal, 'id'>;

export const unreadable = 'what was changed could not be read';

export function shown(evidence: string, where: Pick<Signal, 'turn' | 'code'> = {}): Found {
  return { state: 'shown', evidence, ...where };
}

export function notShown(evidence: string, where: Pick<Signal, 'turn' | 'code'> = {}): Found {
  return { state: 'not_shown', evidence, ...where };
}

export function notAssessed(evidence: string): Found {
  return { state: 'not_assessed', evidence };
}
