// Core and app compile without node and DOM types; this is the one global of both that their ports name.
// Declared as both platforms declare it, so that it merges with theirs in the other projects.
interface AbortSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
