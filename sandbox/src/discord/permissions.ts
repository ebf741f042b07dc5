// Who may do what: permission bits from roles and channel overwrites.
// Source: Discord's page "Permissions", Permission Overwrites.

import { PermissionFlagsBits as Bit } from 'discord-api-types/v10';
import type { Channel, Guild } from './state.ts';

export { Bit };

/** Every bit Discord has given a meaning. */
export const ALL = Object.values(Bit).reduce((sum, bit) => sum | bit, 0n);

/** What a new server allows everybody. */
export const EVERYONE =
  Bit.ViewChannel |
  Bit.SendMessages |
  Bit.EmbedLinks |
  Bit.AttachFiles |
  Bit.AddReactions |
  Bit.ReadMessageHistory |
  Bit.UseExternalEmojis |
  Bit.UseApplicationCommands |
  Bit.ChangeNickname |
  Bit.CreateInstantInvite |
  Bit.Connect |
  Bit.Speak |
  Bit.Stream |
  Bit.UseVAD |
  Bit.CreatePublicThreads |
  Bit.SendMessagesInThreads;

/** What the bot was invited with. */
export const BOT =
  Bit.ViewChannel |
  Bit.SendMessages |
  Bit.EmbedLinks |
  Bit.AttachFiles |
  Bit.ReadMessageHistory |
  Bit.UseExternalEmojis;

/** In direct messages with the bot. */
export const DIRECT =
  Bit.AttachFiles | Bit.EmbedLinks | Bit.MentionEveryone | Bit.UseExternalEmojis;

/** The bits of a member in the server as a whole; 0 for someone who is no member. */
export function inGuild(guild: Guild, userId: string): bigint {
  const member = guild.members.find((one) => one.user_id === userId);
  if (!member) return 0n;
  if (guild.owner_id === userId) return ALL;
  let bits = 0n;
  for (const role of guild.roles) {
    if (role.id === guild.id || member.roles.includes(role.id)) bits |= BigInt(role.permissions);
  }
  return bits & Bit.Administrator ? ALL : bits;
}

/** The bits of a member in one channel. */
export function inChannel(guild: Guild, channel: Channel, userId: string): bigint {
  let bits = inGuild(guild, userId);
  if (bits === ALL || bits === 0n) return bits;
  const member = guild.members.find((one) => one.user_id === userId);
  const roles = member?.roles ?? [];
  const apply = (allow: bigint, deny: bigint): void => {
    bits = (bits & ~deny) | allow;
  };
  const sum = (chosen: typeof channel.permission_overwrites): void =>
    apply(
      chosen.reduce((all, one) => all | BigInt(one.allow), 0n),
      chosen.reduce((all, one) => all | BigInt(one.deny), 0n),
    );
  const overwrites = channel.permission_overwrites;
  sum(overwrites.filter((one) => one.type === 0 && one.id === guild.id));
  sum(overwrites.filter((one) => one.type === 0 && one.id !== guild.id && roles.includes(one.id)));
  sum(overwrites.filter((one) => one.type === 1 && one.id === userId));
  return bits;
}

export function has(bits: bigint, wanted: bigint): boolean {
  return (bits & wanted) === wanted;
}
