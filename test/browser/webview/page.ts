import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { cacheFolder, rootPath } from '../../support/paths.ts';
import { type ThemeKind, themeSheet } from '../../support/themes.ts';

/** The built webviews: what the extension ships. Another build can be named for work on them. */
const built = process.env.ML_INTERVIEWER_WEBVIEWS ?? rootPath('dist', 'webview');
const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };

export type Surface = 'chat' | 'scorecard';

export interface Posted {
  readonly kind: string;
  readonly name: string;
  readonly id?: number;
  readonly body: Record<string, unknown>;
}

/** A page server and a browser that several tests share. */
export interface Lab {
  readonly browser: Browser;
  readonly origin: string;
  open(
    surface: Surface,
    options?: { theme?: ThemeKind; width?: number; height?: number; reducedMotion?: boolean; forcedColors?: boolean },
  ): Promise<WebviewPage>;
  close(): Promise<void>;
}

export async function openLab(): Promise<Lab> {
  const server = createServer((request, response) => void serve(request.url ?? '/', response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchBrowser();
  return {
    browser,
    origin,
    open: async (
      surface,
      { theme = 'vscode-dark', width = 900, height = 900, reducedMotion = true, forcedColors = false } = {},
    ) => {
      const context = await browser.newContext({
        viewport: { width, height },
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
        forcedColors: forcedColors ? 'active' : 'none',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const opened = new WebviewPage(await context.newPage(), origin);
      await opened.goto(`${origin}/${surface}?theme=${theme}`);
      return opened;
    },
    close: async () => {
      await browser.close();
      await closeServer(server);
    },
  };
}

/** A webview in a plain browser, with the host's side of the conversation in the test's hands. */
export class WebviewPage {
  readonly page: Page;
  /** Errors of the page's scripts and everything its policy refused. */
  readonly problems: string[] = [];
  /** Requests that did not go to the page's own server. */
  readonly outside: string[] = [];
  readonly #origin: string;
  #address = '';

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
    page.on('pageerror', (error) => this.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) this.outside.push(request.url());
    });
  }

  async goto(address: string): Promise<void> {
    this.#address = address;
    await this.page.goto(address);
    await this.waitForPosted('ready');
  }

  async reload(): Promise<void> {
    await this.goto(this.#address);
  }

  async send(message: { readonly name: string }, body: unknown): Promise<void> {
    await this.page.evaluate((envelope) => window.postMessage(envelope, '*'), {
      kind: 'event',
      name: message.name,
      body,
    });
    await this.settle();
  }

  /** Answers the last request of a name. */
  async reply(body: unknown, name = 'answer'): Promise<void> {
    const request = await this.waitForPosted(name);
    await this.page.evaluate((envelope) => window.postMessage(envelope, '*'), { kind: 'reply', id: request.id, body });
    await this.settle();
  }

  async refuse(message: string): Promise<void> {
    const request = await this.waitForPosted('answer');
    await this.page.evaluate((envelope) => window.postMessage(envelope, '*'), {
      kind: 'refusal',
      id: request.id,
      message,
    });
    await this.settle();
  }

  /** Messages of a name (without its surface) that the view has sent since it was loaded. */
  async posted(name: string): Promise<Posted[]> {
    const all = await this.page.evaluate(
      () => (window as unknown as { fakeHost: { posted: unknown[] } }).fakeHost.posted,
    );
    return (all as Posted[]).filter((message) => message.name.split('/')[1] === name);
  }

  async waitForPosted(name: string, count = 1): Promise<Posted> {
    const deadline = Date.now() + 5000;
    for (;;) {
      const messages = await this.posted(name);
      const last = messages.at(-1);
      if (last && messages.length >= count) return last;
      if (Date.now() > deadline)
        throw new Error(`The view sent ${messages.length} "${name}", not ${count}. ${this.problems.join(' | ')}`);
      await this.page.waitForTimeout(10);
    }
  }

  /** Everything that was sent is on screen: one frame for the message, one to draw, one for the toolkit's own queue. */
  async settle(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      await new Promise((done) => setTimeout(done, 0));
    });
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(cacheFolder('screenshots', 'webview'), `${name}.png`) });
  }

  /** Whether anything is wider than the page. */
  async scrollsSideways(): Promise<boolean> {
    return this.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  get origin(): string {
    return this.#origin;
  }
}

export async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent())?.trim() ?? '';
}

async function serve(url: string, response: import('node:http').ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const theme = (searchParams.get('theme') ?? 'vscode-dark') as ThemeKind;
  if (pathname === '/chat' || pathname === '/scorecard')
    return send(response, 'text/html', pageFor(pathname.slice(1), theme));
  if (pathname === '/favicon.ico') return send(response, 'image/x-icon', '');
  if (pathname === '/theme.css') return send(response, 'text/css', themeSheet(theme));
  const file = join(built, normalize(pathname.replace(/^\/webview/, '')));
  const type = types[extname(file)];
  const content = type && file.startsWith(built) ? await readFile(file).catch(() => undefined) : undefined;
  if (!type || !content) {
    response.writeHead(404).end();
    return;
  }
  return send(response, type, content);
}

function send(response: import('node:http').ServerResponse, type: string, content: string | Buffer): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(content);
}

/** The page as the extension makes it, with the same policy, and a stand-in for VS Code's API before it. */
function pageFor(surface: string, theme: ThemeKind): string {
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'self'`,
    ...["style-src 'self'", "font-src 'self'", "img-src 'self'", "connect-src 'none'", "frame-src 'none'"],
    ...["worker-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'none'"],
  ].join('; ');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" id="theme" href="/theme.css?theme=${theme}">
    <link rel="stylesheet" href="/webview/${surface}.css"><link rel="icon" href="/favicon.ico">
    <title>ML Interviewer</title></head>
    <body class="${theme}" data-vscode-theme-kind="${theme}"><main id="app"></main>
    <script nonce="${nonce}">${fakeHost}</script>
    <script type="module" nonce="${nonce}" src="/webview/${surface}.js"></script></body></html>`;
}

const fakeHost = `
  window.fakeHost = { posted: [] };
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.fakeHost.posted.push(structuredClone(message)),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });`;

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(() => closed()));
}
