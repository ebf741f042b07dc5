import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  MORE,
  newDraft,
  shownOptions,
  withChoice,
  withEntry,
  withErrors,
  withOption,
  withoutOption,
} from '../command/draft.ts';
import type { Line, Option } from '../command/list.ts';

const options = [
  { type: 3, name: 'from', description: 'First day', required: true },
  { type: 3, name: 'to', description: 'Last day', required: true },
  { type: 6, name: 'member', description: 'Whose' },
  { type: 5, name: 'all', description: 'All of them' },
] as Option[];
const line = { path: [], name: 'report', description: '', options } as unknown as Line;

function option(name: string): Option {
  const found = options.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

function names(draft: { added: readonly string[] }): string {
  return shownOptions(line, draft)
    .map(({ name }) => name)
    .join(' ');
}

test('a command begins with its required options, at the first empty one', () => {
  const draft = newDraft(line, {});
  assert.equal(names(draft), 'from to');
  assert.equal(draft.goal.name, 'from');
  assert.equal(newDraft(line, { from: { text: 'x' } }).goal.name, 'to');
  const full = newDraft(line, { from: { text: 'x' }, to: { text: 'y' }, member: { text: 'z' } });
  assert.equal(full.goal.name, MORE);
  assert.equal(names(full), 'from to member');
});

test('an added option gets the focus, a removed one loses what was typed', () => {
  const added = withEntry(withOption(newDraft(line, {}), 'member'), 'member', { text: 'Em' });
  assert.equal(added.goal.name, 'member');
  const removed = withoutOption(added, 'member');
  assert.equal(names(removed), 'from to');
  assert.deepEqual(removed.entries, {});
  assert.equal(removed.goal.name, MORE);
});

test('a picked choice is kept as its value and leads to the next empty field', () => {
  const begun = withOption(newDraft(line, {}), 'member');
  const draft = withChoice(line, begun, option('member'), { name: 'Emil', value: '12' });
  assert.deepEqual(draft.entries['member'], { text: 'Emil', picked: '12' });
  assert.equal(draft.goal.name, 'from');
  const yes = withChoice(line, draft, option('all'), { name: 'False', value: 'false' });
  assert.equal(yes.entries['all']?.picked, false);
});

test('typing again forgets the picked value, the error and the place in the list', () => {
  const wrong = withErrors({ ...newDraft(line, {}), active: 4 }, { to: 'no', from: 'no' });
  assert.equal(wrong.goal.name, 'to');
  const draft = withEntry(wrong, 'to', { text: 'x' });
  assert.deepEqual(draft.errors, { from: 'no' });
  assert.equal(draft.active, 0);
});

test('without errors the focus stays where it is', () => {
  const draft = newDraft(line, {});
  assert.equal(withErrors(draft, {}).goal, draft.goal);
});
