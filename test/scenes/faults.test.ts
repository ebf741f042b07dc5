// What goes wrong on the way to Discord and back, and that nobody loses a punch by it.

import assert from 'node:assert/strict';
import type { Sandbox } from '../../sandbox/src/sandbox.ts';
import { scene, words } from './scene.ts';

scene('the gateway is cut between click and answer: the punch counts, a second click agrees', {}, async (play) => {
  const { acts, gatewayFaults, discord } = play.sandbox;
  const panel = await acts.command('emil', '/clock');
  // The event is numbered but lost with the socket; the resume brings it again.
  gatewayFaults.lose(1);
  const clicked = Date.now();
  const pending = acts.click('emil', panel.message!, 'timeclock:clock_in', { at_ms: clicked });
  await new Promise((wake) => setTimeout(wake, 200));
  gatewayFaults.drop(null);
  const answer = await pending;
  const since = Date.now();
  if (answer.outcome === 'failed') {
    assert.match(words(await acts.command('emil', '/clock')), /You are on the clock/);
  } else {
    assert.match(words(answer), /You are on the clock/);
  }
  assert.ok(since >= clicked);
  assert.ok(discord.log.of('resume').some((line) => line.outcome === 'resumed' || line.replayed >= 0));
  play.checkLedger();
});

const TROUBLE: [string, (sandbox: Sandbox) => unknown][] = [
  ['a cut cable', ({ gatewayFaults }) => gatewayFaults.drop(null)],
  ['close 1000', ({ gatewayFaults }) => gatewayFaults.drop(1000)],
  ['close 4000', ({ gatewayFaults }) => gatewayFaults.drop(4000)],
  ['close 4008', ({ gatewayFaults }) => gatewayFaults.drop(4008)],
  ['close 4009', ({ gatewayFaults }) => gatewayFaults.drop(4009)],
  ['op 7', ({ gatewayFaults }) => gatewayFaults.reconnect()],
  ['op 9, resumable', ({ gatewayFaults }) => gatewayFaults.invalidate(true)],
  ['op 9, not resumable', ({ gatewayFaults }) => gatewayFaults.invalidate(false)],
  ['garbage', ({ gatewayFaults }) => gatewayFaults.sendText('{"op":')],
  ['a broken stream', ({ gatewayFaults }) => gatewayFaults.sendBytes(Buffer.from('not zlib at all'))],
  ['an unknown event', ({ gatewayFaults }) => gatewayFaults.sendEvent('SOMETHING_NEW', { deep: [[[{}]]] })],
  ['an unknown op', ({ gatewayFaults }) => gatewayFaults.sendText('{"op":99,"d":null}')],
];

// One scene each: after trouble upon trouble the bot rightly waits longer and longer.
for (const [name, make] of TROUBLE) {
  scene(`the bot comes back after ${name}`, { engines: ['sqlite'] }, async ({ sandbox }) => {
    make(sandbox);
    await new Promise((wake) => setTimeout(wake, 100));
    await sandbox.waitForBot(30_000);
    const answer = await sandbox.acts.command('emil', '/clock', {}, { timeout_ms: 30_000 });
    assert.match(words(answer), /off the clock/);
  });
}

scene('429 and 5xx from REST cost no punch', {}, async (play) => {
  const { sandbox } = play;
  const { acts, discord } = sandbox;
  const panel = await acts.command('emil', '/clock');
  const kinds = ['clock_in', 'break_start', 'break_end', 'clock_out'];
  const faults = [
    { path: '/callback', retry_after: 0.3 },
    { path: '/callback', status: 502 },
    { path: '/callback', close: 'before' as const },
    { path: '/callback', delay_ms: 400 },
  ];
  for (const [i, fault] of faults.entries()) {
    discord.faults.add(fault);
    await acts.click('emil', panel.message!, `timeclock:${kinds[i]}`, { timeout_ms: 30_000 });
    discord.faults.clear();
  }
  assert.match(words(await acts.command('emil', '/clock')), /off the clock/);
  assert.match(words(await acts.command('olivia', '/hours', { member: 'emil' })), / · \*\*\d+ (s|min)\*\*/);
  play.checkLedger();
});

scene('a stop saves the session, and the next start resumes it without a gap', {}, async (play) => {
  const { sandbox, bot } = play;
  const panel = await sandbox.acts.command('emil', '/clock');
  assert.equal(await bot.stop(), 0);
  // Clicked while nobody was there: shown as failed, but the event waits in the session.
  const clicked = Date.now();
  const lost = await sandbox.acts.click('emil', panel.message!, 'timeclock:clock_in', { at_ms: clicked, timeout_ms: 30_000 });
  assert.equal(lost.outcome, 'failed');
  await bot.start();
  const resume = await sandbox.waitForLine('resume');
  assert.ok(resume.replayed >= 1, `replayed ${resume.replayed}`);
  assert.equal(sandbox.discord.log.of('identify').length, 1, 'no second identify');
  await new Promise((wake) => setTimeout(wake, 500));
  const now = await sandbox.acts.command('emil', '/clock');
  assert.match(words(now), new RegExp(`<t:${Math.floor(clicked / 1000)}:R>`), 'the click counts from when it was made');
});

scene('commands are registered once, not at each start', {}, async (play) => {
  const { sandbox, bot } = play;
  const puts = (): number => sandbox.discord.log.of('rest').filter((line) => line.method === 'PUT' && line.path.endsWith('/commands')).length;
  assert.equal(puts(), 1);
  await bot.stop();
  await bot.start();
  assert.equal(puts(), 1);
});
