import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { sleep } from '../src/bus.ts';
import { IDS } from '../src/discord/first_world.ts';
import { startSandbox, type Sandbox } from '../src/sandbox.ts';
import { eventually, GatewayClient, rest, type Json } from './bot.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ gateway: { identify_ms: 0 } });
});
afterEach(() => sandbox.close());

const GUILD_MESSAGES = 1 << 9;

async function greeted(query?: string): Promise<GatewayClient> {
  const client = GatewayClient.connect(sandbox, query);
  await client.next((one) => one['op'] === 10);
  return client;
}

test('GET /gateway/bot tells where and how many', async () => {
  const { json } = await rest(sandbox, 'GET', '/gateway/bot');
  assert.equal(json['url'], `${sandbox.url.replace('http', 'ws')}/gateway`);
  assert.equal(json['shards'], 1);
  assert.equal(json['session_start_limit'].max_concurrency, 1);
});

test('identify brings READY and the servers, compressed or not', async () => {
  for (const query of ['?v=10&encoding=json', '?v=10&encoding=json&compress=zlib-stream']) {
    const client = await greeted(query);
    client.identify(sandbox);
    const ready = await client.event('READY');
    assert.deepEqual(ready['d'].guilds, [{ id: IDS.guild, unavailable: true }]);
    assert.ok(ready['d'].resume_gateway_url.endsWith('/gateway/resume'));
    const guild = await client.event('GUILD_CREATE');
    assert.equal(guild['d'].name, 'Corner Café');
    assert.equal(guild['d'].member_count, 4);
    assert.deepEqual(
      guild['d'].members.map((one: Json) => one['user'].id),
      [sandbox.world.app.bot_id],
    );
    client.socket.close(1000);
  }
});

test('a large event comes whole through the compression, also in two frames', async () => {
  const client = await greeted('?v=10&encoding=json&compress=zlib-stream');
  sandbox.gatewayFaults.split();
  client.identify(sandbox);
  await client.event('READY');
  const noise = Array.from({ length: 40_000 }, () => Math.random().toString(36)).join('');
  sandbox.gatewayFaults.sendEvent('SOMETHING_NEW', { noise });
  assert.equal((await client.event('SOMETHING_NEW'))['d'].noise, noise);
});

test('events come only to those who asked for them', async () => {
  const with_ = await GatewayClient.ready(sandbox, 1 | GUILD_MESSAGES);
  const without = await GatewayClient.ready(sandbox, 1);
  await rest(sandbox, 'POST', `/channels/${IDS.general}/messages`, { content: 'Hello' });
  const message = await with_.event('MESSAGE_CREATE');
  assert.equal(message['d'].content, 'Hello', 'its own words it may read');
  await sleep(50);
  assert.ok(!without.received.some((one) => one['t'] === 'MESSAGE_CREATE'));
  const emil = sandbox.world.person('Emil').id;
  await fetch(`${sandbox.url}/chat/api/channels/${IDS.general}/messages?as=${emil}`, {
    method: 'POST',
    body: JSON.stringify({ content: 'A secret' }),
  });
  const other = await with_.next(
    (one) => one['t'] === 'MESSAGE_CREATE' && one['d'].author.id === emil,
  );
  assert.equal(other['d'].content, '', 'others’ words need the privileged intent');
});

test('heartbeats are acknowledged, and asked for', async () => {
  const client = await greeted();
  client.send({ op: 1, d: null });
  await client.next((one) => one['op'] === 11);
  sandbox.gatewayFaults.askHeartbeat();
  await client.next((one) => one['op'] === 1);
});

