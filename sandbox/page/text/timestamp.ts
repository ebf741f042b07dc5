// Discord's <t:unix:style> timestamps, shown in the reader's own time zone.

import { TIME_STYLES, type TimeStyle } from './tree.ts';

/** A Date holds ±8.64e15 ms (ECMA-262, Time Values and Time Range). */
const MAX_UNIX = 8.64e12;

const FORMS: Readonly<Record<Exclude<TimeStyle, 'R'>, Intl.DateTimeFormatOptions>> = {
  t: { hour: 'numeric', minute: '2-digit' },
  T: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  d: { year: 'numeric', month: '2-digit', day: '2-digit' },
  D: { year: 'numeric', month: 'long', day: 'numeric' },
  f: { year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  F: {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  },
  s: { year: 'numeric', month: '2-digit', day: '2-digit', hour: 'numeric', minute: '2-digit' },
  S: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  },
};

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export interface Reader {
  locale?: string;
  /** An IANA zone; the browser's own when left out. */
  zone?: string;
}

export function isTimeStyle(text: string): text is TimeStyle {
  return (TIME_STYLES as readonly string[]).includes(text);
}

export function isUnix(seconds: number): boolean {
  return Number.isFinite(seconds) && Math.abs(seconds) <= MAX_UNIX;
}

/** A timestamp as text. `nowMs` matters only to the relative style. */
export function formatTime(
  unix: number,
  style: TimeStyle,
  nowMs: number,
  reader: Reader = {},
): string {
  if (style === 'R') return relative(unix, nowMs, reader);
  const form = reader.zone ? { ...FORMS[style], timeZone: reader.zone } : FORMS[style];
  return new Intl.DateTimeFormat(reader.locale ?? 'en-US', form).format(unix * 1000);
}

function relative(unix: number, nowMs: number, reader: Reader): string {
  const away = unix - Math.floor(nowMs / 1000);
  if (away === 0) return 'now';
  const [unit, size] = STEPS.find(([, step]) => Math.abs(away) >= step) ?? ['second', 1];
  const format = new Intl.RelativeTimeFormat(reader.locale ?? 'en-US', { numeric: 'always' });
  return format.format(Math.trunc(away / size), unit);
}

/** How long until a relative timestamp may read differently, in ms. */
export function relativePause(unix: number, nowMs: number): number {
  const away = Math.abs(unix - nowMs / 1000);
  if (away < 120) return 1_000;
  return away < 7_200 ? 10_000 : 60_000;
}

/** "Today at 14:05", "Yesterday at 9:12", or the date: the line above a message. */
export function messageTime(iso: string, nowMs: number, reader: Reader = {}): string {
  const unix = Date.parse(iso) / 1000;
  if (!isUnix(unix)) return '';
  const time = formatTime(unix, 't', nowMs, reader);
  const day = dayName(iso, nowMs, reader);
  return day === 'Today' || day === 'Yesterday' ? `${day} at ${time}` : `${day}, ${time}`;
}

/** The day as the divider between two days names it. */
export function dayName(iso: string, nowMs: number, reader: Reader = {}): string {
  const unix = Date.parse(iso) / 1000;
  if (!isUnix(unix)) return '';
  const day = formatTime(unix, 'D', nowMs, reader);
  const now = nowMs / 1000;
  if (day === formatTime(now, 'D', nowMs, reader)) return 'Today';
  return day === formatTime(now - 86_400, 'D', nowMs, reader) ? 'Yesterday' : day;
}
