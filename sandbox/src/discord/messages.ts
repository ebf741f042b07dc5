// Writing, changing and removing messages, whoever asks.

import { Files, type Upload } from '../files.ts';
import { withIds } from './component_form.ts';
import { refuse } from './errors.ts';
import { FLAG, type AllowedMentions, type MessageBody } from './message_form.ts';
import { newSnowflake } from './snowflake.ts';
import type { Attachment, Message, MessageOrigin } from './state.ts';
import type { Place, World } from './world.ts';

export interface Draft {
  place: Place;
  author_id: string;
  body: MessageBody;
  uploads?: Upload[];
  type?: number;
  visible_to?: string | null;
  reference?: string | null;
  origin?: MessageOrigin | null;
  /** Bits beyond what the body asks for. */
  flags?: number;
}

export class Messages {
  constructor(
    private readonly world: World,
    private readonly files: Files,
  ) {}

  /** The body must have been checked. Refuses one that says nothing, unless it is loading. */
  post(draft: Draft): Message {
    const { place, body } = draft;
    const message: Message = {
      id: newSnowflake(),
      channel_id: place.id,
      guild_id: place.guild?.id ?? null,
      author_id: draft.author_id,
      type: draft.type ?? 0,
      content: '',
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      flags: (body.flags ?? 0) | (draft.flags ?? 0),
      tts: body.tts === true,
      embeds: [],
      components: [],
      attachments: [],
      mentions: [],
      mention_roles: [],
      mention_everyone: false,
      visible_to: draft.visible_to ?? null,
      reference: draft.reference ?? null,
      origin: draft.origin ?? null,
    };
    this.fill(message, body, draft.uploads ?? []);
    if (!(message.flags & FLAG.LOADING)) refuseEmpty(message);
    this.world.addMessage(message);
    return message;
  }

  /** Only the given parts change; null empties a part. */
  edit(message: Message, body: MessageBody, uploads: Upload[]): Message {
    const changed = structuredClone(message);
    this.fill(changed, body, uploads);
    const settable = FLAG.SUPPRESS_EMBEDS;
    const wanted = body.flags ?? message.flags;
    changed.flags = (message.flags & ~(settable | FLAG.LOADING)) | (wanted & settable);
    refuseEmpty(changed);
    changed.edited_timestamp = message.flags & FLAG.LOADING ? null : new Date().toISOString();
    Object.assign(message, changed);
    this.world.updateMessage(message);
    return message;
  }

  private fill(message: Message, body: MessageBody, uploads: Upload[]): void {
    if (body.content !== undefined) {
      message.content = body.content ?? '';
      this.mention(message, body.allowed_mentions ?? null);
    }
    if (body.embeds !== undefined) {
      message.embeds = (body.embeds ?? []).map((one) => ({ type: 'rich', ...one }));
    }
    if (body.components !== undefined) message.components = withIds(body.components ?? []);
    if (body.attachments || uploads.length > 0) {
      const kept = body.attachments
        ? message.attachments.filter((one) => body.attachments!.some((said) => said.id === one.id))
        : message.attachments;
      message.attachments = [...kept, ...uploads.map((one) => this.store(body, one))];
    }
  }

  private store(body: MessageBody, upload: Upload): Attachment {
    const said = body.attachments?.find((one) => String(one.id) === upload.key);
    const attachment: Attachment = {
      id: newSnowflake(),
      filename: (said?.filename ?? upload.filename).replace(/[^\w.-]+/g, '_'),
      content_type: upload.content_type,
      size: upload.data.length,
    };
    if (said?.description) attachment.description = said.description;
    this.files.put(attachment.id, upload.data);
    return attachment;
  }

  /** Who is pinged: what the text names, as far as allowed_mentions lets it. */
  private mention(message: Message, allowed: AllowedMentions | null): void {
    const may = (kind: 'users' | 'roles', id: string): boolean =>
      allowed === null ||
      (allowed.parse ?? []).includes(kind) ||
      (allowed[kind] ?? []).includes(id);
    const named = (pattern: RegExp): string[] => [
      ...new Set([...message.content.matchAll(pattern)].map((found) => found[1]!)),
    ];
    message.mentions = named(/<@!?(\d+)>/g).filter(
      (id) => this.world.findUser(id) && may('users', id),
    );
    message.mention_roles = named(/<@&(\d+)>/g).filter((id) => may('roles', id));
    message.mention_everyone =
      /@(everyone|here)/.test(message.content) &&
      (allowed === null || (allowed.parse ?? []).includes('everyone'));
  }
}

function refuseEmpty(message: Message): void {
  const says =
    message.content.trim() !== '' ||
    message.embeds.length > 0 ||
    message.attachments.length > 0 ||
    message.components.length > 0;
  if (!says) throw refuse('empty_message');
}