test('wrong behaviour is closed with the documented code', async () => {
  const identify = (more: Json): Json => ({
    op: 2,
    d: { token: sandbox.world.app.token, intents: 1, properties: {}, ...more },
  });
  const cases: [string, unknown[], number, string?][] = [
    ['an unknown opcode', [{ op: 99, d: null }], 4001],
    ['no JSON', ['{'], 4002],
    ['no opcode', [{}], 4002],
    ['5,000 bytes', [{ op: 1, d: 'x'.repeat(5000) }], 4002],
    ['a presence before identify', [{ op: 3, d: {} }], 4003],
    ['a wrong token', [identify({ token: 'x' })], 4004],
    ['identify twice', [identify({}), identify({})], 4005],
    ['a sequence of the future', [identify({}), { op: 1, d: 999 }], 4007],
    ['121 payloads', Array.from({ length: 121 }, () => ({ op: 1, d: null })), 4008],
    ['shard 2 of 2', [identify({ shard: [2, 2] })], 4010],
    ['version 9', [], 4012, '?v=9&encoding=json'],
    ['an unknown intent', [identify({ intents: 1 << 17 })], 4013],
    ['no intents', [identify({ intents: undefined })], 4013],
    ['a privileged intent', [identify({ intents: 1 << 1 })], 4014],
  ];
  for (const [name, payloads, code, query] of cases) {
    const client = GatewayClient.connect(sandbox, query);
    if (!query) await client.next((one) => one['op'] === 10);
    for (const one of payloads) client.send(one);
    assert.equal(await client.closed(), code, name);
  }
});

test('too many servers for one shard ask for sharding', async () => {
  sandbox.discord.gateway.settings.guilds_per_shard = 0;
  const client = await greeted();
  client.identify(sandbox);
  assert.equal(await client.closed(), 4011);
});

test('silence is timed out', async () => {
  sandbox.discord.gateway.settings.heartbeat_ms = 100;
  const client = await greeted();
  assert.equal(await client.closed(), 4009);
});

test('a privileged intent that is switched on shows all members', async () => {
  sandbox.world.app.privileged_intents = 1 << 8;
  const client = await greeted();
  client.identify(sandbox, { intents: 1 | (1 << 8) });
  assert.equal((await client.event('GUILD_CREATE'))['d'].members.length, 4);
});

test('identifies come one in five seconds, others are invalid sessions', async () => {
  sandbox.discord.gateway.settings.identify_ms = 60_000;
  const first = await greeted();
  first.identify(sandbox);
  await first.event('READY');
  const second = await greeted();
  second.identify(sandbox);
  assert.equal((await second.next((one) => one['op'] === 9))['d'], false);
  sandbox.discord.gateway.settings.identify_ms = 0;
  second.identify(sandbox);
  await second.event('READY');
});

test('shards get their own servers', async () => {
  const other = sandbox.world.addGuild({
    name: 'Other',
    owner_id: IDS.sam,
    id: String((5n << 22n) | 1n),
  });
  const mine = (BigInt(IDS.guild) >> 22n) % 2n;
  const theirs = (BigInt(other.id) >> 22n) % 2n;
  for (const shard of [0n, 1n]) {
    const client = await greeted();
    client.identify(sandbox, { shard: [Number(shard), 2] });
    const expected = [
      ...(mine === shard ? [IDS.guild] : []),
      ...(theirs === shard ? [other.id] : []),
    ];
    const guilds = (await client.event('READY'))['d'].guilds.map((one: Json) => one['id']);
    assert.deepEqual(guilds.sort(), expected.sort(), String(shard));
  }
});

test('what was missed is replayed on resume, in order', async () => {
  const client = await GatewayClient.ready(sandbox, 1 | GUILD_MESSAGES);
  const { session_id } = (await client.event('READY'))['d'];
  await client.event('GUILD_CREATE');
  const { seq } = client;
  assert.equal(sandbox.gatewayFaults.drop(), 1);
  assert.equal(await client.closed(), 1006);
  for (const content of ['one', 'two', 'three']) {
    await rest(sandbox, 'POST', `/channels/${IDS.general}/messages`, { content });
  }
  const back = GatewayClient.connect(sandbox, undefined, '/gateway/resume');
  await back.next((one) => one['op'] === 10);
  back.send({ op: 6, d: { token: sandbox.world.app.token, session_id, seq } });
  await back.event('RESUMED');
  const events = back.received.filter((one) => one['op'] === 0);
  assert.deepEqual(
    events.map((one) => one['s']),
    [seq + 1, seq + 2, seq + 3, seq + 4],
  );
  assert.deepEqual(
    events.slice(0, 3).map((one) => one['d'].content),
    ['one', 'two', 'three'],
  );
  const [line] = sandbox.discord.log.of('resume');
  assert.deepEqual([line?.outcome, line?.replayed, line?.path], ['resumed', 3, '/gateway/resume/']);
});

