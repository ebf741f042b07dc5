// REST: registering commands.

import { refuse } from './errors.ts';
import { done, ok, route, type Call, type Reply, type Route } from './route.ts';

/** Checks the application (and server) in the path; the scope for Commands. */
function scope({ discord, params }: Call): string | null {
  if (params['application_id'] !== discord.world.app.id) throw refuse('wrong_application');
  const guildId = params['guild_id'];
  if (guildId === undefined) return null;
  const known = discord.world.botGuilds.some((guild) => guild.id === guildId);
  if (!known) throw refuse('missing_access');
  return guildId;
}

const list = (call: Call): Reply => ok(call.discord.commands.list(scope(call)));

const overwrite = (call: Call): Reply =>
  ok(call.discord.commands.overwrite(scope(call), call.body.json));

function create(call: Call): Reply {
  const { command, created } = call.discord.commands.create(scope(call), call.body.json);
  return { status: created ? 201 : 200, json: command };
}

const get = (call: Call): Reply =>
  ok(call.discord.commands.get(scope(call), call.params['command_id']!));

const edit = (call: Call): Reply =>
  ok(call.discord.commands.edit(scope(call), call.params['command_id']!, call.body.json));

function remove(call: Call): Reply {
  call.discord.commands.remove(scope(call), call.params['command_id']!);
  return done;
}

const slow = { rate: { limit: 5, window_ms: 20_000 } };

function routesBelow(base: string): Route[] {
  return [
    route(`GET ${base}`, list),
    route(`PUT ${base}`, overwrite, slow),
    route(`POST ${base}`, create, slow),
    route(`GET ${base}/:command_id`, get),
    route(`PATCH ${base}/:command_id`, edit, slow),
    route(`DELETE ${base}/:command_id`, remove, slow),
  ];
}

export const commandRoutes: Route[] = [
  ...routesBelow('/applications/:application_id/commands'),
  ...routesBelow('/applications/:application_id/guilds/:guild_id/commands'),
];
