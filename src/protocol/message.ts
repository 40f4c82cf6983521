import type * as z from 'zod/mini';

/** A message is a value that carries its wire name and its decoder. */
export interface EventMessage<Body> {
  readonly kind: 'event';
  readonly name: string;
  readonly body: z.ZodMiniType<Body>;
}

export interface RequestMessage<Body, Reply> {
  readonly kind: 'request';
  readonly name: string;
  readonly body: z.ZodMiniType<Body>;
  readonly reply: z.ZodMiniType<Reply>;
}

export type Message = EventMessage<never> | RequestMessage<never, never>;
export type BodyOf<M> = M extends { body: z.ZodMiniType<infer Body> } ? Body : never;

export function event<Body>(name: string, body: z.ZodMiniType<Body>): EventMessage<Body> {
  return { kind: 'event', name, body };
}

export function request<Body, Reply>(
  name: string,
  body: z.ZodMiniType<Body>,
  reply: z.ZodMiniType<Reply>,
): RequestMessage<Body, Reply> {
  return { kind: 'request', name, body, reply };
}
