// Whether an identify will do, and what is said to one that does.
// Source: Discord's page "Gateway Events", Identify and Ready.

import { GatewayCloseCodes as Close } from 'discord-api-types/v10';
import { KNOWN_INTENTS, PRIVILEGED_INTENTS } from './gateway_events.ts';
import { userObject } from './objects.ts';
import type { Session } from './session.ts';
import type { Guild } from './state.ts';
import type { World } from './world.ts';

export type Fields = Record<string, unknown>;

/** A close code and its reason. */
export type Problem = readonly [number, string];

export const ALREADY: Problem = [Close.AlreadyAuthenticated, 'Already authenticated.'];

function isShard(shard: unknown): shard is [number, number] {
  if (!Array.isArray(shard) || shard.length !== 2) return false;
  const [id, count] = shard as [number, number];
  return Number.isSafeInteger(id) && Number.isSafeInteger(count) && id >= 0 && id < count;
}

function intentsProblem(intents: unknown, allowed: number): Problem | null {
  const invalid: Problem = [Close.InvalidIntents, 'Invalid intent(s).'];
  if (!Number.isSafeInteger(intents) || (intents as number) < 0) return invalid;
  if (BigInt(intents as number) & ~BigInt(KNOWN_INTENTS)) return invalid;
  const privileged = (intents as number) & PRIVILEGED_INTENTS;
  return privileged & ~allowed ? [Close.DisallowedIntents, 'Disallowed intent(s).'] : null;
}

/** Why the connection must be closed, or null. */
export function identifyProblem(world: World, d: Fields, guildsPerShard: number): Problem | null {
  const { token, privileged_intents } = world.app;
  const shard = d['shard'] ?? [0, 1];
  if (d['token'] !== token) return [Close.AuthenticationFailed, 'Authentication failed.'];
  if (!isShard(shard)) return [Close.InvalidShard, 'Invalid shard.'];
  const wrong = intentsProblem(d['intents'], privileged_intents);
  if (wrong) return wrong;
  if (typeof d['properties'] !== 'object') {
    return [Close.DecodeError, 'Error while decoding payload.'];
  }
  const load = world.botGuilds.length / shard[1];
  return load > guildsPerShard ? [Close.ShardingRequired, 'Sharding is required.'] : null;
}

/** READY; the servers come after it, one event each. */
export function readyData(
  world: World,
  session: Session,
  guilds: Guild[],
  resumeUrl: string,
): object {
  const { app } = world;
  const bot = userObject(world.user(app.bot_id));
  return {
    v: 10,
    user_settings: {},
    user: { ...bot, verified: true, mfa_enabled: true, email: null, flags: 0 },
    session_type: 'normal',
    session_id: session.id,
    resume_gateway_url: resumeUrl,
    relationships: [],
    private_channels: [],
    presences: [],
    guild_join_requests: [],
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    geo_ordered_rtc_regions: [],
    auth: {},
    shard: session.shard,
    application: { id: app.id, flags: 0 },
    _trace: ['["sandbox"]'],
  };
}
