// The chat page before one person: what they type and press, and what they then read.

import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expectSoon } from './soon.ts';

const WAIT_MS = 15_000;

/** A sandbox that is switched off is part of the play. */
const GONE = /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/;

export class Screen {
  /** What went wrong in the page itself; a test ends with none. */
  readonly faults: string[] = [];

  constructor(private readonly page: Page, private readonly screenshots: string) {
    page.setDefaultTimeout(WAIT_MS);
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (line) => {
      if (line.type() === 'error' && !GONE.test(line.text())) this.faults.push(line.text());
    });
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.composer.waitFor();
  }

  get composer(): Locator {
    return this.page.getByTestId('composer');
  }

  private get messages(): Locator {
    return this.page.getByTestId('messages').getByTestId('message');
  }

  /** The message everybody looks at: the newest one. */
  get newest(): Locator {
    return this.messages.last();
  }

  message(id: string): Locator {
    return this.page.getByTestId('messages').locator(`[data-message-id="${id}"]`);
  }

  private async newestId(): Promise<string> {
    if ((await this.messages.count()) === 0) return '';
    return (await this.newest.getAttribute('data-message-id')) ?? '';
  }

  /** The commands that are offered for what was typed. */
  async offered(text: string): Promise<string[]> {
    await this.composer.fill(text);
    const picker = this.page.getByTestId('command-picker');
    await picker.waitFor();
    const names = await picker.getByRole('option').locator('strong').allTextContents();
    await this.composer.fill('');
    return names;
  }

  /** Types a command, its options by name, and waits for the answer: the id of its message. */
  async command(text: string, options: Record<string, string> = {}): Promise<string> {
    const before = await this.newestId();
    await this.composer.fill(text);
    const picker = this.page.getByTestId('command-picker');
    await picker.getByRole('option', { name: text, exact: true }).waitFor();
    await this.composer.press('Enter');
    const form = this.page.getByTestId('command-form');
    if ((await this.composer.count()) === 0) {
      for (const [name, value] of Object.entries(options)) await this.give(name, value);
      await form.getByTestId('more').press('Enter');
    }
    return this.answerAfter(before);
  }

  /** One option of the command that stands in the composer: typed, and picked from its list. */
  private async give(name: string, value: string): Promise<void> {
    const field = this.page.getByTestId(`option-${name}`);
    if ((await field.count()) === 0) await this.page.getByTestId('more').fill(`${name}:`);
    await field.fill(value);
    if ((await field.getAttribute('role')) === 'combobox') {
      await this.page.getByTestId('choices').getByRole('option').first().waitFor();
      await field.press('Enter');
    }
  }

  private async answerAfter(before: string): Promise<string> {
    let id = '';
    await expectSoon('an answer', async () => {
      id = await this.newestId();
      return id !== before && (await this.newest.getByTestId('thinking').count()) === 0;
    });
    return id;
  }

  /** Presses a button of this message and waits until the message says `then`. */
  async press(id: string, button: string, then: string | RegExp): Promise<void> {
    await this.message(id).getByTestId(`button-${button}`).click();
    await this.reads(id, then);
  }

  /** Presses a button that answers with a message of its own. */
  async pressForMore(id: string, button: string): Promise<string> {
    const before = await this.newestId();
    await this.message(id).getByTestId(`button-${button}`).click();
    return this.answerAfter(before);
  }

  async reads(id: string, wanted: string | RegExp): Promise<void> {
    let seen = '';
    await expectSoon(String(wanted), async () => {
      seen = await this.text(id).catch(() => '(no such message)');
      return typeof wanted === 'string' ? seen.includes(wanted) : wanted.test(seen);
    }).catch((error: Error) => {
      throw new Error(`${error.message}, but there stands: ${seen}`);
    });
  }

  /** What stands in the message, all of it on one line. */
  async text(id: string): Promise<string> {
    return (await this.message(id).innerText()).replace(/\s+/g, ' ');
  }

  /** The ids of the buttons below a message, in order. */
  async buttons(id: string): Promise<string[]> {
    const found = this.message(id).locator('[data-testid^="button-"]');
    const ids = await found.evaluateAll((list) =>
      list.map((one) => one.getAttribute('data-testid') ?? ''));
    return ids.map((one) => one.slice('button-'.length));
  }

  async isEphemeral(id: string): Promise<boolean> {
    return (await this.message(id).getAttribute('data-ephemeral')) === 'true';
  }

  /** Until the page has found the sandbox again. */
  async isConnected(): Promise<void> {
    await expectSoon('the connection', async () =>
      (await this.page.getByTestId('connection').innerText()) === '');
  }

  async shot(name: string): Promise<void> {
    const path = join(this.screenshots, `${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled' });
  }
}
