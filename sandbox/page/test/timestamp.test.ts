import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileSize } from '../text/size.ts';
import { dayName, formatTime, isUnix, messageTime, relativePause } from '../text/timestamp.ts';
import type { TimeStyle } from '../text/tree.ts';

const UTC = { zone: 'UTC', locale: 'en-US' };
/** 2023-11-14T22:13:20Z */
const AT = 1_700_000_000;

/** Newer versions of Node put a narrow space before AM and PM. */
function plain(text: string): string {
  return text.replace(/\s/gu, ' ');
}

const styles: readonly (readonly [TimeStyle, string])[] = [
  ['t', '10:13 PM'],
  ['T', '10:13:20 PM'],
  ['d', '11/14/2023'],
  ['D', 'November 14, 2023'],
  ['f', 'November 14, 2023 at 10:13 PM'],
  ['F', 'Tuesday, November 14, 2023 at 10:13 PM'],
  ['s', '11/14/2023, 10:13 PM'],
  ['S', '11/14/2023, 10:13:20 PM'],
];

test('every style of timestamp has its form', () => {
  for (const [style, expected] of styles) {
    assert.equal(plain(formatTime(AT, style, 0, UTC)), expected, style);
  }
});

test('a timestamp is shown in the zone of the reader', () => {
  const zone = 'Asia/Kathmandu';
  assert.equal(plain(formatTime(AT, 'f', 0, { zone })), 'November 15, 2023 at 3:58 AM');
});

const relatives: readonly (readonly [number, string])[] = [
  [0, 'now'],
  [5, 'in 5 seconds'],
  [-1, '1 second ago'],
  [-59, '59 seconds ago'],
  [-60, '1 minute ago'],
  [3_599, 'in 59 minutes'],
  [-3_600, '1 hour ago'],
  [-86_399, '23 hours ago'],
  [-86_400, '1 day ago'],
  [86_400 * 40, 'in 1 month'],
  [-86_400 * 800, '2 years ago'],
];

test('relative timestamps count in the largest whole unit', () => {
  for (const [away, expected] of relatives) {
    assert.equal(formatTime(AT + away, 'R', AT * 1000, UTC), expected);
  }
});

test('near timestamps tick every second, far ones seldom', () => {
  assert.equal(relativePause(AT, AT * 1000), 1_000);
  assert.equal(relativePause(AT, (AT + 600) * 1000), 10_000);
  assert.equal(relativePause(AT, (AT + 86_400) * 1000), 60_000);
});

test('no number breaks the formatting', () => {
  for (const unix of [8.64e12, -8.64e12, 0, -1]) {
    assert.ok(isUnix(unix));
    for (const [style] of styles) assert.ok(formatTime(unix, style, 0, UTC).length > 0);
    assert.ok(formatTime(unix, 'R', 0, UTC).length > 0);
  }
  for (const unix of [8.64e12 + 1, NaN, Infinity, -Infinity]) assert.ok(!isUnix(unix));
});

test('a message says today, yesterday or the date', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  assert.equal(plain(messageTime('2026-03-10T09:05:00Z', now, UTC)), 'Today at 9:05 AM');
  assert.equal(plain(messageTime('2026-03-09T23:59:00Z', now, UTC)), 'Yesterday at 11:59 PM');
  assert.equal(plain(messageTime('2026-03-08T09:05:00Z', now, UTC)), 'March 8, 2026, 9:05 AM');
  assert.equal(messageTime('no time at all', now, UTC), '');
  assert.equal(dayName('2026-03-10T00:00:00Z', now, UTC), 'Today');
});

test('file sizes are short', () => {
  const sizes = [
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_400, '1.4 KB'],
    [2_000_000, '2 MB'],
    [123_456_789, '123 MB'],
    [9e12, '9000 GB'],
    [-5, '0 bytes'],
  ] as const;
  for (const [bytes, expected] of sizes) assert.equal(fileSize(bytes), expected);
});
