import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { IDS } from '../src/discord/first_world.ts';
import { startSandbox, type Sandbox } from '../src/sandbox.ts';
import { answering, callback, eventually, rest, type Json } from './bot.ts';

let sandbox: Sandbox;
let now: number;

beforeEach(async () => {
  sandbox = await startSandbox({ gateway: { identify_ms: 0 } });
  now = Date.now();
  sandbox.discord.limits.now = () => now;
});
afterEach(() => sandbox.close());

const say = (channel: string) =>
  rest(sandbox, 'POST', `/channels/${channel}/messages`, { content: 'x' });

test('a route counts down, then answers 429 until its window ends', async () => {
  sandbox.discord.rates.set('POST /channels/:channel_id/messages', { limit: 2, window_ms: 5000 });
  const first = await say(IDS.general);
  assert.equal(first.headers.get('x-ratelimit-limit'), '2');
  assert.equal(first.headers.get('x-ratelimit-remaining'), '1');
  assert.match(first.headers.get('x-ratelimit-bucket') ?? '', /^[0-9a-f]{32}$/);
  await say(IDS.general);
  const over = await say(IDS.general);
  assert.equal(over.status, 429);
  assert.equal(over.json['global'], false);
  assert.equal(over.json['code'], undefined);
  assert.equal(over.headers.get('x-ratelimit-scope'), 'user');
  assert.ok(Number(over.headers.get('retry-after')) >= 1);
  assert.equal((await say(IDS.timeClock)).status, 200, 'another channel has its own count');
  assert.equal(over.json['retry_after'], 5);
  now += 5000;
  assert.equal((await say(IDS.general)).status, 200);
  assert.equal(sandbox.discord.log.invalidRequests, 1);
});

test('50 a second over all routes, but interactions are not counted', async () => {
  const seen: Json[] = [];
  await answering(sandbox, [{ name: 'clock', description: 'x' }], (one) => {
    seen.push(one);
    return undefined;
  });
  const all = await Promise.all(
    Array.from({ length: 60 }, () => rest(sandbox, 'GET', `/guilds/${IDS.guild}/roles`)),
  );
  assert.equal(all.filter((one) => one.status === 200).length, 49, 'registering was the first');
  const over = all.find((one) => one.status === 429);
  assert.equal(over?.json['global'], true);
  assert.equal(over?.headers.get('x-ratelimit-global'), 'true');
  assert.equal(over?.headers.get('x-ratelimit-scope'), 'global');
  const answer = sandbox.acts.command('Emil', '/clock');
  const interaction = await eventually(() => seen[0]);
  assert.equal(
    (await callback(sandbox, interaction, { type: 4, data: { content: 'Hi' } })).status,
    204,
  );
  assert.equal((await answer).outcome, 'message');
});

test('planned faults come as often as planned, and the work is done or not', async () => {
  const { faults } = sandbox.discord;
  faults.add({ path: '/messages$', retry_after: 0.5, scope: 'shared' });
  faults.add({ path: '/messages$', status: 502, times: 2 });
  const statuses = [];
  for (let i = 0; i < 4; i += 1) statuses.push((await say(IDS.general)).status);
  assert.deepEqual(statuses, [429, 502, 502, 200]);
  assert.equal(sandbox.world.messages(IDS.general).length, 1);
  faults.add({ method: 'POST', close: 'middle', after: true });
  await assert.rejects(say(IDS.general));
  assert.equal(sandbox.world.messages(IDS.general).length, 2, 'posted, though the answer was cut');
  faults.add({ close: 'before' });
  await assert.rejects(say(IDS.general));
  assert.equal(sandbox.world.messages(IDS.general).length, 2, 'cut before anything was done');
  faults.add({ delay_ms: 200 });
  const began = Date.now();
  await say(IDS.general);
  assert.ok(Date.now() - began >= 195);
});
