// Reports as they arrive in Discord: the bytes of the file, and a hundred thousand shifts.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { SeenMessage } from '../../sandbox/src/acts.ts';
import { scene, words, type Scene } from './scene.ts';

const transports = ['gateway', 'http'] as const;

async function download(play: Scene, message: SeenMessage): Promise<Buffer> {
  assert.equal(message.attachments.length, 1);
  const answer = await fetch(new URL(message.attachments[0]!.url, play.sandbox.url));
  assert.equal(answer.status, 200);
  return Buffer.from(await answer.arrayBuffer());
}

scene('an admin gets the hours of a week as CSV', { transports: [...transports] }, async (play) => {
  const { acts } = play.sandbox;
  const nine = Date.parse('2026-03-02T08:00:00Z'); // Monday, 09:00 in Berlin
  const panel = await acts.command('emil', '/clock', {}, { at_ms: nine });
  await acts.click('emil', panel.message!, 'timeclock:clock_in', { at_ms: nine });
  await acts.click('emil', panel.message!, 'timeclock:clock_out', { at_ms: nine + 3_600_000 });

  const days = { from: '2026-03-02', to: '2026-03-08' };
  const at_ms = nine + 7_200_000;
  const report = await acts.command('olivia', '/report', days, { at_ms });
  assert.match(words(report), /1 people, 1 entries, \*\*1 h 00 min\*\* worked/);
  assert.equal(report.message!.flags & 64, 64, 'only Olivia sees it');
  assert.equal(report.message!.attachments[0]!.filename, 'hours_2026-03-02_2026-03-08.csv');
  const text = (await download(play, report.message!)).toString('utf8');
  assert.equal(text.charCodeAt(0), 0xfeff);
  const lines = text.slice(1).trimEnd().split('\r\n');
  assert.equal(lines.length, 4);
  assert.match(lines[1]!, /^[^,]+,\d+,2026-03-02,Monday,09:00,10:00,0:00:00,1:00:00,1\.00,no,Europe\/Berlin,[0-9a-f]{64}$/);
  assert.match(lines[3]!, /^everyone,,total,,,,0:00:00,1:00:00,1\.00,/);

  const zip = await acts.command('olivia', '/report', { ...days, format: 'zip' }, { at_ms });
  assert.equal((await download(play, zip.message!)).subarray(0, 2).toString(), 'PK');
  assert.match(words(await acts.command('olivia', '/report', { ...days, to: 'Sunday' }, { at_ms })), /year-month-day/);
  const offered = await acts.autocomplete('olivia', '/report', 'from', 'this week', {}, { at_ms });
  assert.deepEqual(offered.choices!.map((one) => one.value), ['2026-03-02']);
});

/** Straight into the database: 5,000 people with 20 shifts each. */
function fill(play: Scene, guild: string): void {
  const rows = `insert into session (guild_id, session_id, member_id, began_at, ended_at, estimated, device_unknown)
    with recursive n(i) as (select 0 union all select i + 1 from n where i < 99999)
    select ${guild}, 1000 + i, 1000000 + i % 5000, 1772438400000 + (i / 5000) * 86400000,
           1772438400000 + (i / 5000) * 86400000 + 28800000, false, false from n;`;
  const url = play.bot.databaseUrl;
  const done = url.startsWith('sqlite:')
    ? spawnSync('sqlite3', ['-cmd', '.timeout 10000', url.slice('sqlite:'.length), rows], { encoding: 'utf8' })
    : spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', rows, url], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
}

const rssMb = (play: Scene): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${play.bot.pid}/status`, 'utf8'))![1]) / 1024;

scene('a hundred thousand shifts arrive whole, and memory stays flat', {}, async (play) => {
  const { sandbox } = play;
  fill(play, sandbox.world.state.guilds[0]!.id);
  const before = rssMb(play);
  const began = Date.now();
  const report = await sandbox.acts.command(
    'olivia', '/report', { from: '2026-03-01', to: '2026-04-30' },
    { at_ms: Date.parse('2026-05-01T12:00:00Z'), timeout_ms: 120_000 },
  );
  assert.match(words(report), /5000 people, 100000 entries/);
  const file = await download(play, report.message!);
  const grew = rssMb(play) - before;
  console.log(`100,000 shifts: ${Date.now() - began} ms, ${(file.length / 1e6).toFixed(1)} MB sent, +${grew.toFixed(0)} MB at most`);
  assert.equal(file.subarray(0, 2).toString(), 'PK', 'too large for Discord as it is, so it is a ZIP');
  // A sanitizer's own memory is not ours.
  if (!/asan|tsan/.test(process.env['ONTHECLOCK'] ?? '')) assert.ok(grew < 60, `grew by ${grew} MB`);
});
