import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { snowflakeMs } from '../src/discord/snowflake.ts';
import { startSandbox, type Sandbox } from '../src/sandbox.ts';
import {
  answering,
  callback,
  endpoint,
  eventually,
  firstProblem,
  many,
  rest,
  type Json,
} from './bot.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ gateway: { identify_ms: 0 } });
});
afterEach(() => sandbox.close());

const CLOCK = { name: 'clock', description: 'Clock in and out' };
const row = (...components: Json[]): Json => ({ type: 1, components });
const button = (custom_id: string): Json => ({ type: 2, style: 1, label: custom_id, custom_id });
const panel = {
  type: 4,
  data: { content: 'The panel', flags: 64, components: [row(button('in'), button('out'))] },
};

test('a command reaches the bot with all documented fields', async () => {
  const client = await answering(sandbox, [CLOCK], () => panel);
  await sandbox.acts.command('Emil', '/clock');
  const { d } = await client.event('INTERACTION_CREATE');
  for (const field of [
    'id',
    'application_id',
    'type',
    'data',
    'guild',
    'guild_id',
    'channel',
    'channel_id',
    'member',
    'token',
    'version',
    'app_permissions',
    'locale',
    'guild_locale',
    'entitlements',
    'authorizing_integration_owners',
    'context',
    'attachment_size_limit',
  ]) {
    assert.ok(d[field] !== undefined, field);
  }
  assert.equal(d.data.name, 'clock');
  assert.equal(d.member.user.username, 'emil_b');
  assert.match(d.member.permissions, /^\d+$/);
});

test('an ephemeral answer is seen by its person only', async () => {
  await answering(sandbox, [CLOCK], () => panel);
  const answer = await sandbox.acts.command('Emil', '/clock');
  assert.equal(answer.outcome, 'message');
  assert.equal(answer.message?.flags, 64);
  assert.equal(answer.message?.interaction_label, 'Emil used /clock');
  const channel = answer.message!.channel_id;
  const seen = async (person: string): Promise<unknown[]> => {
    const id = sandbox.world.person(person).id;
    return (
      await fetch(`${sandbox.url}/chat/api/channels/${channel}/messages?as=${id}`)
    ).json() as Promise<unknown[]>;
  };
  assert.equal((await seen('Emil')).length, 1);
  assert.equal((await seen('Olivia')).length, 0);
});

test('a button updates the message it is on', async () => {
  await answering(sandbox, [CLOCK], (one) =>
    one['type'] === 2
      ? panel
      : {
          type: 7,
          data: {
            content: `You pressed ${one['data'].custom_id}`,
            flags: 64,
            components: [row(button('out'))],
          },
        },
  );
  const { message } = await sandbox.acts.command('Emil', '/clock');
  const answer = await sandbox.acts.click('Emil', message!, 'in');
  assert.equal(answer.outcome, 'update');
  assert.equal(answer.message?.id, message!.id);
  assert.equal(answer.message?.content, 'You pressed in');
  assert.equal(answer.message?.flags, 64);
  await assert.rejects(async () => sandbox.acts.click('Emil', message!, 'in'), /no longer there/);
});

test('nobody presses a button on a message that they cannot see', async () => {
  await answering(sandbox, [CLOCK], () => panel);
  const { message } = await sandbox.acts.command('Emil', '/clock');
  await assert.rejects(async () => sandbox.acts.click('Sam', message!, 'in'), /no longer there/);
});

test('silence for the whole limit fails, and a later answer is unknown', async () => {
  sandbox.discord.interactions.limitMs = 300;
  const late: Json[] = [];
  await answering(sandbox, [CLOCK], (one) => void late.push(one));
  const answer = await sandbox.acts.command('Emil', '/clock');
  assert.equal(answer.outcome, 'failed');
  assert.equal(answer.text, 'The application did not respond');
  const refused = await callback(sandbox, late[0]!, panel);
  assert.equal(refused.status, 404);
  assert.equal(refused.json['code'], 10062);
});

test('a second answer is refused as already acknowledged', async () => {
  const seen: Json[] = [];
  await answering(sandbox, [CLOCK], (one) => {
    seen.push(one);
    return panel;
  });
  await sandbox.acts.command('Emil', '/clock');
  const refused = await callback(sandbox, seen[0]!, panel);
  assert.deepEqual([refused.status, refused.json['code']], [400, 40060]);
});

