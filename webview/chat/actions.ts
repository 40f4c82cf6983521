import type { ExerciseAction } from '../../src/protocol/chat.ts';

/** Everything that a candidate can do in the panel; the templates know nothing else of the world. */
export interface ChatActions {
  send(): void;
  typed(text: string): void;
  ask(what: 'hint' | 'easier' | 'harder' | 'skip' | 'pass'): void;
  stop(): void;
  pause(paused: boolean): void;
  end(): void;
  exercise(problem: string, action: ExerciseAction): void;
  probe(problem: string, probe: string): void;
  openFile(problem: string, file: string): void;
  banner(id: string): void;
  openScorecard(): void;
  toBottom(): void;
}
