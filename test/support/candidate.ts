import type { Frame, Page } from 'playwright-core';
import { webviewFrame } from './browser.ts';

/** Drives the interview panel as a candidate does: real typing, real clicks, real keys. */
export class Candidate {
  readonly page: Page;
  frame: Frame;

  private constructor(page: Page, frame: Frame) {
    this.page = page;
    this.frame = frame;
  }

  static async at(page: Page): Promise<Candidate> {
    return new Candidate(page, await webviewFrame(page, '#answer, .composer'));
  }

  async answer(text: string): Promise<void> {
    const before = await this.frame.locator('article.turn').count();
    await this.type(text);
    await this.page.keyboard.press('Enter');
    await this.frame
      .locator('article.turn')
      .nth(before + 1)
      .waitFor({ timeout: 30_000 });
  }

  /** Types into the composer without sending. */
  async type(text: string): Promise<void> {
    await this.frame.locator('#answer textarea').click();
    await this.page.keyboard.type(text);
  }

  async press(name: string): Promise<void> {
    await this.frame.getByRole('button', { name, exact: true }).last().click();
  }

  /** Presses a button of the composer and waits for the interviewer's reaction. */
  async ask(name: string): Promise<void> {
    const before = await this.frame.locator('article.turn').count();
    await this.press(name);
    await this.frame.locator('article.turn').nth(before).waitFor({ timeout: 30_000 });
  }

  turns(): Promise<string[]> {
    return this.frame.locator('article.turn').allInnerTexts();
  }

  async lastTurn(): Promise<string> {
    return (await this.turns()).at(-1) ?? '';
  }

  async waitForText(text: string | RegExp, timeout = 30_000): Promise<void> {
    await this.frame.getByText(text).last().waitFor({ timeout });
  }
}
