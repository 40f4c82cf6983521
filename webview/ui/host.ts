import type { Wire } from '../../src/protocol/channel.ts';

/** What the view keeps while it is hidden or the window reloads. */
export interface ViewStorage {
  load(): unknown;
  save(value: unknown): void;
}

export interface Host {
  readonly wire: Wire;
  readonly storage: ViewStorage;
  listen(receive: (data: unknown) => void): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: () => VsCodeApi;

/** The only place that knows VS Code's webview API. It may be called once per page: the API is handed out once. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    wire: { post: (envelope) => api.postMessage(envelope) },
    storage: { load: () => api.getState(), save: (value) => api.setState(value) },
    listen: (receive) => window.addEventListener('message', (event) => receive(event.data)),
  };
}
