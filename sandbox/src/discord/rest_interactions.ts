// REST: answering interactions. None of it needs the bot's token: the interaction's is enough.

import { messageObject } from './objects.ts';
import { FLAG } from './message_form.ts';
import type { InteractionRecord, Message } from './state.ts';
import { done, ok, route, type Call, type Reply, type Route } from './route.ts';

function callback(call: Call): Reply {
  const { discord, params, body, query } = call;
  const interaction = discord.interactions.answerable(params['interaction_id']!, params['token']!);
  const message = discord.answers.apply(interaction, body);
  if (query.get('with_response') !== 'true') return done;
  const { record } = interaction;
  return ok({
    interaction: {
      id: record.id,
      type: record.type,
      ...(message && {
        response_message_id: message.id,
        response_message_loading: (message.flags & FLAG.LOADING) !== 0,
        response_message_ephemeral: (message.flags & FLAG.EPHEMERAL) !== 0,
      }),
    },
    ...(message && { resource: { type: record.answered, message: shown(call, message) } }),
  });
}

const shown = ({ discord }: Call, message: Message): object =>
  messageObject(discord.world, message, discord.origin());

const recordOf = ({ discord, params }: Call): InteractionRecord =>
  discord.interactions.byToken(params['application_id']!, params['token']!);

const followUp = (call: Call): Reply =>
  ok(shown(call, call.discord.answers.followUp(recordOf(call), call.body)));

const get = (call: Call): Reply =>
  ok(shown(call, call.discord.answers.ofToken(recordOf(call), call.params['message_id']!)));

const edit = (call: Call): Reply =>
  ok(shown(call, call.discord.answers.edit(recordOf(call), call.params['message_id']!, call.body)));

function remove(call: Call): Reply {
  call.discord.answers.remove(recordOf(call), call.params['message_id']!);
  return done;
}

const own = { open: true, globalLimit: false, rate: { limit: 5, window_ms: 2_000 } };
const webhook = '/webhooks/:application_id/:token';

export const interactionRoutes: Route[] = [
  route('POST /interactions/:interaction_id/:token/callback', callback, own),
  route(`POST ${webhook}`, followUp, own),
  route(`GET ${webhook}/messages/:message_id`, get, own),
  route(`PATCH ${webhook}/messages/:message_id`, edit, own),
  route(`DELETE ${webhook}/messages/:message_id`, remove, own),
];
