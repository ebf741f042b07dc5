// The real binary as a scene runs it: started, watched, stopped, killed.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Sandbox } from '../../sandbox/src/sandbox.ts';

/** script/test says which build: plain, address or thread sanitizer. */
const BINARY = resolve(process.env['ONTHECLOCK'] ?? 'build/ontheclock');
const START_MS = 60_000;
const STOP_MS = 30_000;

export type Transport = 'gateway' | 'http';

export interface BotOptions {
  transport?: Transport;
  databaseUrl: string;
  env?: Record<string, string>;
  /** What `serve` is told besides: ['--only', 'bot']. */
  words?: string[];
}

export interface CommandResult {
  status: number;
  stdout: string;
  stderr: string;
}

/** The fields of a logfmt line that scenes look at: event="…" and number fields. */
function field(line: string, name: string): string | undefined {
  return new RegExp(` ${name}=("([^"]*)"|(\\S+))`).exec(line)?.slice(2).find((one) => one !== undefined);
}

export class Bot {
  readonly lines: string[] = [];
  port = 0;
  internalPort = 0;
  private child: ChildProcess | null = null;
  private ended: Promise<void> = Promise.resolve();
  private status: number | null = null;

  constructor(private readonly sandbox: Sandbox, private readonly options: BotOptions) {}

  private environment(): Record<string, string> {
    const { PATH = '', HOME = '', TSAN_OPTIONS = '', ASAN_OPTIONS = '', UBSAN_OPTIONS = '' } = process.env;
    return {
      PATH, HOME, TSAN_OPTIONS, ASAN_OPTIONS, UBSAN_OPTIONS,
      ...this.sandbox.env(),
      DATABASE_URL: this.options.databaseUrl,
      DISCORD_TRANSPORT: this.options.transport ?? 'gateway',
      DEFAULT_TIME_ZONE: 'Europe/Berlin',
      PORT: '0', INTERNAL_PORT: '0', LOG_LEVEL: 'debug',
      ...this.options.env,
    };
  }

  /** Until it says it is ready and Discord can reach it. */
  async start(): Promise<this> {
    // In an empty folder, so that nobody's .env is read.
    const child = spawn(BINARY, ['serve', ...(this.options.words ?? [])], { cwd: emptyFolder(), env: this.environment(), stdio: ['ignore', 'inherit', 'pipe'] });
    this.child = child;
    this.status = null;
    const reader = createInterface({ input: child.stderr! });
    this.ended = once(child, 'close').then(([code, signal]) => {
      this.status = code ?? -1;
      if (code !== 0 && signal !== 'SIGKILL') this.lines.push(`ended with ${code ?? signal}`);
      this.child = null;
    });
    const ready = new Promise<void>((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`not ready in time:\n${this.tail()}`)), START_MS);
      reader.on('line', (line) => {
        this.lines.push(line);
        if (field(line, 'event') === 'listening') {
          this.port = Number(field(line, 'port') ?? 0);
          this.internalPort = Number(field(line, 'internal_port'));
        }
        if (field(line, 'event') === 'ready') { clearTimeout(timer); done(); }
      });
      void this.ended.then(() => { clearTimeout(timer); fail(new Error(`ended while starting:\n${this.tail()}`)); });
    });
    await ready;
    if (this.options.transport === 'http') {
      await this.sandbox.discord.setInteractionsUrl(`${this.url}/discord/interactions`);
    }
    await this.sandbox.waitForBot(START_MS);
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get databaseUrl(): string {
    return this.options.databaseUrl;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get running(): boolean {
    return this.child !== null;
  }

  tail(count = 30): string {
    return this.lines.slice(-count).join('\n');
  }

  /** Lines of this event so far. */
  logged(event: string): string[] {
    return this.lines.filter((line) => field(line, 'event') === event);
  }

  /** SIGTERM, as an init system does it; the exit status. */
  async stop(): Promise<number> {
    if (!this.child) return this.status ?? 0;
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child?.kill('SIGKILL'), STOP_MS);
    await this.ended;
    clearTimeout(late);
    return this.status ?? 0;
  }

  /** SIGSTOP or SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    this.child!.kill(signal);
  }

  /** kill -9 */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  /** Another subcommand on the same database. */
  run(...words: string[]): CommandResult {
    const done = spawnSync(BINARY, words, { cwd: emptyFolder(), env: this.environment(), encoding: 'utf8', timeout: 120_000 });
    return { status: done.status ?? -1, stdout: done.stdout, stderr: done.stderr };
  }

  /** The same program and database with other settings. */
  with(env: Record<string, string>): Bot {
    return new Bot(this.sandbox, { ...this.options, env: { ...this.options.env, ...env } });
  }

  async metrics(): Promise<string> {
    return (await this.internal('/metrics')).text();
  }

  internal(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.internalPort}${path}`);
  }
}

let folder: string | null = null;

/** One folder a test process, removed at its end. */
export function emptyFolder(): string {
  if (folder === null) {
    folder = mkdtempSync(join(tmpdir(), 'ontheclock-scene-'));
    process.on('exit', () => rmSync(folder!, { recursive: true, force: true }));
  }
  return folder;
}
