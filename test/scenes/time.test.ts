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

scene('the same interaction on both transports at once is one punch with one answer', { transports: ['http'] }, async (play) => {
  const { sandbox } = play;
  const panel = await sandbox.acts.command('emil', '/clock');
  const first = await sandbox.acts.click('emil', panel.message!, 'timeclock:clock_in');
  const posts = (): { json: unknown }[] => sandbox.discord.log.of('post')
    .filter((line) => line.interaction_id === first.interaction_id && line.status === 200);
  await Promise.all([1, 2, 3, 4].map(() => sandbox.redeliver(first.interaction_id, 'http')));
  assert.equal(posts().length, 5);
  for (const post of posts()) assert.deepEqual(post.json, posts()[0]!.json);
  assert.match(words(await sandbox.acts.command('emil', '/onclock')), /On the clock now: 1/);
  play.checkLedger();
});
