// What is said and done unasked: letters of clock-outs, forgotten shifts, restarts in between.

import assert from 'node:assert/strict';
import { scene, type Scene } from './scene.ts';

const transports = ['gateway', 'http'] as const;
const DAY_MS = 86_400_000;

/** The texts of the bot's messages in a channel, or to a person, oldest first. */
function said(play: Scene, place: { dm: string } | { channel: string }): string[] {
  const { world } = play.sandbox;
  const id = 'channel' in place
    ? place.channel
    : world.state.dms.find((one) => one.recipient_id === world.person(place.dm).id)?.id;
  return id === undefined ? [] : world.messages(id).filter((one) => one.visible_to === null).map((one) => one.content);
}

/** The rounds come by the minute at most, and one whose process was killed once its lease is over. */
async function until(what: string, is: () => boolean): Promise<void> {
  for (const end = Date.now() + 180_000; !is(); ) {
    assert.ok(Date.now() < end, `${what} did not come`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function addRecipient(play: Scene): Promise<void> {
  const { acts, world } = play.sandbox;
  await acts.command('olivia', '/settings recipient add', { member: world.person('olivia').id });
}

scene('a recipient hears of a clock-out at once, and only once', { transports: [...transports] }, async (play) => {
  const { acts } = play.sandbox;
  await addRecipient(play);
  const panel = await acts.command('emil', '/clock');
  await acts.click('emil', panel.message!, 'timeclock:clock_in');
  const out = await acts.click('emil', panel.message!, 'timeclock:clock_out');
  await until('the letter', () => said(play, { dm: 'olivia' }).some((one) => /clocked out of/.test(one)));
  await play.sandbox.redeliver(out.interaction_id, 'gateway').catch(() => undefined);
  assert.equal(said(play, { dm: 'olivia' }).filter((one) => /clocked out of/.test(one)).length, 1);
});

scene('a shift that was forgotten while the bot was off is closed when it is back', { transports: [...transports], closesForgotten: true }, async (play) => {
  const { bot, sandbox } = play;
  const began = Date.now() - 2 * DAY_MS;
  const panel = await sandbox.acts.command('emil', '/clock', {}, { at_ms: began });
  await sandbox.acts.click('emil', panel.message!, 'timeclock:clock_in', { at_ms: began + 1 });
  await bot.kill();
  await bot.start();
  await until('the letter', () => said(play, { dm: 'emil' }).some((one) => /reached its limit.*\*\*16 h 00 min\*\*/.test(one)));
  const hours = await sandbox.acts.command('emil', '/hours');
  assert.match(JSON.stringify(hours.message), /estimated/);
  play.checkLedger();
});
