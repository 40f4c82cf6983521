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

/** Looks once a frame, from VS Code's frame around the content, whether the text is there, laid out and not hidden. */
async function watchForText(page: Page, selector: string, shown: (painted: Painted) => void): Promise<void> {
  await page.exposeFunction('benchPainted', shown);
  await page.addInitScript((wanted) => {
    if (!location.pathname.endsWith('/webview/browser/pre/index.html')) return;
    const look = (): void => {
      // The frame has this name, and is visible, from the load event on.
      const content = document.querySelector<HTMLIFrameElement>('#active-frame')?.contentWindow;
      const text = content?.document.querySelector<HTMLElement>(wanted);
      if (!text?.textContent?.trim() || text.getClientRects().length === 0) {
        requestAnimationFrame(look);
        return;
      }
      // What is there now is painted after this callback; a task posted here runs once that is done.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const resources = content?.performance.getEntriesByType('resource').map((entry) => entry.name) ?? [];
        const tell = (window as unknown as { benchPainted(painted: Painted): void }).benchPainted;
        tell({ at: Date.now(), resources });
      };
      port2.postMessage(undefined);
    };
    requestAnimationFrame(look);
  }, selector);
}
