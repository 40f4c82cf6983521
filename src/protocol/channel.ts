import * as z from 'zod/mini';
import type { BodyOf, EventMessage, RequestMessage } from './message.ts';

/** Where envelopes go and come from: `postMessage` of a webview, of VS Code's API object, or a test's array. */
export interface Wire {
  post(envelope: unknown): void;
}

/** One side of the conversation: a table of the messages it receives. */
export type Handlers<Table> = {
  readonly [Key in keyof Table]: Table[Key] extends RequestMessage<infer Body, infer Reply>
    ? (body: Body) => Reply | Promise<Reply>
    : (body: BodyOf<Table[Key]>) => void;
};

const requestSchema = z.strictObject({
  kind: z.literal('request'),
  name: z.string(),
  id: z.number(),
  body: z.unknown(),
});

const envelopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event'), name: z.string(), body: z.unknown() }),
  requestSchema,
  z.strictObject({ kind: z.literal('reply'), id: z.number(), body: z.unknown() }),
  z.strictObject({ kind: z.literal('refusal'), id: z.number(), message: z.string() }),
]);

/** Longest message that the host accepts, in characters of its JSON; a webview has no reason to send more (platform S6). */
export const maxMessageSize = 256 * 1024;

interface Waiting {
  readonly reply: z.ZodMiniType<unknown>;
  resolve(body: unknown): void;
  reject(error: Error): void;
}

/**
 * The same class on both sides of a webview. Every envelope and body is decoded; what does not decode is reported once
 * per name and has no effect. A handler that throws answers its request with a refusal.
 */
export class Channel<Receives extends object> {
  readonly #wire: Wire;
  readonly #table: Receives;
  readonly #handlers: Handlers<Receives>;
  readonly #report: (problem: string) => void;
  readonly #limit: number;
  readonly #waiting = new Map<number, Waiting>();
  readonly #reported = new Set<string>();
  #nextId = 1;
  #disposed = false;

  /** @param limit a webview passes `Infinity`: a long interview is a long message, and refusing it would show nothing. */
  constructor(
    wire: Wire,
    table: Receives,
    handlers: Handlers<Receives>,
    report: (problem: string) => void,
    limit = maxMessageSize,
  ) {
    this.#wire = wire;
    this.#table = table;
    this.#handlers = handlers;
    this.#report = report;
    this.#limit = limit;
  }

  send<Body>(message: EventMessage<Body>, body: Body): void {
    this.#post({ kind: 'event', name: message.name, body });
  }

  ask<Body, Reply>(message: RequestMessage<Body, Reply>, body: Body): Promise<Reply> {
    if (this.#disposed) return Promise.reject(new Error('The view is closed.'));
    const id = this.#nextId++;
    const answered = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { reply: message.reply, resolve, reject });
    });
    this.#wire.post({ kind: 'request', name: message.name, id, body });
    return answered as Promise<Reply>;
  }

  /** Takes whatever arrived on the wire. Never throws. */
  receive(data: unknown): void {
    if (this.#disposed) return;
    if (this.#limit < Number.POSITIVE_INFINITY && isLonger(data, this.#limit)) {
      this.#refuse(data);
      return;
    }
    const envelope = envelopeSchema.safeParse(data);
    if (!envelope.success) {
      this.#reportOnce('(envelope)');
      return;
    }
    const { data: message } = envelope;
    if (message.kind === 'reply' || message.kind === 'refusal') this.#settle(message);
    else void this.#dispatch(message.name, message.body, message.kind === 'request' ? message.id : undefined);
  }

  /** Whoever asked must not wait for ever. */
  #refuse(data: unknown): void {
    this.#reportOnce('(too large)');
    const request = requestSchema.safeParse(data);
    if (request.success) this.#post({ kind: 'refusal', id: request.data.id, message: 'This is too long to be sent.' });
  }

  /** A handler may come to its end after the view was closed. */
  #post(envelope: unknown): void {
    if (!this.#disposed) this.#wire.post(envelope);
  }

  dispose(): void {
    this.#disposed = true;
    for (const waiting of this.#waiting.values()) waiting.reject(new Error('The view was closed.'));
    this.#waiting.clear();
  }

  #settle(
    message: { kind: 'reply'; id: number; body: unknown } | { kind: 'refusal'; id: number; message: string },
  ): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id);
    const body = message.kind === 'reply' ? waiting.reply.safeParse(message.body) : undefined;
    if (body?.success) waiting.resolve(body.data);
    else waiting.reject(new Error(message.kind === 'refusal' ? message.message : 'The answer could not be read.'));
  }

  async #dispatch(name: string, body: unknown, id: number | undefined): Promise<void> {
    const key = this.#keyOf(name);
    const message = key && (this.#table[key] as EventMessage<unknown> | RequestMessage<unknown, unknown>);
    if (!key || !message || (message.kind === 'request') !== (id !== undefined)) return this.#reportOnce(name);
    const decoded = message.body.safeParse(body);
    if (!decoded.success) return this.#reportOnce(name);
    try {
      const handler = this.#handlers[key] as (body: unknown) => unknown;
      const reply = await handler(decoded.data);
      if (id !== undefined) this.#post({ kind: 'reply', id, body: reply ?? null });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (id === undefined) this.#report(`${name}: ${text}`);
      else this.#post({ kind: 'refusal', id, message: text });
    }
  }

  #keyOf(name: string): keyof Receives | undefined {
    const keys = Object.keys(this.#table) as (keyof Receives)[];
    return keys.find((key) => (this.#table[key] as { name: string }).name === name);
  }

  #reportOnce(name: string): void {
    const shown = name.slice(0, 80);
    if (this.#reported.has(shown) || this.#reported.size > 50) return;
    this.#reported.add(shown);
    this.#report(`A message "${shown}" was not understood and had no effect.`);
  }
}

function isLonger(data: unknown, limit: number): boolean {
  try {
    return (JSON.stringify(data)?.length ?? 0) > limit;
  } catch {
    return true;
  }
}
