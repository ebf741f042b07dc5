// What an event changes. No requests are made here; what must be loaded again, chat.ts does, and
// how interactions end is interactions.ts's.

import type { ChatEvent, Direct, Message } from '../api/types.ts';
import type { ChatState, Underway } from './model.ts';
import { withEvent } from './timeline.ts';

export function reduce(state: ChatState, event: ChatEvent): Partial<ChatState> {
  switch (event.kind) {
    case 'message_create':
      return inChannel(state, event.data.message.channel_id, event);
    case 'message_update':
      return updated(state, event, event.data.message);
    case 'message_delete':
      return inChannel(state, event.data.channel_id, event);
    case 'dm_open':
      return withDirect(state, event.data);
    default:
      return {};
  }
}

function inChannel(state: ChatState, channelId: string, event: ChatEvent): Partial<ChatState> {
  const timeline = state.timelines[channelId];
  if (!timeline) return {};
  return { timelines: { ...state.timelines, [channelId]: withEvent(timeline, event) } };
}

/** A message that changed has answered: what failed on it before is no longer of interest. */
function updated(state: ChatState, event: ChatEvent, message: Message): Partial<ChatState> {
  const underway = state.underway.filter((one) => !(one.failure && one.messageId === message.id));
  return { ...inChannel(state, message.channel_id, event), underway };
}

function withDirect(state: ChatState, direct: Direct): Partial<ChatState> {
  const { world } = state;
  if (!world || world.dms.some(({ id }) => id === direct.id)) return {};
  return { world: { ...world, dms: [...world.dms, direct] } };
}

/** An interaction ended: gone when it was answered, kept with the reason when it failed. */
export function settle(
  underway: readonly Underway[],
  id: string,
  failure: string | null,
): readonly Underway[] {
  if (!underway.some((one) => one.id === id)) return underway;
  if (failure === null) return underway.filter((one) => one.id !== id);
  return underway.map((one) => (one.id === id ? { ...one, failure } : one));
}
