import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { IDS } from '../src/discord/first_world.ts';
import { startSandbox, type Sandbox } from '../src/sandbox.ts';
import { answering, rest, type Json } from './bot.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (): Promise<Sandbox> =>
  startSandbox({ stateFile: join(folder, 'state.json'), gateway: { identify_ms: 0 } });

const PANEL = {
  type: 4,
  data: {
    content: 'The panel',
    flags: 64,
    components: [{ type: 1, components: [{ type: 2, style: 1, label: 'In', custom_id: 'in' }] }],
  },
};

test('after a stop and a start the old panel is there and its button works', async () => {
  const first = await start();
  const environment = first.env();
  await answering(first, [{ name: 'clock', description: 'x' }], () => PANEL);
  const { message } = await first.acts.command('Emil', '/clock');
  await first.close();

  const second = await start();
  assert.equal(second.env()['DISCORD_TOKEN'], environment['DISCORD_TOKEN']);
  assert.equal(second.env()['DISCORD_PUBLIC_KEY'], environment['DISCORD_PUBLIC_KEY']);
  assert.equal(second.world.commands(null)[0]?.name, 'clock');
  await answering(second, [{ name: 'clock', description: 'x' }], () => ({
    type: 7,
    data: { content: 'Clocked in' },
  }));
  const answer = await second.acts.click('Emil', message!.id, 'in');
  assert.equal(answer.message?.content, 'Clocked in');
  assert.equal(answer.message?.flags, 64);
  await assert.rejects(async () => second.acts.click('Sam', message!.id, 'in'), /no longer there/);
  await second.close();
});

test('a token taken before the restart still edits its message', async () => {
  const first = await start();
  const seen: Json[] = [];
  await answering(first, [{ name: 'clock', description: 'x' }], (one) => {
    seen.push(one);
    return PANEL;
  });
  await first.acts.command('Emil', '/clock');
  await first.close();
  const second = await start();
  const path = `/webhooks/${second.world.app.id}/${seen[0]!['token']}/messages/@original`;
  assert.equal((await rest(second, 'PATCH', path, { content: 'Later' })).json['content'], 'Later');
  await second.close();
});

test('files outlive a restart, dismissed messages do not', async () => {
  const first = await start();
  const form = new FormData();
  form.set('payload_json', '{}');
  form.set('files[0]', new Blob(['a,b\n1,2\n'], { type: 'text/csv' }), 'hours.csv');
  const posted = await rest(first, 'POST', `/channels/${IDS.general}/messages`, form);
  await answering(first, [{ name: 'clock', description: 'x' }], () => PANEL);
  const { message } = await first.acts.command('Emil', '/clock', {}, { channel: 'time-clock' });
  const dismissed = await fetch(
    `${first.url}/chat/api/messages/${message!.id}/dismiss?as=${IDS.emil}`,
    { method: 'POST' },
  );
  assert.equal(dismissed.status, 204);
  await first.close();
  const second = await start();
  assert.equal(second.world.messages(IDS.timeClock).length, 0);
  const { pathname } = new URL(posted.json['attachments'][0].url);
  assert.equal(await (await fetch(second.url + pathname)).text(), 'a,b\n1,2\n');
  await second.close();
});

test('reset brings the first world back and keeps the keys', async () => {
  const sandbox = await start();
  const environment = sandbox.env();
  sandbox.world.addUser({ username: 'visitor' });
  await rest(sandbox, 'POST', `/channels/${IDS.general}/messages`, { content: 'x' });
  sandbox.reset();
  assert.equal(sandbox.world.people.length, 3);
  assert.equal(sandbox.world.messages(IDS.general).length, 0);
  assert.deepEqual(sandbox.env(), environment);
  await sandbox.close();
});
