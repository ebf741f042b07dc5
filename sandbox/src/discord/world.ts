// The world as it is now, with look-ups and the changes that others must hear of.

import { Bus } from '../bus.ts';
import { refuse } from './errors.ts';
import { botRole, newChannel, newRole, newUser } from './first_world.ts';
import { ALL, Bit, DIRECT, EVERYONE, has, inChannel } from './permissions.ts';
import { compareIds, newSnowflake } from './snowflake.ts';
import { Presences, type Device } from './presences.ts';
import type {
  Channel,
  Command,
  DirectChannel,
  Guild,
  Member,
  Message,
  Role,
  State,
  StateFile,
  User,
} from './state.ts';

export type WorldEvent =
  | { type: 'message_create' | 'message_update' | 'message_delete'; message: Message }
  | { type: 'guild_create' | 'guild_update' | 'guild_delete'; guild: Guild }
  | { type: 'member_add' | 'member_update' | 'member_remove'; guild: Guild; member: Member }
  | { type: 'role_create' | 'role_update' | 'role_delete'; guild: Guild; role: Role }
  | { type: 'channel_create' | 'channel_update' | 'channel_delete'; guild: Guild; channel: Channel }
  | { type: 'commands_update' }
  | { type: 'dm_open'; dm: DirectChannel }
  | { type: 'member_presence'; guild: Guild; member: Member }
  | { type: 'presence_update' };

/** A channel together with where it is. */
export interface Place {
  id: string;
  guild: Guild | null;
  channel: Channel | null;
  dm: DirectChannel | null;
}

/** Messages kept per channel; older ones are forgotten. */
const MESSAGES_KEPT = 2000;

export class World {
  readonly bus = new Bus<WorldEvent>();
  /** Where people are online; everybody at a desktop until told. */
  readonly presences = new Presences();

  constructor(
    public state: State,
    private readonly file: StateFile,
  ) {}

  get app(): State['application'] {
    return this.state.application;
  }

  /** Call after every change: saves soon, tells the listeners. */
  changed(event?: WorldEvent): void {
    this.file.saveSoon(this.state);
    if (event) this.bus.emit(event);
  }

  // People

  findUser(id: string): User | undefined {
    return this.state.users.find((user) => user.id === id);
  }

  user(id: string): User {
    const user = this.findUser(id);
    if (!user) throw refuse('unknown_user');
    return user;
  }

  /** A person by id, username or display name, as tests write them. */
  person(key: string): User {
    const wanted = key.toLowerCase();
    const user = this.state.users.find(
      (one) => one.id === key || one.username === key || one.global_name?.toLowerCase() === wanted,
    );
    if (!user) throw refuse('unknown_user');
    return user;
  }

  get people(): User[] {
    return this.state.users.filter((user) => !user.bot);
  }

  addUser(user: Partial<User> & { username: string }): User {
    const made = newUser({ ...user, id: user.id ?? newSnowflake() });
    this.state.users.push(made);
    this.changed();
    return made;
  }

  /** An empty list: offline, or invisible, which looks the same. */
  setDevices(user: User, devices: Device[]): void {
    this.presences.set(user.id, devices);
    for (const guild of this.botGuilds) {
      const member = this.member(guild, user.id);
      if (member) this.bus.emit({ type: 'member_presence', guild, member });
    }
  }

  displayName(userId: string, guild: Guild | null): string {
    const nick = guild?.members.find((one) => one.user_id === userId)?.nick;
    const user = this.user(userId);
    return nick ?? user.global_name ?? user.username;
  }

  // Servers

  findGuild(id: string): Guild | undefined {
    return this.state.guilds.find((guild) => guild.id === id);
  }

  guild(id: string): Guild {
    const guild = this.findGuild(id);
    if (!guild) throw refuse('unknown_guild');
    return guild;
  }

  /** A server the bot is in: others are unknown to it. */
  botGuild(id: string): Guild {
    const guild = this.guild(id);
    if (!this.member(guild, this.app.bot_id)) throw refuse('unknown_guild');
    return guild;
  }

  get botGuilds(): Guild[] {
    return this.state.guilds.filter((guild) => this.member(guild, this.app.bot_id));
  }

  /** A server with #general, @everyone, its owner and (unless told otherwise) the bot. */
  addGuild(wanted: Partial<Guild> & { name: string; owner_id: string }, withBot = true): Guild {
    const id = wanted.id ?? newSnowflake();
    const general = newChannel({ id: newSnowflake(), name: 'general' });
    const guild: Guild = {
      icon: null,
      preferred_locale: 'en-US',
      system_channel_id: general.id,
      roles: [],
      channels: [general],
      members: [],
      ...wanted,
      id,
    };
    if (!guild.roles.some((role) => role.id === id)) guild.roles.unshift(everyone(id));
    this.state.guilds.push(guild);
    this.addMember(guild, guild.owner_id);
    if (withBot) this.addBot(guild);
    this.changed();
    return guild;
  }

  addBot(guild: Guild): void {
    if (this.member(guild, this.app.bot_id)) return;
    const role = botRole(newSnowflake(), this.app.name, this.app.bot_id);
    guild.roles.push(role);
    guild.members.push(newMember(this.app.bot_id, [role.id]));
    this.changed({ type: 'guild_create', guild });
  }

  removeBot(guild: Guild): void {
    guild.members = guild.members.filter((one) => one.user_id !== this.app.bot_id);
    guild.roles = guild.roles.filter((role) => role.tags?.['bot_id'] !== this.app.bot_id);
    this.changed({ type: 'guild_delete', guild });
  }

