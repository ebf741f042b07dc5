// What an application's answer does: callbacks of each type, and what follows within 15 minutes.
// Source: Discord's page "Receiving and Responding", Interaction Callback Type.

import type { Body } from '../body.ts';
import type { Upload } from '../files.ts';
import { checkModal, withIds } from './component_form.ts';
import type { Modal } from './component_data.ts';
import { refuse } from './errors.ts';
import { Form, invalidForm, type Slot } from './form.ts';
import type { Interaction, Interactions } from './interactions.ts';
import {
  checkMessage,
  FLAG,
  INTERACTION_FLAGS,
  readMessage,
  type MessageBody,
} from './message_form.ts';
import type { Messages } from './messages.ts';
import type { InteractionRecord, Message, MessageOrigin } from './state.ts';
import type { World } from './world.ts';

const CALLBACK = {
  PONG: 1,
  MESSAGE: 4,
  THINKING: 5,
  LATER: 6,
  UPDATE: 7,
  CHOICES: 8,
  MODAL: 9,
} as const;
const MAX_CHOICES = 25;

interface Answer {
  type: number;
  data?: MessageBody & { choices?: { name: string; value: string | number }[] };
}

/** The answer types that an interaction takes. */
function fitting(record: InteractionRecord): number[] {
  if (record.type === 4) return [CALLBACK.CHOICES];
  const plain: number[] = [CALLBACK.MESSAGE, CALLBACK.THINKING];
  if (record.type !== 5) plain.push(CALLBACK.MODAL);
  if (record.message_id !== null) plain.push(CALLBACK.LATER, CALLBACK.UPDATE);
  return plain;
}

function checkChoices(slot: Slot): void {
  slot.get('choices').list({ max: MAX_CHOICES, required: true }, (choice) => {
    choice.get('name').text({ min: 1, max: 100, required: true });
    const value = choice.get('value');
    if (typeof value.value === 'number') value.number({ required: true });
    else value.text({ max: 100, required: true });
  });
}

function readAnswer(record: InteractionRecord, json: unknown): Answer {
  const form = new Form();
  const root = form.root(json);
  const type = root.get('type').oneOf(fitting(record), true);
  const data = root.get('data');
  if (type === CALLBACK.MESSAGE) checkMessage(data, INTERACTION_FLAGS);
  if (type === CALLBACK.THINKING && !data.absent) checkMessage(data, FLAG.EPHEMERAL);
  // An update may repeat the flags of the message; it cannot change them.
  if (type === CALLBACK.UPDATE && !data.absent) checkMessage(data, INTERACTION_FLAGS);
  if (type === CALLBACK.CHOICES) checkChoices(data);
  if (type === CALLBACK.MODAL) checkModal(data);
  form.end();
  return json as Answer;
}

export class Answers {
  constructor(
    private readonly world: World,
    private readonly messages: Messages,
    private readonly interactions: Interactions,
  ) {}

  /** The first answer. Returns the message that it made or changed, if any. */
  apply(interaction: Interaction, body: Body): Message | null {
    const { record } = interaction;
    const answer = readAnswer(record, body.json);
    const message = this.carryOut(interaction, answer, body.uploads);
    this.interactions.answered(interaction, answer.type);
    if (message && !record.deferred) this.shown(record, message);
    if (answer.type === CALLBACK.MODAL) this.interactions.bus.emit({ type: 'modal', interaction });
    if (answer.type === CALLBACK.CHOICES)
      this.interactions.bus.emit({ type: 'choices', interaction });
    return message;
  }

