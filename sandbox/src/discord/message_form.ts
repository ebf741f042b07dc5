// What Discord accepts as a message.
// Source: Discord's page "Message Resource": create message, embed limits, allowed mentions.

import { checkComponents } from './component_form.ts';
import { Form, lengthOf, type Slot } from './form.ts';

export const FLAG = {
  SUPPRESS_EMBEDS: 1 << 2,
  EPHEMERAL: 1 << 6,
  LOADING: 1 << 7,
  SUPPRESS_NOTIFICATIONS: 1 << 12,
  COMPONENTS_V2: 1 << 15,
} as const;

const MAX_EMBED_CHARACTERS = 6000;

/** A message body that was checked; absent parts are undefined. */
export interface MessageBody {
  content?: string | null;
  embeds?: object[] | null;
  components?: object[] | null;
  attachments?: { id: string | number; filename?: string; description?: string }[] | null;
  flags?: number | null;
  tts?: boolean | null;
  allowed_mentions?: AllowedMentions | null;
  message_reference?: { message_id: string } | null;
}

export interface AllowedMentions {
  parse?: string[];
  users?: string[];
  roles?: string[];
  replied_user?: boolean;
}

function checkEmbed(slot: Slot): number {
  if (!slot.record(true)) return 0;
  let size = 0;
  const text = (at: Slot, max: number, required = false, min = 0): void => {
    size += lengthOf(at.text({ min, max, required }) ?? '');
  };
  text(slot.get('title'), 256);
  text(slot.get('description'), 4096);
  slot.get('url').url();
  slot.get('color').integer({ min: 0, max: 0xffffff });
  checkTimestamp(slot.get('timestamp'));
  if (!slot.get('footer').absent) text(slot.get('footer').get('text'), 2048, true, 1);
  if (!slot.get('author').absent) text(slot.get('author').get('name'), 256, true, 1);
  for (const key of ['image', 'thumbnail']) slot.get(key).get('url').url();
  slot.get('footer').get('icon_url').url();
  slot.get('author').get('icon_url').url();
  slot.get('fields').list({ max: 25 }, (field) => {
    text(field.get('name'), 256, true, 1);
    text(field.get('value'), 1024, true, 1);
    field.get('inline').bool();
  });
  return size;
}

function checkTimestamp(slot: Slot): void {
  const text = slot.text({ max: 64 });
  if (
    text !== undefined &&
    !(/^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text)))
  ) {
    slot.wrong('DATE_TIME_TYPE_PARSE', `Could not parse ${text}. Should be ISO8601.`);
  }
}

function checkEmbeds(slot: Slot): void {
  const sizes = slot.list({ max: 10 }, checkEmbed) ?? [];
  if (sizes.reduce((sum, one) => sum + one, 0) > MAX_EMBED_CHARACTERS) {
    slot.wrong(
      'MAX_EMBED_SIZE_EXCEEDED',
      `Embed size exceeds maximum size of ${MAX_EMBED_CHARACTERS}`,
    );
  }
}

function checkMentions(slot: Slot): void {
  if (slot.absent || !slot.record()) return;
  const parse =
    slot.get('parse').list({}, (one) => one.oneOf(['roles', 'users', 'everyone'])) ?? [];
  for (const key of ['users', 'roles']) {
    const ids = slot.get(key).list({ max: 100 }, (one) => one.snowflake(true)) ?? [];
    if (ids.length > 0 && parse.includes(key)) {
      slot.wrong(
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${key}"] and ${key}: [ids...] are mutually exclusive.`,
      );
    }
  }
  slot.get('replied_user').bool();
}

function checkFlags(slot: Slot, allowed: number): void {
  const flags = slot.integer({ min: 0 });
  if (flags === undefined) return;
  if (flags & FLAG.COMPONENTS_V2) {
    slot.wrong('SANDBOX_NOT_OFFERED', 'The sandbox does not offer components V2 yet');
  } else if (flags & ~allowed) {
    slot.wrong('MESSAGE_FLAGS_INVALID', 'These message flags cannot be set here');
  }
}

/** Flags that an ordinary message may carry, and what interactions add. */
export const PLAIN_FLAGS = FLAG.SUPPRESS_EMBEDS | FLAG.SUPPRESS_NOTIFICATIONS;
export const INTERACTION_FLAGS = PLAIN_FLAGS | FLAG.EPHEMERAL;

/** Checks a message inside a larger body. */
export function checkMessage(slot: Slot, flags: number): void {
  if (!slot.record(true)) return;
  slot.get('content').text({ max: 2000 });
  slot.get('tts').bool();
  checkFlags(slot.get('flags'), flags);
  checkEmbeds(slot.get('embeds'));
  checkComponents(slot.get('components'));
  checkMentions(slot.get('allowed_mentions'));
  slot.get('attachments').list({ max: 10 }, (one) => {
    if (!one.record(true)) return;
    one.get('filename').text({ max: 1024 });
    one.get('description').text({ max: 1024 });
  });
  if (!slot.get('message_reference').absent) {
    slot.get('message_reference').get('message_id').snowflake(true);
  }
}

/** Checks a body that is a message. */
export function readMessage(body: unknown, flags: number): MessageBody {
  const form = new Form();
  checkMessage(form.root(body), flags);
  form.end();
  return body as MessageBody;
}
