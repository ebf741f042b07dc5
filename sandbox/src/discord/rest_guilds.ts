// REST: servers, people, the application itself, and the way to the gateway.

import { refuse } from './errors.ts';
import { Form } from './form.ts';
import { INTENT } from './gateway_events.ts';
import {
  channelObject,
  guildObject,
  memberObject,
  placeObject,
  roleObject,
  userObject,
} from './objects.ts';
import { inGuild } from './permissions.ts';
import { compareIds } from './snowflake.ts';
import type { Guild } from './state.ts';
import { ok, route, type Call, type Reply, type Route } from './route.ts';

const guildOf = ({ discord, params }: Call): Guild => discord.world.botGuild(params['guild_id']!);

function gatewayBot({ discord }: Call): Reply {
  const { settings, identifiesToday, url } = discord.gateway;
  return ok({
    url,
    shards: settings.shards,
    session_start_limit: {
      total: 1000,
      remaining: Math.max(0, 1000 - identifiesToday),
      reset_after: 14_400_000,
      max_concurrency: settings.max_concurrency,
    },
  });
}

/** What the developer portal allows, as flags of an application in fewer than 100 servers. */
function intentFlags(intents: number): number {
  const allowed = (intent: number, bit: number): number => ((intents & intent) !== 0 ? 1 << bit : 0);
  return (
    allowed(INTENT.GUILD_PRESENCES, 13) |
    allowed(INTENT.GUILD_MEMBERS, 15) |
    allowed(INTENT.MESSAGE_CONTENT, 19)
  );
}

function application({ discord }: Call): Reply {
  const { app } = discord.world;
  return ok({
    id: app.id,
    name: app.name,
    icon: null,
    description: 'A timeclock for teams on Discord',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: app.public_key,
    flags: intentFlags(app.privileged_intents),
    bot: userObject(discord.world.user(app.bot_id)),
    summary: '',
    hook: true,
    interactions_endpoint_url: app.interactions_url,
    role_connections_verification_url: null,
    approximate_guild_count: discord.world.botGuilds.length,
    redirect_uris: [],
    integration_types_config: { 0: {} },
  });
}

function me({ discord }: Call): Reply {
  const bot = discord.world.user(discord.world.app.bot_id);
  return ok({
    ...userObject(bot),
    verified: true,
    mfa_enabled: true,
    email: null,
    locale: 'en-US',
    flags: 0,
  });
}

function guild(call: Call): Reply {
  const found = guildOf(call);
  const counts =
    call.query.get('with_counts') === 'true'
      ? { approximate_member_count: found.members.length, approximate_presence_count: 1 }
      : {};
  return ok({ ...guildObject(found), ...counts });
}

function myGuilds({ discord, query }: Call): Reply {
  const { world } = discord;
  const limit = Math.min(200, Number(query.get('limit') ?? 200) || 200);
  const after = query.get('after');
  const found = world.botGuilds
    .filter((one) => after === null || compareIds(one.id, after) > 0)
    .sort((a, b) => compareIds(a.id, b.id))
    .slice(0, limit);
  return ok(
    found.map((one) => ({
      id: one.id,
      name: one.name,
      icon: null,
      banner: null,
      owner: one.owner_id === world.app.bot_id,
      permissions: String(inGuild(one, world.app.bot_id)),
      features: ['COMMUNITY'],
    })),
  );
}

function members(call: Call): Reply {
  const { discord, query } = call;
  if (!(discord.world.app.privileged_intents & INTENT.GUILD_MEMBERS))
    throw refuse('missing_access');
  const limit = Math.min(1000, Number(query.get('limit') ?? 1) || 1);
  const after = query.get('after') ?? '0';
  const found = [...guildOf(call).members]
    .sort((a, b) => compareIds(a.user_id, b.user_id))
    .filter((one) => compareIds(one.user_id, after) > 0)
    .slice(0, limit);
  return ok(found.map((one) => memberObject(one, discord.world.user(one.user_id))));
}

function member(call: Call): Reply {
  const { world } = call.discord;
  const user = world.user(call.params['user_id']!);
  const found = world.member(guildOf(call), user.id);
  if (!found) throw refuse('unknown_member');
  return ok(memberObject(found, user));
}

function channels(call: Call): Reply {
  const found = guildOf(call);
  return ok(found.channels.map((one) => channelObject(found, one, null)));
}

function openDm({ discord, body }: Call): Reply {
  const form = new Form();
  const id = form
    .root(body.json ?? {})
    .get('recipient_id')
    .snowflake(true);
  form.end();
  const user = discord.world.user(id!);
  if (user.bot) throw refuse('closed_dms');
  const dm = discord.world.openDm(user.id);
  return ok(placeObject(discord.world, discord.world.place(dm.id)));
}

const user = ({ discord, params }: Call): Reply =>
  ok(userObject(discord.world.user(params['user_id']!)));

export const guildRoutes: Route[] = [
  route('GET /gateway', ({ discord }) => ok({ url: discord.gateway.url }), { open: true }),
  route('GET /gateway/bot', gatewayBot, { rate: { limit: 10, window_ms: 5_000 } }),
  route('GET /applications/@me', application),
  route('GET /oauth2/applications/@me', application),
  route('GET /users/@me', me),
  route('GET /users/@me/guilds', myGuilds),
  route('POST /users/@me/channels', openDm, { rate: { limit: 10, window_ms: 5_000 } }),
  route('GET /users/:user_id', user),
  route('GET /guilds/:guild_id', guild),
  route('GET /guilds/:guild_id/channels', channels),
  route('GET /guilds/:guild_id/roles', (call) => ok(guildOf(call).roles.map(roleObject))),
  route('GET /guilds/:guild_id/members', members, { rate: { limit: 10, window_ms: 10_000 } }),
  route('GET /guilds/:guild_id/members/:user_id', member),
];
