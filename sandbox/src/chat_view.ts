// What the chat page is told: Discord's objects plus what a page needs to draw them (API.md).

import { messageObject, originLabel, userObject } from './discord/objects.ts';
import { Bit, has } from './discord/permissions.ts';
import type { DirectChannel, Guild, Message, User } from './discord/state.ts';
import type { World } from './discord/world.ts';

type Json = Record<string, unknown>;

export function personView(user: User): Json {
  return {
    id: user.id,
    username: user.username,
    display_name: user.global_name ?? user.username,
    avatar: user.avatar_color,
    about: user.about,
  };
}

function userView(user: User): Json {
  return { ...userObject(user), avatar_color: user.avatar_color };
}

export function messageView(world: World, message: Message): Json {
  const shown = messageObject(world, message) as Json & { referenced_message?: Json | null };
  const guild = message.guild_id ? (world.findGuild(message.guild_id) ?? null) : null;
  const paint = (one: Json): Json => {
    const id = (one['author'] as { id: string }).id;
    return { ...one, author: userView(world.user(id)) };
  };
  return {
    ...paint(shown),
    ...(shown.referenced_message && { referenced_message: paint(shown.referenced_message) }),
    interaction_label: originLabel(world, guild, message.origin),
  };
}

export function dmView(world: World, dm: DirectChannel, userId: string): Json {
  const other = dm.recipient_id === userId ? world.app.bot_id : dm.recipient_id;
  return { id: dm.id, recipient: userView(world.user(other)) };
}

function guildView(world: World, guild: Guild, userId: string, botOnline: boolean): Json {
  const online = (id: string): boolean => id !== world.app.bot_id || botOnline;
  return {
    id: guild.id,
    name: guild.name,
    icon: guild.icon,
    owner_id: guild.owner_id,
    channels: guild.channels
      .filter((channel) =>
        has(
          world.permissions({ id: channel.id, guild, channel, dm: null }, userId),
          Bit.ViewChannel,
        ),
      )
      .sort((a, b) => a.position - b.position)
      .map(({ id, name, type, position }) => ({ id, name, type, position })),
    roles: [...guild.roles]
      .sort((a, b) => b.position - a.position)
      .map(({ id, name, color, position, managed }) => ({ id, name, color, position, managed })),
    members: guild.members.map((one) => ({
      user: userView(world.user(one.user_id)),
      nick: one.nick,
      roles: one.roles,
      status: online(one.user_id) ? 'online' : 'offline',
    })),
  };
}

export function stateView(world: World, user: User, botOnline: boolean): Json {
  const { app } = world;
  return {
    me: personView(user),
    application: { id: app.id, name: app.name, avatar: world.user(app.bot_id).avatar_color },
    guilds: world.state.guilds
      .filter((guild) => world.member(guild, user.id))
      .map((guild) => guildView(world, guild, user.id, botOnline)),
    dms: world.state.dms
      .filter((dm) => dm.recipient_id === user.id)
      .map((dm) => dmView(world, dm, user.id)),
  };
}
