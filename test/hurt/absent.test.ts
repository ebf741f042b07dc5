// PostgreSQL is not there: at our start, and for a while later.

import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import assert from 'node:assert/strict';
import { startSandbox } from '../../sandbox/src/sandbox.ts';
import { Bot } from '../scenes/bot.ts';
import { Cluster, LONG } from './cluster.ts';
import { newPress } from './crowd.ts';
import { withTeam } from './team.ts';

const AWAY_MS = LONG ? 20_000 : 5000;
const BACK_MS = 10_000;
const ANSWER_MS = 3000; // Discord's patience

let cluster: Cluster;
before(async () => {
  cluster = await Cluster.open();
});
after(async () => {
  await cluster.close();
});

test('we do not start without the database, and say why', { timeout: 60_000 }, async () => {
  const sandbox = await startSandbox();
  const bot = new Bot(sandbox, { databaseUrl: 'postgresql://clock:sesame@127.0.0.1:1/clock' });
  const began = Date.now();
  const { status, stderr } = bot.run('serve');
  assert.equal(status, 1, stderr);
  assert.match(stderr, /^ontheclock: .*127\.0\.0\.1.*port 1.*Connection refused/m);
  assert.doesNotMatch(stderr, /sesame/);
  assert.ok(Date.now() - began < 10_000, 'it takes too long to say so');
  await sandbox.close();
});

const ready = async (url: string): Promise<number> => (await fetch(`${url}/readyz`)).status;

test('while the database is away everybody is told so kindly, and it ends by itself', { timeout: 120_000 }, async () => {
  await withTeam(cluster.newDatabase(), 1, {}, async (team) => {
    const [bot] = team.bots;
    await team.crowd.insist(newPress(1, 1, 'clock_in'));
    assert.equal(await ready(bot!.url), 200);
    cluster.kill();
    const until = Date.now() + AWAY_MS;
    for (let i = 0; Date.now() < until; i++) {
      const told = await team.crowd.press(newPress(1, i % 8, 'clock_in'));
      assert.equal(told.outcome, 'trouble', told.words);
      assert.match(told.words, /we lost our records for a moment; please try again.* tell an admin this code: `[^`]+`/);
      assert.ok(told.took_ms < ANSWER_MS, `told after ${told.took_ms} ms`);
      assert.equal(await ready(bot!.url), 503);
      assert.equal((await fetch(`${bot!.url}/healthz`)).status, 200);
      await sleep(100);
    }
    await cluster.start();
    await team.crowd.insist(newPress(1, 3, 'clock_in'));
    const back = Date.now();
    while ((await ready(bot!.url)) !== 200) assert.ok(Date.now() - back < BACK_MS, '/readyz still says no');
    team.check();
  });
});
