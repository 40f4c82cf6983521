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

/**
 * Runs a command as a person does: the palette, the title typed, the row chosen. Right after a start its extension may not be
 * registered yet, so the palette is reopened until the row appears.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input');
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
  for (let attempt = 0; ; attempt += 1) {
    await page.keyboard.press('F1');
    await input.waitFor({ state: 'visible' });
    await page.keyboard.type(title);
    const found = await row.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (found) break;
    await page.keyboard.press('Escape');
    if (attempt === 10) throw new Error(`The palette does not offer "${title}".`);
  }
  await row.click();
  await row.waitFor({ state: 'hidden' });
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
  throw new Error(
    `No webview with ${selector} within ${timeoutMs} ms; frames: ${page.frames().map((frame) => frame.url())}`,
  );
}
