// Who is kept out of the timeclock: by an admin, or for pressing too fast.

import assert from 'node:assert/strict';
import { offered } from '../../sandbox/src/acts.ts';
import { scene, words } from './scene.ts';

const nine = Date.parse('2026-03-02T08:00:00Z');
const at = (minutes: number): { at_ms: number } => ({ at_ms: nine + minutes * 60_000 });
const HOUR = 60;

scene('an admin keeps somebody out and lets them in again', { transports: ['gateway', 'http'] }, async (play) => {
  const { acts } = play.sandbox;
  const panel = await acts.command('emil', '/clock', {}, at(0));
  await acts.click('emil', panel.message!, 'timeclock:clock_in', at(1));

  const added = await acts.command('olivia', '/bans add', { member: 'emil', hours: 3 }, at(2));
  assert.match(words(added), /can not use the timeclock until <t:\d+:f> \(<t:\d+:R>\)/);
  assert.match(words(await acts.command('olivia', '/bans list', {}, at(3))), /Kept out of the timeclock: 1.*<@\d+> until .* by <@/s);

  const refused = await acts.click('emil', panel.message!, 'timeclock:break_start', at(4));
  assert.match(words(refused), /An admin of this server keeps you out of the timeclock until/);
  assert.equal(refused.message!.flags & 64, 64, 'nobody else sees it');
  assert.deepEqual(offered(refused.message!), ['timeclock:clock_out']);
  assert.match(words(await acts.click('emil', refused.message!, 'timeclock:clock_out', at(10))), /clocked out \| From 09:01 to 09:10/);
  assert.match(words(await acts.command('emil', '/clock', {}, at(11))), /keeps you out/);
  assert.match(words(await acts.command('emil', '/help', {}, at(12))), /On the Clock/);

  assert.match(words(await acts.command('olivia', '/bans lift', { member: 'emil' }, at(13))), /can use the timeclock again/);
  assert.match(words(await acts.command('olivia', '/bans lift', { member: 'emil' }, at(14))), /was not kept out/);
  assert.match(words(await acts.command('emil', '/clock', {}, at(15))), /You are off the clock/);

  const menu = await acts.command('olivia', 'Ban from timeclock', {}, { ...at(15.5), target: 'emil' });
  assert.match(words(menu), /can not use the timeclock until/);
  await acts.command('olivia', '/bans add', { member: 'emil', permanent: true }, at(16));
  assert.equal(await play.bot.stop(), 0);
  await play.bot.start();
  assert.match(words(await acts.command('emil', '/clock', {}, at(400 * 24 * HOUR))), /Ask an admin/, 'for ever, over a restart');
  play.checkLedger();
});

scene('only admins ban, wrong wishes change nothing, admins are never kept out', {}, async (play) => {
  const { acts } = play.sandbox;
  for (const person of ['emil', 'sam']) {
    assert.match(words(await acts.command(person, '/bans list', {}, at(0))), /Only admins/);
    assert.match(words(await acts.command(person, '/bans add', { member: 'olivia' }, at(1))), /Only admins/);
    assert.match(words(await acts.command(person, '/bans lift', { member: 'olivia' }, at(2))), /Only admins/);
  }
  await assert.rejects(async () => acts.command('olivia', '/bans add', { member: 'emil', hours: 0 }, at(3)), /must be 1 or more/);
  assert.match(words(await acts.command('olivia', '/bans list', {}, at(4))), /timeclock: 0/);
  await acts.command('olivia', '/bans add', { member: 'olivia', permanent: true }, at(5));
  assert.match(words(await acts.command('olivia', '/bans lift', { member: 'olivia' }, at(6))), /again/);
});

scene('who presses too fast is warned, then kept out for a day', {}, async (play) => {
  const { acts } = play.sandbox;
  const panel = await acts.command('emil', '/clock', {}, at(-60));
  const burst = async (minute: number): Promise<string> => {
    let last = '';
    for (let second = 0; second < 6; second++) {
      last = words(await acts.click('emil', panel.message!, 'timeclock:my_hours', { at_ms: nine + minute * 60_000 + second * 4000 }));
    }
    return last;
  };
  assert.match(await burst(0), /Slow down, please: that was more than 5 actions/);
  assert.match(words(await acts.click('emil', panel.message!, 'timeclock:my_hours', at(2))), /Your hours/);

  // What was counted is forgotten with the process, the warning is not.
  await play.bot.kill();
  await play.bot.start();
  assert.match(await burst(3 * HOUR), /You pressed too many buttons too fast, so you can not use the timeclock until <t:/);
  assert.match(words(await acts.click('emil', panel.message!, 'timeclock:clock_in', at(4 * HOUR))), /too fast/);
  assert.match(words(await acts.command('olivia', '/bans list', {}, at(5 * HOUR))), /for pressing too fast/);
  assert.match(words(await acts.click('emil', panel.message!, 'timeclock:clock_in', at(28 * HOUR))), /You are on the clock/);
});
