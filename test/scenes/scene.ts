// A scene: a sandbox, the real binary, and a database of its own, on every engine there is.

import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/src/sandbox.ts';
import type { Answer, SeenMessage } from '../../sandbox/src/acts.ts';
import { Bot, emptyFolder, type Transport } from './bot.ts';

const READ_BYTES = 1 << 28;

export type Engine = 'sqlite' | 'postgresql';

/** The throw-away cluster of tool/with-postgres; without it only SQLite is tried. */
const CLUSTER = process.env['ONTHECLOCK_TEST_POSTGRES'] ?? '';

export const ENGINES: Engine[] = CLUSTER === '' ? ['sqlite'] : ['sqlite', 'postgresql'];

let databases = 0;

export function newDatabase(engine: Engine): string {
  const name = `scene_${process.pid}_${++databases}`;
  if (engine === 'sqlite') return `sqlite:${join(emptyFolder(), `${name}.db`)}`;
  const made = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', `create database ${name}`, CLUSTER], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  const url = new URL(CLUSTER);
  url.pathname = `/${name}`;
  return url.href;
}

/** The ledger is whole, and the sessions made anew are those that were kept. */
export function checkLedger(bot: Bot): void {
  const verified = bot.run('verify');
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  assert.match(verified.stdout, /the ledger is whole/);
  const rebuilt = bot.run('rebuild');
  assert.equal(rebuilt.status, 0, rebuilt.stdout + rebuilt.stderr);
  assert.match(rebuilt.stdout, / 0 sessions made, 0 changed, 0 removed/);
}

/** The rows of a query, read from the database itself; columns with '|' between. */
export function readRows(databaseUrl: string, query: string): string[] {
  const done = databaseUrl.startsWith('sqlite:')
    ? spawnSync('sqlite3', ['-readonly', databaseUrl.slice('sqlite:'.length), query], { encoding: 'utf8', maxBuffer: READ_BYTES })
    : spawnSync('psql', ['-X', '-A', '-t', '-c', query, databaseUrl], { encoding: 'utf8', maxBuffer: READ_BYTES });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout.split('\n').filter((line) => line !== '');
}

/** The request keys of every punch in the ledger. */
export function punchKeys(databaseUrl: string): string[] {
  return readRows(databaseUrl, 'select request_key from punch order by guild_id, sequence');
}

export interface SceneOptions {
  transport?: Transport;
  engine?: Engine;
  sandbox?: SandboxOptions;
  env?: Record<string, string>;
  /** Staff may clock in already; true unless told. */
  employees?: boolean;
  /** Forgotten shifts are closed as usual.  Unless told they never are: most scenes play on a day long past. */
  closesForgotten?: boolean;
}

export class Scene {
  private constructor(readonly sandbox: Sandbox, readonly bot: Bot) {}

  static async open(options: SceneOptions = {}): Promise<Scene> {
    const sandbox = await startSandbox(options.sandbox);
    const bot = new Bot(sandbox, {
      transport: options.transport ?? 'gateway',
      databaseUrl: newDatabase(options.engine ?? 'sqlite'),
      env: options.env,
    });
    await bot.start();
    const scene = new Scene(sandbox, bot);
    if (options.closesForgotten !== true) await scene.keepShiftsOpen();
    if (options.employees !== false) await scene.makeStaffEmployees();
    return scene;
  }

  async keepShiftsOpen(): Promise<void> {
    const answer = await this.sandbox.acts.command('olivia', '/settings maxshift', { hours: 0 });
    assert.match(words(answer), /never closed/);
  }

  async makeStaffEmployees(): Promise<void> {
    const role = this.sandbox.world.state.guilds[0]!.roles.find((one) => one.name === 'Staff')!;
    const answer = await this.sandbox.acts.command('olivia', '/roles employee add', { role: role.id });
    assert.match(words(answer), /can clock in now/);
  }

  checkLedger(): void {
    checkLedger(this.bot);
  }

  punchKeys(): string[] {
    return punchKeys(this.bot.databaseUrl);
  }

  async close(): Promise<void> {
    const status = await this.bot.stop();
    await this.sandbox.close();
    assert.equal(status, 0, `the bot ended badly:\n${this.bot.tail()}`);
  }
}

/** Runs `play` as one test for each transport and engine that is asked for. */
export function scene(
  name: string,
  { transports = ['gateway'], engines = ENGINES, ...options }: SceneOptions & { transports?: Transport[]; engines?: Engine[] },
  play: (scene: Scene) => Promise<void>,
): void {
  for (const transport of transports) {
    for (const engine of engines) {
      test(`${name} (${transport}, ${engine})`, { timeout: 300_000 }, async () => {
        const scene = await Scene.open({ ...options, transport, engine });
        try {
          await play(scene);
        } catch (error) {
          await scene.bot.kill();
          await scene.sandbox.close();
          console.error(scene.bot.tail());
          throw error;
        }
        await scene.close();
      });
    }
  }
}

/** Everything a person reads in an answer, as one text. */
export function words(answer: Answer): string {
  if (!answer.message) return `${answer.outcome}: ${answer.text ?? ''}`;
  return messageWords(answer.message);
}

export function messageWords(message: SeenMessage): string {
  const embeds = message.embeds.map((embed) => {
    const fields = (embed['fields'] as { name: string; value: string }[] | undefined) ?? [];
    return [embed['title'], embed['description'], ...fields.map((one) => `${one.name}: ${one.value}`)].join(' | ');
  });
  return [message.content, ...embeds].join('\n');
}

/** Until it is so; the clock of a test is patient but not endless. */
export async function until(so: () => boolean | Promise<boolean>, within_ms = 15_000): Promise<void> {
  const end = Date.now() + within_ms;
  while (!(await so())) {
    assert.ok(Date.now() < end, 'it did not come to be in time');
    await new Promise((done) => setTimeout(done, 50));
  }
}
