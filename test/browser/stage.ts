// A stage for the browser: the sandbox with its chat page, the real binary, and Chromium.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../sandbox/src/sandbox.ts';
import { Bot } from '../scenes/bot.ts';
import { newDatabase } from '../scenes/scene.ts';
import { Screen } from './screen.ts';

const PAGE = resolve('build/sandbox/page');
const SCREENSHOTS = resolve('build/screenshots');

/** The browser script/bootstrap looks for. */
const CHROMIUM = process.env['CHROMIUM'] ?? ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => `/usr/bin/${name}`).find(existsSync) ?? 'chromium';

/** Nothing leaves this machine, and nothing waits for a display. */
const SWITCHES = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export class Stage {
  private constructor(
    private readonly browser: Browser, private readonly folder: string,
    private readonly env: Record<string, string>, private readonly databaseUrl: string,
    public sandbox: Sandbox, public bot: Bot,
  ) {}

  /** What a click's instant is; the present unless told. */
  private now: number | undefined;
  private readonly screens: Screen[] = [];

  static async open(env: Record<string, string> = {}): Promise<Stage> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const folder = mkdtempSync(join(tmpdir(), 'ontheclock-browser-'));
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
    const databaseUrl = newDatabase('sqlite');
    const words = { DEFAULT_TIME_ZONE: 'UTC', ...env };
    const sandbox = await startSandbox({ pageDir: PAGE, stateFile: join(folder, 'sandbox.json') });
    const bot = new Bot(sandbox, { databaseUrl, env: words });
    const stage = new Stage(browser, folder, words, databaseUrl, sandbox, bot);
    stage.takeClock();
    await bot.start();
    return stage;
  }

  /** From now on everybody clicks at this instant: a day passes in seconds. */
  at(instant: Date): void {
    this.now = instant.getTime();
  }

  /** Discord writes the click's instant into the interaction's id; here the test says which. */
  private takeClock(): void {
    const { interactions } = this.sandbox.discord;
    const start = interactions.start.bind(interactions);
    interactions.start = (request) =>
      start({ ...request, at_ms: request.at_ms ?? this.now });
  }

  /** The chat page as one person sees it, in a browser profile of their own. */
  async visit(name: string): Promise<Screen> {
    const person = this.sandbox.world.people.find(({ global_name: one }) => one === name);
    assert.ok(person, `there is no ${name}`);
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 860 }, locale: 'en-GB', timezoneId: 'UTC',
    });
    const screen = new Screen(await context.newPage(), SCREENSHOTS);
    this.screens.push(screen);
    await screen.open(`${this.sandbox.url}/#/as/${person.id}`);
    return screen;
  }

  /** Everything off, as Ctrl-C does it. */
  async stop(): Promise<void> {
    assert.equal(await this.bot.stop(), 0, this.bot.tail());
    await this.sandbox.close();
  }

  /** Everything on again, at the same address and with what was kept. */
  async start(): Promise<void> {
    const port = Number(new URL(this.sandbox.url).port);
    const stateFile = join(this.folder, 'sandbox.json');
    this.sandbox = await startSandbox({ port, pageDir: PAGE, stateFile });
    this.bot = new Bot(this.sandbox, { databaseUrl: this.databaseUrl, env: this.env });
    this.takeClock();
    await this.bot.start();
  }

  async close(): Promise<void> {
    const faults = this.screens.flatMap((screen) => screen.faults);
    await this.end();
    assert.deepEqual(faults, [], 'the page ran into faults');
  }

  /** After a failed test: what everybody saw, and nothing left running. */
  async abandon(): Promise<void> {
    for (const [at, screen] of this.screens.entries()) {
      await screen.shot(`failed-${at}`).catch(() => undefined);
    }
    console.error(this.bot.tail());
    await this.end();
  }

  private async end(): Promise<void> {
    await this.browser.close();
    const status = await this.bot.stop();
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
    assert.equal(status, 0, `the bot ended badly:\n${this.bot.tail()}`);
  }
}

/** One test on a stage of its own. */
export async function onStage(
  env: Record<string, string>, play: (stage: Stage) => Promise<void>,
): Promise<void> {
  const stage = await Stage.open(env);
  try {
    await play(stage);
  } catch (error) {
    await stage.abandon();
    throw error;
  }
  await stage.close();
}
