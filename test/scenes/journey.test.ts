// The first day of a newcomer: clock in and out, look at the hours, stop, start again.

import assert from 'node:assert/strict';
import { offered } from '../../sandbox/src/acts.ts';
import { scene, words } from './scene.ts';

const transports = ['gateway', 'http'] as const;

scene('a day from clock-in to clock-out, told alike everywhere', { transports: [...transports] }, async (play) => {
  const { sandbox, bot } = play;
  const { acts } = sandbox;
  const nine = Date.parse('2026-03-02T08:00:00.250Z'); // Monday, 09:00 in Berlin
  const minutes = (count: number): number => nine + count * 60_000;

  const panel = await acts.command('emil', '/clock', {}, { at_ms: nine });
  assert.equal(panel.message!.flags & 64, 64, 'only Emil sees it');
  assert.match(words(panel), /You are off the clock/);
  assert.deepEqual(offered(panel.message!).slice(0, 1), ['timeclock:clock_in']);

  const working = await acts.click('emil', panel.message!, 'timeclock:clock_in', { at_ms: minutes(1) });
  assert.equal(working.outcome, 'update', 'the panel changes in place');
  assert.equal(working.message!.id, panel.message!.id);
  assert.match(words(working), /You are on the clock \| Since 09:01/);

  const paused = await acts.click('emil', panel.message!, 'timeclock:break_start', { at_ms: minutes(181) });
  assert.match(words(paused), /Break since 12:01/);
  assert.match(words(await acts.command('olivia', '/onclock', {}, { at_ms: minutes(182) })), /On the clock now: 1.*on a break since 12:01/s);
  const back = await acts.click('emil', panel.message!, 'timeclock:break_end', { at_ms: minutes(211) });
  assert.match(words(back), /Breaks: 30 min/);
  const out = await acts.click('emil', panel.message!, 'timeclock:clock_out', { at_ms: minutes(481) });
  assert.match(words(out), /From 09:01 to 17:01: \*\*7 h 30 min\*\* worked, 30 min on breaks/);

  const hours = await acts.command('emil', '/hours', {}, { at_ms: minutes(490) });
  assert.match(words(hours), /Mon 2 Mar · 09:01 – 17:01 · \*\*7 h 30 min\*\* \(breaks 30 min\)/);
  assert.match(words(hours), /Today: 7 h 30 min \| This week: 7 h 30 min \| This month: 7 h 30 min/);
  assert.match(words(await acts.command('emil', '/onclock', {}, { at_ms: minutes(490) })), /Nobody is on the clock/);

  assert.equal(await bot.stop(), 0);
  await bot.start();
  const again = await acts.click('emil', panel.message!, 'timeclock:clock_in', { at_ms: minutes(600) });
  assert.match(words(again), /You are on the clock/, 'an old button works after a restart');
  assert.match(words(await acts.command('emil', '/hours', { range: 'today' }, { at_ms: minutes(660) })), /Today: 8 h 30 min/);
  await acts.click('emil', panel.message!, 'timeclock:clock_out', { at_ms: minutes(660) });
  play.checkLedger();
});

scene('a stranger is refused kindly and changes nothing', { transports: [...transports] }, async (play) => {
  const { acts } = play.sandbox;
  const nine = Date.parse('2026-03-02T08:00:00Z');
  for (const command of ['/clock', '/hours', '/onclock', '/roles employee list']) {
    const answer = await acts.command('sam', command, {}, { at_ms: nine });
    assert.match(words(answer), /employee|admin/, command);
    assert.equal(answer.message!.flags & 64, 64);
  }
  const panel = await acts.command('emil', '/clock', {}, { at_ms: nine });
  assert.match(words(await acts.command('sam', '/help', {}, { at_ms: nine })), /`\/help`/);
  assert.match(words(await acts.command('olivia', '/onclock', {}, { at_ms: nine })), /Nobody/);
  assert.ok(panel.message);
});

scene('without an employee role only admins may clock in', { employees: false }, async (play) => {
  const { acts } = play.sandbox;
  assert.match(words(await acts.command('emil', '/clock')), /admin/);
  assert.match(words(await acts.command('olivia', '/clock')), /off the clock/);
  await play.makeStaffEmployees();
  assert.match(words(await acts.command('emil', '/clock')), /off the clock/);
});

scene('a role of everyone or of an app is refused, a role can be taken off again', {}, async (play) => {
  const { acts, world } = play.sandbox;
  const guild = world.state.guilds[0]!;
  const role = (wanted: (one: { id: string; name: string; managed: boolean }) => boolean): string => guild.roles.find(wanted)!.id;
  const everyone = await acts.command('olivia', '/roles employee add', { role: role((one) => one.id === guild.id) });
  assert.match(words(everyone), /@everyone can not be/);
  const managed = await acts.command('olivia', '/roles employee add', { role: role((one) => one.managed) });
  assert.match(words(managed), /belongs to an app/);
  const staff = role((one) => one.name === 'Staff');
  assert.match(words(await acts.command('olivia', '/roles employee list')), new RegExp(`<@&${staff}>`));
  assert.match(words(await acts.command('olivia', '/roles employee remove', { role: staff })), /off the list/);
  assert.match(words(await acts.command('emil', '/clock')), /admin/);
});