test('lost events are there again after a resume', async () => {
  const client = await GatewayClient.ready(sandbox, 0);
  const { session_id } = (await client.event('READY'))['d'];
  sandbox.gatewayFaults.lose(1);
  await rest(sandbox, 'PUT', `/applications/${sandbox.world.app.id}/commands`, [
    { name: 'clock', description: 'x' },
  ]);
  void sandbox.acts.command('Emil', '/clock').catch(() => undefined);
  sandbox.gatewayFaults.drop(4000);
  assert.equal(await client.closed(), 4000);
  assert.ok(!client.received.some((one) => one['t'] === 'INTERACTION_CREATE'));
  const back = await greeted();
  back.send({ op: 6, d: { token: sandbox.world.app.token, session_id, seq: client.seq } });
  await back.event('INTERACTION_CREATE');
});

test('a resume that cannot be is said so', async () => {
  const client = await GatewayClient.ready(sandbox);
  const { session_id } = (await client.event('READY'))['d'];
  const resume = async (d: Json): Promise<GatewayClient> => {
    const next = await greeted();
    next.send({ op: 6, d: { token: sandbox.world.app.token, session_id, seq: 1, ...d } });
    return next;
  };
  const unknown = await resume({ session_id: 'nonsense' });
  assert.equal((await unknown.next((one) => one['op'] === 9))['d'], false);
  assert.equal(await (await resume({ token: 'x' })).closed(), 4004);
  assert.equal(await (await resume({ seq: 999 })).closed(), 4007);
});

test('a bot that closes with 1000 ends its session', async () => {
  const client = await GatewayClient.ready(sandbox);
  assert.equal(sandbox.discord.gateway.online, true);
  client.socket.close(1000);
  await client.closed();
  await sandbox.waitForLine('close', (line) => line.code === 1000 && line.by_bot);
  assert.equal(sandbox.discord.gateway.sessions.size, 0);
});

test('a session waits some time for its bot, then is gone', async () => {
  const client = await GatewayClient.ready(sandbox);
  client.socket.terminate();
  await sandbox.waitForLine('close');
  const [session] = sandbox.discord.gateway.sessions.values();
  assert.ok(session!.expires_ms > Date.now() + 100_000);
  session!.expires_ms = Date.now();
  await eventually(() => sandbox.discord.gateway.sessions.size === 0);
});

test('faults: reconnect, invalid session, garbage, unknown fields, refused connections', async () => {
  const client = await GatewayClient.ready(sandbox, 1 | GUILD_MESSAGES);
  sandbox.gatewayFaults.reconnect();
  await client.next((one) => one['op'] === 7);
  sandbox.gatewayFaults.invalidate(true);
  assert.equal((await client.next((one) => one['op'] === 9))['d'], true);
  sandbox.gatewayFaults.unknownFields();
  await rest(sandbox, 'POST', `/channels/${IDS.general}/messages`, { content: 'x' });
  assert.ok((await client.event('MESSAGE_CREATE'))['d'].of_tomorrow);
  sandbox.gatewayFaults.muteAcks();
  client.send({ op: 1, d: null });
  await sandbox.waitForLine('heartbeat');
  await sleep(50);
  assert.ok(!client.received.some((one) => one['op'] === 11));
  sandbox.gatewayFaults.refuse(1);
  const refused = GatewayClient.connect(sandbox);
  assert.equal(await refused.closed(), 1006);
  await greeted();
});
