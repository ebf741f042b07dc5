// More people than connections.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from './cluster.ts';
import { newPress, type Press } from './crowd.ts';
import { withTeam, type Team } from './team.ts';

const PEOPLE = 100;
const ANSWER_MS = 3000; // Discord's patience

async function gauge(team: Team, name: string): Promise<number> {
  const line = (await team.bots[0]!.metrics()).split('\n').find((one) => one.startsWith(`${name} `));
  assert.ok(line, `no metric ${name}`);
  return Number(line.slice(name.length + 1));
}

const clockIns = (guild: number): Press[] => Array.from({ length: PEOPLE }, (_, i) => newPress(guild, i, 'clock_in'));

test('100 people at two connections are all served, or told in time that we are busy', { timeout: 120_000 }, async () => {
  const cluster = await Cluster.open();
  const limits = { DATABASE_POOL_MAX: '2', WORKERS: '32' };
  try {
    await withTeam(cluster.newDatabase(), 1, limits, async (team) => {
      const served = await Promise.all(clockIns(1).map((one) => team.crowd.press(one)));
      assert.deepEqual(served.filter((one) => one.outcome !== 'made'), []);
      assert.equal(await gauge(team, 'store_connections_max'), 2);

      // One server's row is taken, so both connections wait, and everybody behind them.
      const held = cluster.holdLocks(team.databaseUrl, 'select * from guild where guild_id = 1000001 for update');
      await sleep(500);
      const told = await Promise.all(clockIns(1).map((one) => team.crowd.press(one)));
      await held.release();
      assert.deepEqual(told.filter((one) => one.outcome !== 'trouble'), []);
      const late = told.filter((one) => one.took_ms > ANSWER_MS);
      assert.deepEqual(late, [], 'told too late');
      assert.ok((await gauge(team, 'store_refused_total')) > 0, 'nobody was counted as refused');

      const after = await Promise.all(clockIns(2).map((one) => team.crowd.press(one)));
      assert.deepEqual(after.filter((one) => one.outcome !== 'made'), []);
      team.check();
    });
  } finally {
    await cluster.close();
  }
});
