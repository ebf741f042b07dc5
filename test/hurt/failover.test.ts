// Two database servers: what is acknowledged is in both, so that one may burn.

import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import assert from 'node:assert/strict';
import { Cluster, LONG } from './cluster.ts';
import { newPress } from './crowd.ts';
import { withTeam, type Team } from './team.ts';

const CLIENTS = 24;
const LOAD_MS = LONG ? 20_000 : 3000;
const BACK_MS = 10_000;

async function withPair(play: (cluster: Cluster, team: Team) => Promise<void>): Promise<void> {
  const cluster = await Cluster.open('--standby');
  try {
    await withTeam(`${cluster.newDatabase()}?target_session_attrs=read-write`, 2, {}, (team) => play(cluster, team));
  } finally {
    await cluster.close();
  }
}

test('the standby takes over within 10 s, nothing is lost, and we are not touched', { timeout: 300_000 }, async () => {
  await withPair(async (cluster, team) => {
    const pids = team.bots.map((bot) => bot.pid);
    const done = team.crowd.begin(CLIENTS);
    await sleep(LOAD_MS);
    cluster.kill();
    await sleep(1000);
    const began = Date.now();
    const back = team.crowd.waitForMade(1, BACK_MS);
    await cluster.promote();
    const promoted = Date.now() - began;
    await back;
    console.log(`promoted in ${promoted} ms, the first press counts ${Date.now() - began} ms after the order`);
    await team.crowd.waitForMade(50, BACK_MS * 3);
    team.crowd.stop();
    await done;
    assert.deepEqual(team.bots.map((bot) => bot.pid), pids);
    team.check();
  });
});

// The first server has the punch, its standby has not, and the connection that waited for the
// standby breaks.  Whoever asks again must not be told "it counts" before the standby has it.
test('what only one of two servers has is not acknowledged', { timeout: 300_000 }, async () => {
  await withPair(async (cluster, team) => {
    const press = newPress(1, 1, 'clock_in');
    await team.crowd.insist(newPress(1, 2, 'clock_in'));
    cluster.freezeStandby('frozen');
    const first = await team.crowd.press(press);
    assert.equal(first.outcome, 'trouble');
    assert.match(first.words, /that took too long.* tell an admin this code: `[^`]+`/);
    cluster.kill();
    await cluster.start();
    await cluster.waitUntilThere();
    for (let i = 0; i < 3; i++) {
      const again = await team.crowd.press(press);
      assert.notEqual(again.outcome, 'made', `attempt ${i}: ${again.words}`);
    }
    cluster.freezeStandby('running');
    assert.equal((await team.crowd.insist(press)).outcome, 'made');
    team.check();
  });
});
