// The chat page before one person: what they type and press, and what they then read.

import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expectSoon } from './soon.ts';

const WAIT_MS = 15_000;

/** A sandbox that is switched off is part of the play. */
const GONE = /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/;

/** What a command or a button led to. */
export interface Answer {
  /** Of the new message; '' when a form opened instead. */
  id: string;
  /** The title of the form, which is closed again; '' when there is none. */
  form: string;
}

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
    return (await this.ask(text, options)).id;
  }

  /** The same for commands that may open a form. */
  async ask(text: string, options: Record<string, string> = {}): Promise<Answer> {
    const before = await this.newestId();
    await this.composer.fill(text);
    const picker = this.page.getByTestId('command-picker');
    await picker.getByRole('option', { name: text, exact: true }).waitFor();
    await this.composer.press('Enter');
    if ((await this.composer.count()) === 0) {
      for (const [name, value] of Object.entries(options)) await this.give(name, value);
      await this.page.getByTestId('command-form').getByTestId('more').press('Enter');
    }
    return this.answerAfter(before);
  }

  /** A row of the menu over a member. */
  async askOver(member: string, row: string): Promise<Answer> {
    const before = await this.newestId();
    await this.page.getByTestId(`member-${member}`).click();
    const card = this.page.getByTestId('member-card');
    await card.getByRole('button', { name: row, exact: true }).click();
    return this.answerAfter(before);
  }

  /** One option of the command that stands in the composer: typed, and picked from its list. */
  private async give(name: string, value: string): Promise<void> {
    const field = this.page.getByTestId(`option-${name}`);
    if ((await field.count()) === 0) await this.page.getByTestId('more').fill(`${name}:`);
    await field.fill(value);
    if ((await field.getAttribute('role')) !== 'combobox') return;
    const choices = this.page.getByTestId('choices');
    await expectSoon(`the choices of ${name}`, async () =>
      !(await choices.count()) || !(await choices.getByText('Looking…').count()));
    if (await choices.getByRole('option').count()) await field.press('Enter');
  }

  private async answerAfter(before: string): Promise<Answer> {
    const modal = this.page.getByTestId('modal');
    const trouble = this.page.getByTestId('command-error')
      .or(this.page.getByTestId('interaction-failed'));
    let id = before;
    await expectSoon('an answer', async () => {
      if (await trouble.count()) throw new Error(await trouble.first().innerText());
      if (await modal.count()) return true;
      id = await this.newestId();
      return id !== before && (await this.newest.getByTestId('thinking').count()) === 0;
    });
    if ((await modal.count()) === 0) return { id, form: '' };
    const form = await modal.getByRole('heading').innerText();
    await this.page.keyboard.press('Escape');
    await modal.waitFor({ state: 'detached' });
    return { id: '', form };
  }

  /** Presses a button of this message and waits until the message says `then`. */
  async press(id: string, button: string, then: string | RegExp): Promise<void> {
    await this.message(id).getByTestId(`button-${button}`).click();
    await this.reads(id, then);
  }

  /** Presses a button that answers with a message of its own. */
  async pressForMore(id: string, button: string): Promise<string> {
    return (await this.tryButton(id, button)).id;
  }

  async tryButton(id: string, button: string): Promise<Answer> {
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
