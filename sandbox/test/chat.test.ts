import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { IDS } from '../src/discord/first_world.ts';
import { startSandbox, type Sandbox } from '../src/sandbox.ts';
import { answering, eventually, type Json } from './bot.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ gateway: { identify_ms: 0 } });
});
afterEach(() => sandbox.close());

async function chat(
  method: string,
  path: string,
  as: string,
  body?: unknown,
): Promise<{ status: number; json: any }> {
  const url = `${sandbox.url}/chat/api/${path}${path.includes('?') ? '&' : '?'}as=${as}`;
  const response = await fetch(url, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, json: text ? JSON.parse(text) : null };
}

interface Heard {
  id: string;
  name: string;
  data: Json;
}

/** Reads server-sent events until one fits; the connection is closed then. */
async function listen(
  as: string,
  last: string | null,
  until: (heard: Heard) => boolean,
  heard: Heard[] = [],
): Promise<Heard[]> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), 20_000);
  const response = await fetch(`${sandbox.url}/chat/api/events?as=${as}`, {
    headers: last === null ? {} : { 'Last-Event-ID': last },
    signal: abort.signal,
  });
  let text = '';
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(part).toString('utf8');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string): string =>
        new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
      if (field('event'))
        heard.push({ id: field('id'), name: field('event'), data: JSON.parse(field('data')) });
    }
    if (heard.some(until)) break;
  }
  clearTimeout(timer);
  abort.abort();
  return heard;
}

test('people and state are what the page draws', async () => {
  const people = (await (await fetch(`${sandbox.url}/chat/api/people`)).json()) as Json[];
  assert.deepEqual(
    people.map((one) => one['about']),
    ['owner', 'employee', 'stranger'],
  );
  const { json } = await chat('GET', 'state', IDS.emil);
  assert.equal(json.me.display_name, 'Emil');
  const [guild] = json.guilds;
  assert.deepEqual(
    guild.channels.map((one: Json) => one['name']),
    ['general', 'time-clock'],
  );
  assert.deepEqual(
    guild.roles.map((one: Json) => one['name']),
    ['Managers', 'Staff', 'On the Clock', '@everyone'],
  );
  assert.equal(guild.members.find((one: Json) => one['user'].bot).status, 'offline');
  assert.equal((await chat('GET', 'state', '5')).status, 404);
});

test('what is said is heard by those who may see it', async () => {
  const soFar: Heard[] = [];
  const hearing = listen(IDS.olivia, null, (one) => one.name === 'message_create', soFar);
  await eventually(() => soFar.length > 0);
  const said = await chat('POST', `channels/${IDS.general}/messages`, IDS.emil, {
    content: 'Good morning',
  });
  assert.equal(said.json.author.avatar_color, '#1f8b4c');
  const heard = await hearing;
  assert.deepEqual(
    heard.map((one) => one.name),
    ['hello', 'message_create'],
  );
  assert.equal(heard[1]!.data['message'].content, 'Good morning');
  assert.equal(
    (await chat('POST', `channels/${IDS.general}/messages`, IDS.emil, { content: ' ' })).status,
    400,
  );
});

test('a page that comes back gets what it missed, one from another run starts anew', async () => {
  const [hello] = await listen(IDS.olivia, null, (one) => one.name === 'hello');
  await chat('POST', `channels/${IDS.general}/messages`, IDS.emil, { content: 'Missed' });
  const back = await listen(IDS.olivia, hello!.id, (one) => one.name === 'hello');
  assert.deepEqual(
    back.map((one) => one.name),
    ['message_create', 'hello'],
  );
  const stranger = await listen(IDS.olivia, 'other-1', (one) => one.name === 'hello');
  assert.deepEqual(
    stranger.map((one) => one.name),
    ['reset', 'hello'],
  );
});

test('a click is pending, then done or failed, for the one who clicked', async () => {
  let silent = false;
  await answering(sandbox, [{ name: 'clock', description: 'x' }], () =>
    silent ? undefined : { type: 4, data: { content: 'Hi', flags: 64 } },
  );
  const [command] = (await chat('GET', `commands?channel=${IDS.general}`, IDS.emil)).json;
  const use = (): Promise<{ status: number; json: Json }> =>
    chat('POST', 'interactions', IDS.emil, {
      type: 2,
      channel_id: IDS.general,
      data: { id: command.id, name: 'clock', type: 1 },
    });
  const soFar: Heard[] = [];
  const hearing = listen(IDS.emil, null, (one) => one.name === 'interaction_failed', soFar);
  await eventually(() => soFar.length > 0);
  assert.equal((await use()).status, 202);
  await eventually(() => soFar.some((one) => one.name === 'interaction_done'));
  silent = true;
  sandbox.discord.interactions.limitMs = 200;
  await use();
  const names = (await hearing).map((one) => one.name).filter((name) => name !== 'guild_update');
  assert.deepEqual(names, [
    'hello',
    'interaction_pending',
    'message_create',
    'interaction_done',
    'interaction_pending',
    'interaction_failed',
  ]);
});

