import { render } from 'lit/html.js';
import { Channel } from '../../src/protocol/channel.ts';
import { fromScorecard, type ScorecardState, toScorecard } from '../../src/protocol/scorecard.ts';
import { loadControls } from '../ui/controls.ts';
import { connectHost } from '../ui/host.ts';
import { MarkdownElement } from '../ui/markdown/element.ts';
import type { ScorecardActions } from './actions.ts';
import { scorecardTemplate } from './view.ts';

customElements.define('mli-markdown', MarkdownElement);

const host = connectHost();
const app = document.getElementById('app');
const channel = new Channel(
  host.wire,
  toScorecard,
  { show },
  (problem) => console.warn(problem),
  Number.POSITIVE_INFINITY,
);
const actions: ScorecardActions = {
  openTurn: (turn) => channel.send(fromScorecard.openTurn, { turn }),
  openCode: (place) => channel.send(fromScorecard.openCode, place),
  openLink: (url) => channel.send(fromScorecard.openLink, { url }),
  practise: (problem) => channel.send(fromScorecard.practise, { problem }),
  exportAs: (format) => channel.send(fromScorecard.exportAs, { format }),
  start: () => channel.send(fromScorecard.start, {}),
  dispute: (dispute) => channel.ask(fromScorecard.dispute, dispute).then(asRefusal, messageOf),
  withdraw: (disputed) => channel.ask(fromScorecard.withdraw, disputed).then(asRefusal, messageOf),
};

host.listen((data) => channel.receive(data));
app?.addEventListener('mli-link', (event) => actions.openLink(String((event as CustomEvent<unknown>).detail)));
channel.send(fromScorecard.ready, {});

function show(state: ScorecardState): void {
  if (app) render(scorecardTemplate(state, actions), app);
  void loadControls();
}

function asRefusal(refused: string | null): string | undefined {
  return refused ?? undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
