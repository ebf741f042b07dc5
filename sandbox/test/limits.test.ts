import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startSandbox, type Sandbox } from '../src/sandbox.ts';
import { IDS } from '../src/discord/first_world.ts';
import { firstProblem, many, rest, type Json } from './bot.ts';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox({ rateLimits: false });
});
after(() => sandbox.close());

const commands = (): string => `/applications/${sandbox.world.app.id}/commands`;
const messages = `/channels/${IDS.general}/messages`;

const row = (...components: Json[]): Json => ({ type: 1, components });
const button = (more: Json = {}): Json => ({
  type: 2,
  style: 1,
  label: 'In',
  custom_id: 'in',
  ...more,
});
const select = (more: Json = {}): Json => ({
  type: 3,
  custom_id: 's',
  options: [{ label: 'a', value: 'a' }],
  ...more,
});

test('messages that Discord refuses are refused', async () => {
  const cases: [string, Json, string][] = [
    ['nothing', {}, 'code 50006'],
    ['blanks', { content: '  ' }, 'code 50006'],
    ['2001 characters', { content: 'x'.repeat(2001) }, 'content BASE_TYPE_MAX_LENGTH'],
    ['a number', { content: 5 }, 'content STRING_TYPE_CONVERT'],
    ['11 embeds', { embeds: many(11, () => ({ title: 'x' })) }, 'embeds BASE_TYPE_MAX_LENGTH'],
    [
      'a long title',
      { embeds: [{ title: 'x'.repeat(257) }] },
      'embeds.0.title BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a long description',
      { embeds: [{ description: 'x'.repeat(4097) }] },
      'embeds.0.description BASE_TYPE_MAX_LENGTH',
    ],
    [
      '26 fields',
      { embeds: [{ fields: many(26, () => ({ name: 'n', value: 'v' })) }] },
      'embeds.0.fields BASE_TYPE_MAX_LENGTH',
    ],
    [
      'an empty field',
      { embeds: [{ fields: [{ name: 'n', value: '' }] }] },
      'embeds.0.fields.0.value BASE_TYPE_REQUIRED',
    ],
    [
      '6001 characters in embeds',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      'embeds MAX_EMBED_SIZE_EXCEEDED',
    ],
    [
      'a bad timestamp',
      { embeds: [{ timestamp: 'soon' }] },
      'embeds.0.timestamp DATE_TIME_TYPE_PARSE',
    ],
    [
      '6 rows',
      { components: many(6, (i) => row(button({ custom_id: `${i}` }))) },
      'components BASE_TYPE_MAX_LENGTH',
    ],
    [
      '6 buttons',
      { components: [row(...many(6, (i) => button({ custom_id: `${i}` })))] },
      'components.0.components BASE_TYPE_BAD_LENGTH',
    ],
    ['an empty row', { components: [row()] }, 'components.0.components BASE_TYPE_REQUIRED'],
    [
      'the same id twice',
      { components: [row(button(), button())] },
      'components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'a long id',
      { components: [row(button({ custom_id: 'x'.repeat(101) }))] },
      'components.0.components.0.custom_id BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a long label',
      { components: [row(button({ label: 'x'.repeat(81) }))] },
      'components.0.components.0.label BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a button without id',
      { components: [row(button({ custom_id: undefined }))] },
      'components.0.components.0.custom_id BASE_TYPE_REQUIRED',
    ],
    [
      'a link with an id',
      { components: [row(button({ style: 5, url: 'https://example.org' }))] },
      'components.0.components.0.custom_id BUTTON_COMPONENT_FIELD_FORBIDDEN',
    ],
    [
      'a button with a link',
      { components: [row(button({ url: 'https://example.org' }))] },
      'components.0.components.0.url BUTTON_COMPONENT_FIELD_FORBIDDEN',
    ],
    [
      '26 choices',
      { components: [row(select({ options: many(26, (i) => ({ label: 'x', value: `${i}` })) }))] },
      'components.0.components.0.options BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a select beside a button',
      { components: [row(button(), select())] },
      'components.0.components.1 COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ],
    [
      'a text input',
      { components: [row({ type: 4, custom_id: 't', style: 1, label: 'x' })] },
      'components.0.components.0.type UNION_TYPE_CHOICES',
    ],
    ['a button outside a row', { components: [button()] }, 'components.0.type UNION_TYPE_CHOICES'],
    ['components V2', { flags: 1 << 15, components: [row(button())] }, 'flags SANDBOX_NOT_OFFERED'],
    [
      'ephemeral without an interaction',
      { content: 'x', flags: 64 },
      'flags MESSAGE_FLAGS_INVALID',
    ],
    [
      'both kinds of allowed mentions',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      'allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    ],
  ];
  for (const [name, body, problem] of cases) {
    const { status, json } = await rest(sandbox, 'POST', messages, body);
    assert.deepEqual([status, firstProblem(json)], [400, problem], name);
  }
});

test('a message at the very limits is posted, changed and removed', async () => {
  const body = {
    content: '😀'.repeat(2000),
    embeds: [
      { title: 't'.repeat(256), description: 'd'.repeat(4096), footer: { text: 'f'.repeat(1648) } },
    ],
    components: many(5, (i) => row(...many(5, (j) => button({ custom_id: `${i} ${j}` })))),
  };
  const made = await rest(sandbox, 'POST', messages, body);
  assert.equal(made.status, 200);
  const path = `${messages}/${made.json['id']}`;
  const changed = await rest(sandbox, 'PATCH', path, {
    content: 'short',
    embeds: [],
    components: [],
  });
  assert.equal(changed.json['content'], 'short');
  assert.equal((await rest(sandbox, 'PATCH', path, { content: '' })).json['code'], 50006);
  assert.equal((await rest(sandbox, 'DELETE', path)).status, 204);
  assert.equal((await rest(sandbox, 'GET', path)).json['code'], 10008);
});

test('files come with a message and can be fetched', async () => {
  const form = new FormData();
  form.set(
    'payload_json',
    JSON.stringify({ content: 'A chart', attachments: [{ id: 0, description: 'Hours' }] }),
  );
  form.set('files[0]', new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png' }), 'hours.png');
  const { json } = await rest(sandbox, 'POST', messages, form);
  const [file] = json['attachments'];
  assert.deepEqual([file.filename, file.size, file.description], ['hours.png', 3, 'Hours']);
  const fetched = await fetch(file.url);
  assert.deepEqual([...new Uint8Array(await fetched.arrayBuffer())], [1, 2, 3]);
  assert.equal(fetched.headers.get('content-type'), 'image/png');
});

test('mentions ping only whom allowed_mentions lets', async () => {
  const content = `<@${IDS.emil}> <@${IDS.sam}> @everyone`;
  const quiet = await rest(sandbox, 'POST', messages, { content, allowed_mentions: { parse: [] } });
  assert.deepEqual([quiet.json['mentions'], quiet.json['mention_everyone']], [[], false]);
  const one = await rest(sandbox, 'POST', messages, {
    content,
    allowed_mentions: { users: [IDS.emil] },
  });
  assert.deepEqual(
    one.json['mentions'].map((user: Json) => user['id']),
    [IDS.emil],
  );
});

test('the bot is held to its permissions', async () => {
  const guild = sandbox.world.state.guilds[0]!;
  const hidden = sandbox.world.addChannel(guild, {
    name: 'back-office',
    permission_overwrites: [
      { id: guild.id, type: 0, allow: '0', deny: '1024' },
      { id: sandbox.world.app.bot_id, type: 1, allow: '0', deny: '1024' },
    ],
  });
  const muted = sandbox.world.addChannel(guild, {
    name: 'notices',
    permission_overwrites: [{ id: sandbox.world.app.bot_id, type: 1, allow: '0', deny: '2048' }],
  });
  const cases: [string, string, number, number][] = [
    ['POST', `/channels/${hidden.id}/messages`, 403, 50001],
    ['POST', `/channels/${muted.id}/messages`, 403, 50013],
    ['POST', '/channels/5/messages', 404, 10003],
    ['GET', '/guilds/5', 404, 10004],
    ['GET', `/guilds/${IDS.guild}/members`, 403, 50001],
    ['GET', `/guilds/${IDS.guild}/members/5`, 404, 10013],
  ];
  for (const [method, path, status, code] of cases) {
    const { status: got, json } = await rest(
      sandbox,
      method,
      path,
      method === 'POST' ? { content: 'x' } : undefined,
    );
    assert.deepEqual([got, json['code']], [status, code], path);
  }
});

test('closed direct messages refuse the bot', async () => {
  const dm = await rest(sandbox, 'POST', '/users/@me/channels', { recipient_id: IDS.sam });
  assert.equal(dm.json['recipients'][0].id, IDS.sam);
  const path = `/channels/${dm.json['id']}/messages`;
  assert.equal((await rest(sandbox, 'POST', path, { content: 'Hello' })).status, 200);
  sandbox.world.person('Sam').dms_closed = true;
  assert.equal((await rest(sandbox, 'POST', path, { content: 'Hello' })).json['code'], 50007);
});

test('callers who do not introduce themselves are turned away', async () => {
  const cases: [string, Json, number, number][] = [
    ['no user agent', { 'User-Agent': 'curl/8' }, 403, 40333],
    ['a wrong token', { Authorization: 'Bot nonsense' }, 401, 0],
    ['no token', { Authorization: '' }, 401, 0],
  ];
  for (const [name, headers, status, code] of cases) {
    const { status: got, json } = await rest(sandbox, 'GET', '/users/@me', undefined, headers);
    assert.deepEqual([got, json['code']], [status, code], name);
  }
  assert.equal((await rest(sandbox, 'GET', '/nowhere')).status, 404);
  assert.equal((await rest(sandbox, 'DELETE', '/users/@me')).status, 405);
  assert.equal((await rest(sandbox, 'POST', messages, '{"content":')).json['code'], 50109);
  assert.equal(
    (await rest(sandbox, 'POST', messages, 'x', { 'Content-Type': 'text/plain' })).json['code'],
    50035,
  );
});

test('no body, however odd, is answered 500', async () => {
  const odd: unknown[] = [
    null,
    5,
    'x',
    [],
    [null],
    {},
    { toString: 1 },
    [[[]]],
    { length: 3 },
    true,
    '\u0000',
    -1,
    1e300,
  ];
  const keys = [
    'content',
    'embeds',
    'components',
    'flags',
    'attachments',
    'allowed_mentions',
    'message_reference',
    'name',
    'description',
    'options',
    'type',
    'contexts',
    'default_member_permissions',
    'name_localizations',
  ];
  const fields = (value: unknown): Json[] =>
    keys.flatMap((key) => [
      { name: 'x', description: 'x', content: 'x', [key]: value },
      { name: 'x', description: 'x', content: 'x', [key]: [value] },
    ]);
  const bodies = [
    ...odd,
    ...odd.flatMap((value) => [
      ...fields(value),
      {
        name: 'x',
        description: 'x',
        options: [{ type: 3, name: 'o', description: 'd', choices: value }],
      },
      { embeds: [{ fields: value, footer: value, author: value, image: value, title: value }] },
      {
        components: [row(button({ label: value, emoji: value })), row(select({ options: value }))],
      },
    ]),
  ];
  for (const body of bodies) {
    for (const [method, path] of [
      ['POST', messages],
      ['POST', commands()],
    ] as const) {
      const { status } = await rest(sandbox, method, path, JSON.stringify(body));
      assert.ok(status < 500, `${method} ${JSON.stringify(body)}`);
    }
  }
});
