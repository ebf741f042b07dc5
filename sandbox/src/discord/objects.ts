// The world's things as Discord writes them on the wire.

import { createHash } from 'node:crypto';
import { ALL, inChannel } from './permissions.ts';
import type { Channel, Guild, Member, Message, MessageOrigin, Role, User } from './state.ts';
import type { Place, World } from './world.ts';

type Json = Record<string, unknown>;

/** Discord's avatars are files; ours is a colour, so the hash only says that it is the same. */
const hashOf = (text: string): string => createHash('md5').update(text).digest('hex');

export function userObject(user: User): Json {
  return {
    id: user.id,
    username: user.username,
    discriminator: user.bot ? '4417' : '0',
    global_name: user.global_name,
    avatar: null,
    bot: user.bot || undefined,
    public_flags: 0,
    avatar_decoration_data: null,
    primary_guild: null,
    banner: null,
    accent_color: null,
  };
}

export function memberObject(member: Member, user?: User): Json {
  return {
    user: user && userObject(user),
    nick: member.nick,
    avatar: null,
    banner: null,
    roles: member.roles,
    joined_at: member.joined_at,
    premium_since: null,
    communication_disabled_until: null,
    pending: false,
    flags: 0,
    deaf: false,
    mute: false,
    unusual_dm_activity_until: null,
  };
}

export function roleObject(role: Role): Json {
  return {
    id: role.id,
    name: role.name,
    description: null,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: role.hoist,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: role.permissions,
    managed: role.managed,
    mentionable: role.mentionable,
    flags: 0,
    tags: role.tags ?? undefined,
  };
}

export function channelObject(guild: Guild, channel: Channel, lastMessage: string | null): Json {
  return {
    id: channel.id,
    type: channel.type,
    guild_id: guild.id,
    name: channel.name,
    position: channel.position,
    permission_overwrites: channel.permission_overwrites,
    parent_id: null,
    topic: null,
    nsfw: false,
    rate_limit_per_user: 0,
    flags: 0,
    last_message_id: lastMessage,
    last_pin_timestamp: null,
  };
}

export function placeObject(world: World, place: Place): Json {
  const last = world.messages(place.id).at(-1)?.id ?? null;
  if (place.guild && place.channel) return channelObject(place.guild, place.channel, last);
  const recipient = world.user(place.dm!.recipient_id);
  return {
    id: place.id,
    type: 1,
    flags: 0,
    last_message_id: last,
    recipients: [userObject(recipient)],
  };
}

/** The channel inside an interaction or `resolved`: with what the person may do there. */
export function partialChannel(world: World, place: Place, userId: string): Json {
  const permissions = String(world.permissions(place, userId));
  const { permission_overwrites: _, ...rest } = placeObject(world, place);
  return { ...rest, permissions };
}

export function guildObject(guild: Guild): Json {
  return {
    id: guild.id,
    name: guild.name,
    icon: guild.icon && hashOf(guild.icon),
    splash: null,
    description: null,
    discovery_splash: null,
    features: ['COMMUNITY'],
    banner: null,
    owner_id: guild.owner_id,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: guild.system_channel_id,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    mfa_level: 0,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500000,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: guild.preferred_locale,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    roles: guild.roles.map(roleObject),
  };
}

/** GUILD_CREATE: the server and all in it; members only as far as the intents allow. */
export function guildCreate(world: World, guild: Guild, allMembers: boolean): Json {
  const joined = guild.members.find((one) => one.user_id === world.app.bot_id)?.joined_at;
  const shown = guild.members.filter((one) => allMembers || one.user_id === world.app.bot_id);
  return {
    ...guildObject(guild),
    joined_at: joined,
    large: guild.members.length > 250,
    unavailable: false,
    member_count: guild.members.length,
    voice_states: [],
    threads: [],
    presences: allMembers ? world.presences.list(guild.members) : [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    members: shown.map((one) => memberObject(one, world.user(one.user_id))),
    channels: guild.channels.map((one) =>
      channelObject(guild, one, world.messages(one.id).at(-1)?.id ?? null),
    ),
  };
}

/** The member inside an interaction: with the bits in that channel. */
export function actingMember(world: World, place: Place, userId: string): Json {
  const guild = place.guild!;
  const member = world.member(guild, userId)!;
  const bits = place.channel ? inChannel(guild, place.channel, userId) : ALL;
  return { ...memberObject(member, world.user(userId)), permissions: String(bits) };
}

function originObjects(world: World, message: Message): Json {
  const origin = message.origin;
  if (!origin) return {};
  const metadata: Json = {
    id: origin.interaction_id,
    type: origin.type,
    user: userObject(world.user(origin.user_id)),
    authorizing_integration_owners: { 0: message.guild_id ?? '0' },
    original_response_message_id: origin.original_response_message_id ?? undefined,
    interacted_message_id: origin.interacted_message_id ?? undefined,
    name: origin.name ?? undefined,
    command_type: origin.type === 2 ? origin.command_type : undefined,
  };
  const found: Json = {
    application_id: world.app.id,
    webhook_id: world.app.id,
    interaction_metadata: metadata,
  };
  if (origin.type === 2 && origin.original_response_message_id === null) {
    found['interaction'] = {
      id: origin.interaction_id,
      type: 2,
      name: origin.name,
      user: userObject(world.user(origin.user_id)),
    };
  }
  return found;
}

export function attachmentUrl(base: string, message: Message, id: string, name: string): string {
  return `${base}/chat/attachments/${message.channel_id}/${id}/${encodeURIComponent(name)}`;
}

/** A message as REST shows it. `base` is the sandbox's own address, '' for a path. */
export function messageObject(world: World, message: Message, base = '', deep = true): Json {
  const referenced = message.reference
    ? world.findMessage(message.channel_id, message.reference)
    : undefined;
  return {
    id: message.id,
    type: message.type,
    channel_id: message.channel_id,
    content: message.content,
    author: userObject(world.user(message.author_id)),
    timestamp: message.timestamp,
    edited_timestamp: message.edited_timestamp,
    tts: message.tts,
    mention_everyone: message.mention_everyone,
    mentions: message.mentions.map((id) => userObject(world.user(id))),
    mention_roles: message.mention_roles,
    embeds: message.embeds,
    pinned: false,
    components: message.components,
    flags: message.flags,
    attachments: message.attachments.map((one) => ({
      ...one,
      url: attachmentUrl(base, message, one.id, one.filename),
      proxy_url: attachmentUrl(base, message, one.id, one.filename),
    })),
    ...originObjects(world, message),
    ...(message.reference && {
      message_reference: {
        type: 0,
        message_id: message.reference,
        channel_id: message.channel_id,
        guild_id: message.guild_id ?? undefined,
      },
    }),
    ...(message.reference &&
      deep && {
        referenced_message: referenced ? messageObject(world, referenced, base, false) : null,
      }),
  };
}

/** "Emil used /clock", or null. */
export function originLabel(
  world: World,
  guild: Guild | null,
  origin: MessageOrigin | null,
): string | null {
  if (!origin || origin.type !== 2 || origin.original_response_message_id) return null;
  const name = world.displayName(origin.user_id, guild);
  return `${name} used ${origin.command_type === 1 ? '/' : ''}${origin.name}`;
}
