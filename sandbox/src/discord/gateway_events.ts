// Which change of the world is which gateway event, for whom.
// Source: Discord's page "Gateway", List of Intents.

import {
  guildCreate,
  guildObject,
  memberObject,
  messageObject,
  placeObject,
  roleObject,
  userObject,
  channelObject,
} from './objects.ts';
import type { Message } from './state.ts';
import type { World, WorldEvent } from './world.ts';

export const INTENT = {
  GUILDS: 1 << 0,
  GUILD_MEMBERS: 1 << 1,
  GUILD_PRESENCES: 1 << 8,
  GUILD_MESSAGES: 1 << 9,
  DIRECT_MESSAGES: 1 << 12,
  MESSAGE_CONTENT: 1 << 15,
} as const;

/** Bits 0–16, 20, 21, 24 and 25 mean something. */
export const KNOWN_INTENTS = 0x1ffff | (3 << 20) | (3 << 24);
export const PRIVILEGED_INTENTS =
  INTENT.GUILD_MEMBERS | INTENT.GUILD_PRESENCES | INTENT.MESSAGE_CONTENT;

export interface GatewayEvent {
  name: string;
  /** Null: a direct message, shard 0. */
  guildId: string | null;
  /** Bits of which a session must have asked for one; 0: everybody gets it. */
  intents: number;
  data: (intents: number) => unknown;
}

function messageEvent(world: World, name: string, message: Message, origin: string): GatewayEvent {
  const intents = message.guild_id ? INTENT.GUILD_MESSAGES : INTENT.DIRECT_MESSAGES;
  const data = (asked: number): unknown => {
    if (name === 'MESSAGE_DELETE') {
      return {
        id: message.id,
        channel_id: message.channel_id,
        guild_id: message.guild_id ?? undefined,
      };
    }
    const shown = { ...messageObject(world, message, origin), ...guildPart(world, message) };
    return readable(world, message, asked)
      ? shown
      : { ...shown, content: '', embeds: [], attachments: [], components: [] };
  };
  return { name, guildId: message.guild_id, intents, data };
}

function guildPart(world: World, message: Message): object {
  const guild = message.guild_id ? world.findGuild(message.guild_id) : undefined;
  const member = guild && world.member(guild, message.author_id);
  return guild ? { guild_id: guild.id, member: member && memberObject(member) } : {};
}

/** Own messages, direct ones and mentions are readable without the privileged intent. */
function readable(world: World, message: Message, asked: number): boolean {
  const bot = world.app.bot_id;
  return (
    message.guild_id === null ||
    message.author_id === bot ||
    message.mentions.includes(bot) ||
    (asked & INTENT.MESSAGE_CONTENT) !== 0
  );
}

type Membership = Extract<WorldEvent, { type: 'member_add' | 'member_update' | 'member_remove' }>;

function memberEvent(world: World, event: Membership): GatewayEvent {
  const { guild, member } = event;
  const user = world.user(member.user_id);
  const own = member.user_id === world.app.bot_id && event.type === 'member_update';
  return {
    name: {
      member_add: 'GUILD_MEMBER_ADD',
      member_update: 'GUILD_MEMBER_UPDATE',
      member_remove: 'GUILD_MEMBER_REMOVE',
    }[event.type],
    guildId: guild.id,
    intents: own ? 0 : INTENT.GUILD_MEMBERS,
    data: () =>
      event.type === 'member_remove'
        ? { guild_id: guild.id, user: userObject(user) }
        : { ...memberObject(member, user), guild_id: guild.id },
  };
}

function guildEvent(world: World, event: Extract<WorldEvent, { guild: unknown }>): GatewayEvent {
  const { guild } = event;
  const made = (name: string, data: (intents: number) => unknown): GatewayEvent => ({
    name,
    guildId: guild.id,
    intents: INTENT.GUILDS,
    data,
  });
  switch (event.type) {
    case 'guild_create':
      return made('GUILD_CREATE', (asked) =>
        guildCreate(world, guild, (asked & INTENT.GUILD_PRESENCES) !== 0),
      );
    case 'guild_update':
      return made('GUILD_UPDATE', () => guildObject(guild));
    case 'guild_delete':
      return made('GUILD_DELETE', () => ({ id: guild.id }));
    case 'role_create':
    case 'role_update': {
      const name = event.type === 'role_create' ? 'GUILD_ROLE_CREATE' : 'GUILD_ROLE_UPDATE';
      return made(name, () => ({ guild_id: guild.id, role: roleObject(event.role) }));
    }
    case 'role_delete':
      return made('GUILD_ROLE_DELETE', () => ({ guild_id: guild.id, role_id: event.role.id }));
    case 'channel_create':
    case 'channel_update':
    case 'channel_delete': {
      const name = event.type.toUpperCase();
      return made(name, () => channelObject(guild, event.channel, null));
    }
    case 'member_presence':
      return {
        name: 'PRESENCE_UPDATE',
        guildId: guild.id,
        intents: INTENT.GUILD_PRESENCES,
        data: () => world.presences.update(guild, event.member.user_id),
      };
    default:
      return memberEvent(world, event);
  }
}

/** The gateway event of a change, or null where bots hear nothing of it. */
export function gatewayEvent(world: World, event: WorldEvent, origin: string): GatewayEvent | null {
  if ('message' in event) {
    if (
      event.message.guild_id &&
      !world.botGuilds.some((one) => one.id === event.message.guild_id)
    ) {
      return null;
    }
    return messageEvent(world, event.type.toUpperCase(), event.message, origin);
  }
  if ('guild' in event) {
    const known =
      event.type === 'guild_delete' || world.member(event.guild, world.app.bot_id) !== undefined;
    return known ? guildEvent(world, event) : null;
  }
  if (event.type !== 'dm_open') return null;
  const { dm } = event;
  return {
    name: 'CHANNEL_CREATE',
    guildId: null,
    intents: INTENT.DIRECT_MESSAGES,
    data: () => placeObject(world, world.place(dm.id)),
  };
}
