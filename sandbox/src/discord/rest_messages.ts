// REST: channels and the messages in them.

import { refuse } from './errors.ts';
import { PLAIN_FLAGS, readMessage } from './message_form.ts';
import { messageObject, placeObject } from './objects.ts';
import { Bit, has } from './permissions.ts';
import { compareIds, isSnowflake } from './snowflake.ts';
import type { Message } from './state.ts';
import type { Place } from './world.ts';
import { done, ok, route, type Call, type Reply, type Route } from './route.ts';

/** The channel, if the bot may see it. */
function placeOf({ discord, params }: Call): Place {
  const place = discord.world.place(params['channel_id']!);
  if (!discord.world.maySee(place, discord.world.app.bot_id)) throw refuse('missing_access');
  return place;
}

function need({ discord }: Call, place: Place, bits: bigint): void {
  if (place.guild && !has(discord.world.permissions(place, discord.world.app.bot_id), bits)) {
    throw refuse('missing_permissions');
  }
}

/** Ephemeral messages are reachable through their interaction's token only. */
function messageOf({ discord, params }: Call, place: Place): Message {
  const message = discord.world.findMessage(place.id, params['message_id']!);
  if (!message || message.visible_to !== null) throw refuse('unknown_message');
  return message;
}

const shown = ({ discord }: Call, message: Message): object =>
  messageObject(discord.world, message, discord.origin());

function create(call: Call): Reply {
  const { discord, body } = call;
  const place = placeOf(call);
  need(call, place, Bit.SendMessages);
  if (body.uploads.length > 0) need(call, place, Bit.AttachFiles);
  if (place.dm && discord.world.user(place.dm.recipient_id).dms_closed) throw refuse('closed_dms');
  const wanted = readMessage(body.json ?? {}, PLAIN_FLAGS);
  const message = discord.messages.post({
    place,
    author_id: discord.world.app.bot_id,
    body: wanted,
    uploads: body.uploads,
    reference: wanted.message_reference?.message_id ?? null,
    type: wanted.message_reference ? 19 : 0,
  });
  return ok(shown(call, message));
}

function list(call: Call): Reply {
  const place = placeOf(call);
  need(call, place, Bit.ReadMessageHistory);
  const asked = Number(call.query.get('limit') ?? 50);
  const limit = Math.min(100, Math.max(1, Number.isSafeInteger(asked) ? asked : 50));
  const before = call.query.get('before');
  const after = call.query.get('after');
  const found = call.discord.world
    .messages(place.id)
    .filter(
      (one) =>
        one.visible_to === null &&
        (!isSnowflake(before) || compareIds(one.id, before) < 0) &&
        (!isSnowflake(after) || compareIds(one.id, after) > 0),
    );
  const page = isSnowflake(after) ? found.slice(0, limit) : found.slice(-limit);
  return ok(page.reverse().map((one) => shown(call, one)));
}

const get = (call: Call): Reply => ok(shown(call, messageOf(call, placeOf(call))));

function edit(call: Call): Reply {
  const message = messageOf(call, placeOf(call));
  if (message.author_id !== call.discord.world.app.bot_id) throw refuse('not_author');
  const wanted = readMessage(call.body.json ?? {}, PLAIN_FLAGS);
  return ok(shown(call, call.discord.messages.edit(message, wanted, call.body.uploads)));
}

function remove(call: Call): Reply {
  const place = placeOf(call);
  const message = messageOf(call, place);
  if (message.author_id !== call.discord.world.app.bot_id) need(call, place, Bit.ManageMessages);
  call.discord.world.removeMessage(message);
  return done;
}

function typing(call: Call): Reply {
  placeOf(call);
  return done;
}

const five = { rate: { limit: 5, window_ms: 5_000 } };
const messages = '/channels/:channel_id/messages';

export const messageRoutes: Route[] = [
  route('GET /channels/:channel_id', (call) => ok(placeObject(call.discord.world, placeOf(call)))),
  route('POST /channels/:channel_id/typing', typing, five),
  route(`GET ${messages}`, list, five),
  route(`POST ${messages}`, create, five),
  route(`GET ${messages}/:message_id`, get),
  route(`PATCH ${messages}/:message_id`, edit, five),
  route(`DELETE ${messages}/:message_id`, remove, { rate: { limit: 5, window_ms: 1_000 } }),
];
