// The shapes of the chat API (see sandbox/API.md) as the page uses them.

import type {
  APIApplicationCommand,
  APIAttachment,
  APIEmbed,
  APIMessageTopLevelComponent,
  APIModalComponent,
} from 'discord-api-types/v10';
import type { Choice } from '../command/options.ts';

export interface Person {
  id: string;
  username: string;
  display_name: string;
  /** A CSS colour. */
  avatar: string;
  /** What this person is: "owner", "employee", "stranger" … */
  about: string;
}

export interface User {
  id: string;
  username: string;
  global_name: string | null;
  bot?: boolean;
  avatar_color?: string;
}

export interface Member {
  user: User;
  nick: string | null;
  roles: string[];
  status: string;
}

export interface Role {
  id: string;
  name: string;
  color: number;
  position: number;
  managed: boolean;
}

export interface Channel {
  id: string;
  name: string;
  type: number;
  position: number;
}

export interface Guild {
  id: string;
  name: string;
  icon: string | null;
  owner_id: string;
  channels: Channel[];
  roles: Role[];
  members: Member[];
}

export interface Direct {
  id: string;
  recipient: User;
}

export interface World {
  me: Person;
  application: { id: string; name: string; avatar: string };
  guilds: Guild[];
  dms: Direct[];
}

export interface Message {
  id: string;
  channel_id: string;
  author: User;
  content: string;
  timestamp: string;
  edited_timestamp?: string | null;
  flags?: number;
  embeds?: APIEmbed[];
  attachments?: APIAttachment[];
  components?: APIMessageTopLevelComponent[];
  interaction_metadata?: { id: string; user?: User } | null;
  interaction_label?: string | null;
}

export interface ModalForm {
  interaction_id: string;
  custom_id: string;
  title: string;
  components: APIModalComponent[];
}

export type ChatEvent =
  | { kind: 'hello' | 'reset' | 'commands_update' }
  | { kind: 'message_create' | 'message_update'; data: { message: Message } }
  | { kind: 'message_delete'; data: { id: string; channel_id: string } }
  | { kind: 'interaction_pending' | 'interaction_done'; data: { interaction_id: string } }
  | { kind: 'interaction_failed'; data: { interaction_id: string; text: string } }
  | { kind: 'modal_open'; data: ModalForm }
  | { kind: 'guild_update'; data: { guild_id: string } }
  | { kind: 'dm_open'; data: Direct };

export interface InteractionRequest {
  type: number;
  channel_id: string;
  message_id?: string;
  interaction_id?: string;
  data: unknown;
}

export type Command = APIApplicationCommand;
export type { Choice };