test('a deferred answer loads, then its edit is what the person sees', async () => {
  const seen: Json[] = [];
  await answering(sandbox, [CLOCK], (one) => {
    seen.push(one);
    return { type: 5, data: { flags: 64 } };
  });
  const waiting = sandbox.acts.command('Emil', '/clock');
  await eventually(() => sandbox.discord.interactions.find(seen[0]?.['id'])?.record.answered);
  const base = `/webhooks/${sandbox.world.app.id}/${seen[0]!['token']}`;
  const original = await rest(sandbox, 'GET', `${base}/messages/@original`);
  assert.equal(original.json['flags'], 64 | 128);
  const edited = await rest(sandbox, 'PATCH', `${base}/messages/@original`, { content: 'Ready' });
  assert.equal(edited.status, 200);
  const answer = await waiting;
  assert.equal(answer.message?.content, 'Ready');
  assert.equal(answer.message?.flags, 64);
  const followed = await rest(sandbox, 'POST', base, { content: 'And more', flags: 64 });
  assert.equal(followed.json['content'], 'And more');
  assert.equal((await rest(sandbox, 'DELETE', `${base}/messages/@original`)).status, 204);
  assert.equal((await rest(sandbox, 'GET', `${base}/messages/@original`)).json['code'], 10008);
});

test('the first follow-up takes the place of a deferred answer', async () => {
  const seen: Json[] = [];
  await answering(sandbox, [CLOCK], (one) => {
    seen.push(one);
    return { type: 5 };
  });
  const waiting = sandbox.acts.command('Emil', '/clock');
  await eventually(() => sandbox.discord.interactions.find(seen[0]?.['id'])?.record.answered);
  await rest(sandbox, 'POST', `/webhooks/${sandbox.world.app.id}/${seen[0]!['token']}`, {
    content: 'Here',
  });
  const { message } = await waiting;
  assert.equal(message?.content, 'Here');
  assert.equal(sandbox.world.messages(message!.channel_id).length, 1);
});

test('type 6 acknowledges quietly, and the panel can be edited later', async () => {
  const seen: Json[] = [];
  await answering(sandbox, [CLOCK], (one) => {
    seen.push(one);
    return one['type'] === 2 ? panel : { type: 6 };
  });
  const { message } = await sandbox.acts.command('Emil', '/clock');
  const quiet = await sandbox.acts.click('Emil', message!, 'in', { until: 'ack' });
  assert.equal(quiet.outcome, 'ack');
  await rest(
    sandbox,
    'PATCH',
    `/webhooks/${sandbox.world.app.id}/${seen[1]!['token']}/messages/@original`,
    { content: 'Later' },
  );
  assert.equal(sandbox.world.findMessageAnywhere(message!.id)?.content, 'Later');
});

test('tokens end', async () => {
  const seen: Json[] = [];
  await answering(sandbox, [CLOCK], (one) => {
    seen.push(one);
    return panel;
  });
  await sandbox.acts.command('Emil', '/clock');
  sandbox.discord.interactions.tokenLifeMs = -1;
  const base = `/webhooks/${sandbox.world.app.id}/${seen[0]!['token']}`;
  const refused = await rest(sandbox, 'PATCH', `${base}/messages/@original`, {
    content: 'Too late',
  });
  assert.deepEqual([refused.status, refused.json['code']], [401, 50027]);
});

test('a modal opens, and what is typed arrives', async () => {
  const modal = {
    type: 9,
    data: {
      custom_id: 'purge',
      title: 'Really?',
      components: [
        row({ type: 4, custom_id: 'name', label: 'Name', style: 1, max_length: 20 }),
        {
          type: 18,
          label: 'Why',
          component: { type: 4, custom_id: 'why', style: 2, required: false },
        },
      ],
    },
  };
  const seen: Json[] = [];
  await answering(sandbox, [CLOCK], (one) => {
    seen.push(one);
    return one['type'] === 2 ? modal : { type: 4, data: { content: 'Thanks' } };
  });
  const opened = await sandbox.acts.command('Olivia', '/clock');
  assert.equal(opened.outcome, 'modal');
  assert.equal(opened.modal?.title, 'Really?');
  await assert.rejects(
    async () => sandbox.acts.submit('Olivia', opened.interaction_id, { name: '' }),
    /required/,
  );
  await assert.rejects(
    async () => sandbox.acts.submit('Olivia', opened.interaction_id, { name: 'x'.repeat(21) }),
    /at most/,
  );
  const answer = await sandbox.acts.submit('Olivia', opened.interaction_id, {
    name: 'Corner Café',
  });
  assert.equal(answer.message?.content, 'Thanks');
  assert.equal(seen[1]!['type'], 5);
  assert.equal(seen[1]!['data'].components[0].components[0].value, 'Corner Café');
  assert.equal(seen[1]!['data'].components[1].component.value, '');
  await assert.rejects(
    async () => sandbox.acts.submit('Olivia', opened.interaction_id, { name: 'x' }),
    /no longer open/,
  );
});

