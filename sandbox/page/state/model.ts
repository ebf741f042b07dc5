// Everything the page knows, in one value.

import type { Connection } from '../api/events.ts';
import type { Command, ModalForm, Person, World } from '../api/types.ts';
import type { Timeline } from './timeline.ts';

/** Something this page asked the bot for.
 *
 *    sending ──202──> waiting ──done──> (gone)
 *       └──refused──> failed <──failed──┘
 */
export interface Underway {
  key: number;
  /** The interaction's id, once the sandbox has told it. */
  id: string | null;
  kind: 'command' | 'component' | 'modal';
  channelId: string;
  messageId: string | null;
  customId: string | null;
  /** "/roles employee add", for commands. */
  label: string;
  failure: string | null;
}

export interface OpenModal {
  form: ModalForm;
  channelId: string;
  sending: boolean;
  error: string;
}

export interface ChatState {
  people: Person[] | null;
  fault: string;
  as: string | null;
  world: World | null;
  channelId: string | null;
  timelines: Readonly<Record<string, Timeline>>;
  commands: Readonly<Record<string, Command[]>>;
  connection: Connection;
  underway: readonly Underway[];
  modal: OpenModal | null;
  notice: string;
}

export const START: ChatState = {
  people: null,
  fault: '',
  as: null,
  world: null,
  channelId: null,
  timelines: {},
  commands: {},
  connection: 'connecting',
  underway: [],
  modal: null,
  notice: '',
};

/** What starts empty when somebody else is picked. */
export const NOBODY: Partial<ChatState> = {
  world: null,
  channelId: null,
  timelines: {},
  commands: {},
  connection: 'connecting',
  underway: [],
  modal: null,
  notice: '',
};
