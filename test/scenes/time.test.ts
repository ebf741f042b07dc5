// A punch counts from the click, whatever came between, and only once.

import assert from 'node:assert/strict';
import { scene, words } from './scene.ts';

const transports = ['gateway', 'http'] as const;

scene('the time of a punch is that of the click, also when the answer was late', { transports: [...transports] }, async (play) => {
  const { acts } = play.sandbox;
  const panel = await acts.command('emil', '/clock');
  // The click was two hours ago by its snowflake; it reaches the bot only now.
  const clicked = Date.now() - 2 * 3600_000;
  const answer = await acts.click('emil', panel.message!, 'timeclock:clock_in', { at_ms: clicked });
  assert.match(words(answer), new RegExp(`<t:${Math.floor(clicked / 1000)}:R>`));
  const out = await acts.click('emil', panel.message!, 'timeclock:clock_out', { at_ms: clicked + 3_605_400 });
  assert.match(words(out), /\*\*1 h 00 min\*\* worked/);
});

scene('the same interaction on both transports at the same moment is one punch with one answer', {}, async (play) => {
  const { sandbox, bot } = play;
  const { acts, discord } = sandbox;
  const panel = await acts.command('emil', '/clock');
  // The endpoint is open beside the gateway; from here on an interaction can come both ways.
  await discord.setInteractionsUrl(`${bot.url}/discord/interactions`);
  const first = await acts.click('emil', panel.message!, 'timeclock:clock_in', { via: 'both' });
  for (let i = 0; i < 5; i++) await sandbox.redeliver(first.interaction_id, 'both');
  await sandbox.waitForLine('rest', (line) => line.path.includes(first.interaction_id));
  const answers = [
    ...discord.log.of('post').filter((line) => line.interaction_id === first.interaction_id && line.json !== null).map((line) => line.json),
    ...discord.log.of('rest').filter((line) => line.path.includes(`/${first.interaction_id}/`)).map((line) => line.body),
  ];
  assert.ok(answers.length >= 7, `${answers.length} answers`);
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.match(words(await acts.command('emil', '/onclock')), /On the clock now: 1/);
  assert.equal(play.punchKeys().filter((key) => key === `discord:${first.interaction_id}`).length, 1);
  play.checkLedger();
});

scene('a click that comes again hours later has its first answer again', { transports: ['http'] }, async (play) => {
  const { sandbox } = play;
  const panel = await sandbox.acts.command('emil', '/clock');
  const first = await sandbox.acts.click('emil', panel.message!, 'timeclock:clock_in');
  await sandbox.acts.click('emil', panel.message!, 'timeclock:clock_out');
  await sandbox.redeliver(first.interaction_id, 'http');
  const posts = sandbox.discord.log.of('post').filter((line) => line.interaction_id === first.interaction_id && line.status === 200);
  assert.equal(posts.length, 2);
  assert.deepEqual(posts[1]!.json, posts[0]!.json);
  assert.match(words(await sandbox.acts.command('emil', '/onclock')), /Nobody/);
});
