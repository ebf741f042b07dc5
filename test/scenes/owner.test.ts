// Those who run the bot: their commands are there for them alone, and what they give is had.

import assert from 'node:assert/strict';
import { offered } from '../../sandbox/src/acts.ts';
import { IDS } from '../../sandbox/src/discord/first_world.ts';
import { messageWords, scene, until, words } from './scene.ts';

const DINER = '1198321745529446400';
const env = { BOT_OWNER_IDS: `77, ${IDS.olivia}`, OPERATOR_GUILD_IDS: IDS.guild };

scene('a plan that is given is had, kept over a restart, and taken back', {
  transports: ['gateway', 'http'], env: { ...env, STRIPE_SECRET_KEY: 'sk_test_none' },
}, async ({ sandbox, bot }) => {
  const { acts } = sandbox;
  const status = async (): Promise<string> => words(await acts.command('olivia', '/plan status'));
  assert.match(await status(), /Plan: Free/);
  const gift = { server: IDS.guild, plan: 'pro', days: 30, note: 'a friend' };
  const given = await acts.command('olivia', '/owner grant', gift);
  assert.match(words(given), /has Pro now, until <t:\d+:D>/);
  await sandbox.redeliver(given.interaction_id);
  assert.equal(await bot.stop(), 0);
  await bot.start();
  assert.match(await status(), /Plan: Pro/);
  const revoked = await acts.command('olivia', '/owner revoke', { server: IDS.guild });
  assert.match(words(revoked), /It has Free now/);
  assert.match(await status(), /Plan: Free/);
});

scene('commands of operators are registered in their servers and nowhere else', {
  env,
}, async ({ sandbox, bot }) => {
  const { world, acts } = sandbox;
  const names = (guild: string | null): string[] => world.commands(guild).map((one) => one.name);
  assert.deepEqual(names(IDS.guild), ['owner']);
  assert.ok(!names(null).includes('owner'));
  assert.match(words(await acts.command('olivia', '/plan status')), /Everything included/);

  const unknown = words(await acts.command('emil', '/owner servers'));
  assert.match(unknown, /I do not know that command/);
  const given = await acts.command('olivia', '/owner grant', { server: DINER, plan: 'basic' });
  assert.match(words(given), /has Basic now/);
  const list = words(await acts.command('olivia', '/owner servers'));
  assert.match(list, new RegExp(`Corner Café\\*\\* \`${IDS.guild}\``));
  assert.match(list, new RegExp(`\`${DINER}\` · Everything included · not there`));
  assert.equal(bot.logged('plan granted').length, 1);
});

scene('a server that refuses us does not keep the bot from starting', {
  env: { ...env, OPERATOR_GUILD_IDS: DINER },
}, async ({ sandbox, bot }) => {
  assert.equal(bot.logged('Discord refuses /owner in a server of OPERATOR_GUILD_IDS').length, 1);
  assert.match(words(await sandbox.acts.command('olivia', '/clock')), /off the clock/);
});

scene('a broadcast is looked at, sent once where the bot may write, and mentions nobody', {
  env,
}, async ({ sandbox }) => {
  const { world, acts } = sandbox;
  const letters = (): string[] => world.state.guilds[0]!.channels
    .flatMap((channel) => world.messages(channel.id))
    .filter((one) => one.visible_to === null).map((one) => messageWords(acts.see(one)))
    .filter((text) => text.includes('New in November'));
  assert.match(words(await acts.command('emil', '/owner broadcast')), /I do not know that command/);
  const form = await acts.command('olivia', '/owner broadcast');
  assert.equal(form.outcome, 'modal');
  const typed = { title: 'New in November', text: 'Hello @everyone,\n*reports* are here.' };
  const seen = await acts.submit('olivia', form.interaction_id, typed);
  assert.match(words(seen), /This goes to \*\*1\*\* servers, once each/);
  assert.equal(seen.message!.flags & 64, 64, 'only Olivia sees it');
  assert.deepEqual(letters(), [], 'nothing is sent before it is confirmed');
  const [send] = offered(seen.message!);
  const sent = await acts.click('olivia', seen.message!, send!);
  assert.match(words(sent), /Done: 1 letters are on their way/);
  await until(() => letters().length === 1);
  await sandbox.redeliver(sent.interaction_id);
  assert.match(words(await acts.command('olivia', '/owner servers')), /Servers: 1 of/);
  assert.equal(letters().length, 1);
  assert.doesNotMatch(letters()[0]!, /@everyone/);
  assert.match(letters()[0]!, /\n\\\*reports/);
});

scene('without a plan a report is a sample', {
  transports: ['gateway', 'http'], env: { ...env, STRIPE_SECRET_KEY: 'sk_test_none' },
}, async ({ sandbox: { acts } }) => {
  const days = { from: '2025-11-01', to: '2025-11-30' };
  const sample = await acts.command('olivia', '/report', days);
  assert.match(words(sample), /\*\*sample\*\* with made-up people/);
  assert.equal(sample.message!.attachments[0]!.filename, 'sample.csv');
  await acts.command('olivia', '/owner grant', { server: IDS.guild, plan: 'basic' });
  assert.match(words(await acts.command('olivia', '/report', days)), /The plan Basic has reports of the last 7 days/);
});