  removeGuild(guild: Guild): void {
    this.state.guilds = this.state.guilds.filter((one) => one !== guild);
    for (const channel of guild.channels) delete this.state.messages[channel.id];
    this.changed({ type: 'guild_delete', guild });
  }

  member(guild: Guild, userId: string): Member | undefined {
    return guild.members.find((one) => one.user_id === userId);
  }

  addMember(
    guild: Guild,
    userId: string,
    roles: string[] = [],
    nick: string | null = null,
  ): Member {
    const known = this.member(guild, userId);
    if (known) return known;
    const member = { ...newMember(this.user(userId).id, roles), nick };
    guild.members.push(member);
    this.changed({ type: 'member_add', guild, member });
    return member;
  }

  updateMember(
    guild: Guild,
    member: Member,
    change: Partial<Pick<Member, 'nick' | 'roles'>>,
  ): void {
    Object.assign(member, change);
    this.changed({ type: 'member_update', guild, member });
  }

  removeMember(guild: Guild, userId: string): void {
    const member = this.member(guild, userId);
    if (!member) return;
    guild.members = guild.members.filter((one) => one !== member);
    this.changed({ type: 'member_remove', guild, member });
  }

  addRole(guild: Guild, wanted: Partial<Role> & { name: string }): Role {
    const position = Math.max(...guild.roles.map((role) => role.position)) + 1;
    const role = newRole({ position, ...wanted, id: wanted.id ?? newSnowflake() });
    guild.roles.push(role);
    this.changed({ type: 'role_create', guild, role });
    return role;
  }

  removeRole(guild: Guild, roleId: string): void {
    const role = guild.roles.find((one) => one.id === roleId);
    if (!role) return;
    guild.roles = guild.roles.filter((one) => one !== role);
    for (const member of guild.members) member.roles = member.roles.filter((id) => id !== roleId);
    this.changed({ type: 'role_delete', guild, role });
  }

  addChannel(guild: Guild, wanted: Partial<Channel> & { name: string }): Channel {
    const position = guild.channels.length;
    const channel = newChannel({ position, ...wanted, id: wanted.id ?? newSnowflake() });
    guild.channels.push(channel);
    this.changed({ type: 'channel_create', guild, channel });
    return channel;
  }

  // Channels

  findPlace(channelId: string): Place | undefined {
    for (const guild of this.state.guilds) {
      const channel = guild.channels.find((one) => one.id === channelId);
      if (channel) return { id: channelId, guild, channel, dm: null };
    }
    const dm = this.state.dms.find((one) => one.id === channelId);
    return dm && { id: channelId, guild: null, channel: null, dm };
  }

  place(channelId: string): Place {
    const place = this.findPlace(channelId);
    if (!place) throw refuse('unknown_channel');
    return place;
  }

  openDm(recipientId: string): DirectChannel {
    const known = this.state.dms.find((one) => one.recipient_id === recipientId);
    if (known) return known;
    const dm = { id: newSnowflake(), recipient_id: this.user(recipientId).id };
    this.state.dms.push(dm);
    this.changed({ type: 'dm_open', dm });
    return dm;
  }

  /** What a person (or the bot) may do in a channel; 0 where they are not. */
  permissions(place: Place, userId: string): bigint {
    if (place.guild && place.channel) return inChannel(place.guild, place.channel, userId);
    const inside = userId === this.app.bot_id || place.dm?.recipient_id === userId;
    return inside ? (userId === this.app.bot_id ? DIRECT : ALL) : 0n;
  }

  maySee(place: Place, userId: string): boolean {
    const bits = this.permissions(place, userId);
    return place.dm ? bits !== 0n : has(bits, Bit.ViewChannel);
  }

  // Messages

  messages(channelId: string): Message[] {
    return this.state.messages[channelId] ?? [];
  }

  findMessage(channelId: string, messageId: string): Message | undefined {
    return this.messages(channelId).find((one) => one.id === messageId);
  }

  findMessageAnywhere(messageId: string): Message | undefined {
    for (const list of Object.values(this.state.messages)) {
      const message = list.find((one) => one.id === messageId);
      if (message) return message;
    }
    return undefined;
  }

  addMessage(message: Message): void {
    const list = (this.state.messages[message.channel_id] ??= []);
    list.push(message);
    if (list.length > MESSAGES_KEPT) list.splice(0, list.length - MESSAGES_KEPT);
    this.changed({ type: 'message_create', message });
  }

  updateMessage(message: Message): void {
    this.changed({ type: 'message_update', message });
  }

  removeMessage(message: Message): void {
    const list = this.messages(message.channel_id);
    this.state.messages[message.channel_id] = list.filter((one) => one !== message);
    this.changed({ type: 'message_delete', message });
  }

  sees(message: Message, userId: string): boolean {
    if (message.visible_to !== null && message.visible_to !== userId) return false;
    const place = this.findPlace(message.channel_id);
    return place !== undefined && this.maySee(place, userId);
  }

  // Commands

  commands(guildId: string | null): Command[] {
    return this.state.commands
      .filter((one) => (one.guild_id ?? null) === guildId)
      .sort((a, b) => compareIds(a.id, b.id));
  }
}

const everyone = (id: string): Role =>
  newRole({ id, name: '@everyone', position: 0, permissions: String(EVERYONE) });

const newMember = (user_id: string, roles: string[]): Member => ({
  user_id,
  nick: null,
  roles,
  joined_at: new Date().toISOString(),
});
