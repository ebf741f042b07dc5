import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatEvent, Message } from '../api/types.ts';
import { readRoute, routeTo } from '../state/route.ts';
import {
  compareIds,
  EMPTY,
  rowsOf,
  withEvent,
  withOlder,
  withPage,
  type Timeline,
} from '../state/timeline.ts';

function message(id: string, more: Partial<Message> = {}): Message {
  const author = { id: '1', username: 'emil', global_name: 'Emil' };
  const timestamp = '2026-03-10T12:00:00.000Z';
  return { id, channel_id: '5', author, content: id, timestamp, ...more };
}

function create(id: string, content = id): ChatEvent {
  return { kind: 'message_create', data: { message: message(id, { content }) } };
}

const READY: Timeline = { ...EMPTY, status: 'ready' };

function ids({ messages }: Timeline): string {
  return messages.map(({ id }) => id).join(' ');
}

test('ids are compared as numbers', () => {
  assert.ok(compareIds('9', '10') < 0);
  assert.ok(compareIds('1098321745529446465', '1098321745529446464') > 0);
  assert.equal(compareIds('7', '7'), 0);
});

test('messages stand in the order of their ids, whenever they come, and once', () => {
  const events = ['5', '20', '3', '20'].map((id) => create(id));
  assert.equal(ids(events.reduce(withEvent, READY)), '3 5 20');
});

test('an update changes what is shown and adds nothing', () => {
  const update = (id: string): ChatEvent => ({
    kind: 'message_update',
    data: { message: message(id, { content: 'new' }) },
  });
  const changed = [create('5'), update('5'), update('6')].reduce(withEvent, READY);
  assert.equal(ids(changed), '5');
  assert.equal(changed.messages[0]?.content, 'new');
});

test('what happens while a page is on its way is not lost', () => {
  const remove: ChatEvent = { kind: 'message_delete', data: { id: '2', channel_id: '5' } };
  const loading = [create('9'), remove].reduce(withEvent, EMPTY);
  const page = withPage(loading, [message('1'), message('2'), message('3')], 50);
  assert.equal(ids(page), '1 3 9');
  assert.equal(page.status, 'ready');
  assert.ok(page.complete);
  assert.deepEqual(page.meanwhile, []);
});

test('older messages go before, without repeating any', () => {
  const newer = withPage(EMPTY, [message('3'), message('4')], 2);
  assert.ok(!newer.complete);
  const all = withOlder(newer, [message('2'), message('3')], 2);
  assert.equal(ids(all), '2 3 4');
  assert.ok(withOlder(all, [message('1')], 2).complete);
});

test('a channel keeps a bounded number of messages', () => {
  let timeline: Timeline = { ...READY, complete: true };
  for (let id = 1; id <= 700; id += 1) timeline = withEvent(timeline, create(String(id)));
  assert.equal(timeline.messages.length, 600);
  assert.equal(timeline.messages[0]?.id, '101');
  assert.ok(!timeline.complete);
});

test('messages of one author within minutes stand together', () => {
  const later = { timestamp: '2026-03-10T12:06:00.000Z' };
  const rows = rowsOf([
    message('1'),
    message('2', later),
    message('3', { ...later, interaction_label: 'Emil used /clock' }),
    message('4', { ...later, flags: 64 }),
    message('5', { ...later, author: { id: '2', username: 'sam', global_name: null } }),
    message('6', { timestamp: '2026-03-12T12:07:00.000Z' }),
  ]);
  assert.deepEqual(
    rows.map(({ leads }) => leads),
    [true, false, true, true, true, true],
  );
  assert.deepEqual(
    rows.map(({ newDay }) => newDay),
    [true, false, false, false, false, true],
  );
});

test('the address names a person and a channel, anything else names nothing', () => {
  assert.deepEqual(readRoute('#/as/12/34'), { user: '12', channel: '34' });
  assert.deepEqual(readRoute('#/as/12'), { user: '12', channel: null });
  assert.deepEqual(readRoute(routeTo('12', '34')), { user: '12', channel: '34' });
  for (const odd of ['', '#', '#/as/', '#/as/x/1', '#/as/1/2/3', '#/as/1/javascript:x']) {
    assert.deepEqual(readRoute(odd), { user: null, channel: null });
  }
});
