/** The ChatModel port: what the interviewer needs of a language model, and every way in which it can fail. */

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** Sent only where given; a model that takes none is asked without it. */
  readonly temperature?: number;
}

/** How a stream ended. `truncated`: it stopped without saying that it was complete; `empty`: it said nothing. */
export type StreamEnd = 'complete' | 'length' | 'filtered' | 'aborted' | 'stalled' | 'truncated' | 'empty';

export type ModelErrorReason =
  | 'no-key'
  | 'unauthorised'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'quota'
  | 'too-large'
  | 'bad-request'
  | 'server'
  | 'offline'
  | 'timeout'
  | 'not-a-model-server'
  | 'broken-reply';

export type StreamPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'end'; readonly end: StreamEnd }
  | { readonly kind: 'failed'; readonly error: ModelError };

/** A failure in a person's words, with what to do next. Never holds a key or a raw stack. */
export interface ModelError {
  readonly reason: ModelErrorReason;
  readonly message: string;
  readonly retryable: boolean;
}

export interface ChatModel {
  /** Shown to the candidate, e.g. "llama3.1 at 127.0.0.1:11434". */
  readonly label: string;
  /** Yields text parts and then exactly one `end` or `failed` part; never throws. */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<StreamPart>;
}
