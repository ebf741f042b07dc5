// What is deleted is gone, what stays still verifies: /purge, /cleanup, /mydata.

import assert from 'node:assert/strict';
import { scene, words, type Scene } from './scene.ts';

const nine = Date.parse('2026-03-02T08:00:00Z');
const HOUR_MS = 3_600_000;

interface Data {
  member: string;
  name: string | null;
  gets_clock_out_messages_since: string | null;
  sessions: { began_at: string; ended_at: string | null; breaks: { ended_at: string }[] }[];
  punches: { kind: string; by_yourself: boolean }[];
}

/** An hour's work with a break; the interaction of the clock-in. */
async function shift(play: Scene, person: string, from_ms: number): Promise<string> {
  const { acts } = play.sandbox;
  const panel = await acts.command(person, '/clock', {}, { at_ms: from_ms });
  const press = (id: string, at_ms: number) => acts.click(person, panel.message!, `timeclock:${id}`, { at_ms });
  const entered = await press('clock_in', from_ms);
  await press('break_start', from_ms + HOUR_MS / 4);
  await press('break_end', from_ms + HOUR_MS / 2);
  await press('clock_out', from_ms + HOUR_MS);
  return entered.interaction_id;
}

async function exported(play: Scene, person: string, at_ms: number): Promise<Data> {
  const answer = await play.sandbox.acts.command(person, '/mydata export', {}, { at_ms });
  assert.equal(answer.message!.flags & 64, 64, `only ${person} sees it`);
  assert.equal(answer.message!.attachments[0]!.filename, 'mydata.json');
  const file = await fetch(new URL(answer.message!.attachments[0]!.url, play.sandbox.url));
  return (await file.json()) as Data;
}

/** The id of the only button of a message. */
function button(message: { components: Record<string, unknown>[] }): string {
  const rows = message.components as unknown as { components: { custom_id: string }[] }[];
  return rows[0]!.components[0]!.custom_id;
}

scene('the owner purges by the server\'s name, and no click from before comes back', {}, async (play) => {
  const { acts, world } = play.sandbox;
  const guild = world.state.guilds[0]!;
  const owner = 'olivia';
  assert.equal(guild.owner_id, world.person(owner).id);
  const entered = await shift(play, 'emil', nine);
  assert.match(words(await acts.command('emil', '/purge')), /owner/);

  const wrong = await acts.command(owner, '/purge');
  assert.match(words(await acts.submit(owner, wrong.interaction_id, { name: `${guild.name}!` })), /nothing was deleted/);
  assert.equal(play.punchKeys().length, 4);
  const form = await acts.command(owner, '/purge');
  assert.match(words(await acts.submit(owner, form.interaction_id, { name: guild.name })), /\(1 shifts\)/);
  assert.equal(play.punchKeys().length, 0);

  await play.sandbox.redeliver(entered);
  await acts.command('emil', '/hours');
  assert.equal(play.punchKeys().length, 0, 'a click from before the purge made a punch');
  play.checkLedger();
  await shift(play, 'emil', Date.now() + 1000);
  assert.equal(play.punchKeys().length, 4);
  play.checkLedger();
});

scene('an admin cleans up after a member, and only what was counted', {}, async (play) => {
  const { acts, world } = play.sandbox;
  await shift(play, 'emil', nine);
  await shift(play, 'olivia', nine);
  const member = world.person('emil').id;
  const asked = await acts.command('olivia', '/cleanup', { member }, { at_ms: nine + 2 * HOUR_MS });
  assert.match(words(asked), /\*\*1\*\* completed shifts/);
  await shift(play, 'emil', nine + 3 * HOUR_MS);
  const at_ms = nine + 5 * HOUR_MS;
  assert.match(words(await acts.click('olivia', asked.message!, button(asked.message!), { at_ms })), /1 completed shifts/);
  assert.equal(play.punchKeys().length, 8);
  assert.equal((await exported(play, 'emil', at_ms)).sessions.length, 1);
  play.checkLedger();
});

scene('a member takes their data along and is forgotten; the hours stay', {}, async (play) => {
  const { acts, world } = play.sandbox;
  await acts.command('olivia', '/settings recipient add', { member: world.person('emil').id });
  await shift(play, 'emil', nine);
  await shift(play, 'olivia', nine);
  const at_ms = nine + 5 * HOUR_MS;
  const data = await exported(play, 'emil', at_ms);
  assert.equal(data.member, world.person('emil').id);
  assert.equal(data.name, 'Emil');
  assert.ok(data.gets_clock_out_messages_since);
  assert.deepEqual(data.punches.map((one) => one.kind), ['in', 'break_start', 'break_end', 'out']);
  assert.equal(data.sessions.length, 1);
  assert.equal(data.sessions[0]!.began_at, '2026-03-02T08:00:00.000Z');
  assert.equal(data.sessions[0]!.breaks[0]!.ended_at, '2026-03-02T08:30:00.000Z');

  const panel = await acts.command('emil', '/clock', {}, { at_ms });
  await acts.click('emil', panel.message!, 'timeclock:clock_in', { at_ms });
  assert.match(words(await acts.command('emil', '/mydata delete', {}, { at_ms: at_ms + 1 })), /Clock out first/);
  await acts.click('emil', panel.message!, 'timeclock:clock_out', { at_ms: at_ms + HOUR_MS });
  const asked = await acts.command('emil', '/mydata delete', {}, { at_ms: at_ms + 2 * HOUR_MS });
  assert.match(words(asked), /\*\*0\*\* of your completed shifts are deleted\. \*\*2\*\* are still needed/);
  const later = { at_ms: at_ms + 2 * HOUR_MS + 1000 };
  assert.match(words(await acts.click('emil', asked.message!, button(asked.message!), later)), /forgotten here/);

  const rest = await exported(play, 'emil', at_ms + 3 * HOUR_MS);
  assert.deepEqual([rest.name, rest.gets_clock_out_messages_since, rest.sessions.length, rest.punches.length], [null, null, 0, 0]);
  const days = { from: '2026-03-02', to: '2026-03-02' };
  const report = await acts.command('olivia', '/report', days, { at_ms: at_ms + 3 * HOUR_MS });
  assert.match(words(report), /2 people, 3 entries/);
  const file = await fetch(new URL(report.message!.attachments[0]!.url, play.sandbox.url));
  const text = await file.text();
  assert.match(text, /\(forgotten\),\d{19,20},2026-03-02/);
  assert.ok(!text.includes(world.person('emil').id) && !/emil/i.test(text));
  play.checkLedger();
});
