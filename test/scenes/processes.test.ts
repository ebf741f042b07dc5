// Several processes on one database: shards divided by leases, taken over, handed over.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { startSandbox, type Sandbox } from '../../sandbox/src/sandbox.ts';
import type { GatewaySettings } from '../../sandbox/src/discord/gateway.ts';
import type { Line } from '../../sandbox/src/log.ts';
import { Bot, emptyFolder, type BotOptions } from './bot.ts';
import { ENGINES, newDatabase, words, type Engine } from './scene.ts';

const SHARDS = 4;
const LEASE_S = 4;
/** A lease, and the look of the others at it. */
const TAKEN_OVER_MS = LEASE_S * 1000 + 6_000;

const sleep = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

/** A sandbox of four shards with a server on each, and processes on one database. */
class Crowd {
  readonly bots: Bot[] = [];
  /** A server's name by its shard. */
  readonly guilds: string[] = [];

  private constructor(readonly sandbox: Sandbox, readonly databaseUrl: string) {}

  static async open(engine: Engine, gateway: Partial<GatewaySettings> = {}): Promise<Crowd> {
    const sandbox = await startSandbox({ gateway: { shards: SHARDS, identify_ms: 100, max_concurrency: SHARDS, ...gateway }, rateLimits: false });
    const crowd = new Crowd(sandbox, newDatabase(engine));
    const olivia = sandbox.world.person('olivia');
    for (let shard = 0; shard < SHARDS; shard++) {
      const name = `shard ${shard}`;
      sandbox.world.addGuild({ id: String((BigInt(4_000 + shard) << 22n) + 1n), name, owner_id: olivia.id });
      crowd.guilds.push(name);
    }
    return crowd;
  }

  async start(only: string[], options: Partial<BotOptions> = {}): Promise<Bot> {
    const bot = new Bot(this.sandbox, {
      databaseUrl: this.databaseUrl,
      words: only.flatMap((one) => ['--only', one]),
      ...options,
      env: { LEASE_SECONDS: String(LEASE_S), ...options.env },
    });
    this.bots.push(bot);
    return bot.start();
  }

  /** How many shards each process has connected, in the order of their start. */
  async held(): Promise<number[]> {
    return Promise.all(this.bots.map(async (bot) => {
      if (!bot.running) return 0;
      return Number(/^gateway_connected_shards (\d+)/m.exec(await bot.metrics())?.[1] ?? 0);
    }));
  }

  async until(what: string, wanted: (held: number[]) => boolean, ms = TAKEN_OVER_MS): Promise<void> {
    const end = Date.now() + ms;
    let held: number[] = [];
    while (Date.now() < end) {
      held = await this.held();
      if (wanted(held)) return;
      await sleep(50);
    }
    assert.fail(`${what}: ${held.join(' ')} after ${ms} ms\n${this.bots.map((bot) => bot.tail(15)).join('\n\n')}`);
  }

  /** Olivia, who owns every server, may clock in everywhere. */
  async employ(): Promise<void> {
    const { world, acts } = this.sandbox;
    for (const name of this.guilds) {
      const guild = world.state.guilds.find((one) => one.name === name)!;
      const role = world.addRole(guild, { name: 'Staff' });
      world.updateMember(guild, world.member(guild, world.person('olivia').id)!, { roles: [role.id] });
      const answer = await acts.command('olivia', '/roles employee add', { role: role.id }, { guild: name });
      assert.match(words(answer), /can clock in now/);
    }
  }

  /** Every server's people are answered. */
  async ask(): Promise<void> {
    for (const guild of this.guilds) {
      const answer = await this.sandbox.acts.command('olivia', '/onclock', {}, { guild });
      assert.match(words(answer), /Nobody|On the clock/, guild);
    }
  }

  /** No shard ever had two live sessions, read from what the sandbox saw in its order. */
  checkSessions(): void {
    const shardOf = new Map<string, number>();
    const live = new Map<number, number>();
    const connection = new Map<number, number>();
    for (const line of this.sandbox.discord.log.all() as Line[]) {
      if (line.kind === 'identify' && line.outcome === 'ready') shardOf.set(line.session_id!, line.shard[0]);
      const session = (line.kind === 'identify' && line.outcome === 'ready') || (line.kind === 'resume' && line.outcome === 'resumed') ? line.session_id! : null;
      if (session !== null && 'connection' in line) {
        const shard = shardOf.get(session)!;
        const other = live.get(shard);
        assert.equal(other, undefined, `shard ${shard} went live on connection ${line.connection} while ${other} was`);
        live.set(shard, line.connection);
        connection.set(line.connection, shard);
      }
      if (line.kind === 'close' && connection.has(line.connection)) live.delete(connection.get(line.connection)!);
    }
  }

  identifies(): number {
    return this.sandbox.discord.log.of('identify').length;
  }

