// The life of an interaction, from a person's click to what they see of it.
//
//            answer within 3 s              edits, follow-ups
//   sent ───────────────────────> answered ──────────────────┐
//    │                               └──────<────────────────┘  for 15 minutes
//    └── 3 s passed, or HTTP refused ──> failed   (a later answer: Unknown interaction)

import { randomBytes } from 'node:crypto';
import { Bus } from '../bus.ts';
import { Refused } from '../refused.ts';
import type { Commands } from './commands.ts';
import { componentData, modalData, type Modal } from './component_data.ts';
import { refuse } from './errors.ts';
import { interactionPayload } from './interaction_payload.ts';
import { commandData, focusedOption, type GivenCommand } from './request_data.ts';
import { newSnowflake } from './snowflake.ts';
import type { InteractionRecord, Message } from './state.ts';
import type { Place, World } from './world.ts';

export const TOKEN_LIFE_MS = 15 * 60 * 1000;
export const DID_NOT_RESPOND = 'The application did not respond';

export type Via = 'gateway' | 'http' | 'both';

export interface Request {
  type: number;
  user_id: string;
  channel_id: string;
  message_id?: string;
  /** Of the modal_open that a type 5 answers. */
  interaction_id?: string;
  data: Record<string, unknown>;
  /** The instant of the click, in ms; now unless told. */
  at_ms?: number;
  /** How it travels; HTTP when an address is set, else the gateway. */
  via?: Via;
}

export interface Interaction {
  record: InteractionRecord;
  payload: Record<string, unknown>;
  state: 'sent' | 'answered' | 'failed';
  timer: NodeJS.Timeout | null;
  modal: Modal | null;
  /** Of a modal's answer: what opened the modal, to which it goes back when nobody takes it. */
  opener: { interaction: Interaction; modal: Modal } | null;
  choices: { name: string; value: string | number }[] | null;
}

export type InteractionEvent = { interaction: Interaction } & (
  | { type: 'pending' | 'done' | 'modal' | 'choices' }
  | { type: 'shown'; message: Message }
  | { type: 'failed'; text: string }
);

/** Hands a payload to the application; rejects when it was refused outright. */
export type Send = (interaction: Interaction, via: Via | undefined) => Promise<void>;

export class Interactions {
  readonly bus = new Bus<InteractionEvent>();
  tokenLifeMs = TOKEN_LIFE_MS;
  private readonly live = new Map<string, Interaction>();

  constructor(
    private readonly world: World,
    private readonly commands: Commands,
    private readonly origin: () => string,
    private readonly send: Send,
    public limitMs: number,
  ) {}

  /** Checks what the person wants, then sends it. Throws Refused. */
  start(request: Request): Interaction {
    const place = this.placeOf(request);
    const source = this.sourceOf(request, place);
    const { data, name, kind } = this.dataOf(request, place, source);
    const opener = request.type === 5 ? this.takeModal(request) : null;
    const record: InteractionRecord = {
      id: newSnowflake(request.at_ms),
      token: newToken(),
      type: request.type,
      user_id: request.user_id,
      guild_id: place.guild?.id ?? null,
      channel_id: place.id,
      message_id: source?.id ?? null,
      original_id: null,
      deferred: false,
      command_name: name,
      command_type: kind,
      answered: null,
      sent_ms: Date.now(),
    };
    const payload = interactionPayload(this.world, place, record, data, source, this.origin());
    const interaction: Interaction = {
      record,
      payload,
      state: 'sent',
      timer: null,
      modal: null,
      opener,
      choices: null,
    };
    this.live.set(record.id, interaction);
    interaction.timer = setTimeout(() => this.fail(interaction), this.limitMs);
    this.bus.emit({ type: 'pending', interaction });
    this.send(interaction, request.via).catch(() => this.fail(interaction));
    return interaction;
  }

  private placeOf(request: Request): Place {
    const place = this.world.findPlace(request.channel_id);
    if (!place || !this.world.maySee(place, request.user_id)) {
      throw new Refused(404, 'That channel does not exist.');
    }
    return place;
  }

  /** The message whose component is used, or from whose component the modal came. */
  private sourceOf(request: Request, place: Place): Message | null {
    const id =
      request.type === 5
        ? this.openModal(request).record.message_id
        : request.type === 3
          ? (request.message_id ?? '')
          : null;
    if (id === null) return null;
    const message = this.world.findMessage(place.id, id);
    if (message && this.world.sees(message, request.user_id)) return message;
    if (request.type === 5) return null;
    throw new Refused(404, 'That message is no longer there.');
  }

