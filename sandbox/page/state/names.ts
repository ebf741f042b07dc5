// Who and what an id means in the world as this person sees it.

import type { Channel, Guild, Member, Role, User, World } from '../api/types.ts';
import { CHANNEL } from '../command/discord.ts';
import type { Directory } from '../command/options.ts';

export interface Place {
  id: string;
  name: string;
  guild: Guild | null;
  /** The other side of a direct channel. */
  recipient: User | null;
}

export function placeOf(world: World, channelId: string | null): Place | null {
  for (const guild of world.guilds) {
    const channel = guild.channels.find(({ id }) => id === channelId);
    if (channel) return { id: channel.id, name: channel.name, guild, recipient: null };
  }
  const direct = world.dms.find(({ id }) => id === channelId);
  if (!direct) return null;
  const { id, recipient } = direct;
  return { id, name: nameOfUser(recipient), guild: null, recipient };
}

export function textChannels(guild: Guild): Channel[] {
  return guild.channels.filter(({ type }) => type === CHANNEL.text || type === CHANNEL.news);
}

/** The channel to open when the address names none: where newcomers find the clock. */
export function firstChannel(world: World): string | null {
  const channels = world.guilds.flatMap(textChannels);
  const clock = channels.find(({ name }) => name.includes('clock'));
  return (clock ?? channels[0])?.id ?? world.dms[0]?.id ?? null;
}

export function nameOfUser(user: User): string {
  return user.global_name ?? user.username;
}

export function nameOfMember(member: Member): string {
  return member.nick ?? nameOfUser(member.user);
}

export function memberOf(guild: Guild | null, userId: string): Member | undefined {
  return guild?.members.find(({ user }) => user.id === userId);
}

/** A person's name in a server, or what their account is called. */
export function nameIn(guild: Guild | null, user: User): string {
  const member = memberOf(guild, user.id);
  return member ? nameOfMember(member) : nameOfUser(user);
}

/** The highest role with a colour gives a name its colour. */
export function colorIn(guild: Guild | null, userId: string): string | null {
  const member = memberOf(guild, userId);
  const roles = (guild?.roles ?? []).filter(
    ({ id, color }) => color !== 0 && member?.roles.includes(id),
  );
  const [top] = roles.sort((a, b) => b.position - a.position);
  return top ? hexColor(top.color) : null;
}

export function hexColor(color: number): string {
  return `#${(color & 0xffffff).toString(16).padStart(6, '0')}`;
}

export function rolesOf(guild: Guild, member: Member): Role[] {
  return guild.roles.filter(({ id }) => member.roles.includes(id) && id !== guild.id);
}

export function userById(world: World, guild: Guild | null, id: string): User | null {
  const member = memberOf(guild, id) ?? world.guilds.map((g) => memberOf(g, id)).find(Boolean);
  if (member) return member.user;
  return world.dms.find(({ recipient }) => recipient.id === id)?.recipient ?? null;
}

export function directoryOf(world: World, place: Place | null): Directory {
  const guild = place?.guild ?? null;
  if (!guild) {
    const users = [{ name: world.me.display_name, value: world.me.id }];
    if (place?.recipient) users.push({ name: place.name, value: place.recipient.id });
    return { users, roles: [], channels: [] };
  }
  return {
    users: guild.members.map((member) => ({ name: nameOfMember(member), value: member.user.id })),
    roles: guild.roles.map(({ id, name }) => ({ name, value: id })),
    channels: guild.channels.map(({ id, name, type }) => ({ name, value: id, type })),
  };
}