test('a modal whose answer nobody took may be sent again, once', async () => {
  const modal = {
    type: 9,
    data: { custom_id: 'purge', title: 'Really?', components: [
      row({ type: 4, custom_id: 'name', label: 'Name', style: 1 }),
    ] },
  };
  let silent = true;
  await answering(sandbox, [CLOCK], (one) => {
    if (one['type'] === 2) return modal;
    return silent ? null : { type: 4, data: { content: 'Thanks' } };
  });
  const { interaction_id: id } = await sandbox.acts.command('Olivia', '/clock');
  assert.equal((await sandbox.acts.submit('Olivia', id, { name: 'x' })).outcome, 'failed');
  silent = false;
  assert.equal((await sandbox.acts.submit('Olivia', id, { name: 'x' })).message?.content, 'Thanks');
  await assert.rejects(async () => sandbox.acts.submit('Olivia', id, { name: 'x' }), /no longer open/);
});

test('autocomplete offers what the bot says', async () => {
  const command = {
    ...CLOCK,
    options: [{ type: 3, name: 'zone', description: 'Zone', autocomplete: true, required: true }],
  };
  await answering(sandbox, [command], (one) => ({
    type: 8,
    data: { choices: [{ name: `You typed ${one['data'].options[0].value}`, value: 'x' }] },
  }));
  const answer = await sandbox.acts.autocomplete('Emil', '/clock', 'zone', 'Eur');
  assert.deepEqual(answer.choices, [{ name: 'You typed Eur', value: 'x' }]);
});

test('26 choices are one too many', async () => {
  sandbox.discord.interactions.limitMs = 500;
  const command = {
    ...CLOCK,
    options: [{ type: 3, name: 'zone', description: 'Zone', autocomplete: true }],
  };
  const client = await answering(sandbox, [command], () => undefined);
  const choices = many(26, (i) => ({ name: `${i}`, value: `${i}` }));
  const results: Promise<{ json: Json }>[] = [];
  client.onInteraction = (one) =>
    void results.push(callback(sandbox, one, { type: 8, data: { choices } }));
  const answer = await sandbox.acts.autocomplete('Emil', '/clock', 'zone', 'Eur');
  assert.equal(answer.outcome, 'failed');
  assert.equal(firstProblem((await results[0]!).json), 'data.choices BASE_TYPE_MAX_LENGTH');
});

test('answers that do not fit the interaction are refused', async () => {
  const cases: [string, Json][] = [
    ['a pong', { type: 1 }],
    ['an update without a message', { type: 7, data: { content: 'x' } }],
    ['choices without autocomplete', { type: 8, data: { choices: [] } }],
    ['nothing', {}],
    ['an empty message', { type: 4, data: {} }],
  ];
  sandbox.discord.interactions.limitMs = 500;
  for (const [name, body] of cases) {
    const results: Promise<{ status: number }>[] = [];
    const client = await answering(sandbox, [CLOCK], () => undefined);
    client.onInteraction = (one) => void results.push(callback(sandbox, one, body));
    assert.equal((await sandbox.acts.command('Emil', '/clock')).outcome, 'failed', name);
    assert.equal((await results[0])?.status, 400, name);
    client.socket.close(1000);
    await client.closed();
  }
});

test('with_response tells about the message that was made', async () => {
  const client = await answering(sandbox, [CLOCK], () => undefined);
  const results: Promise<{ status: number; json: Json }>[] = [];
  client.onInteraction = (one) =>
    void results.push(callback(sandbox, one, panel, '?with_response=true'));
  const { message } = await sandbox.acts.command('Emil', '/clock');
  const result = await results[0]!;
  assert.equal(result.status, 200);
  assert.equal(result.json['interaction'].response_message_id, message!.id);
  assert.equal(result.json['interaction'].response_message_ephemeral, true);
  assert.equal(result.json['resource'].message.content, 'The panel');
});

test('the click’s instant is the one in the id', async () => {
  await answering(sandbox, [CLOCK], () => panel);
  const at = Date.UTC(2024, 2, 10, 6, 59, 59, 999);
  const { interaction_id } = await sandbox.acts.command('Emil', '/clock', {}, { at_ms: at });
  assert.equal(snowflakeMs(interaction_id), at);
});

