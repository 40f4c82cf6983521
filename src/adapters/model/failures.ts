import type { ModelError, ModelErrorReason } from '../../core/model.ts';
import { faultOf, type ServerFault } from './fault.ts';
import { withoutSecrets } from './redact.ts';

/** What a failure message may name. */
export interface FailureContext {
  readonly host: string;
  readonly model: string;
  readonly key: string | undefined;
}

/** `retryAfter`: worth one more try without asking, after that many ms; `null` where the server names no time. */
export interface Failure {
  readonly error: ModelError;
  readonly retryAfter?: number | null;
}

/** A failure that the adapter itself found; the SDK's own errors are read by shape. */
export class ModelFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.error.message);
    this.name = 'ModelFailure';
    this.failure = failure;
  }
}

/** Whatever was thrown, in a person's words and with what to do next. */
export function failureOf(thrown: unknown, context: FailureContext): Failure {
  if (thrown instanceof ModelFailure) return thrown.failure;
  const fault = faultOf(thrown);
  switch (fault.kind) {
    case 'status':
      return ofStatus(fault, context);
    case 'event':
      return ofEvent(fault, context);
    case 'network':
      return ofNetwork(fault.code, context);
    case 'redirect':
      return fail(
        'not-a-model-server',
        `${context.host} sends requests on to another address, which is not followed because your key would go with them. Enter the final base URL.`,
      );
    case 'malformed':
      return brokenReply(context);
    case 'unknown':
      return fail(
        'broken-reply',
        `The connection to ${context.host} failed in a way that is not known here. Try again, or go on without a model.`,
        true,
      );
  }
}

export function brokenReply({ host }: FailureContext): Failure {
  return fail(
    'broken-reply',
    `${host} sent something that is not a chat reply. Check that its address is of an OpenAI-compatible server (usually ending in /v1), then try again.`,
    true,
  );
}

/** A 200 that is no event stream: a sign-in page of a network, a web server, a proxy, or a server that cannot stream. */
export function wrongContentType(contentType: string, { host }: FailureContext): Failure {
  if (contentType.includes('html')) {
    return fail(
      'not-a-model-server',
      `${host} answered with a web page, not as a model. The network may want you to sign in first (open a browser), or the address lacks its /v1 part.`,
      true,
    );
  }
  return fail(
    'not-a-model-server',
    `${host} did not answer with a stream. Choose an OpenAI-compatible server that streams chat completions, or check the address.`,
  );
}

export function unusableKey(): Failure {
  return fail(
    'unauthorised',
    'The stored API key has a space, a line break or a character that no key has. Run "ML Interviewer: Set API Key" and enter it again.',
  );
}

export function unreadableKey(): Failure {
  return fail(
    'no-key',
    'The API key could not be read from the secret storage of this computer. Run "ML Interviewer: Set API Key" again.',
    true,
  );
}

export function unusableAddress(message: string): Failure {
  return fail('bad-request', message);
}

export function tooSlow(seconds: number, { host, model }: FailureContext): Failure {
  return fail(
    'timeout',
    `${host} said nothing for ${seconds} seconds. If ${model} is still being loaded, wait and try again; else check the server.`,
    true,
  );
}

export function tooLong(minutes: number, { host }: FailureContext): Failure {
  return fail(
    'timeout',
    `The reply of ${host} was not complete after ${minutes} minutes and was stopped. Try again, or choose a faster model.`,
    true,
  );
}

export function stoppedWithError({ host }: FailureContext): Failure {
  return {
    ...fail('server', `${host} broke off its reply because of an error of its own. Try again.`, true),
    retryAfter: null,
  };
}

function ofStatus(fault: ServerFault & { readonly status: number }, context: FailureContext): Failure {
  const { status } = fault;
  if (status === 400 || status === 422) return ofBadRequest(fault, context);
  if (status === 401) return ofUnauthorised(context);
  if (status === 402) return outOfQuota(context);
  if (status === 403)
    return fail(
      'forbidden',
      `${context.host} does not allow this key to use ${context.model}. Choose another model, or ask for access where the key was made.`,
    );
  if (status === 404) return ofNotFound(fault, context);
  if (status === 405) return brokenAddress(context);
  if (status === 407)
    return fail(
      'offline',
      'A network proxy asks for a sign-in before it lets requests through. Set up the proxy in the settings of VS Code (http.proxy).',
    );
  if (status === 408)
    return {
      ...fail('timeout', `${context.host} gave up waiting for the request. Try again.`, true),
      retryAfter: fault.retryAfter,
    };
  if (status === 413) return tooLarge(context);
  if (status === 429) return ofTooMany(fault, context);
  if (status === 409 || status >= 500) return ofServer(fault, context);
  return fail(
    'bad-request',
    `${context.host} refused the request (${status})${said(fault, context)}. Check the model and the address.`,
  );
}

