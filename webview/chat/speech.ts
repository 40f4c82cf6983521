import type { ChatView, TurnView } from '../../src/protocol/chat.ts';
import { plainSpeech, SentenceFeed } from '../ui/sentences.ts';
import { endingOf } from './probes.ts';

/**
 * What a screen reader should hear of a new view: sentences of a turn being spoken, whole turns that appeared, and
 * verdicts. The first view is only shown: nobody wants a whole transcript read out on opening.
 */
export class Speech {
  readonly #feeds = new Map<number, SentenceFeed>();
  #before: ChatView | undefined;

  /** The words to say now, in order. */
  next(view: ChatView): string[] {
    const before = this.#before;
    this.#before = view;
    if (!before || before.session !== view.session) return [];
    const known = new Map(before.turns.map((turn) => [turn.turn, turn]));
    return view.turns.flatMap((turn) => {
      const earlier = known.get(turn.turn);
      return earlier === turn ? [] : this.#changed(turn, earlier);
    });
  }

  #changed(turn: TurnView, earlier: TurnView | undefined): string[] {
    if (turn.who === 'candidate') return earlier ? [] : ['Your answer was sent.'];
    return [
      ...this.#words(turn, earlier),
      ...verdictWords(turn, earlier),
      ...findingWords(turn, earlier),
      ...this.#stopped(turn, earlier),
    ];
  }

  #words(turn: TurnView, earlier: TurnView | undefined): string[] {
    const name = turn.hint ? `Hint ${turn.hint.level}.` : turn.who === 'interviewer' ? 'Interviewer:' : 'Note:';
    const opening = earlier ? [] : [name];
    if (turn.speaking) return [...opening, this.#feed(turn.turn).push(turn.markdown)];
    if (earlier?.speaking) return [this.#feed(turn.turn).finish(turn.markdown)];
    return !earlier || earlier.markdown !== turn.markdown ? [...opening, plainSpeech(turn.markdown)] : [];
  }

  #stopped(turn: TurnView, earlier: TurnView | undefined): string[] {
    return turn.partial && !earlier?.partial ? [turn.partial.why] : [];
  }

  #feed(turn: number): SentenceFeed {
    const feed = this.#feeds.get(turn) ?? new SentenceFeed();
    this.#feeds.set(turn, feed);
    return feed;
  }
}

function verdictWords(turn: TurnView, earlier: TurnView | undefined): string[] {
  return turn.cards.flatMap((card, index) => {
    const old = earlier?.cards[index];
    if (card.kind !== 'exercise' || !card.verdict) return [];
    if (old?.kind === 'exercise' && JSON.stringify(old.verdict) === JSON.stringify(card.verdict)) return [];
    return [`Verdict: ${card.verdict.word}. ${card.verdict.summary}`];
  });
}

function findingWords(turn: TurnView, earlier: TurnView | undefined): string[] {
  return turn.cards.flatMap((card, index) => {
    const old = earlier?.cards[index];
    const newest = card.kind === 'exercise' ? card.findings.at(-1) : undefined;
    const before = old?.kind === 'exercise' ? old.findings.at(-1) : undefined;
    if (!newest || newest.number === before?.number) return [];
    return [`${newest.name}: ${[endingOf(newest), newest.text].filter(Boolean).join(' ')}`];
  });
}
