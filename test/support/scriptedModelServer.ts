import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real HTTP server on loopback that answers chat completions as scripted, faults included, so that the real SDK and real sockets are tested. */

export type Step =
  | { readonly send: string | Uint8Array }
  | { readonly sleep: number }
  /** Comment lines, which are no events, every so many ms for as long as the client stays. */
  | { readonly ping: number }
  /** Nothing more is sent, and the socket stays open. */
  | 'hold'
  /** The socket is torn down in the middle. */
  | 'destroy';

/** `status: 'none'`: not even headers are sent. After the last step the response ends. */
export interface ScriptedReply {
  readonly status?: number | 'none';
  readonly headers?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface ModelRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: {
    readonly model?: string;
    readonly stream?: boolean;
    readonly messages?: readonly { role: string; content: string }[];
  } & Record<string, unknown>;
  /** Resolves when the client's connection for this request is gone. */
  readonly closed: Promise<void>;
}

export interface ScriptedModelServer {
  /** With `/v1`, for the base URL setting. */
  readonly baseUrl: string;
  readonly requests: readonly ModelRequest[];
  close(): Promise<void>;
}

/** @param script what to answer; given a list, its last reply answers all further requests. */
export async function startScriptedModel(
  script: readonly ScriptedReply[] | ((request: ModelRequest, index: number) => ScriptedReply),
): Promise<ScriptedModelServer> {
  const requests: ModelRequest[] = [];
  const choose =
    typeof script === 'function'
      ? script
      : (_: ModelRequest, index: number) => script[Math.min(index, script.length - 1)];
  const server = createServer((incoming, response) => {
    void respond(incoming, response).catch(() => response.destroy());
  });

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, response);
    requests.push(request);
    const reply = choose(request, requests.length - 1);
    if (reply === undefined) throw new Error('The script has no reply.');
    await play(reply, response);
  }

  await listen(server);
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () => close(server),
  };
}

/** One event of the protocol: a piece of the reply, or its end. */
export function event(content: string | undefined, finish: string | null = null): string {
  const delta = content === undefined ? {} : { content };
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
}

export const done = 'data: [DONE]\n\n';

/** A whole reply, one event per piece. */
export function speech(pieces: readonly string[], finish = 'stop'): ScriptedReply {
  const events = pieces.map((piece) => ({ send: event(piece) }));
  return { steps: [...events, { send: event(undefined, finish) }, { send: done }] };
}

/** A refusal with a status and the usual error body. */
export function refusal(status: number, error: object = {}, headers: Record<string, string> = {}): ScriptedReply {
  const body = JSON.stringify({ error: { message: `Refused with ${status}.`, ...error } });
  return { status, headers: { 'content-type': 'application/json', ...headers }, steps: [{ send: body }] };
}

const first = { send: event('Tell me') };

/** The behaviours of real servers, proxies and networks that a client must survive. */
export const faults = {
  silentAfterChunk: { steps: [first, 'hold'] },
  pingsAfterChunk: { steps: [first, { ping: 5 }] },
  pingsOnly: { steps: [{ ping: 5 }] },
  openAfterDone: { steps: [first, { send: event(undefined, 'stop') }, { send: done }, 'hold'] },
  openAfterFinish: { steps: [first, { send: event(undefined, 'stop') }, 'hold'] },
  destroyedAfterChunk: { steps: [first, { sleep: 20 }, 'destroy'] },
  destroyedAtOnce: { status: 'none', steps: ['destroy'] },
  endWithoutFinish: { steps: [first] },
  endWithoutAnything: { steps: [] },
  noHeaders: { status: 'none', steps: ['hold'] },
  errorEvent: { steps: [{ send: 'data: {"error":{"message":"worker died","type":"server_error"}}\n\n' }] },
  errorEventAfterChunk: {
    steps: [first, { send: 'data: {"error":{"message":"worker died","type":"server_error"}}\n\n' }],
  },
  brokenJson: { steps: [{ send: 'data: {"choices":[{"del\n\n' }] },
  notAChunk: { steps: [{ send: 'data: {"choices":"none"}\n\n' }] },
  webPage: {
    headers: { 'content-type': 'text/html' },
    steps: [{ send: '<html><body>Sign in to the network</body></html>' }],
  },
  plainJson: {
    headers: { 'content-type': 'application/json' },
    steps: [{ send: '{"choices":[{"message":{"content":"Hello"}}]}' }],
  },
} as const satisfies Record<string, ScriptedReply>;

async function readRequest(incoming: IncomingMessage, response: ServerResponse): Promise<ModelRequest> {
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  let text = '';
  incoming.setEncoding('utf8');
  for await (const chunk of incoming) text += chunk;
  return { path: incoming.url ?? '', headers: incoming.headers, body: text === '' ? {} : JSON.parse(text), closed };
}

async function play(reply: ScriptedReply, response: ServerResponse): Promise<void> {
  const { status = 200 } = reply;
  if (status !== 'none') {
    response.writeHead(status, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', ...reply.headers });
    response.flushHeaders();
  }
  for (const step of reply.steps) {
    if (response.destroyed) return;
    if (step === 'hold') return;
    if (step === 'destroy') return void response.destroy();
    await perform(step, response);
  }
  response.end();
}

async function perform(step: Exclude<Step, string>, response: ServerResponse): Promise<void> {
  if ('send' in step) return await send(response, step.send);
  if ('sleep' in step) return await sleep(step.sleep);
  while (!response.destroyed) {
    await send(response, ': ping\n\n');
    await sleep(step.ping);
  }
}

/** Waits for the write, so that each piece is a packet of its own as far as the system allows. */
function send(response: ServerResponse, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => response.write(data, () => resolve()));
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
