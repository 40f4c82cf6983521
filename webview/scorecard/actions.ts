import type { Dispute, Disputed } from '../../src/core/grading/dispute.ts';

/** Everything that a person can do on the scorecard. */
export interface ScorecardActions {
  openTurn(turn: number): void;
  openCode(place: { problem: string; attempt: number; file: string; line: number }): void;
  openLink(url: string): void;
  practise(problem: string): void;
  exportAs(format: 'markdown' | 'json' | 'report'): void;
  start(): void;
  /** Resolves with why it had no effect, or with nothing. */
  dispute(dispute: Dispute): Promise<string | undefined>;
  withdraw(disputed: Disputed): Promise<string | undefined>;
}