function ofEvent(fault: ServerFault, context: FailureContext): Failure {
  if (fault.status !== undefined && fault.status >= 400) return ofStatus({ ...fault, status: fault.status }, context);
  if (isAboutSize(fault)) return tooLarge(context);
  if (isAboutQuota(fault)) return outOfQuota(context);
  if (/rate.?limit/i.test(fault.code)) return ofTooMany(fault, context);
  return ofServer(fault, context);
}

function ofBadRequest(fault: ServerFault, context: FailureContext): Failure {
  if (isAboutSize(fault)) return tooLarge(context);
  return fail(
    'bad-request',
    `${context.host} did not accept the request${said(fault, context)}. Choose another model or server.`,
  );
}

function ofUnauthorised({ host, key }: FailureContext): Failure {
  if (key === undefined)
    return fail('no-key', `${host} wants an API key and none is set. Run "ML Interviewer: Set API Key".`);
  return fail(
    'unauthorised',
    `${host} did not accept the API key. Run "ML Interviewer: Set API Key" and enter one that is valid there.`,
  );
}

function ofNotFound(fault: ServerFault, context: FailureContext): Failure {
  if (/model/i.test(fault.code) || /\bmodel\b/i.test(fault.words)) {
    return fail(
      'not-found',
      `${context.host} has no model named "${context.model}". Choose one that it lists, or load it there first.`,
    );
  }
  return brokenAddress(context);
}

function brokenAddress({ host }: FailureContext): Failure {
  return fail(
    'not-found',
    `There is no chat model at this address of ${host}. Check the base URL: it usually ends in /v1.`,
  );
}

function ofTooMany(fault: ServerFault, context: FailureContext): Failure {
  if (isAboutQuota(fault)) return outOfQuota(context);
  const wait = fault.retryAfter === null ? 'a minute' : `${Math.max(1, Math.ceil(fault.retryAfter / 1000))} s`;
  return {
    ...fail('rate-limited', `${context.host} takes no more requests at the moment. Wait ${wait} and try again.`, true),
    retryAfter: fault.retryAfter,
  };
}

function ofServer(fault: ServerFault, context: FailureContext): Failure {
  const state = /loading/i.test(fault.words)
    ? 'is still loading its model'
    : `has a fault of its own${said(fault, context)}`;
  return {
    ...fail('server', `${context.host} ${state}. Wait a moment and try again.`, true),
    retryAfter: fault.retryAfter,
  };
}

function outOfQuota({ host }: FailureContext): Failure {
  return fail(
    'quota',
    `The account at ${host} has no credit or quota left. Add credit there, or choose another model or server.`,
  );
}

function tooLarge({ model }: FailureContext): Failure {
  return fail(
    'too-large',
    `The interview so far is too long for ${model}. Choose a model or server with a larger context.`,
  );
}

const tlsCode = /CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL|EPROTO/;
const closedCode = /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/;

function ofNetwork(code: string, { host }: FailureContext): Failure {
  if (code === 'ECONNREFUSED')
    return fail('offline', `Nothing answers at ${host}. Start the model server, or check the address and port.`, true);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return fail(
      'offline',
      `The name of ${host} could not be found. Check the address and the network connection.`,
      true,
    );
  if (code.includes('TIMEOUT') || code === 'ETIMEDOUT')
    return fail('timeout', `${host} could not be reached in time. Check the network connection and try again.`, true);
  if (tlsCode.test(code))
    return fail(
      'offline',
      `The secure connection to ${host} could not be made because its certificate is not trusted here. Check the address, the clock and, in a company network, its certificates.`,
    );
  const lost = fail(
    'offline',
    `The connection to ${host} was lost. Check the network and the server, then try again.`,
    true,
  );
  return closedCode.test(code) ? { ...lost, retryAfter: null } : lost;
}

function isAboutSize({ code, words }: ServerFault): boolean {
  return (
    /context_(length|size)/i.test(code) ||
    /context (length|size|window)|too many tokens|prompt is too long/i.test(words)
  );
}

function isAboutQuota({ code, words }: ServerFault): boolean {
  return (
    /quota|billing|insufficient/i.test(code) ||
    /exceeded your current quota|insufficient (balance|credit|funds)/i.test(words)
  );
}

/** The server's own reason helps where ours is vague. It is text from outside: short, one line, and without anything secret. */
function said({ words }: ServerFault, { key }: FailureContext): string {
  const safe = withoutSecrets(words, key);
  return safe === '' ? '' : `, saying: "${safe}"`;
}

function fail(reason: ModelErrorReason, message: string, retryable = false): Failure {
  return { error: { reason, message, retryable } };
}