  private openModal(request: Request): Interaction {
    const opener = this.live.get(request.interaction_id ?? '');
    if (!opener?.modal || opener.record.user_id !== request.user_id) {
      throw new Refused(404, 'That form is no longer open.');
    }
    return opener;
  }

  /** A modal is answered once; a failed answer opens it again, see fail(). */
  private takeModal(request: Request): Interaction['opener'] {
    const interaction = this.openModal(request);
    const modal = interaction.modal!;
    interaction.modal = null;
    return { interaction, modal };
  }

  private dataOf(
    request: Request,
    place: Place,
    source: Message | null,
  ): { data: Record<string, unknown>; name: string | null; kind: number } {
    const { user_id, data } = request;
    if (request.type === 3 && source) {
      return { data: componentData(this.world, place, user_id, source, data), name: null, kind: 0 };
    }
    if (request.type === 5) {
      const opener = this.openModal(request);
      const made = modalData(this.world, place, user_id, opener.modal!, data);
      return { data: made, name: null, kind: 0 };
    }
    if (request.type !== 2 && request.type !== 4)
      throw new Refused(400, 'Unknown kind of interaction.');
    return this.commandOf(request, place);
  }

  private commandOf(
    request: Request,
    place: Place,
  ): { data: Record<string, unknown>; name: string; kind: number } {
    const given = request.data as unknown as GivenCommand;
    const visible = this.commands.visible(place, request.user_id);
    const command = visible.find((one) => one.id === given.id);
    if (!command) throw new Refused(403, 'You cannot use that command here.');
    const partial = request.type === 4;
    if (partial) focusedOption(command.options ?? [], given.options ?? []);
    const data = commandData(this.world, place, request.user_id, command, given, partial);
    return { data, name: command.name, kind: command.type };
  }

  /** The interaction of that id and token while it may still be answered. */
  answerable(id: string, token: string): Interaction {
    const interaction = this.live.get(id);
    if (!interaction || interaction.record.token !== token || interaction.state === 'failed') {
      throw refuse('unknown_interaction');
    }
    if (interaction.state === 'answered') throw refuse('acknowledged');
    return interaction;
  }

  find(id: string): Interaction | undefined {
    return this.live.get(id);
  }

  /** Notes the first answer. What it made is shown by the caller. */
  answered(interaction: Interaction, callback: number): void {
    this.endTimer(interaction);
    interaction.state = 'answered';
    interaction.record.answered = callback;
    const { interactions } = this.world.state;
    interactions.push(interaction.record);
    interactions.splice(
      0,
      interactions.findIndex((one) => !this.expired(one)),
    );
    this.world.changed();
    this.bus.emit({ type: 'done', interaction });
    this.forgetLater(interaction);
  }

  /** What a token of 15 minutes gives access to. */
  byToken(applicationId: string, token: string): InteractionRecord {
    if (applicationId !== this.world.app.id) throw refuse('unknown_webhook');
    const record = this.world.state.interactions.find((one) => one.token === token);
    if (record && !this.expired(record)) return record;
    const waiting = [...this.live.values()].find((one) => one.record.token === token);
    throw refuse(waiting?.state === 'sent' ? 'unknown_webhook' : 'webhook_token');
  }

  private expired(record: InteractionRecord): boolean {
    return Date.now() - record.sent_ms > this.tokenLifeMs;
  }

  fail(interaction: Interaction, text = DID_NOT_RESPOND): void {
    if (interaction.state !== 'sent') return;
    this.endTimer(interaction);
    interaction.state = 'failed';
    if (interaction.opener) interaction.opener.interaction.modal = interaction.opener.modal;
    this.bus.emit({ type: 'failed', interaction, text });
    this.forgetLater(interaction);
  }

  private endTimer(interaction: Interaction): void {
    if (interaction.timer) clearTimeout(interaction.timer);
    interaction.timer = null;
  }

  private forgetLater(interaction: Interaction): void {
    setTimeout(() => this.live.delete(interaction.record.id), TOKEN_LIFE_MS).unref();
  }

  /** Before the sandbox ends or its world is replaced. */
  clear(): void {
    for (const interaction of this.live.values()) this.endTimer(interaction);
    this.live.clear();
  }
}

/** Discord's tokens are some 200 characters of URL-safe base64. */
const newToken = (): string => randomBytes(150).toString('base64url');