test('the same interaction can be delivered again', async () => {
  const client = await answering(sandbox, [CLOCK], () => panel);
  const { interaction_id } = await sandbox.acts.command('Emil', '/clock');
  await sandbox.redeliver(interaction_id);
  await client.next(
    (one) =>
      client.received.filter((two) => two['t'] === 'INTERACTION_CREATE').length === 2 &&
      one['op'] === 0,
  );
  const [first, second] = client.received.filter((one) => one['t'] === 'INTERACTION_CREATE');
  assert.deepEqual(first!['d'], second!['d']);
});

test('options are checked as Discord checks them', async () => {
  const command = {
    ...CLOCK,
    options: [
      { type: 4, name: 'count', description: 'Count', required: true, min_value: 1, max_value: 5 },
      { type: 3, name: 'range', description: 'Range', choices: [{ name: 'Week', value: 'week' }] },
      { type: 6, name: 'member', description: 'Who' },
    ],
  };
  const seen: Json[] = [];
  await answering(sandbox, [command], (one) => {
    seen.push(one);
    return panel;
  });
  const use = async (values: Json): Promise<unknown> =>
    sandbox.acts.command('Emil', '/clock', values);
  await assert.rejects(use({}), /required/);
  await assert.rejects(use({ count: 6 }), /5 or less/);
  await assert.rejects(use({ count: 1.5 }), /whole/);
  await assert.rejects(use({ count: 1, range: 'year' }), /one of/);
  await use({ count: 2, range: 'week', member: 'Sam' });
  const sam = sandbox.world.person('Sam').id;
  assert.equal(seen[0]!['data'].resolved.users[sam].username, 'sam.w');
  assert.deepEqual(seen[0]!['data'].resolved.members[sam].roles, []);
});

test('default_member_permissions hide a command and refuse it', async () => {
  await answering(sandbox, [{ ...CLOCK, default_member_permissions: '0' }], () => panel);
  await assert.rejects(async () => sandbox.acts.command('Emil', '/clock'), /sees no command/);
  const emil = sandbox.world.person('Emil').id;
  const { id } = sandbox.world.commands(null)[0]!;
  const channel_id = sandbox.world.state.guilds[0]!.channels[0]!.id;
  assert.throws(
    () => sandbox.discord.interactions.start({ type: 2, user_id: emil, channel_id, data: { id } }),
    /cannot use that command/,
  );
  assert.equal((await sandbox.acts.command('Olivia', '/clock')).outcome, 'message');
});

test('an interactions address is probed, then used, signed', async () => {
  const there = await endpoint(sandbox, () => panel);
  await sandbox.discord.setInteractionsUrl(there.url);
  await rest(sandbox, 'PUT', `/applications/${sandbox.world.app.id}/commands`, [CLOCK]);
  const answer = await sandbox.acts.command('Emil', '/clock');
  assert.equal(answer.message?.content, 'The panel');
  assert.deepEqual(
    there.requests.map((one) => one['type']),
    [1, 2],
  );
  there.close();
});

test('an address that does not look at signatures is refused', async () => {
  const careless = await endpoint(sandbox, () => panel, false);
  await assert.rejects(sandbox.discord.setInteractionsUrl(careless.url), /must be 401/);
  assert.equal(sandbox.world.app.interactions_url, null);
  careless.close();
  await assert.rejects(sandbox.discord.setInteractionsUrl('http://127.0.0.1:9/'), /no answer/);
});

test('202 over HTTP waits for the answer by REST', async () => {
  const there = await endpoint(sandbox, (one) => {
    setTimeout(() => void callback(sandbox, one, panel), 50);
    return undefined;
  });
  await sandbox.discord.setInteractionsUrl(there.url);
  await rest(sandbox, 'PUT', `/applications/${sandbox.world.app.id}/commands`, [CLOCK]);
  assert.equal((await sandbox.acts.command('Emil', '/clock')).outcome, 'message');
  there.close();
});

test('both transports at once: the first answer counts, the second is refused', async () => {
  const there = await endpoint(sandbox, () => panel);
  const client = await answering(sandbox, [CLOCK], () => panel);
  await sandbox.discord.setInteractionsUrl(there.url);
  const answer = await sandbox.acts.command('Emil', '/clock', {}, { via: 'both' });
  await sandbox.waitForLine('post', (line) => line.interaction_id === answer.interaction_id);
  await client.event('INTERACTION_CREATE');
  assert.equal(there.requests.at(-1)!['id'], answer.interaction_id);
  assert.equal(sandbox.world.messages(answer.message!.channel_id).length, 1);
  there.close();
});
