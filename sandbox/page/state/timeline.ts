// The messages of one channel, in the order of their ids (which is the order of time).

import { FLAG } from '../command/discord.ts';
import type { ChatEvent, Message } from '../api/types.ts';

export interface Timeline {
  messages: readonly Message[];
  /** Nothing older is left to load. */
  complete: boolean;
  status: 'loading' | 'ready' | 'failed';
  error: string;
  /** What happened while a page was on its way; it is done once more on top of that page. */
  meanwhile: readonly ChatEvent[];
}

/** A channel keeps at most this many; older ones are loaded again when somebody scrolls up. */
const MAX_KEPT = 600;
const GROUP_MS = 7 * 60_000;

export const EMPTY: Timeline = {
  messages: [],
  complete: false,
  status: 'loading',
  error: '',
  meanwhile: [],
};

export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Adds a message at its place, or replaces the one with its id. */
export function withMessage(timeline: Timeline, message: Message): Timeline {
  const { messages } = timeline;
  const at = messages.findIndex(({ id }) => compareIds(id, message.id) >= 0);
  if (at < 0) return trim({ ...timeline, messages: [...messages, message] });
  const same = messages[at]?.id === message.id;
  const after = messages.slice(same ? at + 1 : at);
  return trim({ ...timeline, messages: [...messages.slice(0, at), message, ...after] });
}

function trim(timeline: Timeline): Timeline {
  const extra = timeline.messages.length - MAX_KEPT;
  if (extra <= 0) return timeline;
  return { ...timeline, messages: timeline.messages.slice(extra), complete: false };
}

/** Replaces a message that is shown; one that is not loaded stays unloaded. */
export function withUpdate(timeline: Timeline, message: Message): Timeline {
  if (!timeline.messages.some(({ id }) => id === message.id)) return timeline;
  const messages = timeline.messages.map((old) => (old.id === message.id ? message : old));
  return { ...timeline, messages };
}

export function without(timeline: Timeline, id: string): Timeline {
  return { ...timeline, messages: timeline.messages.filter((message) => message.id !== id) };
}

export function withOlder(timeline: Timeline, older: readonly Message[], full: number): Timeline {
  const known = new Set(timeline.messages.map(({ id }) => id));
  const fresh = older.filter(({ id }) => !known.has(id));
  return { ...timeline, messages: [...fresh, ...timeline.messages], complete: older.length < full };
}

/** What an event about a message does to its channel. */
export function withEvent(timeline: Timeline, event: ChatEvent): Timeline {
  const { status, meanwhile } = timeline;
  const noted = status === 'loading' ? { ...timeline, meanwhile: [...meanwhile, event] } : timeline;
  if (event.kind === 'message_create') return withMessage(noted, event.data.message);
  if (event.kind === 'message_update') return withUpdate(noted, event.data.message);
  if (event.kind === 'message_delete') return without(noted, event.data.id);
  return timeline;
}

/** The newest page of a channel, with what happened since it was asked for. */
export function withPage(timeline: Timeline, page: readonly Message[], full: number): Timeline {
  const fresh: Timeline = {
    ...EMPTY,
    messages: page,
    status: 'ready',
    complete: page.length < full,
  };
  return timeline.meanwhile.reduce(withEvent, fresh);
}

export interface Row {
  message: Message;
  /** The first message of a day. */
  newDay: boolean;
  /** Shown with the picture and name, not as a further line of the message above. */
  leads: boolean;
}

export function rowsOf(messages: readonly Message[]): Row[] {
  return messages.map((message, at) => {
    const before = messages[at - 1];
    const newDay = !before || dayOf(before) !== dayOf(message);
    return { message, newDay, leads: newDay || !continues(before, message) };
  });
}

function dayOf(message: Message): string {
  return new Date(message.timestamp).toDateString();
}

function continues(before: Message | undefined, message: Message): boolean {
  if (!before || before.author.id !== message.author.id || message.interaction_label) return false;
  if (isEphemeral(before) !== isEphemeral(message)) return false;
  return Date.parse(message.timestamp) - Date.parse(before.timestamp) < GROUP_MS;
}

export function isEphemeral(message: Message): boolean {
  return ((message.flags ?? 0) & FLAG.ephemeral) !== 0;
}

export function isLoading(message: Message): boolean {
  return ((message.flags ?? 0) & FLAG.loading) !== 0;
}
