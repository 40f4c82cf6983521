// Core and app compile without node and DOM types; these are the globals of both that they name, as both declare them.
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare var AbortSignal: { prototype: AbortSignal; any(signals: Iterable<AbortSignal>): AbortSignal };
declare var AbortController: { prototype: AbortController; new (): AbortController };
