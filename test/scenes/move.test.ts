// Backup, restore and the way from one database to another, on the real binary.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Bot, emptyFolder } from './bot.ts';
import { ENGINES, newDatabase, scene, type Scene } from './scene.ts';

async function workALittle({ sandbox }: Scene): Promise<void> {
  const panel = await sandbox.acts.command('emil', '/clock');
  for (const button of ['clock_in', 'break_start', 'break_end', 'clock_out', 'clock_in']) {
    await sandbox.acts.click('emil', panel.message!, `timeclock:${button}`);
  }
}

function verified(bot: Bot): string {
  const done = bot.run('verify');
  assert.equal(done.status, 0, done.stdout + done.stderr);
  return done.stdout;
}

scene('a backup taken while the bot runs is whole and can be put in its place', { engines: ['sqlite'] }, async (play) => {
  await workALittle(play);
  const file = join(emptyFolder(), 'backup.db');
  const first = play.bot.run('backup', file);
  assert.equal(first.status, 0, first.stderr);
  assert.ok(existsSync(file));
  assert.match(play.bot.run('backup', file).stderr, /exists already/);
  const restored = new Bot(play.sandbox, { databaseUrl: `sqlite:${file}` });
  assert.equal(verified(restored), verified(play.bot));
});

if (ENGINES.includes('postgresql')) {
  scene('a PostgreSQL dump restores to the same ledger', { engines: ['postgresql'] }, async (play) => {
    await workALittle(play);
    const file = join(emptyFolder(), 'clock.dump');
    const told = play.bot.run('backup', file);
    assert.equal(told.status, 1);
    assert.match(told.stderr, /pg_dump --format=custom/);
    const target = newDatabase('postgresql');
    for (const [program, ...words] of [
      ['pg_dump', '--format=custom', `--file=${file}`, play.bot.databaseUrl],
      ['pg_restore', '--no-owner', `--dbname=${target}`, file],
    ]) {
      const done = spawnSync(program!, words, { encoding: 'utf8' });
      assert.equal(done.status, 0, done.stderr);
    }
    assert.equal(verified(new Bot(play.sandbox, { databaseUrl: target })), verified(play.bot));
  });

  scene('a copy to the other engine and back has the same ledger', { engines: ['sqlite', 'postgresql'] }, async (play) => {
    await workALittle(play);
    const { bot } = play;
    assert.equal(await bot.stop(), 0);
    const there = newDatabase(bot.databaseUrl.startsWith('sqlite:') ? 'postgresql' : 'sqlite');
    const back = newDatabase(bot.databaseUrl.startsWith('sqlite:') ? 'sqlite' : 'postgresql');
    for (const [from, to] of [[bot.databaseUrl, there], [there, back], [there, back]]) {
      const done = bot.run('copy', '--from', from!, '--to', to!);
      assert.equal(done.status, 0, done.stderr);
      assert.match(done.stdout, /both sides are equal/);
    }
    const whole = verified(bot);
    assert.equal(verified(new Bot(play.sandbox, { databaseUrl: there })), whole);
    assert.equal(verified(new Bot(play.sandbox, { databaseUrl: back })), whole);
    await bot.start();
  });
}
