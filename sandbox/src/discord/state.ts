// Everything the sandbox's Discord knows, as plain data, and the file it lives in.

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { firstWorld } from './first_world.ts';

export interface User {
  id: string;
  username: string;
  global_name: string | null;
  bot: boolean;
  /** A CSS colour, drawn instead of a picture. */
  avatar_color: string;
  /** What the chat page says of the person: owner, employee, stranger … */
  about: string;
  locale: string;
  /** Refuses direct messages from the bot. */
  dms_closed: boolean;
}

export interface Role {
  id: string;
  name: string;
  color: number;
  position: number;
  /** Permission bits, decimal. */
  permissions: string;
  managed: boolean;
  hoist: boolean;
  mentionable: boolean;
  tags: Record<string, string | null> | null;
}

export interface Overwrite {
  id: string;
  /** 0 role, 1 member */
  type: 0 | 1;
  allow: string;
  deny: string;
}

export interface Channel {
  id: string;
  name: string;
  /** 0 text, 2 voice, 4 category, 5 announcement */
  type: number;
  position: number;
  permission_overwrites: Overwrite[];
}

export interface Member {
  user_id: string;
  nick: string | null;
  /** Without @everyone, whose id is the guild's. */
  roles: string[];
  joined_at: string;
}

export interface Guild {
  id: string;
  name: string;
  /** A CSS colour, or null. */
  icon: string | null;
  owner_id: string;
  preferred_locale: string;
  system_channel_id: string | null;
  roles: Role[];
  channels: Channel[];
  members: Member[];
}

export interface DirectChannel {
  id: string;
  recipient_id: string;
}

export interface Attachment {
  id: string;
  filename: string;
  description?: string;
  content_type: string;
  size: number;
}

/** How a message came from an interaction. */
export interface MessageOrigin {
  interaction_id: string;
  token: string;
  type: number;
  user_id: string;
  /** The command's name, for type 2. */
  name: string | null;
  command_type: number;
  /** The message whose component was used. */
  interacted_message_id: string | null;
  /** Set on follow-ups. */
  original_response_message_id: string | null;
}

export interface Message {
  id: string;
  channel_id: string;
  guild_id: string | null;
  author_id: string;
  type: number;
  content: string;
  timestamp: string;
  edited_timestamp: string | null;
  flags: number;
  tts: boolean;
  embeds: object[];
  components: object[];
  attachments: Attachment[];
  mentions: string[];
  mention_roles: string[];
  mention_everyone: boolean;
  /** The only person who sees an ephemeral message; null: all. */
  visible_to: string | null;
  reference: string | null;
  origin: MessageOrigin | null;
}

export interface CommandOption {
  type: number;
  name: string;
  description: string;
  required?: boolean;
  choices?: { name: string; value: string | number }[];
  options?: CommandOption[];
  channel_types?: number[];
  min_value?: number;
  max_value?: number;
  min_length?: number;
  max_length?: number;
  autocomplete?: boolean;
  name_localizations?: Record<string, string> | null;
  description_localizations?: Record<string, string> | null;
}

export interface Command {
  id: string;
  application_id: string;
  guild_id?: string;
  version: string;
  type: number;
  name: string;
  description: string;
  options?: CommandOption[];
  default_member_permissions: string | null;
  dm_permission?: boolean;
  contexts: number[] | null;
  integration_types: number[];
  nsfw: boolean;
  name_localizations: Record<string, string> | null;
  description_localizations: Record<string, string> | null;
}

export interface Application {
  id: string;
  name: string;
  bot_id: string;
  token: string;
  client_secret: string;
  /** Ed25519, hex as Discord's developer page shows it. */
  public_key: string;
  /** Ed25519, PKCS#8 DER in base64. */
  private_key: string;
  interactions_url: string | null;
  /** Privileged intents switched on in the developer page, as gateway bits. */
  privileged_intents: number;
}

/** What must outlive a restart of an interaction that was acknowledged. */
export interface InteractionRecord {
  id: string;
  token: string;
  type: number;
  user_id: string;
  guild_id: string | null;
  channel_id: string;
  /** The message whose component was used, or from whose component a modal came. */
  message_id: string | null;
  /** The message that `@original` names. */
  original_id: string | null;
  /** The first answer was "thinking", and nothing followed yet. */
  deferred: boolean;
  command_name: string | null;
  command_type: number;
  /** Callback type of the first answer, null before it. */
  answered: number | null;
  /** When it was sent: its token lives 15 minutes from here, whatever instant its id names. */
  sent_ms: number;
}

export interface State {
  version: 1;
  application: Application;
  users: User[];
  guilds: Guild[];
  dms: DirectChannel[];
  /** By channel, oldest first. */
  messages: Record<string, Message[]>;
  commands: Command[];
  interactions: InteractionRecord[];
}

/** The state file: written whole to a neighbour and renamed, a moment after a change. */
export class StateFile {
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly path: string | null) {}

  /** The saved state, or the first world where nothing was saved yet. */
  load(): State {
    if (this.path === null) return firstWorld();
    let text;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      const state = firstWorld();
      this.save(state);
      return state;
    }
    const state = JSON.parse(text) as State;
    if (state.version !== 1) throw new Error(`${this.path} is of another sandbox version`);
    return state;
  }

  save(state: State): void {
    this.cancel();
    if (this.path === null) return;
    writeFileSync(`${this.path}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }

  /** Saves within a quarter of a second, however many changes come until then. */
  saveSoon(state: State): void {
    if (this.path === null || this.timer !== null) return;
    this.timer = setTimeout(() => this.save(state), 250);
  }

  cancel(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
