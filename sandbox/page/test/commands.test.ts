import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterLines, flatten, typedLine, type Command, type Line } from '../command/list.ts';
import {
  matching,
  nest,
  readFocused,
  readOptions,
  readTyped,
  type Directory,
  type Entries,
} from '../command/options.ts';

const role = { type: 8, name: 'role', description: 'The role', required: true };
const commands = [
  { id: '1', name: 'clock', type: 1, description: 'The panel' },
  {
    id: '2',
    name: 'hours',
    type: 1,
    description: 'Your hours',
    options: [
      { type: 6, name: 'member', description: 'Whose' },
      {
        type: 3,
        name: 'range',
        description: 'Days',
        choices: [{ name: 'This week', value: 'week' }],
      },
    ],
  },
  {
    id: '3',
    name: 'roles',
    type: 1,
    description: 'Roles',
    options: [
      {
        type: 2,
        name: 'employee',
        description: 'Employees',
        options: [
          { type: 1, name: 'add', description: 'Add one', options: [role] },
          { type: 1, name: 'list', description: 'All of them' },
        ],
      },
    ],
  },
  {
    id: '4',
    name: 'settings',
    type: 1,
    description: 'Settings',
    options: [
      {
        type: 1,
        name: 'maxshift',
        description: 'Longest shift',
        options: [
          { type: 5, name: 'tell', description: 'Tell them' },
          {
            type: 4,
            name: 'hours',
            description: 'Hours',
            required: true,
            min_value: 0,
            max_value: 48,
          },
          { type: 10, name: 'pay', description: 'Pay' },
          { type: 3, name: 'note', description: 'Note', min_length: 2, max_length: 5 },
          { type: 7, name: 'where', description: 'Where', channel_types: [0] },
          { type: 9, name: 'whom', description: 'Whom' },
        ],
      },
    ],
  },
  { id: '5', name: 'View hours', type: 2, description: '' },
] as unknown as Command[];

const directory: Directory = {
  users: [
    { name: 'Emil', value: '12' },
    { name: 'Emilia', value: '13' },
  ],
  roles: [{ name: 'Staff', value: '20' }],
  channels: [
    { name: 'general', value: '30', type: 0 },
    { name: 'Talk', value: '31', type: 2 },
  ],
};

const lines = flatten(commands);

