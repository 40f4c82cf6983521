import type { OpenAI } from 'openai';
import type { ChatRequest } from '../../core/model.ts';
import { originOf } from './baseUrl.ts';
import { type FailureContext, ModelFailure, wrongContentType } from './failures.ts';

/** One server and model, with the key of this moment. */
export interface Endpoint extends FailureContext {
  readonly baseUrl: string;
  /** ms after which the SDK may give up on headers; longer than our own timers, so that ours speak first. */
  readonly timeout: number;
  readonly limitName: LimitName;
}

/** Newer models of OpenAI and Azure refuse `max_tokens`; most other servers know nothing else. */
export type LimitName = 'max_tokens' | 'max_completion_tokens';

/** Sends the request. Resolves to the events as parsed JSON, not yet decoded. @throws {ModelFailure} or an error of the SDK or fetch. */
export async function openCompletion(
  endpoint: Endpoint,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<unknown>> {
  const { OpenAI } = await import('openai');
  const client = new OpenAI(clientOptions(endpoint));
  const { data, response } = await client.chat.completions
    .create(parameters(endpoint, request), { signal })
    .withResponse();
  const contentType = response.headers.get('content-type') ?? '';
  // The SDK reads a sign-in page as an empty success.
  if (!contentType.startsWith('text/event-stream')) throw new ModelFailure(wrongContentType(contentType, endpoint));
  return data;
}

/** The parameter for which alone the server refused the request, where it names one. */
export function refusedParameter(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('param' in thrown)) return undefined;
  return typeof thrown.param === 'string' ? thrown.param : undefined;
}

/** Everything that the SDK would otherwise take from environment variables is set here, so that none of them chooses a host or a key. */
function clientOptions({ baseUrl, key, timeout }: Endpoint): ConstructorParameters<typeof OpenAI>[0] {
  return {
    baseURL: baseUrl,
    apiKey: key ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout,
    logLevel: 'off',
    // A redirect would carry the prompt, and headers other than Authorization, to another origin.
    fetchOptions: { redirect: 'error' },
    fetch: (url, init) => send(baseUrl, key, url, init),
  };
}

/**
 * The editor replaces `globalThis.fetch` for proxies and certificates, so it is looked up at the time of the call.
 * Headers are written anew: the SDK adds the machine's platform, and whatever OPENAI_CUSTOM_HEADERS holds.
 */
function send(
  baseUrl: string,
  key: string | undefined,
  url: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const target = typeof url === 'string' || url instanceof URL ? String(url) : url.url;
  if (originOf(target) !== originOf(baseUrl)) throw new Error('A request to another origin was refused.');
  const headers: Record<string, string> = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'user-agent': 'ml-interviewer',
  };
  if (key !== undefined) headers.authorization = `Bearer ${key}`;
  return globalThis.fetch(target, { ...init, headers });
}

function parameters({ model, limitName }: Endpoint, request: ChatRequest): OpenAI.ChatCompletionCreateParamsStreaming {
  const messages = request.messages.map(({ role, content }) => ({ role, content }));
  const { temperature, maxTokens } = request;
  const tempered = temperature === undefined ? {} : { temperature };
  return { model, messages, stream: true, [limitName]: maxTokens, ...tempered };
}
