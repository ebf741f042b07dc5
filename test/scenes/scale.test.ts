// A server with 5,000 employees: who is on, a page at a time, and a report of 100,000 shifts.
// The shifts are written into the database behind the program's back, without their punches:
// what is asked here reads only shifts.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { IDS } from '../../sandbox/src/discord/first_world.ts';
import { scene, words, type Scene } from './scene.ts';

const EMPLOYEES = 5_000;
const SHIFTS_EACH = 20;
/** All the lines together are 14 MB. */
const MEMORY_MB = 8;
/** Sanitizers take their own time and memory. */
const MEASURED = !/build\/[at]san\//.test(process.env['ONTHECLOCK'] ?? '');
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const now = Date.parse('2026-03-31T12:00:00Z');
const first = Date.parse('2026-03-02T08:00:00Z');

const INSERT = `insert into session
  (guild_id, session_id, member_id, began_at, ended_at, estimated, device_unknown)`;
const numbers = (most: number): string =>
  `with recursive counted(n) as (select 1 union all select n + 1 from counted where n < ${most})`;

function write(play: Scene, statement: string): void {
  const url = play.bot.databaseUrl;
  const done = url.startsWith('sqlite:')
    ? spawnSync('sqlite3', [url.slice('sqlite:'.length), statement], { encoding: 'utf8' })
    : spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', statement, url],
      { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
}

/** Everybody came in, one second after the other. */
function everybodyIsOn(play: Scene): void {
  write(play, `${INSERT}
    ${numbers(EMPLOYEES)}
    select ${IDS.guild}, 1000000 + n, 5000000 + n, ${now - 2 * HOUR_MS} + n * 1000, null,
           false, false from counted`);
}

/** Eight hours on each of so many days. */
function everybodyWorked(play: Scene): void {
  write(play, `${INSERT}
    ${numbers(EMPLOYEES * SHIFTS_EACH)}
    select ${IDS.guild}, n, 5000000 + n % ${EMPLOYEES}, ${first} + (n / ${EMPLOYEES}) * ${DAY_MS},
           ${first} + (n / ${EMPLOYEES}) * ${DAY_MS} + ${8 * HOUR_MS}, false, false from counted`);
}

/** The files of a ZIP, by its directory at the end. */
function unpack(zip: Buffer): string[] {
  const end = zip.lastIndexOf('PK\x05\x06');
  const found: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, from] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    const data = from + 30 + zip.readUInt16LE(from + 26) + zip.readUInt16LE(from + 28);
    found.push(inflateRawSync(zip.subarray(data, data + packed)).toString());
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return found;
}

/** The most the program ever held, in MB. */
function peak(play: Scene): number {
  const status = readFileSync(`/proc/${play.bot.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

scene('/onclock of 5,000 people answers at once, on every page', {}, async (play) => {
  const { acts } = play.sandbox;
  everybodyIsOn(play);
  const page = await acts.command('olivia', '/onclock', {}, { at_ms: now });
  assert.match(words(page), /On the clock now: 5000/);
  assert.equal(words(page).match(/<@\d+> since/g)?.length, 20);
  assert.ok(!MEASURED || page.took_ms < 1000, `${page.took_ms} ms`);
  const second = 'timeclock:onclock_page:2';
  const next = await acts.click('olivia', page.message!, second, { at_ms: now });
  assert.match(words(next), /<@5000021>/);
  const place = play.sandbox.world.findPlace(IDS.timeClock)!;
  const components = [{ type: 1, components: [
    { type: 2, style: 2, label: 'last', custom_id: 'timeclock:onclock_page:250' },
  ] }];
  const author_id = play.sandbox.world.app.bot_id;
  const body = { content: 'x', components };
  const posted = play.sandbox.discord.messages.post({ place, author_id, body });
  const last = await acts.click('olivia', posted.id, 'timeclock:onclock_page:250', { at_ms: now });
  assert.match(words(last), /<@5005000>/);
  assert.ok(!MEASURED || last.took_ms < 1000, `${last.took_ms} ms`);
});

scene('a report of 100,000 shifts arrives whole and takes little memory', {}, async (play) => {
  const { acts } = play.sandbox;
  everybodyWorked(play);
  const before = peak(play);
  const options = { from: '2026-03-01', to: '2026-03-31' };
  const wait = { at_ms: now, timeout_ms: 60_000 };
  const report = await acts.command('olivia', '/report', options, wait);
  const files = report.message?.attachments ?? [];
  assert.ok(files.length > 0, words(report));
  let rows = 0;
  for (const file of files) {
    const answer = await fetch(new URL(file.url, play.sandbox.url));
    const data = Buffer.from(await answer.arrayBuffer());
    for (const text of file.filename.endsWith('.zip') ? unpack(data) : [data.toString()]) {
      rows += text.match(/^[^\n]*,2026-03-\d\d,[^\n]*,8:00:00,/gm)?.length ?? 0;
    }
  }
  assert.equal(rows, EMPLOYEES * SHIFTS_EACH);
  const more = peak(play) - before;
  assert.ok(!MEASURED || more < MEMORY_MB, `${more} MB more`);
});
