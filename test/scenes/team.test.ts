// What admins set up: roles, zone, panel; and what a server is told when the bot comes.

import assert from 'node:assert/strict';
import type { Guild } from '../../sandbox/src/discord/state.ts';
import { messageWords, scene, until, words, type Scene } from './scene.ts';

const BOTH = ['gateway', 'http'] as const;

const cafe = (play: Scene): Guild => play.sandbox.world.state.guilds[0]!;
const roleId = (play: Scene, name: string): string => cafe(play).roles.find((one) => one.name === name)!.id;

scene('admins are made by roles, and unmade', { transports: [...BOTH] }, async (play) => {
  const { acts, world } = play.sandbox;
  const managers = roleId(play, 'Managers');
  assert.match(words(await acts.command('emil', '/roles admin list')), /Only admins/);
  assert.match(words(await acts.command('olivia', '/roles admin add', { role: managers })), /are admins of the timeclock now/);
  world.updateMember(cafe(play), world.member(cafe(play), world.person('sam').id)!, { roles: [managers] });
  assert.match(words(await acts.command('sam', '/roles admin list')), new RegExp(`<@&${managers}>`));
  const offered = await acts.autocomplete('sam', '/roles admin remove', 'role', 'manag');
  assert.deepEqual(offered.choices, [{ name: 'Managers', value: managers }]);
  assert.match(words(await acts.command('sam', '/roles admin remove', { role: managers })), /no admin role any more/);
  assert.match(words(await acts.command('sam', '/roles admin list')), /Only admins/);
  assert.match(words(await acts.command('olivia', '/roles main show')), /There is no main admin role/);
  assert.match(words(await acts.command('olivia', '/roles main set', { role: managers })), /is the main admin role now/);
  assert.match(words(await acts.command('sam', '/roles main show')), new RegExp(`<@&${managers}>`));
  assert.match(words(await acts.command('sam', '/roles main clear')), /no main admin role any more/);
});

scene('a deleted role is shown as such and can be taken off', {}, async (play) => {
  const { acts, world } = play.sandbox;
  const staff = roleId(play, 'Staff');
  world.removeRole(cafe(play), staff);
  await until(async () => /deleted role/.test(words(await acts.command('olivia', '/roles employee list'))));
  const offered = await acts.autocomplete('olivia', '/roles employee remove', 'role', '');
  assert.deepEqual(offered.choices, [{ name: `deleted role (${staff})`, value: staff }]);
  assert.match(words(await acts.command('olivia', '/roles employee remove', { role: staff })), /off the list/);
});

scene('over HTTP a deleted role is seen without an event', { transports: ['http'] }, async (play) => {
  const staff = roleId(play, 'Staff');
  play.sandbox.world.removeRole(cafe(play), staff);
  assert.match(words(await play.sandbox.acts.command('olivia', '/roles employee list')), /deleted role/);
});

scene('a zone is found by any part of its name', { transports: [...BOTH] }, async (play) => {
  const { acts } = play.sandbox;
  const found = await acts.autocomplete('olivia', '/settings timezone', 'zone', 'york');
  assert.equal(found.choices![0]!.value, 'America/New_York');
  assert.equal((await acts.autocomplete('olivia', '/settings timezone', 'zone', '')).choices!.length, 25);
  assert.deepEqual((await acts.autocomplete('emil', '/settings timezone', 'zone', 'york')).choices, []);
  const done = await acts.command('olivia', '/settings timezone', { zone: 'Asia/Tokyo' }, { at_ms: Date.parse('2026-03-02T08:00:00Z') });
  assert.match(words(done), /Asia\/Tokyo now, where it is 17:00/);
  assert.match(words(await acts.command('olivia', '/settings timezone', { zone: '../etc/passwd' })), /do not know the time zone/);
});

/** Everything the bot said in a server's channels. */
function said(play: Scene, guild: Guild): string[] {
  return guild.channels.flatMap((channel) => play.sandbox.world.messages(channel.id))
    .filter((one) => one.visible_to === null).map((one) => messageWords(play.sandbox.acts.see(one)));
}

function toldOwner(play: Scene, person: string): string[] {
  const { world } = play.sandbox;
  const id = world.person(person).id;
  return world.state.dms.filter((dm) => dm.recipient_id === id)
    .flatMap((dm) => world.messages(dm.id)).map((one) => messageWords(play.sandbox.acts.see(one)));
}

scene('coming to a server says hello once, leaving and coming back again', {}, async (play) => {
  const { world, acts } = play.sandbox;
  assert.deepEqual(said(play, cafe(play)), [], 'an old server is not greeted because the database is new');
  const diner = world.addGuild({ name: '*Diner*', owner_id: world.person('sam').id });
  await until(() => said(play, diner).length === 1 && toldOwner(play, 'sam').length === 1);
  assert.match(said(play, diner)[0]!, /Thank you for adding.*press.*\*\*Setup\*\*/s);
  assert.match(toldOwner(play, 'sam')[0]!, /\\\*Diner\\\*/);
  world.changed({ type: 'guild_create', guild: diner });
  world.changed({ type: 'guild_update', guild: diner });
  assert.match(words(await acts.command('sam', '/roles admin list', {}, { guild: '*Diner*' })), /None yet/, 'the owner is admin');
  assert.equal(await play.bot.stop(), 0);
  await play.bot.start();
  assert.equal(said(play, diner).length, 1);
  assert.equal(toldOwner(play, 'sam').length, 1);
});

scene('a server that was left while the bot was away is noticed at READY', {}, async (play) => {
  const { world, gatewayFaults } = play.sandbox;
  const diner = world.addGuild({ name: 'Diner', owner_id: world.person('sam').id });
  await until(() => said(play, diner).length === 1);
  assert.equal(await play.bot.stop(), 0);
  world.removeBot(diner);
  gatewayFaults.forgetSessions();
  await play.bot.start();
  await until(() => play.bot.logged('server left').some((line) => line.includes(`guild=${diner.id}`)));
  assert.equal(play.bot.logged('server left').length, 1, 'the others are still there');
});

