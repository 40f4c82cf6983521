import type { Page } from 'playwright-core';
import { withHost } from './host.ts';
import type { Subject } from './subjects.ts';

export interface Click {
  /** From the command to the first question on screen, ms. */
  readonly painted: number;
  /** Resources that the page had loaded by then. */
  readonly resources: readonly string[];
}

interface Painted {
  readonly at: number;
  readonly resources: string[];
}

/** The command given for the first time, before the extension is active, until the text of its webview is painted. */
export function measureClick(subject: Subject): Promise<Click> {
  const { click } = subject;
  if (!click) throw new Error(`${subject.name} has nothing to click.`);
  let shown: (painted: Painted) => void = () => {};
  const painted = new Promise<Painted>((resolve) => {
    shown = resolve;
  });
  const prepare = (page: Page) => watchForText(page, click.selector, shown);
  return withHost(
    subject,
    async ({ ask }) => {
      const { at } = await ask<{ at: number }>('/run', { command: click.command });
      const late = AbortSignal.timeout(30_000);
      const first = await Promise.race([
        painted,
        new Promise<never>((_, reject) =>
          late.addEventListener('abort', () => reject(new Error(`${subject.name} showed no text in 30 s.`))),
        ),
      ]);
      return { painted: first.at - at, resources: first.resources };
    },
    prepare,
  );
}

/** Looks once a frame, in the frame of the webview itself, whether the text is there, laid out and not hidden. */
async function watchForText(page: Page, selector: string, shown: (painted: Painted) => void): Promise<void> {
  await page.exposeFunction('benchPainted', shown);
  await page.addInitScript((wanted) => {
    if (!location.pathname.endsWith('/fake.html')) return;
    const look = (): void => {
      const found = document.querySelector<HTMLElement>(wanted);
      const visible = window.frameElement && getComputedStyle(window.frameElement).visibility === 'visible';
      if (!visible || !found?.textContent?.trim() || found.getClientRects().length === 0) {
        requestAnimationFrame(look);
        return;
      }
      // The frame that holds the text is painted after this callback; a task posted here runs once that is done.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const resources = performance.getEntriesByType('resource').map((entry) => entry.name);
        const tell = (window as unknown as { benchPainted(painted: Painted): void }).benchPainted;
        tell({ at: Date.now(), resources });
      };
      port2.postMessage(undefined);
    };
    requestAnimationFrame(look);
  }, selector);
}
