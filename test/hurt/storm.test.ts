// 64 people at once in 200 servers, everything delivered twice and thrice, by several processes.

import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import assert from 'node:assert/strict';
import { newDatabase } from '../scenes/scene.ts';
import { Cluster, LONG } from './cluster.ts';
import { withTeam } from './team.ts';

const CLIENTS = 64;
const STORM_MS = LONG ? 60_000 : 15_000;

async function storm(databaseUrl: string, processes: number): Promise<void> {
  await withTeam(databaseUrl, processes, {}, async (team) => {
    const done = team.crowd.begin(CLIENTS);
    await sleep(STORM_MS);
    team.crowd.stop();
    await done;
    const { made, trouble, lost } = team.crowd.count;
    assert.ok(made > STORM_MS / 100, `only ${team.crowd.summary()}`);
    assert.equal(trouble + lost, 0, team.crowd.summary());
    team.check();
  });
}

test('a storm at one process on SQLite leaves the ledger whole', { timeout: 600_000 }, async () => {
  await storm(newDatabase('sqlite'), 1);
});

test('a storm at four processes on PostgreSQL leaves the ledger whole', { timeout: 600_000 }, async () => {
  const cluster = await Cluster.open();
  try {
    await storm(cluster.newDatabase(), 4);
  } finally {
    await cluster.close();
  }
});