test('autocomplete answers the page directly', async () => {
  await answering(
    sandbox,
    [
      {
        name: 'zone',
        description: 'x',
        options: [{ type: 3, name: 'name', description: 'x', autocomplete: true }],
      },
    ],
    () => ({ type: 8, data: { choices: [{ name: 'Europe/Berlin', value: 'Europe/Berlin' }] } }),
  );
  const [command] = (await chat('GET', `commands?channel=${IDS.general}`, IDS.emil)).json;
  const { json } = await chat('POST', 'interactions', IDS.emil, {
    type: 4,
    channel_id: IDS.general,
    data: {
      id: command.id,
      name: 'zone',
      type: 1,
      options: [{ name: 'name', type: 3, value: 'Eu', focused: true }],
    },
  });
  assert.deepEqual(json, { choices: [{ name: 'Europe/Berlin', value: 'Europe/Berlin' }] });
});

test('messages page backwards', async () => {
  for (let i = 0; i < 5; i += 1)
    await chat('POST', `channels/${IDS.general}/messages`, IDS.emil, { content: `${i}` });
  const page = await chat('GET', `channels/${IDS.general}/messages?limit=2`, IDS.sam);
  assert.deepEqual(
    page.json.map((one: Json) => one['content']),
    ['3', '4'],
  );
  const before = await chat(
    'GET',
    `channels/${IDS.general}/messages?limit=2&before=${page.json[0].id}`,
    IDS.sam,
  );
  assert.deepEqual(
    before.json.map((one: Json) => one['content']),
    ['1', '2'],
  );
});

test('the bot can be written to, and its commands work there', async () => {
  await answering(
    sandbox,
    [
      { name: 'clock', description: 'x' },
      { name: 'setup', description: 'x', contexts: [0] },
    ],
    (one) => ({ type: 4, data: { content: `${one['user'].username} in ${one['context']}` } }),
  );
  const { json: dm } = await chat('POST', 'dms', IDS.sam, {
    recipient_id: sandbox.world.app.bot_id,
  });
  assert.equal(dm.recipient.bot, true);
  const { json: commands } = await chat('GET', `commands?channel=${dm.id}`, IDS.sam);
  assert.deepEqual(
    commands.map((one: Json) => one['name']),
    ['clock'],
  );
  const answer = await sandbox.acts.command('Sam', '/clock', {}, { channel: dm.id });
  assert.equal(answer.message?.content, 'sam.w in 1');
  assert.equal((await chat('GET', `channels/${dm.id}/messages`, IDS.emil)).status, 404);
});

test('tests in other languages do all of it through /control', async () => {
  const control = async (
    name: string,
    args: Json = {},
  ): Promise<{ status: number; json: Json }> => {
    const response = await fetch(`${sandbox.url}/control/${name}`, {
      method: 'POST',
      body: JSON.stringify(args),
    });
    return { status: response.status, json: (await response.json()) as Json };
  };
  await answering(sandbox, [{ name: 'clock', description: 'x' }], () => ({
    type: 4,
    data: { content: 'Hi' },
  }));
  await control('people', { people: [{ username: 'ada' }, { username: 'bob' }] });
  await control('guild', { name: 'Bakery', owner: 'ada' });
  await control('members', { guild: 'Bakery', people: ['bob', 'Emil'] });
  await control('role', { guild: 'Bakery', name: 'Bakers' });
  await control('set_member', { guild: 'Bakery', person: 'bob', roles: ['Bakers'], nick: 'Bobby' });
  const { json } = await control('command', { person: 'bob', command: '/clock' });
  assert.equal(json['message'].interaction_label, 'Bobby used /clock');
  assert.equal((await control('nonsense')).status, 404);
  assert.equal((await control('command', { person: 'nobody', command: '/clock' })).status, 404);
  await control('fault', { path: '/users', status: 503 });
  const log = (await (await fetch(`${sandbox.url}/control/log`)).json()) as Json;
  assert.ok(
    log['lines'].some((line: Json) => line['kind'] === 'identify' && line['outcome'] === 'ready'),
  );
  const env = (await (await fetch(`${sandbox.url}/control/env`)).json()) as Json;
  assert.equal(env['DISCORD_API_BASE'], `${sandbox.url}/api/v10`);
});
