import assert from 'node:assert/strict';
import { toChat } from '../../../src/protocol/chat.ts';
import { type ScorecardState, toScorecard } from '../../../src/protocol/scorecard.ts';
import { type ThemeKind, themeKinds } from '../../support/themes.ts';
import { accessibilityFaults, complaints, smallTexts } from './audit.ts';
import { chatStates, scorecard } from './fixtures.ts';
import { type Lab, openLab, type WebviewPage } from './page.ts';

const widths = [300, 1200];
/** Audited everywhere; an audit takes seconds, and the other states, audited in two themes, differ by a line or two. */
const fullyAudited = ['running', 'attention'];
const scorecardStates: Record<string, ScorecardState> = {
  card: { kind: 'card', card: scorecard },
  none: { kind: 'none' },
  running: { kind: 'running', title: 'Research Engineer · full loop' },
};

/** Pictures for people to look at, and everything about a state that can be measured. */
describe('every state of the webviews', () => {
  let lab: Lab;
  before(async () => {
    lab = await openLab();
  });
  after(() => lab.close());

  for (const theme of themeKinds) {
    for (const width of widths) {
      it(`of the panel is sound in ${theme} at ${width} px`, async () => {
        const view = await lab.open('chat', { theme, width });
        let seq = 0;
        for (const [name, state] of Object.entries(chatStates)) {
          seq += 1;
          await view.send(toChat.view, { seq, view: { ...state, session: name }, draft: '' });
          await loaded(view);
          await judge(
            view,
            `panel-${name}`,
            theme,
            width,
            fullyAudited.includes(name) || (width === 300 && !theme.includes('contrast')),
          );
        }
        assert.deepEqual(complaints(view), []);
        await view.close();
      });

      it(`of the scorecard is sound in ${theme} at ${width} px`, async () => {
        const view = await lab.open('scorecard', { theme, width });
        for (const [name, state] of Object.entries(scorecardStates)) {
          await view.send(toScorecard.show, state);
          await judge(view, `scorecard-${name}`, theme, width);
        }
        await view.send(toScorecard.show, scorecardStates.card);
        await openDetails(view);
        await judge(view, 'scorecard-open', theme, width);
        assert.deepEqual(complaints(view), []);
        await view.close();
      });
    }
  }

  it('is audited by something that sees a fault', async () => {
    const view = await lab.open('chat', { width: 300 });
    await view.send(toChat.view, { seq: 1, view: chatStates.running, draft: '' });
    await view.page.evaluate(() => {
      const first = document.querySelector<HTMLElement>('.turn .block p');
      first?.style.setProperty('color', '#333333');
      first?.style.setProperty('font-size', '11px');
    });
    assert.match((await accessibilityFaults(view)).join(), /^color-contrast at /);
    assert.equal((await smallTexts(view)).length, 1);
    await view.close();
  });

  it('fits into 600 px at 200 % zoom, and in forced colours', async () => {
    const view = await lab.open('chat', { width: 300, height: 450, forcedColors: true });
    await view.send(toChat.view, { seq: 1, view: chatStates.running, draft: '' });
    await loaded(view);
    assert.equal(await view.scrollsSideways(), false);
    const log = await view.page.locator('.log').boundingBox();
    assert.ok((log?.height ?? 0) > 120, `the transcript has ${log?.height} px left`);
    await view.screenshot('panel-running-forced-colours');
    await view.close();
  });
});

async function judge(view: WebviewPage, name: string, theme: ThemeKind, width: number, audited = true): Promise<void> {
  await view.screenshot(`${name}-${theme}-${width}`);
  assert.equal(await view.scrollsSideways(), false, `${name} scrolls sideways`);
  assert.deepEqual(await smallTexts(view), [], name);
  if (audited) assert.deepEqual(await accessibilityFaults(view), [], name);
}

/** Waits for what is loaded late: formulas, colours of code, curves, the attention explorer. */
async function loaded({ page }: WebviewPage): Promise<void> {
  await page.waitForFunction(
    () =>
      !document.querySelector(
        'mli-runs:not(:defined), mli-curves:not(:defined), mli-attention:not(:defined), .math-inline:not(:has(.katex))',
      ),
  );
}

async function openDetails({ page }: WebviewPage): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}
