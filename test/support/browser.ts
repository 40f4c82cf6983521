import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { findProgram } from './find.ts';
import { browserCandidates, missing } from './platform.ts';

/** VS Code's four theme kinds, as settings. */
export const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'hc-black': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
} as const;
export type Theme = keyof typeof themes;

/** User settings that keep a workbench still: no welcome page, no news, no signing in, the theme as chosen. */
export function quietSettings(theme: Theme = 'dark'): Record<string, unknown> {
  return {
    'workbench.colorTheme': themes[theme],
    'window.autoDetectColorScheme': false,
    'window.autoDetectHighContrast': false,
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.welcomePage.walkthroughs.openOnInstall': false,
    'chat.disableAIFeatures': true,
    'security.workspace.trust.startupPrompt': 'never',
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'extensions.autoCheckUpdates': false,
    'extensions.ignoreRecommendations': true,
    'git.enabled': false,
  };
}

/** A Chromium-based browser's program, or an error that says how to get one. */
export async function findBrowser(): Promise<string> {
  for (const candidate of browserCandidates(process.platform, process.env)) {
    const program = await findProgram(candidate);
    if (program) return program;
  }
  throw new Error(`${missing(process.platform, 'browser')} Another place can be named in ML_INTERVIEWER_TEST_BROWSER.`);
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findBrowser(),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

/** Opens a workbench and waits until it takes input. */
export async function openWorkbench(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
  await page.locator('.monaco-workbench .explorer-viewlet, .monaco-workbench .part.editor').first().waitFor();
}

/** The content frame of the webview that holds `selector`: VS Code nests it inside another frame. */
export async function webviewFrame(page: Page, selector: string, timeoutMs = 20_000): Promise<Frame> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    for (const frame of page.frames().filter((candidate) => candidate.url().includes('fake.html'))) {
      if (
        (await frame
          .locator(selector)
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    }
    await page.waitForTimeout(50);
  }
  const texts = (css: string): Promise<string[]> => page.locator(css).allInnerTexts();
  throw new Error(
    `No webview with ${selector} within ${timeoutMs} ms; tabs: ${await texts('.tab')}; ` +
      `notifications: ${await texts('.notification-toast')}; frames: ${page.frames().map((frame) => frame.url())}`,
  );
}
