// What can be configured is written down as the program itself says it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { scene } from './scene.ts';

scene('docs/configuration.md holds the table that the program prints', { engines: ['sqlite'] }, async ({ bot }) => {
  const { status, stdout } = bot.run('settings');
  assert.equal(status, 0);
  assert.ok(readFileSync('docs/configuration.md', 'utf8').endsWith(stdout), 'print it again: ontheclock settings');
});

scene('a wrong setting is named, and nothing secret is repeated', { engines: ['sqlite'] }, async ({ bot }) => {
  const wrong = bot.with({ PORT: 'seven', DISCORD_TOKEN: 'tell-nobody' }).run('serve');
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /PORT must be a port from 0 to 65535/);
  assert.doesNotMatch(wrong.stderr, /tell-nobody|seven/);
  const none = bot.with({ DISCORD_TOKEN: '' }).run('serve');
  assert.equal(none.status, 1);
  assert.match(none.stderr, /DISCORD_TOKEN is not set/);
});