  punchKeys(): string[] {
    const query = 'select request_key from punch';
    const url = this.databaseUrl;
    const done = url.startsWith('sqlite:')
      ? spawnSync('sqlite3', ['-readonly', url.slice('sqlite:'.length), query], { encoding: 'utf8', cwd: emptyFolder() })
      : spawnSync('psql', ['-X', '-A', '-t', '-c', query, url], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout.split('\n').filter((line) => line !== '');
  }

  async close(): Promise<void> {
    const statuses = await Promise.all(this.bots.map((bot) => bot.stop()));
    await this.sandbox.close();
    for (const [i, status] of statuses.entries()) assert.ok(status === 0 || !this.bots[i]!.running && status === -1, this.bots[i]!.tail());
  }
}

function crowd(name: string, play: (crowd: Crowd) => Promise<void>, gateway: Partial<GatewaySettings> = {}): void {
  for (const engine of ENGINES) {
    test(`${name} (${engine})`, { timeout: 120_000 }, async () => {
      const crowd = await Crowd.open(engine, gateway);
      try {
        await play(crowd);
      } catch (error) {
        await Promise.all(crowd.bots.map((bot) => bot.kill()));
        await crowd.sandbox.close();
        throw error;
      }
      await crowd.close();
    });
  }
}

crowd('shards are divided among three processes, and handed over when one stops', async (play) => {
  const first = await play.start(['bot']);
  await play.until('one process has all', ([one]) => one === SHARDS);
  await play.start(['bot']);
  await play.until('two processes share', (held) => held.join() === '2,2');
  const third = await play.start(['bot,jobs']);
  await play.until('three processes share', (held) => held.every((one) => one >= 1) && held.reduce((a, b) => a + b) === SHARDS);
  assert.equal(play.identifies(), SHARDS, 'what moved was resumed');
  await play.ask();

  const ready = await third.internal('/readyz');
  assert.equal(ready.status, 200);
  assert.equal(await ready.text(), 'store ready\ngateway ready\nserves bot jobs\n');

  // A graceful stop is a matter of a beat or two, not of a lease.
  assert.equal(await first.stop(), 0);
  await play.until('the others have its shards', ([, two, three]) => two! + three! === SHARDS, 3_000);
  await play.ask();
  assert.equal(play.identifies(), SHARDS);
  play.checkSessions();
});

crowd('a killed process loses its shards to the other, and no click', async (play) => {
  const { acts } = play.sandbox;
  const first = await play.start(['bot']);
  await play.until('one process has all', ([one]) => one === SHARDS);
  const second = await play.start(['bot']);
  await play.until('two processes share', (held) => held.join() === '2,2');
  await play.employ();
  const panels = [];
  for (const guild of play.guilds) panels.push((await acts.command('olivia', '/clock', {}, { guild })).message!);

  await first.kill();
  const before = Date.now();
  // Half of these servers have nobody who listens now.
  const clicks = await Promise.all(panels.map((panel) => acts.click('olivia', panel, 'timeclock:clock_in', { timeout_ms: 20_000 })));
  await play.until('the other has all', ([, two]) => two === SHARDS);
  const took = Date.now() - before;
  assert.ok(took < 30_000, `${took} ms`);
  assert.equal(play.identifies(), SHARDS, 'taken over by resume');
  await play.ask();
  for (let i = 0; i < 40 && play.punchKeys().length < SHARDS; i++) await sleep(100);
  assert.deepEqual(play.punchKeys().sort(), clicks.map((one) => `discord:${one.interaction_id}`).sort());
  assert.ok(clicks.some((one) => one.outcome !== 'failed'), 'the living half was answered at once');
  play.checkSessions();

  const verified = second.run('verify');
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
});

crowd('a process that stood still past its lease has left its shards when it wakes', async (play) => {
  const first = await play.start(['bot']);
  await play.until('one process has all', ([one]) => one === SHARDS);
  await play.start(['bot']);
  await play.until('two processes share', (held) => held.join() === '2,2');
  first.signal('SIGSTOP');
  const second = play.bots[1]!;
  const connected = async (): Promise<number> => Number(/^gateway_connected_shards (\d+)/m.exec(await second.metrics())![1]);
  for (let i = 0; i < 400 && await connected() < SHARDS; i++) await sleep(50);
  assert.equal(await connected(), SHARDS);
  await play.ask();
  const woken = Date.now();
  first.signal('SIGCONT');
  await play.until('they share again', (held) => held.join() === '2,2');
  const left = first.logged('gateway shards left: they may be another process\'s by now');
  assert.equal(left.length, 1, first.tail());
  // What it began after that was only what it then held by a lease again: never the old session.
  const since = play.sandbox.discord.log.all().filter((line) => line.at >= woken);
  assert.equal(since.filter((line) => line.kind === 'identify').length, 0);
  await play.ask();
});

crowd('processes that start together identify one after the other', async (play) => {
  await Promise.all([play.start(['bot']), play.start(['bot'])]);
  await play.until('each has one', (held) => held.join() === '1,1', 20_000);
  const identifies = play.sandbox.discord.log.of('identify');
  assert.deepEqual(identifies.map((line) => line.outcome), ['ready', 'ready']);
  const apart = identifies[1]!.at - identifies[0]!.at;
  assert.ok(apart > 4_500, `${apart} ms apart`);
}, { shards: 2, max_concurrency: 1, identify_ms: 4_500 });

crowd('a web process answers over HTTP beside one that serves the gateway', async (play) => {
  const { sandbox } = play;
  const bot = await play.start(['bot', 'jobs']);
  assert.equal(bot.port, 0, 'no public port');
  const web = await play.start(['web']);
  assert.equal(await (await fetch(`${web.url}/readyz`)).text(), 'store ready\nserves web\n');
  assert.equal(await (await web.internal('/readyz')).text(), 'store ready\nserves web\n');
  await sandbox.discord.setInteractionsUrl(`${web.url}/discord/interactions`);
  await play.ask();
  const byGateway = await sandbox.acts.command('olivia', '/onclock', {}, { guild: play.guilds[0], via: 'gateway' });
  assert.match(words(byGateway), /Nobody/);
  assert.ok(sandbox.discord.log.of('post').length >= SHARDS);
});

test('serve refuses words it does not know', () => {
  const bot = new Bot({ env: () => ({}) } as Sandbox, { databaseUrl: 'sqlite::memory:' });
  for (const only of ['bots', '', 'bot,', 'bot web']) {
    const refused = bot.run('serve', '--only', only);
    assert.equal(refused.status, 2, only);
    assert.match(refused.stderr, /usage: ontheclock serve \[--only bot,web,jobs\]/);
  }
});