function line(name: string): Line {
  const found = lines.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

test('subcommands are shown flat, user commands are not shown', () => {
  const names = lines.map(({ name }) => name);
  assert.deepEqual(names, [
    'clock',
    'hours',
    'roles employee add',
    'roles employee list',
    'settings maxshift',
  ]);
});

test('required options come first', () => {
  const names = line('settings maxshift').options.map(({ name }) => name);
  assert.deepEqual(names, ['hours', 'tell', 'pay', 'note', 'where', 'whom']);
});

test('the picker finds by beginning, by word, by part and by description', () => {
  const names = (typed: string): string[] => filterLines(lines, typed).map(({ name }) => name);
  assert.deepEqual(names('cl'), ['clock']);
  assert.deepEqual(names('hours'), ['hours']);
  assert.deepEqual(names('Roles  Emp'), ['roles employee add', 'roles employee list']);
  assert.deepEqual(names('list'), ['roles employee list']);
  assert.deepEqual(names('longest'), ['settings maxshift']);
  assert.deepEqual(names('zzz'), []);
  assert.equal(names('').length, lines.length);
});

test('a whole typed name is recognised, a part of it is not', () => {
  assert.equal(typedLine(lines, '/roles employee add x')?.name, 'roles employee add');
  assert.equal(typedLine(lines, '/CLOCK')?.name, 'clock');
  assert.equal(typedLine(lines, '/clocks'), null);
  assert.equal(typedLine(lines, 'clock'), null);
});

test('typed options are read by their names', () => {
  assert.deepEqual(readTyped(line('hours'), ' member:@Emil range:This week '), {
    member: { text: '@Emil' },
    range: { text: 'This week' },
  });
  assert.deepEqual(readTyped(line('hours'), 'odd:1 member:a b:c'), { member: { text: 'a b:c' } });
  assert.deepEqual(readTyped(line('clock'), 'member:x'), {});
});

const cases: readonly (readonly [string, string, unknown])[] = [
  ['hours', '8', 8],
  ['hours', '8.5', 'Use a whole number.'],
  ['hours', '49', 'Use 48 or less.'],
  ['hours', '-1', 'Use 0 or more.'],
  ['hours', '1e3', 'Use a number.'],
  ['hours', '0x10', 'Use a number.'],
  ['hours', '99999999999999999999', 'Use a number.'],
  ['hours', ' ', 'This one is needed.'],
  ['tell', 'true', true],
  ['tell', 'False', false],
  ['tell', 'maybe', 'Pick one from the list.'],
  ['pay', '12.5', 12.5],
  ['note', 'a', 'Use at least 2 characters.'],
  ['note', 'abcdef', 'Use at most 5 characters.'],
  ['note', 'abc', 'abc'],
  ['where', '#general', '30'],
  ['where', '<#30>', '30'],
  ['where', 'Talk', 'Pick one from the list.'],
  ['whom', '@staff', '20'],
  ['whom', '<@12>', '12'],
  ['whom', '<@99>', 'Pick one from the list.'],
];

test('options are read by their kinds, or say what is wrong', () => {
  for (const [name, text, expected] of cases) {
    const entries: Entries = { hours: { text: '1' }, [name]: { text } };
    const { options, errors } = readOptions(line('settings maxshift'), entries, directory);
    const value = options.find((option) => option.name === name)?.value;
    assert.deepEqual(errors[name] ?? value, expected, `${name}: ${text}`);
  }
});

test('a picked value is sent as it was picked', () => {
  const entries: Entries = { member: { text: 'Emil', picked: '13' } };
  const { options } = readOptions(line('hours'), entries, directory);
  assert.deepEqual(options, [{ type: 6, name: 'member', value: '13' }]);
});

test('the focused option is sent even when it is empty, half-typed others are not', () => {
  const entries: Entries = { hours: { text: 'x' }, tell: { text: 'true' } };
  assert.deepEqual(readFocused(line('settings maxshift'), entries, 'note', directory), [
    { type: 5, name: 'tell', value: true },
    { type: 3, name: 'note', value: '', focused: true },
  ]);
});

test('options nest in their subcommand and group', () => {
  const option = { type: 8, name: 'role', value: '20' };
  assert.deepEqual(nest([], [option]), [option]);
  assert.deepEqual(nest(['status'], []), [{ type: 1, name: 'status', options: [] }]);
  assert.deepEqual(nest(['employee', 'add'], [option]), [
    { type: 2, name: 'employee', options: [{ type: 1, name: 'add', options: [option] }] },
  ]);
});

test('choices that begin with what was typed come first, 25 at most', () => {
  const names = ['Europe/Rome', 'Rome', 'Romeo'].map((name) => ({ name, value: name }));
  assert.deepEqual(
    matching(names, 'rom').map(({ name }) => name),
    ['Rome', 'Romeo', 'Europe/Rome'],
  );
  const many = Array.from({ length: 100 }, (_, at) => ({ name: `n${at}`, value: at }));
  assert.equal(matching(many, '').length, 25);
});

test('hostile texts in options are read quickly', () => {
  const start = performance.now();
  for (const piece of ['member:', ' member: ', 'a:', ' ', '<@', '1']) {
    const text = piece.repeat(100_000 / piece.length);
    readTyped(line('hours'), text);
    readOptions(
      line('settings maxshift'),
      { hours: { text }, note: { text }, whom: { text } },
      directory,
    );
    filterLines(lines, text);
  }
  assert.ok(performance.now() - start < 4000);
});
