// kill -9 of everything in turn, while people press.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Cluster, LONG, signal } from './cluster.ts';
import { withTeam, type Team } from './team.ts';

const KILLS = LONG ? 50 : 6;
const CLIENTS = 24;
/** So many presses have to count between two kills: it works, and is under load. */
const BETWEEN = 20;
const BACK_MS = 60_000;

let cluster: Cluster;
before(async () => {
  cluster = await Cluster.open();
});
after(async () => {
  await cluster.close();
});

async function killing(kill: (team: Team) => Promise<void>): Promise<void> {
  await withTeam(cluster.newDatabase(), 2, {}, async (team) => {
    const done = team.crowd.begin(CLIENTS);
    for (let i = 0; i < KILLS; i++) {
      await team.crowd.waitForMade(BETWEEN, BACK_MS);
      await kill(team);
    }
    await team.crowd.waitForMade(BETWEEN, BACK_MS);
    team.crowd.stop();
    await done;
    const { trouble, lost } = team.crowd.count;
    assert.ok(trouble + lost > 0, 'nobody noticed anything, so nothing was killed under load');
    team.check();
  });
}

test('nothing is lost when processes of the database are killed', { timeout: 900_000 }, async () => {
  await killing(async (team) => {
    const pids = cluster.backends(team.databaseUrl);
    assert.ok(pids.length > 0, 'nobody is connected');
    signal(pids[Math.floor(Math.random() * pids.length)]!, 'SIGKILL');
  });
});

test('nothing is lost when the whole database server is killed', { timeout: 900_000 }, async () => {
  await killing(async () => {
    cluster.kill();
    await cluster.start();
  });
});

test('nothing is lost when our own processes are killed', { timeout: 900_000 }, async () => {
  let turn = 0;
  await killing(async (team) => {
    const victim = team.bots[turn++ % team.bots.length]!;
    await victim.kill();
    await victim.start();
  });
});
