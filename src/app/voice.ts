import type { Bank } from '../core/bank.ts';
import type { EventOf } from '../core/event.ts';
import type { ChatModel, StreamEnd, StreamPart } from '../core/model.ts';
import { canBePhrased, voiceRequest } from '../core/prompt.ts';
import type { State } from '../core/state.ts';
import type { ChatModels, Log } from './ports.ts';

/** Finds words for a turn. Without a model the authored words stand, and there is nothing to do. */
export interface Voice {
  speak(state: State, turn: number, delta: (offset: number, text: string) => void): Promise<Speech | undefined>;
}

/** A turn that a model is phrasing. `ended` resolves with the fact to keep, or nothing when it was abandoned. */
export interface Speech {
  readonly turn: number;
  readonly text: string;
  readonly ended: Promise<EventOf<'spoke'> | undefined>;
  /** Ends the words where they are and keeps them; resolves when that is done. */
  stop(): Promise<void>;
  /** Ends without a trace: the authored words stand. */
  abandon(): void;
}

/** Longest turn that is taken from a model, in characters. It is asked for 120 words; a server may send without end. */
export const maxSpeech = 8_000;

export function modelVoice(models: ChatModels, bank: Bank, log: Log): Voice {
  return {
    async speak(state, turn, delta) {
      const said = state.turns.find((item) => item.turn === turn);
      if (!said || !canBePhrased(said)) return undefined;
      const model = await models.current();
      if (!model) return undefined;
      return new ModelSpeech(turn, model, voiceRequest(state, bank, said), delta, log);
    },
  };
}

class ModelSpeech implements Speech {
  readonly turn: number;
  readonly ended: Promise<EventOf<'spoke'> | undefined>;
  readonly #abort = new AbortController();
  #text = '';
  #abandoned = false;

  constructor(
    turn: number,
    model: ChatModel,
    request: ReturnType<typeof voiceRequest>,
    delta: (offset: number, text: string) => void,
    log: Log,
  ) {
    this.turn = turn;
    this.ended = this.#run(model, request, delta, log);
  }

  get text(): string {
    return this.#text;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.ended;
  }

  abandon(): void {
    this.#abandoned = true;
    this.#abort.abort();
  }

  /** Never rejects: a turn whose words break off must not hold up the commands that wait for it. */
  async #run(
    model: ChatModel,
    request: ReturnType<typeof voiceRequest>,
    delta: (offset: number, text: string) => void,
    log: Log,
  ): Promise<EventOf<'spoke'> | undefined> {
    let ending: EventOf<'spoke'>['ending'] = 'failed';
    let problem: string | undefined;
    let endless = false;
    try {
      for await (const part of untilAborted(model.stream(request, this.#abort.signal), this.#abort.signal)) {
        if (part.kind === 'text' && this.#text.length + part.text.length > maxSpeech) {
          endless = true;
          this.#abort.abort();
        } else if (part.kind === 'text') {
          delta(this.#text.length, part.text);
          this.#text += part.text;
        } else if (part.kind === 'end') {
          ending = endings[part.end];
          if (ending === 'failed') problem = reasons[part.end];
        } else {
          problem = part.error.message;
        }
      }
    } catch (error) {
      ending = 'failed';
      problem = 'The model’s words could not be read to their end.';
      log.error(`${model.label} broke off.`, error);
    }
    if (endless) [ending, problem] = ['failed', 'The model did not come to an end and was stopped.'];
    if (problem) log.warn(`${model.label}: ${problem}`);
    if (this.#abandoned) return undefined;
    return {
      type: 'spoke',
      turn: this.turn,
      text: this.#text,
      by: model.label,
      ending,
      ...(problem ? { problem } : {}),
    };
  }
}

/** Ends at once when aborted, however long the model takes to notice. */
async function* untilAborted(parts: AsyncIterable<StreamPart>, signal: AbortSignal): AsyncGenerator<StreamPart> {
  const iterator = parts[Symbol.asyncIterator]();
  const aborted = new Promise<'aborted'>((resolve) => {
    signal.addEventListener('abort', () => resolve('aborted'));
  });
  for (;;) {
    const next = await Promise.race([iterator.next(), aborted]);
    if (next === 'aborted') {
      void iterator.return?.().catch(() => undefined);
      return yield { kind: 'end', end: 'aborted' };
    }
    if (next.done) return;
    yield next.value;
  }
}

const endings: Record<StreamEnd, EventOf<'spoke'>['ending']> = {
  complete: 'complete',
  aborted: 'stopped',
  length: 'failed',
  filtered: 'failed',
  stalled: 'failed',
  truncated: 'failed',
  empty: 'failed',
};

const reasons: Partial<Record<StreamEnd, string>> = {
  length: 'The model ran into its length limit before it had finished.',
  filtered: 'The model’s provider withheld the rest of the reply.',
  stalled: 'The model stopped sending words.',
  truncated: 'The connection closed before the reply was complete.',
  empty: 'The model sent an empty reply.',
};