  private carryOut(interaction: Interaction, answer: Answer, uploads: Upload[]): Message | null {
    const { record } = interaction;
    const data = answer.data ?? {};
    switch (answer.type) {
      case CALLBACK.MESSAGE:
        return this.respond(record, data, uploads, 0);
      case CALLBACK.THINKING: {
        const message = this.respond(record, { flags: data.flags ?? 0 }, [], FLAG.LOADING);
        record.deferred = true;
        return message;
      }
      case CALLBACK.LATER:
        record.original_id = record.message_id;
        return null;
      case CALLBACK.UPDATE:
        record.original_id = record.message_id;
        return this.messages.edit(this.original(record), data, uploads);
      case CALLBACK.CHOICES:
        interaction.choices = data.choices ?? [];
        return null;
      default:
        interaction.modal = openedModal(data as unknown as Modal);
        return null;
    }
  }

  private respond(
    record: InteractionRecord,
    body: MessageBody,
    uploads: Upload[],
    flags: number,
  ): Message {
    const message = this.messages.post({
      ...this.from(record, body, null),
      body,
      uploads,
      flags,
      type: record.type === 2 ? (record.command_type === 1 ? 20 : 23) : record.message_id ? 19 : 0,
      reference: record.type === 2 ? null : record.message_id,
    });
    record.original_id = message.id;
    return message;
  }

  /** What every message that comes from an interaction shares. */
  private from(record: InteractionRecord, body: MessageBody, original: string | null) {
    const origin: MessageOrigin = {
      interaction_id: record.id,
      token: record.token,
      type: record.type,
      user_id: record.user_id,
      name: record.command_name,
      command_type: record.command_type,
      interacted_message_id: record.type === 3 ? record.message_id : null,
      original_response_message_id: original,
    };
    const hidden = ((body.flags ?? 0) & FLAG.EPHEMERAL) !== 0;
    return {
      place: this.world.place(record.channel_id),
      author_id: this.world.app.bot_id,
      origin,
      visible_to: hidden ? record.user_id : null,
    };
  }

  private shown(record: InteractionRecord, message: Message): void {
    const interaction = this.interactions.find(record.id);
    if (interaction) this.interactions.bus.emit({ type: 'shown', interaction, message });
  }

  /** The message that `@original` names. */
  original(record: InteractionRecord): Message {
    const id = record.original_id ?? '';
    const message = this.world.findMessage(record.channel_id, id);
    if (!message) throw refuse('unknown_message');
    return message;
  }

  /** `@original`, or a follow-up of the same token. */
  ofToken(record: InteractionRecord, messageId: string): Message {
    const original = messageId === '@original' || messageId === record.original_id;
    if (original) return this.original(record);
    const message = this.world.findMessage(record.channel_id, messageId);
    if (message?.origin?.token !== record.token) throw refuse('unknown_message');
    return message;
  }

  edit(record: InteractionRecord, messageId: string, body: Body): Message {
    const message = this.ofToken(record, messageId);
    const wanted = readMessage(body.json ?? {}, INTERACTION_FLAGS);
    this.messages.edit(message, wanted, body.uploads);
    if (message.id === record.original_id) this.settle(record);
    this.shown(record, message);
    return message;
  }

  private settle(record: InteractionRecord): void {
    record.deferred = false;
    this.world.changed();
  }

  remove(record: InteractionRecord, messageId: string): void {
    this.world.removeMessage(this.ofToken(record, messageId));
  }

  /** A follow-up. The first one after "thinking" takes that message's place. */
  followUp(record: InteractionRecord, body: Body): Message {
    const wanted = readMessage(body.json ?? {}, INTERACTION_FLAGS);
    if (record.deferred) return this.edit(record, '@original', body);
    if (record.type === 4)
      throw invalidForm(['type'], 'BASE_TYPE_CHOICES', 'Autocomplete has no follow-ups');
    const message = this.messages.post({
      ...this.from(record, wanted, record.original_id ?? record.id),
      body: wanted,
      uploads: body.uploads,
      reference: record.original_id,
    });
    this.shown(record, message);
    return message;
  }
}

function openedModal(data: Modal): Modal {
  return { custom_id: data.custom_id, title: data.title, components: withIds(data.components) };
}
