import * as z from 'zod/mini';

/** What a server said about a failure. `code`: its code and type together; `words`: its message; `retryAfter`: ms, null when not named. */
export interface ServerFault {
  readonly status: number | undefined;
  readonly code: string;
  readonly words: string;
  readonly retryAfter: number | null;
}

export type Fault =
  | ({ readonly kind: 'status' } & ServerFault & { readonly status: number })
  | ({ readonly kind: 'event' } & ServerFault)
  | { readonly kind: 'network'; readonly code: string }
  | { readonly kind: 'redirect' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unknown' };

/** Reads what the SDK or fetch threw by its shape, so that the SDK is not loaded for its error classes. */
export function faultOf(thrown: unknown): Fault {
  const server = ServerError.safeParse(thrown);
  if (server.success && server.data.status !== undefined)
    return { kind: 'status', ...serverFault(server.data), status: server.data.status };
  if (server.success && server.data.error !== undefined) return { kind: 'event', ...serverFault(server.data) };
  if (thrown instanceof SyntaxError) return { kind: 'malformed' };
  const causes = causesOf(thrown);
  if (causes.some((cause) => /redirect/i.test(cause.message))) return { kind: 'redirect' };
  const code = causes.map((cause) => Coded.safeParse(cause).data?.code).find((found) => found !== undefined);
  if (code !== undefined) return { kind: 'network', code };
  const isNetwork = causes.some((cause) => /fetch failed|terminated|connection error|timed out/i.test(cause.message));
  return isNetwork ? { kind: 'network', code: '' } : { kind: 'unknown' };
}

const loose = z.catch(z.optional(z.union([z.string(), z.number()])), undefined);
const Body = z.object({ message: z.catch(z.string(), ''), code: loose, type: loose });
const ServerError = z.object({
  status: z.optional(z.number()),
  error: z.catch(z.optional(z.union([z.string(), Body])), undefined),
  headers: z.catch(z.optional(z.instanceof(Headers)), undefined),
});
const Coded = z.object({ code: z.string() });

function serverFault(error: z.infer<typeof ServerError>): ServerFault {
  const body = typeof error.error === 'string' ? { message: error.error } : error.error;
  const { code, type, message = '' } = { code: undefined, type: undefined, ...body };
  return {
    status: typeof code === 'number' ? code : undefined,
    code: [code, type].filter((part) => typeof part === 'string').join(' '),
    words: message,
    retryAfter: retryAfterOf(error.headers),
  };
}

/** `retry-after-ms`, else `retry-after` in seconds (RFC 9110, 10.2.3; its date form is not used by model servers). */
function retryAfterOf(headers: Headers | undefined): number | null {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (ms >= 0) return ms;
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return seconds >= 0 ? seconds * 1000 : null;
}

/** The error and its causes, outermost first; bounded, because a cause chain may be a ring. */
function causesOf(thrown: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = thrown; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause);
  return causes;
}
