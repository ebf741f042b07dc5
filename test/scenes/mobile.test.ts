// Phones and computers: who may clock in from where.

import assert from 'node:assert/strict';
import type { Device } from '../../sandbox/src/discord/presences.ts';
import { scene, words, type Scene } from './scene.ts';

const PRESENCE_INTENT = 1 << 8;
const SEES = { DISCORD_PRESENCE: 'on' };
const nine = Date.parse('2026-03-02T08:00:00Z');
const at = (minutes: number): { at_ms: number } => ({ at_ms: nine + minutes * 60_000 });

const put = (play: Scene, person: string, devices: Device[]): void =>
  play.sandbox.world.setDevices(play.sandbox.world.person(person), devices);

const clock = async (play: Scene, kind: string, minute: number): Promise<string> => {
  const panel = await play.sandbox.acts.command('emil', '/clock', {}, at(minute));
  return words(await play.sandbox.acts.click('emil', panel.message!, `timeclock:${kind}`, at(minute + 1)));
};

const granted = { sandbox: { privilegedIntents: PRESENCE_INTENT }, env: SEES };

scene('a phone alone can not clock in or out, a computer can', granted, async (play) => {
  const { acts, discord } = play.sandbox;
  put(play, 'emil', ['mobile']);
  assert.match(words(await acts.command('olivia', '/mobile on', {}, at(0))), /online only on a phone can not/);

  // Nothing was remembered before the switch: he is asked for by id.
  assert.match(await clock(play, 'clock_in', 10), /online only on your phone/);
  put(play, 'emil', ['mobile', 'desktop']);
  assert.match(await clock(play, 'clock_in', 20), /You are on the clock/);
  put(play, 'emil', ['mobile']);
  assert.match(await clock(play, 'break_start', 30), /You are on a break/);
  assert.match(await clock(play, 'break_end', 40), /You are on the clock/);
  assert.match(await clock(play, 'clock_out', 50), /online only on your phone/);

  // A new session at Discord tells of everybody again.
  discord.gateway.settings.identify_ms = 0;
  assert.equal(await play.bot.stop(), 0);
  play.sandbox.gatewayFaults.forgetSessions();
  await play.bot.start();
  assert.match(await clock(play, 'clock_out', 60), /online only on your phone/);

  // One that was resumed does not: he is asked for.
  assert.equal(await play.bot.stop(), 0);
  await play.bot.start();
  assert.match(await clock(play, 'clock_out', 70), /online only on your phone/);
  put(play, 'emil', ['web']);
  assert.match(await clock(play, 'clock_out', 80), /You are clocked out/);
  play.checkLedger();
});

scene('who is invisible is allowed and marked, or refused when the rule is strict', granted, async (play) => {
  const { acts } = play.sandbox;
  put(play, 'emil', []);
  await acts.command('olivia', '/mobile on', {}, at(0));
  assert.match(await clock(play, 'clock_in', 10), /You are on the clock/);
  await acts.command('olivia', '/mobile on', { strict: true }, at(20));
  assert.match(await clock(play, 'clock_out', 30), /Discord does not tell me where you are online/);
  await acts.command('olivia', '/mobile off', {}, at(40));
  assert.match(await clock(play, 'clock_out', 50), /You are clocked out/);
  play.checkLedger();
});

scene('without the intent, or by HTTP, the switch says why it can not work', { transports: ['gateway', 'http'], env: SEES }, async (play) => {
  const { acts } = play.sandbox;
  const answer = words(await acts.command('olivia', '/mobile on', {}, at(0)));
  assert.match(answer, /Nothing changed.*(Presence Intent|DISCORD_TRANSPORT=gateway)/);
  put(play, 'emil', ['mobile']);
  assert.match(await clock(play, 'clock_in', 10), /You are on the clock/);
});

scene('an operator who did not ask for presence gets none', { sandbox: { privilegedIntents: PRESENCE_INTENT } }, async (play) => {
  const { acts, discord } = play.sandbox;
  assert.match(words(await acts.command('olivia', '/mobile on', {}, at(0))), /DISCORD_PRESENCE=on/);
  assert.ok([...discord.gateway.sessions.values()].every((one) => (one.intents & PRESENCE_INTENT) === 0));
  for (const person of ['emil', 'sam']) {
    assert.match(words(await acts.command(person, '/mobile on', {}, at(1))), /Only admins/);
    assert.match(words(await acts.command(person, '/mobile off', {}, at(2))), /Only admins/);
  }
});
