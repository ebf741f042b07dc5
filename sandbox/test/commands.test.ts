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

const named = (more: Json): Json => ({ name: 'clock', description: 'Clock in', ...more });
const option = (more: Json): Json => ({ type: 3, name: 'zone', description: 'A zone', ...more });

test('commands that Discord refuses are refused', async () => {
  const cases: [string, Json[], string][] = [
    ['capitals', [named({ name: 'Clock' })], '0.name APPLICATION_COMMAND_INVALID_NAME'],
    ['a space', [named({ name: 'clock in' })], '0.name APPLICATION_COMMAND_INVALID_NAME'],
    [
      'capitals beyond ASCII',
      [named({ name: 'Überstunden' })],
      '0.name APPLICATION_COMMAND_INVALID_NAME',
    ],
    ['no name', [named({ name: '' })], '0.name BASE_TYPE_REQUIRED'],
    ['33 letters', [named({ name: 'a'.repeat(33) })], '0.name BASE_TYPE_BAD_LENGTH'],
    ['no description', [named({ description: undefined })], '0.description BASE_TYPE_REQUIRED'],
    [
      '101 letters',
      [named({ description: 'a'.repeat(101) })],
      '0.description BASE_TYPE_BAD_LENGTH',
    ],
    ['the same twice', [named({}), named({})], '1.name APPLICATION_COMMANDS_DUPLICATE_NAME'],
    [
      '26 options',
      [named({ options: many(26, (i) => option({ name: `o${i}` })) })],
      '0.options BASE_TYPE_MAX_LENGTH',
    ],
    [
      '26 choices',
      [
        named({
          options: [option({ choices: many(26, (i) => ({ name: `${i}`, value: `${i}` })) })],
        }),
      ],
      '0.options.0.choices BASE_TYPE_MAX_LENGTH',
    ],
    [
      'required after optional',
      [named({ options: [option({}), option({ name: 'b', required: true })] })],
      '0.options.1.required APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'an option twice',
      [named({ options: [option({}), option({})] })],
      '0.options.1.name APPLICATION_COMMAND_OPTIONS_NAME_INVALID',
    ],
    [
      'a group in a group',
      [named({ options: [option({ type: 2, options: [option({ type: 2 })] })] })],
      '0.options.0.options.0.type BASE_TYPE_CHOICES',
    ],
    [
      'a sub-command beside an option',
      [named({ options: [option({ type: 1 }), option({ name: 'b' })] })],
      '0.options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'choices with autocomplete',
      [named({ options: [option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] })],
      '0.options.0.autocomplete APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES',
    ],
    [
      'a number as a text choice',
      [named({ options: [option({ choices: [{ name: 'a', value: 1 }] })] })],
      '0.options.0.choices.0.value STRING_TYPE_CONVERT',
    ],
    [
      'a menu with a description',
      [{ type: 2, name: 'View hours', description: 'x' }],
      '0.description APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID',
    ],
    [
      'unknown permissions',
      [named({ default_member_permissions: String(1n << 60n) })],
      '0.default_member_permissions NUMBER_TYPE_COERCE',
    ],
    ['an unknown context', [named({ contexts: [3] })], '0.contexts.0 BASE_TYPE_CHOICES'],
    [
      '8001 characters',
      [
        named({
          options: many(25, (i) =>
            option({
              name: `o${i}`,
              choices: many(4, (j) => ({
                name: `${j}`.padEnd(60, 'x'),
                value: `${j}`.padEnd(20, 'x'),
              })),
            }),
          ),
        }),
      ],
      '0 APPLICATION_COMMAND_TOO_LARGE',
    ],
    ['101 commands', many(101, (i) => named({ name: `c${i}` })), 'code 30032'],
    ['16 user menus', many(16, (i) => ({ type: 2, name: `Menu ${i}` })), 'code 30032'],
  ];
  for (const [name, body, problem] of cases) {
    const { status, json } = await rest(sandbox, 'PUT', commands(), body);
    assert.deepEqual([status, firstProblem(json)], [400, problem], name);
  }
});

test('commands at the very limits are taken and given back', async () => {
  const body = [
    named({ name: 'überstunden-日本' }),
    named({
      name: 'a'.repeat(32),
      description: 'd'.repeat(100),
      options: many(25, (i) => option({ name: `o${i}`, required: i < 3 })),
    }),
    named({
      name: 'roles',
      options: [
        option({
          type: 2,
          name: 'employee',
          options: [
            option({
              type: 1,
              name: 'add',
              options: [option({ type: 8, name: 'role', required: true })],
            }),
          ],
        }),
      ],
    }),
    { type: 2, name: 'View hours' },
    { type: 3, name: 'View hours' },
  ];
  const { status, json } = await rest(sandbox, 'PUT', commands(), body);
  assert.equal(status, 200);
  const again = await rest(sandbox, 'PUT', commands(), body);
  const ids = (list: Json): string[] => (list as unknown as Json[]).map((one) => one['id']);
  assert.deepEqual(ids(again.json), ids(json), 'a command that stays keeps its id');
  const listed = await rest(sandbox, 'GET', commands());
  assert.deepEqual(ids(listed.json).sort(), ids(json).sort());
});

test('commands of one server live beside the global ones', async () => {
  const path = `/applications/${sandbox.world.app.id}/guilds/${IDS.guild}/commands`;
  const made = await rest(sandbox, 'POST', path, named({ name: 'owner' }));
  assert.equal(made.status, 201);
  assert.equal(made.json['guild_id'], IDS.guild);
  const changed = await rest(sandbox, 'PATCH', `${path}/${made.json['id']}`, {
    description: 'New',
  });
  assert.equal(changed.json['description'], 'New');
  assert.equal((await rest(sandbox, 'DELETE', `${path}/${made.json['id']}`)).status, 204);
  assert.equal((await rest(sandbox, 'GET', `${path}/${made.json['id']}`)).json['code'], 10063);
  const elsewhere = await rest(
    sandbox,
    'GET',
    `/applications/${sandbox.world.app.id}/guilds/1/commands`,
  );
  assert.deepEqual([elsewhere.status, elsewhere.json['code']], [403, 50001]);
});
